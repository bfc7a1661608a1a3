import { randomBytes } from 'node:crypto'
import type { Controllers, Run } from '../engine/engine.ts'
import { callError, environmentError, Interrupted, QuorateError } from '../errors.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import { notHealthy, notRunning, readHealth } from './health.ts'
import type { Home } from './home.ts'
import { appendJournal } from './journal.ts'
import { clearPending, type Pending, writePending } from './pending.ts'
import { forEachNode, identityOf, type LabRecord, type SnapshotRecord, writeRecord } from './record.ts'
import { isUp, readAllVitals, readVitals, type Vitals } from './vitals.ts'
import { waitFor } from './wait.ts'

/** What the operations on a lab need. */
export interface OpenLab {
  readonly home: Home
  readonly record: LabRecord
  readonly controllers: Controllers
}

/** Below this much free space, in bytes, a snapshot is refused: a full pool can't even be tidied up. */
const leastSpace = 1024 ** 3

/**
 * How long the controllers may take to come up, in milliseconds; multiplied by the machine's slowness. A boot is not over
 * before the slowest service has started: RabbitMQ waits for its peers.
 */
const bootLimit = 180_000

/** How long services may take to be healthy after a restore, in milliseconds; multiplied by the machine's slowness. */
const servicesLimit = 120_000

/** How long a snapshot waits for a controller that is coming up, in milliseconds; multiplied by the machine's slowness. */
const startLimit = 90_000

const withoutKey = (record: LabRecord, key: string): LabRecord => ({
  ...record,
  snapshots: record.snapshots.filter((snapshot) => snapshot.key !== key)
})

const deleteOnAll = (controllers: Controllers, key: string): Promise<unknown> =>
  forEachNode((node) => controllers.snapshots.delete(node, key))

/**
 * The vitals of controllers that have come up in whole, or after a while as they are. A service that is caught in the
 * middle of its start may not come back from there: RabbitMQ and its peers then disagree about who was a member last.
 */
const whenNothingStarts = async (
  { controllers, record }: OpenLab,
  run: Run
): Promise<ReadonlyMap<NodeName, Vitals>> => {
  let vitals = await readAllVitals(controllers)
  const starts = (): boolean => [...vitals.values()].some(({ systemState }) => systemState === 'starting')
  if (!starts()) return vitals
  run.report({ step: 'wait-for-start' })
  const look = async (): Promise<true | undefined> => {
    vitals = await readAllVitals(controllers)
    return starts() ? undefined : true
  }
  await waitFor(look, { limit: startLimit * record.slowness, interval: 300, signal: run.signal })
  return vitals
}

/**
 * Saves all three controllers at one instant: freeze, snapshot, thaw. It counts only once all three exist; anything
 * that goes wrong before leaves nothing behind.
 */
export const saveSnapshot = async (
  lab: OpenLab,
  name: string,
  run: Run,
  options: { readonly lab?: string } = {}
): Promise<LabRecord> => {
  const { home, controllers } = lab
  if (lab.record.snapshots.some((snapshot) => snapshot.name === name)) throw callError('snapshot-exists', { name })
  const { free } = await controllers.space()
  if (free < leastSpace) throw environmentError('engine-full', {})
  const machines = await controllers.inspect()
  const notRunning = machines.filter((machine) => machine.state !== 'running').map((machine) => machine.name)
  if (notRunning.length > 0) throw environmentError('controllers-not-running', { nodes: notRunning.join(', ') })
  const vitals = await whenNothingStarts(lab, run)
  const vitalsOf = (node: NodeName): Vitals => {
    const found = vitals.get(node)
    if (found === undefined) throw environmentError('controller-silent', { node })
    return found
  }
  const health = await readHealth(controllers, lab.record.slowness, (node) => vitalsOf(node).services)
  const pending: Pending = { action: 'save', name, key: `s-${randomBytes(5).toString('hex')}` }
  const snapshot: SnapshotRecord = {
    name,
    key: pending.key,
    createdAt: new Date().toISOString(),
    ...(options.lab === undefined ? {} : { lab: options.lab }),
    machines: await forEachNode(async (node) => {
      const { machineId, hostName, services } = vitalsOf(node)
      return { machineId, hostName, services: [...services], health: health[node] }
    })
  }
  await writePending(home, pending)
  try {
    run.report({ step: 'freeze', done: 0 })
    await controllers.freeze(nodeNames)
    run.report({ step: 'save-snapshot', done: 0.3 })
    await forEachNode((node) => controllers.snapshots.save(node, pending.key))
    run.report({ step: 'thaw', done: 0.9 })
    await controllers.thaw(nodeNames)
    if (run.signal.aborted) throw new Interrupted()
  } catch (error) {
    await undoSave(lab, pending)
    throw error
  }
  const record = { ...lab.record, snapshots: [...lab.record.snapshots, snapshot] }
  await writeRecord(home, record)
  await clearPending(home)
  await appendJournal(home, { event: 'snapshot-saved', name })
  return record
}

