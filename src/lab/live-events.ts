import { isDeepStrictEqual } from 'node:util'
import type { MachineState } from '../engine/engine.ts'
import type { PowerAction } from '../host-services/power.ts'
import type {
  BrokerFinding,
  Findings,
  GaleraFinding,
  MemberWord,
  ResourceFinding,
  TimeFinding
} from '../probe/pulse/findings.ts'
import { type LinkWord, type Machine, type Presence, type ServiceId, serviceIds } from '../probe/pulse/machine.ts'
import { type NodeAddresses, type NodeName, nodeNames } from '../topology.ts'
import { clusterView, type LiveNode, type LiveNodes, type LiveSnapshot, pulseOf, vipHolders } from './live-snapshot.ts'

/** What became of a service. */
export type ServiceWord = Presence['kind'] | 'restarted'

type BrokerWord = Extract<BrokerFinding, { kind: 'answers' }>['state']

/** What changed. */
export type Change =
  /** It does not answer any more, and the engine does not say why; or it does again. */
  | { readonly kind: 'answers'; readonly answers: boolean }
  /** The engine's word for a machine that does not answer. */
  | { readonly kind: 'power'; readonly state: MachineState }
  | { readonly kind: 'booted' }
  | { readonly kind: 'link'; readonly network: keyof NodeAddresses; readonly state: LinkWord }
  | {
      readonly kind: 'services'
      readonly services: readonly ServiceId[]
      readonly state: ServiceWord
    }
  /** A daemon that runs does not answer any more, or does again. */
  | { readonly kind: 'daemon'; readonly service: ServiceId; readonly answers: boolean }
  | { readonly kind: 'galera-size'; readonly from: number; readonly to: number }
  | { readonly kind: 'galera-status'; readonly status: NonNullable<GaleraFinding['status']> }
  | { readonly kind: 'galera-state'; readonly state: NonNullable<GaleraFinding['state']> }
  | { readonly kind: 'quorum'; readonly quorate: boolean }
  | { readonly kind: 'votes'; readonly from: number; readonly to: number; readonly expected: number }
  | { readonly kind: 'ring'; readonly ring: number; readonly reached: number; readonly of: number }
  | { readonly kind: 'coordinator'; readonly name: string | undefined }
  | { readonly kind: 'member'; readonly name: string; readonly word: MemberWord }
  | {
      readonly kind: 'resource-moved'
      readonly name: string
      readonly from: readonly string[]
      readonly to: readonly string[]
    }
  | { readonly kind: 'resource-state'; readonly name: string; readonly state: ResourceFinding['state'] | 'gone' }
  | { readonly kind: 'broker-state'; readonly state: BrokerWord }
  | { readonly kind: 'brokers'; readonly from: number; readonly to: number }
  | { readonly kind: 'partition'; readonly from: readonly string[] }
  | { readonly kind: 'alarm'; readonly alarms: readonly string[] }
  | { readonly kind: 'server'; readonly name: string; readonly up: boolean }
  | {
      readonly kind: 'time'
      readonly reference: TimeFinding['reference'] | 'unsynchronised'
      readonly controller: NodeName | undefined
    }
  | { readonly kind: 'vip'; readonly from: readonly NodeName[]; readonly to: readonly NodeName[] }
  | ({ readonly kind: 'fenced' } & Pick<PowerAction, 'controller' | 'action' | 'by' | 'outcome'>)

/** A change, when it was seen, and which controllers it is about, or who saw it. */
export interface LiveEvent {
  readonly at: number
  readonly nodes: readonly NodeName[]
  readonly change: Change
}

/** So many are kept. */
export const mostEvents = 50

/** Controllers see the same thing one after the other, when they are asked: that is one event. */
const together = 6000

type Seen = Omit<LiveEvent, 'at'>

/** What changed between two moments. A controller that is seen for the first time has not changed. */
export const eventsBetween = (before: LiveSnapshot, after: LiveSnapshot): readonly LiveEvent[] => {
  const ofNodes = nodeNames.flatMap((name): Seen[] =>
    changesOf(before.nodes[name], after.nodes[name]).map((change) => ({ nodes: [name], change }))
  )
  // What tells most comes last, and so stands first where the newest do.
  const seen = [...changesOfCluster(before.nodes, after.nodes), ...ofNodes, ...changesOfVip(before.nodes, after.nodes)]
  return [...newFencing(before, after), ...seen.map((one) => ({ at: after.at, ...one }))]
}

/** Adds events; one that others saw just before becomes theirs, too. The newest stand at the end. */
export const record = (known: readonly LiveEvent[], added: readonly LiveEvent[]): readonly LiveEvent[] => {
  const events = [...known]
  for (const event of added) {
    const at = events.findLastIndex(
      (one) => event.at - one.at <= together && isDeepStrictEqual(one.change, event.change)
    )
    const same = events[at]
    // Who saw it before sees it for the second time.
    if (same === undefined || event.nodes.some((name) => same.nodes.includes(name))) events.push(event)
    else events[at] = { ...same, nodes: nodeNames.filter((name) => [...same.nodes, ...event.nodes].includes(name)) }
  }
  return events.slice(-mostEvents)
}

