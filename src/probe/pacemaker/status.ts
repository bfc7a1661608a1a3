import { allOf, childOf, childrenOf, type Element, flag, readXml } from './xml.ts'

/** One resource as it runs: of a clone there are several with the same name. */
export interface RunningResource {
  readonly name: string
  /** The clone, group or bundle that it belongs to. */
  readonly within: string | undefined
  /** `ocf:heartbeat:IPaddr2` */
  readonly agent: string
  readonly started: boolean
  readonly failed: boolean
  readonly managed: boolean
  readonly blocked: boolean
  /** Its configuration is gone and it still runs. */
  readonly removed: boolean
  /** Somebody wants it stopped. */
  readonly disabled: boolean
  readonly nodes: readonly string[]
}

/** The last word on the fencing of one machine. */
export interface Fencing {
  readonly target: string
  readonly action: string
  /** `success`, `failed` or `pending` */
  readonly status: string
}

/** An operation that failed and has not been forgotten. */
export interface Failure {
  readonly resource: string
  /** `vip start on controller1: not configured ([findif] failed)` */
  readonly text: string
  /** Seconds since 1970, or 0 where crm_mon does not say. */
  readonly at: number
}

/** What crm_mon tells of the cluster, from one node's sight. */
export interface ClusterStatus {
  /** The node that decides for all; undefined where none has been elected. */
  readonly coordinator: string | undefined
  readonly quorate: boolean | undefined
  readonly nodes: readonly {
    readonly name: string
    readonly online: boolean
    readonly standby: boolean
    readonly maintenance: boolean
    readonly pending: boolean
    readonly unclean: boolean
    /** What resources and people wrote down about it. */
    readonly attributes: ReadonlyMap<string, string>
  }[]
  readonly fencingEnabled: boolean | undefined
  readonly noQuorumPolicy: string | undefined
  readonly maintenanceMode: boolean
  readonly resources: readonly RunningResource[]
  readonly failures: readonly Failure[]
  /** Newest first, as crm_mon has them; one a machine. */
  readonly fencing: readonly Fencing[]
  /** Seconds since the newest event that crm_mon tells of. */
  readonly changedSecondsAgo: number
}

/** What crm_mon says: the cluster, that there is no Pacemaker to connect with, or nothing that can be understood. */
export type Status =
  | { readonly kind: 'connected'; readonly cluster: ClusterStatus }
  | { readonly kind: 'disconnected' }
  | undefined

/**
 * Reads `crm_mon --output-as=xml`: a `pacemaker-result` since Pacemaker 2.0.3, with a status at its end; from
 * `crm_mon --as-xml` before and until 2.1 a `crm_mon`. What 3.0 renamed is there under either name.
 */
export const readStatus = (text: string): Status => {
  const root = readXml(text)
  if (root?.name !== 'pacemaker-result' && root?.name !== 'crm_mon') return undefined
  // A document within the document: two have written at once.
  if (allOf(root, root.name).length > 0) return undefined
  const code = childOf(root, 'status')?.attributes['code']
  if (childOf(root, 'crm-mon-disconnected') !== undefined || (code !== undefined && code !== '0')) {
    return { kind: 'disconnected' }
  }
  const summary = childOf(root, 'summary')
  const nodes = childOf(root, 'nodes')
  const options = childOf(summary, 'cluster_options')
  const noted = childrenOf(childOf(root, 'node_attributes'), 'node')
  const dc = childOf(summary, 'current_dc')
  // A document of the newer kind says at its end that it is whole.
  if (nodes === undefined || dc === undefined || (root.name === 'pacemaker-result' && code === undefined))
    return undefined
  return {
    kind: 'connected',
    cluster: {
      coordinator: flag(dc, 'present') === true ? dc.attributes['name'] : undefined,
      quorate: flag(dc, 'with_quorum'),
      nodes: childrenOf(nodes, 'node').map((node) => ({
        name: node.attributes['name'] ?? '',
        online: flag(node, 'online') === true,
        standby: flag(node, 'standby') === true || flag(node, 'standby_onfail') === true,
        maintenance: flag(node, 'maintenance') === true,
        pending: flag(node, 'pending') === true,
        unclean: flag(node, 'unclean') === true,
        attributes: attributesOf(noted.find(({ attributes: { name } }) => name === node.attributes['name']))
      })),
      fencingEnabled: flag(options, 'fencing-enabled') ?? flag(options, 'stonith-enabled'),
      noQuorumPolicy: options?.attributes['no-quorum-policy'],
      maintenanceMode: flag(options, 'maintenance-mode') === true,
      resources: resourcesIn(childOf(root, 'resources'), undefined),
      failures: childrenOf(childOf(root, 'failures'), 'failure').map(describeFailure),
      fencing: lastFencing(childOf(root, 'fence_history')),
      changedSecondsAgo: newest(root, summary)
    }
  }
}