/** Leaves the machines as they were before a save began. */
const undoSave = async ({ home, controllers }: OpenLab, pending: Pending & { action: 'save' }): Promise<void> => {
  await controllers.thaw(nodeNames)
  await deleteOnAll(controllers, pending.key)
  await clearPending(home)
}

/** What a restore found when it was done. */
export interface Restored {
  /** The lab as it is now: a machine that could not be put back has a new generation. */
  readonly lab: OpenLab
  /** Services that ran when the snapshot was saved and do not run again within the limit. */
  readonly missingServices: readonly { readonly node: NodeName; readonly services: readonly string[] }[]
}

/**
 * Puts all three controllers back, starts them, verifies that each is the machine that it should be, and waits until
 * the services that ran when it was saved run again. Interrupted, it is completed by the next command.
 */
export const restoreSnapshot = async (lab: OpenLab, snapshot: SnapshotRecord, run: Run): Promise<Restored> => {
  await writePending(lab.home, { action: 'restore', name: snapshot.name, key: snapshot.key })
  return finishRestore(lab, snapshot, run)
}

/** How often controllers are made anew before a restore is given up. */
const mostAttempts = 2

const isRefusal = (error: unknown): boolean => error instanceof QuorateError && error.code === 'engine-refused'

/**
 * Puts all controllers back. One that the engine refuses to put back is left behind, and made anew as a copy of itself:
 * an engine that was killed in the middle of a restore can leave a machine that no restore of that name ever works on.
 */
const putBack = async (lab: OpenLab, key: string, run: Run): Promise<OpenLab> => {
  let current = lab
  let nodes: readonly NodeName[] = nodeNames
  for (let attempt = 0; ; attempt += 1) {
    const { controllers, record } = current
    const results = await Promise.all(
      nodes.map(async (node) => {
        try {
          await controllers.snapshots.restore(node, key)
          return { node, failure: undefined }
        } catch (error) {
          return { node, failure: { error } }
        }
      })
    )
    const failed = results.filter(({ failure }) => failure !== undefined)
    run.report({ step: 'restore-snapshot', done: 1 - failed.length / nodeNames.length })
    if (failed.length === 0) return current
    const hopeless = failed.find(({ failure }) => attempt === mostAttempts || !isRefusal(failure?.error))
    if (hopeless !== undefined) throw hopeless.failure?.error
    nodes = failed.map(({ node }) => node)
    const generations = { ...record.generations }
    for (const node of nodes) generations[node] += 1
    // Written down first: what is then made is known to be ours, also when this is cut off.
    const renewed = { ...record, generations }
    await writeRecord(lab.home, renewed)
    current = { ...current, record: renewed, controllers: controllers.withIdentity(identityOf(renewed)) }
  }
}

/** The restored lab. @throws environment error `services-not-back` where something that ran does not run again */
export const allBack = ({ lab, missingServices }: Restored): OpenLab => {
  if (missingServices.length === 0) return lab
  const services = missingServices.map((missing) => `${missing.node}: ${missing.services.join(', ')}`).join('; ')
  throw environmentError('services-not-back', { services })
}

const finishRestore = async (before: OpenLab, snapshot: SnapshotRecord, run: Run): Promise<Restored> => {
  run.report({ step: 'restore-snapshot', done: 0 })
  const lab = await putBack(before, snapshot.key, run)
  const { home, controllers, record } = lab
  run.report({ step: 'start-controllers' })
  await controllers.start(nodeNames)
  const vitals = await waitUntilUp(lab, run)
  run.report({ step: 'verify-identity' })
  for (const node of nodeNames) {
    const saved = snapshot.machines[node]
    const seen = vitals.get(node)
    if (seen?.machineId !== saved.machineId || seen.hostName !== saved.hostName) {
      throw environmentError('snapshot-wrong-machine', {
        node,
        expected: `${saved.hostName} ${saved.machineId}`,
        observed: `${seen?.hostName} ${seen?.machineId}`
      })
    }
  }
  const missingServices = await waitForServices(lab, snapshot, run, servicesLimit * record.slowness)
  await clearPending(home)
  await appendJournal(home, { event: 'snapshot-restored', name: snapshot.name })
  return { lab, missingServices }
}

