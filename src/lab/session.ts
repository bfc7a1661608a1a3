import type { Engine, EngineKind, Run } from '../engine/engine.ts'
import { callError, environmentError } from '../errors.ts'
import type { Home } from './home.ts'
import { ensureHostServices } from './host-services.ts'
import { isStateKept, putStateBack } from './kept-state.ts'
import { acquire, type Lock } from './lock.ts'
import { readPending } from './pending.ts'
import { identityOf, type LabRecord, readRecord } from './record.ts'
import { recover, type Use } from './recover.ts'
import type { OpenLab } from './snapshots.ts'

/** Reaches an engine of a kind. */
export type Connect = (kind: EngineKind) => Promise<Engine>

/** What every operation on a lab is called with. */
export interface LabContext {
  readonly home: Home
  readonly connect: Connect
  /** The file that starts Quorate: the lab host's services run from it, in a process of their own. */
  readonly program: string
  /** What the person typed, for whoever finds the lock held. */
  readonly command: string
  /** The engine that was asked for, if any. */
  readonly engine: EngineKind | undefined
}

/** A lab in use; `close` lets go of the engine and of the lock. */
export interface LabSession extends OpenLab {
  close(): Promise<void>
}

/** The record of the lab, or the error that there is none. */
export const requireRecord = async ({ home, engine }: LabContext): Promise<LabRecord> => {
  const record = await readRecord(home)
  if (record === undefined) throw environmentError('lab-absent', {})
  if (engine !== undefined && engine !== record.engine) {
    throw callError('lab-elsewhere', { engine: record.engine, asked: engine })
  }
  return record
}

/** For what a lab is opened: `to-replace` is `exclusively` for those who bring back another state of the machines. */
export type How = 'exclusively' | 'to-look' | 'to-replace'

/**
 * Opens the lab: to change it, which takes its lock, or to look. What an earlier command left unfinished is finished or
 * undone first, in all cases.
 */
export const openLab = async (context: LabContext, how: How, run: Run): Promise<LabSession> => {
  const { home, connect, command, program } = context
  const use: Use = how === 'to-replace' ? 'replace' : 'keep'
  let lock: Lock | undefined = how !== 'to-look' ? await acquire(home.lock, command) : undefined
  const letGo = async (): Promise<void> => {
    await lock?.release()
    lock = undefined
  }
  try {
    let record = await requireRecord(context)
    const engine = await connect(record.engine)
    let controllers = await engine.controllers(identityOf(record))
    // A reboot of this machine ended them, or somebody did, or they are of an earlier Quorate.
    await ensureHostServices(home, record.id, program)
    if ((await readPending(home)) !== undefined || isStateKept(record)) {
      lock ??= await acquire(home.lock, command)
      // Read again under the lock: whoever held it until now may have finished it.
      const pending = await readPending(home)
      record = await requireRecord(context)
      if (pending?.action === 'destroy') throw environmentError('lab-broken-off', { name: record.id })
      if (pending !== undefined) await recover({ home, record, controllers }, pending, use, run)
      record = await requireRecord(context)
      // What was put back may be another generation of a machine.
      controllers = controllers.withIdentity(identityOf(record))
      if (isStateKept(record)) {
        await putStateBack({ home, record, controllers }, use, run)
        record = await requireRecord(context)
        controllers = controllers.withIdentity(identityOf(record))
      }
      if (how === 'to-look') await letGo()
    }
    return {
      home,
      record,
      controllers,
      close: async () => {
        controllers.close()
        await letGo()
      }
    }
  } catch (error) {
    await letGo()
    throw error
  }
}

/** Opens the lab, does something with it, and closes it whatever happens. */
export const withLab = async <T>(
  context: LabContext,
  how: How,
  run: Run,
  use: (lab: LabSession) => Promise<T>
): Promise<T> => {
  const lab = await openLab(context, how, run)
  try {
    return await use(lab)
  } finally {
    await lab.close()
  }
}
