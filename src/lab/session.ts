import type { Engine, EngineKind, Run } from '../engine/engine.ts'
import { callError, environmentError } from '../errors.ts'
import type { Home } from './home.ts'
import { acquire, type Lock } from './lock.ts'
import { readPending } from './pending.ts'
import { identityOf, type LabRecord, readRecord } from './record.ts'
import { type OpenLab, recoverSnapshots } from './snapshots.ts'

/** Reaches an engine of a kind. */
export type Connect = (kind: EngineKind) => Promise<Engine>

/** What every operation on a lab is called with. */
export interface LabContext {
  readonly home: Home
  readonly connect: Connect
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

/**
 * Opens the lab: `exclusively` to change it, which takes its lock; else to look. What an earlier command left
 * unfinished is finished or undone first, in both cases.
 */
export const openLab = async (context: LabContext, how: 'exclusively' | 'to-look', run: Run): Promise<LabSession> => {
  const { home, connect, command } = context
  let lock: Lock | undefined = how === 'exclusively' ? await acquire(home.lock, command) : undefined
  const letGo = async (): Promise<void> => {
    await lock?.release()
    lock = undefined
  }
  try {
    let record = await requireRecord(context)
    const engine = await connect(record.engine)
    const controllers = await engine.controllers(identityOf(record))
    if ((await readPending(home)) !== undefined) {
      lock ??= await acquire(home.lock, command)
      // Read again under the lock: whoever held it until now may have finished it.
      const pending = await readPending(home)
      record = await requireRecord(context)
      if (pending?.action === 'destroy') throw environmentError('lab-broken-off', { name: record.id })
      if (pending !== undefined) await recoverSnapshots({ home, record, controllers }, pending, run)
      record = await requireRecord(context)
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
  how: 'exclusively' | 'to-look',
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