const changesOf = (before: LiveNode, after: LiveNode): readonly Change[] => {
  if (after.kind === 'unseen') return []
  if (after.kind === 'silent') {
    const known = before.kind === 'silent' ? before.machine : 'running'
    const { machine } = after
    if (machine !== undefined && machine !== known) {
      // Nobody knew how it was: that it runs is no change.
      return known === undefined && machine === 'running' ? [] : [{ kind: 'power', state: machine }]
    }
    return before.kind === 'answering' ? [{ kind: 'answers', answers: false }] : []
  }
  const last = before.kind === 'unseen' ? undefined : before.pulse
  const back: Change[] = before.kind === 'silent' ? [{ kind: 'answers', answers: true }] : []
  if (last === undefined) return back
  if (last.machine.bootedAt !== after.pulse.machine.bootedAt) return [{ kind: 'booted' }]
  return [
    ...back,
    ...changesOfMachine(last.machine, after.pulse.machine),
    ...changesOfFindings(last.findings, after.pulse.findings)
  ]
}

const changesOfMachine = (before: Machine, after: Machine): readonly Change[] => {
  const networks = ['management', 'cluster'] as const
  const links = networks.flatMap((network): Change[] =>
    before.links[network] === after.links[network] ? [] : [{ kind: 'link', network, state: after.links[network] }]
  )
  const changed = serviceIds.flatMap((service): { service: ServiceId; state: ServiceWord }[] => {
    const [was, is] = [before.services[service], after.services[service]]
    if (was.kind !== is.kind) return [{ service, state: is.kind }]
    const isAnother = was.kind === 'running' && is.kind === 'running' && was.startedAt !== is.startedAt
    return isAnother ? [{ service, state: 'restarted' }] : []
  })
  const byState = Map.groupBy(changed, ({ state }) => state)
  const services = [...byState].map(
    ([state, all]): Change => ({ kind: 'services', state, services: all.map(({ service }) => service) })
  )
  return [...links, ...services]
}

/** What a daemon said twice, if it was understood both times. */
const both = <T extends object>(
  before: T | string | undefined,
  after: T | string | undefined
): { readonly was: T; readonly is: T } | undefined =>
  typeof before === 'object' && typeof after === 'object' ? { was: before, is: after } : undefined

const changesOfFindings = (before: Findings, after: Findings): readonly Change[] => [
  ...changesOfDaemons(before, after),
  ...changesOfGalera(before, after),
  ...changesOfCorosync(before, after),
  ...changesOfBroker(before, after),
  ...changesOfBalancer(before, after),
  ...changesOfTime(before, after)
]

/** Whether daemons answer; undefined where they were not asked, or said something that is not understood. */
const answering = ({ galera, quorum, cluster, broker, balancer, time }: Findings) => {
  const doesAnswer = (finding: object | string | undefined): boolean | undefined =>
    finding === undefined || finding === 'unclear' ? undefined : finding !== 'silent'
  return {
    galera: typeof galera === 'object' ? galera.answer === 'answered' : doesAnswer(galera),
    corosync: doesAnswer(quorum),
    pacemaker: typeof cluster === 'object' ? cluster.kind === 'member' : doesAnswer(cluster),
    rabbitmq: typeof broker === 'object' ? broker.kind === 'answers' : doesAnswer(broker),
    haproxy: doesAnswer(balancer),
    chrony: doesAnswer(time)
  } as const satisfies Partial<Record<ServiceId, boolean | undefined>>
}

const changesOfDaemons = (before: Findings, after: Findings): readonly Change[] => {
  const [was, is] = [answering(before), answering(after)]
  const daemons = ['chrony', 'galera', 'rabbitmq', 'corosync', 'pacemaker', 'haproxy'] as const
  return daemons.flatMap((service): Change[] => {
    const answers = is[service]
    return was[service] === undefined || answers === undefined || was[service] === answers
      ? []
      : [{ kind: 'daemon', service, answers }]
  })
}

const changesOfGalera = (before: Findings, after: Findings): readonly Change[] => {
  const pair = both(before.galera, after.galera)
  if (pair?.was.answer !== 'answered' || pair.is.answer !== 'answered') return []
  const { was, is } = pair
  const changes: Change[] = []
  if (is.status !== undefined && was.status !== is.status) changes.push({ kind: 'galera-status', status: is.status })
  if (was.size !== undefined && is.size !== undefined && was.size !== is.size) {
    changes.push({ kind: 'galera-size', from: was.size, to: is.size })
  }
  if (is.state !== undefined && was.state !== is.state) changes.push({ kind: 'galera-state', state: is.state })
  return changes
}

