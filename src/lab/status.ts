import type { EngineKind, Machine } from '../engine/engine.ts'
import { nodeNames } from '../topology.ts'
import { type Pending, readPending } from './pending.ts'
import { identityOf, type LabRecord, readRecord } from './record.ts'
import { type LabContext, requireRecord } from './session.ts'

/** The document of `status --json` (design §5), without its version. */
export interface StatusDocument {
  readonly engine: EngineKind
  readonly lab: 'absent' | 'stopped' | 'running' | 'partial'
  readonly nodes: readonly Machine[]
  readonly snapshots: readonly SnapshotSummary[]
}

export interface SnapshotSummary {
  readonly name: string
  readonly createdAt: string
  readonly lab?: string
}

export interface LabStatus {
  readonly document: StatusDocument
  /** What an earlier command left unfinished; the next one that works on the machines finishes it. */
  readonly pending: Pending['action'] | undefined
}

/** The snapshots as every command lists them: oldest first. */
export const snapshotSummaries = (record: LabRecord): SnapshotSummary[] =>
  record.snapshots.map(({ name, createdAt, lab }) => ({ name, createdAt, ...(lab === undefined ? {} : { lab }) }))

/** One word for the three machines. */
const labState = (machines: readonly Machine[]): StatusDocument['lab'] => {
  const all = (state: Machine['state']): boolean => machines.every((machine) => machine.state === state)
  if (all('absent')) return 'absent'
  if (all('running')) return 'running'
  return all('stopped') ? 'stopped' : 'partial'
}

/** What there is, without changing anything. */
export const readStatus = async (context: LabContext): Promise<LabStatus> => {
  if ((await readRecord(context.home)) === undefined) {
    const nodes = nodeNames.map((name): Machine => ({ name, state: 'absent', addresses: [] }))
    return { document: { engine: context.engine ?? 'lxd', lab: 'absent', nodes, snapshots: [] }, pending: undefined }
  }
  const record = await requireRecord(context)
  const engine = await context.connect(record.engine)
  const controllers = await engine.controllers(identityOf(record))
  try {
    const [nodes, pending] = await Promise.all([controllers.inspect(), readPending(context.home)])
    const document = { engine: record.engine, lab: labState(nodes), nodes, snapshots: snapshotSummaries(record) }
    return { document, pending: pending?.action }
  } finally {
    controllers.close()
  }
}
