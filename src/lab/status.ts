import type { EngineKind, Machine } from '../engine/engine.ts'
import type { PowerAction } from '../host-services/power.ts'
import { nodeNames } from '../topology.ts'
import { readFencing } from './fencing.ts'
import type { Home } from './home.ts'
import { type HostServices, readHostServices, servicePaths } from './host-services.ts'
import type { Pending } from './pending.ts'
import { identityOf, type LabRecord, readRecord } from './record.ts'
import { type LabContext, requireRecord } from './session.ts'
import { readUnfinished } from './unfinished.ts'

/** The document of `status --json` (design §5), without its version. */
export interface StatusDocument {
  readonly engine: EngineKind
  readonly lab: 'absent' | 'stopped' | 'running' | 'partial'
  readonly nodes: readonly Machine[]
  readonly snapshots: readonly SnapshotSummary[]
  /** The lab host's services. */
  readonly services: HostServices
  /** What the virtual BMC was asked to do, oldest first. */
  readonly fencing: readonly Pick<PowerAction, 'at' | 'controller' | 'action' | 'by' | 'outcome'>[]
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
export const labState = (machines: readonly Machine[]): StatusDocument['lab'] => {
  const all = (state: Machine['state']): boolean => machines.every((machine) => machine.state === state)
  if (all('absent')) return 'absent'
  if (all('running')) return 'running'
  return all('stopped') ? 'stopped' : 'partial'
}

/** What the lab host does for the controllers. */
const readHost = async (home: Home): Promise<Pick<StatusDocument, 'services' | 'fencing'>> => {
  const [services, history] = await Promise.all([readHostServices(home), readFencing(servicePaths(home).fencing)])
  const fencing = history.map(({ at, controller, action, by, outcome }) => ({ at, controller, action, by, outcome }))
  return { services, fencing }
}

/** What there is, without changing anything. */
export const readStatus = async (context: LabContext): Promise<LabStatus> => {
  const host = await readHost(context.home)
  if ((await readRecord(context.home)) === undefined) {
    const nodes = nodeNames.map((name): Machine => ({ name, state: 'absent', addresses: [] }))
    const document = { engine: context.engine ?? 'lxd', lab: 'absent', nodes, snapshots: [], ...host } as const
    return { document, pending: undefined }
  }
  const record = await requireRecord(context)
  const engine = await context.connect(record.engine)
  const controllers = await engine.controllers(identityOf(record))
  try {
    const [nodes, pending] = await Promise.all([controllers.inspect(), readUnfinished(context.home)])
    const document = {
      engine: record.engine,
      lab: labState(nodes),
      nodes,
      snapshots: snapshotSummaries(record),
      ...host
    }
    return { document, pending }
  } finally {
    controllers.close()
  }
}