/** Waits until all controllers have booted and have their addresses. @throws environment error `controllers-not-up` */
export const waitUntilUp = async (
  { controllers, record }: OpenLab,
  run: Run
): Promise<ReadonlyMap<NodeName, Vitals>> => {
  const seen = new Map<NodeName, Vitals>()
  const up = new Set<NodeName>()
  run.report({ step: 'wait-for-controllers', done: 0 })
  const all = await waitFor(
    async () => {
      await Promise.all(
        nodeNames
          .filter((node) => !up.has(node))
          .map(async (node) => {
            const vitals = await readVitals(controllers, node)
            if (vitals === undefined) return
            seen.set(node, vitals)
            if (isUp(controllers, node, vitals)) up.add(node)
          })
      )
      run.report({ step: 'wait-for-controllers', done: up.size / nodeNames.length })
      return up.size === nodeNames.length ? up : undefined
    },
    { limit: bootLimit * record.slowness, interval: 150, signal: run.signal }
  )
  if (all === undefined) {
    const late = nodeNames.filter((node) => !up.has(node))
    const states = late.map((node) => `${node}: ${seen.get(node)?.systemState ?? '-'}`)
    throw environmentError('controllers-not-up', { nodes: states.join(', ') })
  }
  return seen
}

/** Services that run, but not yet as they did when the snapshot was saved. */
const unhealthy = async (
  { controllers, record }: OpenLab,
  { machines }: SnapshotRecord
): Promise<{ node: NodeName; services: string[] }[]> => {
  const seen = await readHealth(controllers, record.slowness, (node) => Object.keys(machines[node].health))
  return nodeNames.flatMap((node) => {
    const services = notHealthy(machines[node].health, seen[node])
    return services.length > 0 ? [{ node, services: [...services] }] : []
  })
}

const waitForServices = async (
  lab: OpenLab,
  snapshot: SnapshotRecord,
  run: Run,
  limit: number
): Promise<Restored['missingServices']> => {
  let missing: { node: NodeName; services: string[] }[] = []
  run.report({ step: 'wait-for-services', done: 0 })
  const wanted = nodeNames.reduce((sum, node) => sum + snapshot.machines[node].services.length, 0)
  await waitFor(
    async () => {
      const vitals = await readAllVitals(lab.controllers)
      missing = nodeNames.flatMap((node) => {
        const services = notRunning(
          node,
          (one) => snapshot.machines[one].services,
          (one) => vitals.get(one)?.services ?? []
        )
        return services.length > 0 ? [{ node, services: [...services] }] : []
      })
      if (missing.length === 0) missing = await unhealthy(lab, snapshot)
      const absent = missing.reduce((sum, { services }) => sum + services.length, 0)
      run.report({ step: 'wait-for-services', done: wanted === 0 ? 1 : 1 - absent / wanted })
      return missing.length === 0 ? true : undefined
    },
    { limit, interval: 300, signal: run.signal }
  )
  return missing
}

/** Deletes a snapshot from all three machines. Interrupted, it is completed by the next command. */
export const deleteSnapshot = async (lab: OpenLab, snapshot: SnapshotRecord, run: Run): Promise<LabRecord> => {
  await writePending(lab.home, { action: 'delete', name: snapshot.name, key: snapshot.key })
  return finishDelete(lab, snapshot, run)
}

const finishDelete = async (lab: OpenLab, snapshot: { name: string; key: string }, run: Run): Promise<LabRecord> => {
  run.report({ step: 'delete-snapshot' })
  // It disappears from the list first: what is listed must be whole.
  const record = withoutKey(lab.record, snapshot.key)
  await writeRecord(lab.home, record)
  await deleteOnAll(lab.controllers, snapshot.key)
  await clearPending(lab.home)
  await appendJournal(lab.home, { event: 'snapshot-deleted', name: snapshot.name })
  return record
}

/** Finishes or undoes what an earlier command had begun. */
export const recoverSnapshots = async (
  lab: OpenLab,
  pending: Extract<Pending, { action: 'save' | 'restore' | 'delete' }>,
  run: Run
): Promise<void> => {
  run.report({ step: 'recover' })
  const listed = lab.record.snapshots.find((snapshot) => snapshot.key === pending.key)
  switch (pending.action) {
    case 'save':
      if (listed === undefined) return undoSave(lab, pending)
      // It was complete but for tidying up.
      return clearPending(lab.home)
    case 'restore':
      if (listed === undefined) return clearPending(lab.home)
      await finishRestore(lab, listed, run)
      return
    case 'delete':
      await finishDelete(lab, pending, run)
  }
}