const changesOfCorosync = (before: Findings, after: Findings): readonly Change[] => {
  const quorum = both(before.quorum, after.quorum)
  const rings = both(before.rings, after.rings)
  const changes: Change[] = []
  if (quorum && quorum.was.quorate !== quorum.is.quorate) changes.push({ kind: 'quorum', quorate: quorum.is.quorate })
  if (quorum && quorum.was.votes !== quorum.is.votes) {
    changes.push({ kind: 'votes', from: quorum.was.votes, to: quorum.is.votes, expected: quorum.is.expected })
  }
  for (const [ring, { reached, of }] of rings?.is.entries() ?? []) {
    const was = rings?.was[ring]
    if (was !== undefined && was.reached !== reached) changes.push({ kind: 'ring', ring, reached, of })
  }
  return changes
}

const changesOfBroker = (before: Findings, after: Findings): readonly Change[] => {
  const pair = both(before.broker, after.broker)
  if (pair?.was.kind !== 'answers' || pair.is.kind !== 'answers') return []
  const { was, is } = pair
  const changes: Change[] = []
  if (was.state !== is.state) changes.push({ kind: 'broker-state', state: is.state })
  // A broker that does not run does not count.
  else if (is.state === 'running' && was.running.length !== is.running.length) {
    changes.push({ kind: 'brokers', from: was.running.length, to: is.running.length })
  }
  if (!isDeepStrictEqual(was.partitions, is.partitions)) changes.push({ kind: 'partition', from: is.partitions })
  if (!isDeepStrictEqual(was.alarms, is.alarms)) changes.push({ kind: 'alarm', alarms: is.alarms })
  return changes
}

const changesOfBalancer = (before: Findings, after: Findings): readonly Change[] => {
  const pair = both(before.balancer, after.balancer)
  const was = new Map(pair?.was.servers.map(({ name, up }) => [name, up] as const))
  return (pair?.is.servers ?? []).flatMap(({ name, up }): Change[] =>
    was.has(name) && was.get(name) !== up ? [{ kind: 'server', name, up }] : []
  )
}

const changesOfTime = (before: Findings, after: Findings): readonly Change[] => {
  const pair = both(before.time, after.time)
  if (pair === undefined || isDeepStrictEqual(pair.was, pair.is)) return []
  const { reference, controller, synchronised } = pair.is
  return [{ kind: 'time', reference: synchronised ? reference : 'unsynchronised', controller }]
}

const changesOfVip = (before: LiveNodes, after: LiveNodes): readonly Seen[] => {
  const [from, to] = [vipHolders(before), vipHolders(after)]
  // Where it was before somebody looked is not known.
  const isFirst = nodeNames.some((name) => before[name].kind === 'unseen' && pulseOf(after[name])?.machine.holdsVip)
  if (isFirst || isDeepStrictEqual(from, to)) return []
  return [{ nodes: to.length > 0 ? to : from, change: { kind: 'vip', from, to } }]
}

const changesOfCluster = (before: LiveNodes, after: LiveNodes): readonly Seen[] => {
  const [was, is] = [clusterView(before), clusterView(after)]
  if (was === undefined || is === undefined || was === is) return []
  const about = (names: readonly string[]): readonly NodeName[] => nodeNames.filter((name) => names.includes(name))
  const seen: Seen[] = []
  if (was.coordinator !== is.coordinator) {
    const change = { kind: 'coordinator', name: is.coordinator } as const
    seen.push({ nodes: about([is.coordinator ?? '']), change })
  }
  const words = new Map(was.members.map(({ name, word }) => [name, word]))
  for (const { name, word } of is.members) {
    if (words.has(name) && words.get(name) !== word) {
      seen.push({ nodes: about([name]), change: { kind: 'member', name, word } })
    }
  }
  const resources = new Map(was.resources.map((resource) => [resource.name, resource]))
  for (const { name, nodes, state } of is.resources) {
    const old = resources.get(name)
    resources.delete(name)
    const isMoved =
      old !== undefined && old.nodes.length > 0 && nodes.length > 0 && !isDeepStrictEqual(old.nodes, nodes)
    if (isMoved)
      seen.push({ nodes: about(nodes), change: { kind: 'resource-moved', name, from: old.nodes, to: nodes } })
    if (old?.state !== state) seen.push({ nodes: about(nodes), change: { kind: 'resource-state', name, state } })
  }
  for (const name of resources.keys()) {
    seen.push({ nodes: [], change: { kind: 'resource-state', name, state: 'gone' } })
  }
  return seen
}

/** What the virtual BMC did since; when it did so stands in its history. */
const newFencing = (before: LiveSnapshot, after: LiveSnapshot): readonly LiveEvent[] => {
  const last = before.fencing.at(-1)
  // Nobody had looked yet.
  if (before.at === 0) return []
  const from = last === undefined ? 0 : after.fencing.findLastIndex((one) => isDeepStrictEqual(one, last)) + 1
  return after.fencing.slice(from).map(({ at, controller, action, by, outcome }) => ({
    at: Date.parse(at),
    nodes: [controller],
    change: { kind: 'fenced', controller, action, by, outcome }
  }))
}