const attributesOf = (node: Element | undefined): ReadonlyMap<string, string> =>
  new Map(
    childrenOf(node, 'attribute').flatMap(({ attributes: { name, value } }) =>
      name === undefined || value === undefined ? [] : [[name, value] as const]
    )
  )

const resourcesIn = (element: Element | undefined, within: string | undefined): readonly RunningResource[] =>
  element?.children.flatMap((child) => {
    if (child.name !== 'resource') return resourcesIn(child, within ?? child.attributes['id'])
    const role = child.attributes['role'] ?? ''
    return [
      {
        name: child.attributes['id'] ?? '',
        within,
        agent: (child.attributes['resource_agent'] ?? '').replace('::', ':'),
        started: ['Started', 'Promoted', 'Unpromoted', 'Master', 'Slave'].includes(role),
        failed: flag(child, 'failed') === true,
        managed: flag(child, 'managed') !== false,
        blocked: flag(child, 'blocked') === true,
        removed: flag(child, 'removed') ?? flag(child, 'orphaned') ?? false,
        disabled: (child.attributes['target_role'] ?? '').toLowerCase() === 'stopped',
        nodes: childrenOf(child, 'node').map((node) => node.attributes['name'] ?? '')
      }
    ]
  }) ?? []

const describeFailure = ({ attributes }: Element): Failure => {
  const operation = attributes['op_key'] ?? attributes['id'] ?? ''
  const [, resource = operation] = /^(.+)_[a-z-]+_\d+$/.exec(operation) ?? []
  const task = attributes['task'] ?? /_([a-z-]+)_\d+$/.exec(operation)?.[1] ?? ''
  const reason = attributes['exitreason'] || attributes['status'] || ''
  const said = reason === '' || reason === 'complete' ? '' : ` (${reason})`
  const at = secondsOf(attributes['last-rc-change'])
  return {
    resource,
    text: `${resource} ${task} on ${attributes['node'] ?? ''}: ${attributes['exitstatus'] ?? ''}${said}`.slice(0, 300),
    at: Number.isNaN(at) ? 0 : at
  }
}

const lastFencing = (history: Element | undefined): readonly Fencing[] => {
  const last = new Map<string, Fencing>()
  for (const { attributes } of childrenOf(history, 'fence_event')) {
    const { target, action = '', status = '' } = attributes
    if (target === undefined) continue
    const known = last.get(target)
    // What is under way stands first and has not come to an end: the one before says whether fencing works.
    if (known === undefined || known.status === 'pending') last.set(target, { target, action, status })
  }
  return [...last.values()]
}

/** Of dates like `Sun Nov 22 12:58:54 2026` and `2026-11-22 13:48:56Z`, both taken for the same zone. */
const secondsOf = (text: string | undefined): number =>
  text === undefined ? Number.NaN : Date.parse(`${text.replace(/Z$/, '')} UTC`) / 1000

const newest = (root: Element, summary: Element | undefined): number => {
  const now = secondsOf(childOf(summary, 'last_update')?.attributes['time'])
  const times = [
    childOf(summary, 'last_change')?.attributes['time'],
    ...allOf(childOf(root, 'node_history'), 'operation_history').map(({ attributes }) => attributes['last-rc-change']),
    ...childrenOf(childOf(root, 'fence_history'), 'fence_event').map(({ attributes }) => attributes['completed'])
  ]
  const ages = times.map((time) => now - secondsOf(time)).filter((age) => age >= 0)
  return Math.min(Number.POSITIVE_INFINITY, ...ages)
}
