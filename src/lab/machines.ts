import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Belonging, Engine, EngineKind, Run } from '../engine/engine.ts'
import { callError, environmentError } from '../errors.ts'
import { isPrefix, type MachineSize, nodeNames } from '../topology.ts'
import { cardIn, freePrefix } from './addresses.ts'
import { ensureHostServices, removeHostServices, stopHostServices, wantHostServices } from './host-services.ts'
import { appendJournal } from './journal.ts'
import { learnerOf, writeLearner } from './learner.ts'
import { acquire } from './lock.ts'
import { clearPending, readPending, writePending } from './pending.ts'
import { identityOf, type LabRecord, newRecord, readRecord, removeRecord, writeRecord } from './record.ts'
import { recover } from './recover.ts'
import { type LabContext, requireRecord } from './session.ts'
import { untouched } from './snapshot-names.ts'
import { type OpenLab, saveSnapshot, waitUntilUp } from './snapshots.ts'
import { trustEachOther } from './trust.ts'

/** What can be chosen when a lab is made. */
export interface UpOptions {
  readonly prefix?: string
  readonly size?: MachineSize
  readonly seed?: string
}

/**
 * How long three controllers take from power-on until they are up on the reference machine (two cores, containers), in
 * milliseconds; a machine that takes twice as long gets limits twice as long.
 */
const referenceBoot = 4000

const checkPrefix = (prefix: string): void => {
  if (!isPrefix(prefix)) throw callError('prefix-invalid', { prefix })
  const by = cardIn(prefix)
  if (by !== undefined) throw environmentError('prefix-taken', { prefix, by, free: freePrefix() })
}

const makeRecord = async ({ home }: LabContext, engine: EngineKind, options: UpOptions): Promise<LabRecord> => {
  const record = newRecord(engine, options.prefix ?? freePrefix(), options.size)
  checkPrefix(record.prefix)
  if (options.seed !== undefined) await writeLearner(home, { version: 1, seed: options.seed })
  // Written before anything is created, so that whatever comes into being is known to be ours.
  await writeRecord(home, record)
  await appendJournal(home, { event: 'lab-created', id: record.id, engine, prefix: record.prefix })
  return record
}

const checkOptions = async ({ home }: LabContext, record: LabRecord, options: UpOptions): Promise<void> => {
  const has = { prefix: record.prefix, size: record.size, seed: (await learnerOf(home)).seed }
  for (const option of ['prefix', 'size', 'seed'] as const) {
    const asked = options[option]
    if (asked !== undefined && asked !== has[option]) {
      throw callError('lab-otherwise', { option: `--${option}`, has: has[option], asked })
    }
  }
}

/**
 * Makes sure that the three controllers exist and are up, whatever is there already: nothing, a half-made lab, or a
 * stopped one.
 */
export const up = async (
  context: LabContext,
  choose: () => Promise<EngineKind>,
  options: UpOptions,
  run: Run
): Promise<LabRecord> => {
  const { home } = context
  const lock = await acquire(home.lock, context.command)
  try {
    if ((await readPending(home))?.action === 'destroy') await finishDestroy(context, run)
    const known = await readRecord(home)
    if (known !== undefined) {
      await requireRecord(context)
      await checkOptions(context, known, options)
    }
    const kind = known?.engine ?? (await choose())
    if (options.size !== undefined && kind !== 'vagrant') throw callError('size-of-containers', { size: options.size })
    const engine = await context.connect(kind)
    let record = known ?? (await makeRecord(context, engine.kind, options))
    const controllers = await engine.controllers(identityOf(record))
    try {
      const lab = (): OpenLab => ({ home, record, controllers })
      const pending = await readPending(home)
      if (pending !== undefined && pending.action !== 'destroy') {
        await recover(lab(), pending, 'keep', run)
        record = await requireRecord(context)
      }
      const machines = await controllers.inspect()
      const absent = machines.filter(({ state }) => state === 'absent').map(({ name }) => name)
      // A new machine among old ones would have none of the lab's snapshots.
      if (absent.length > 0 && record.snapshots.length > 0) {
        throw environmentError('controllers-gone', { nodes: absent.join(', ') })
      }
      if (absent.length > 0) {
        await prepareAlone(context, engine, run)
        await controllers.create(run)
      }
      await controllers.thaw(nodeNames)
      await wantHostServices(home, record.id)
      const isNew = !record.snapshots.some(({ name }) => name === untouched)
      // As in a real place, time is there before whoever asks for it at boot, and asks again only after a minute.
      // New controllers ask for nothing yet: whoever waits for them does not wait for this.
      if (!isNew) await ensureHostServices(home, record.id, context.program)
      const began = performance.now()
      if (machines.some(({ state }) => state !== 'running')) {
        run.report({ step: 'start-controllers' })
        await controllers.start(nodeNames)
      }
      await waitUntilUp(lab(), run)
      if (isNew) {
        await trustEachOther(controllers)
        record = { ...record, slowness: Math.max(1, (performance.now() - began) / referenceBoot) }
        record = await saveSnapshot(lab(), untouched, run)
        await ensureHostServices(home, record.id, context.program)
      }
      return record
    } finally {
      controllers.close()
    }
  } finally {
    await lock.release()
  }
}

/** Image and template are the same for all labs on this machine, of whichever home: one Quorate at a time makes them. */
const prepareAlone = async (context: LabContext, engine: Engine, run: Run): Promise<void> => {
  const lock = await acquire(join(tmpdir(), 'quorate-prepare.lock'), context.command)
  try {
    await engine.prepare(run)
  } finally {
    await lock.release()
  }
}

/**
 * Switches the three controllers off at one instant, as a snapshot takes them. Stopped one by one, in whatever order, a
 * Galera cluster would come back only after somebody had bootstrapped it, and a message broker after its last member; of
 * a power cut at one instant all of them recover by themselves.
 */
export const down = async (lab: OpenLab, run: Run): Promise<void> => {
  run.report({ step: 'stop-controllers' })
  // First: else the controllers that still run fence those that do not, which switches them on again.
  await stopHostServices(lab.home)
  // One that was fenced, or switched itself off, is off already.
  const running = (await lab.controllers.inspect()).filter(({ state }) => state === 'running')
  await lab.controllers.freeze(running.map(({ name }) => name))
  await lab.controllers.stop(nodeNames, 'at-once')
}

/** What `destroy` would remove. */
export const belongingsOf = async (context: LabContext): Promise<readonly Belonging[]> => {
  const record = await requireRecord(context)
  const controllers = await (await context.connect(record.engine)).controllers(identityOf(record))
  try {
    return await controllers.belongings()
  } finally {
    controllers.close()
  }
}

const finishDestroy = async (context: LabContext, run: Run): Promise<void> => {
  const { home } = context
  const record = await readRecord(home)
  await removeHostServices(home)
  if (record !== undefined) {
    const controllers = await (await context.connect(record.engine)).controllers(identityOf(record))
    try {
      await controllers.remove(run)
    } finally {
      controllers.close()
    }
    await removeRecord(home)
    await appendJournal(home, { event: 'lab-destroyed', id: record.id })
  }
  await clearPending(home)
}

/** Removes the lab's machines and networks. What the learner did stays in the journal. */
export const destroy = async (context: LabContext, run: Run): Promise<void> => {
  const lock = await acquire(context.home.lock, context.command)
  try {
    await requireRecord(context)
    await writePending(context.home, { action: 'destroy' })
    await finishDestroy(context, run)
  } finally {
    await lock.release()
  }
}
