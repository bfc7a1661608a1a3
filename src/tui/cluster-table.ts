import type { Messages } from '../i18n/messages.ts'
import type { LiveEvent } from '../lab/live-events.ts'
import { clusterView, type LiveNode, type LiveSnapshot, pulseOf, vipHolders } from '../lab/live-snapshot.ts'
import type { BrokerFinding, Findings, GaleraFinding, ResourceFinding, TimeFinding } from '../probe/pulse/findings.ts'
import { type ServiceId, serviceIds } from '../probe/pulse/machine.ts'
import type { Tone } from '../terminal/paint.ts'
import { type NodeName, nodeNames } from '../topology.ts'

type Words = Messages['live']

/** What one controller shows of one thing. */
export interface Cell {
  readonly text: string
  readonly tone: Extract<Tone, 'good' | 'bad' | 'warning' | 'quiet'>
}

/** Something of the cluster: a machine, a service, a resource. */
export interface TableRow {
  readonly id: string
  readonly title: string
  /** How much this matters where not everything can be shown; less is more. */
  readonly rank: number
  readonly cells: Readonly<Record<NodeName, Cell>>
}

/** Software has its own names, in every language. */
const names = {
  memcached: 'Memcached',
  galera: 'Galera',
  rabbitmq: 'RabbitMQ',
  corosync: 'Corosync',
  pacemaker: 'Pacemaker',
  haproxy: 'HAProxy',
  keepalived: 'Keepalived'
} as const satisfies Partial<Record<ServiceId, string>>

/** What a service is called. */
export const serviceName = (id: ServiceId, { rows }: Words): string => (id === 'chrony' ? rows.chrony : names[id])

const good = (text: string): Cell => ({ text, tone: 'good' })
const bad = (text: string): Cell => ({ text, tone: 'bad' })
const warning = (text: string): Cell => ({ text, tone: 'warning' })
const quiet = (text: string): Cell => ({ text, tone: 'quiet' })

const nothing = quiet('')

/** How many controllers a cluster has. */
const whole = nodeNames.length

const machineCell = (node: LiveNode, now: number, { machine }: Words): Cell => {
  if (node.kind === 'unseen') return quiet(machine.unseen)
  if (node.kind === 'answering') return good(machine.up)
  if (node.machine === undefined || node.machine === 'running') {
    return bad(machine.silent(Math.max(0, Math.round((now - node.since) / 1000))))
  }
  return bad(machine[node.machine])
}

const linksCell = (node: LiveNode, { links }: Words): Cell => {
  const pulse = pulseOf(node)
  if (pulse === undefined) return nothing
  const { management, cluster } = pulse.machine.links
  const which = (word: 'cut' | 'no-address'): keyof typeof links.cut | undefined => {
    if (management === word && cluster === word) return 'both'
    return management === word ? 'management' : cluster === word ? 'cluster' : undefined
  }
  const [cut, bare] = [which('cut'), which('no-address')]
  if (cut !== undefined) return bad(links.cut[cut])
  return bare === undefined ? good(links.up) : bad(links.noAddress[bare])
}

const galeraCell = (found: GaleraFinding, { answers, galera }: Words): Cell => {
  if (found.answer !== 'answered') return bad(answers.refuses)
  if (!found.replicates) return warning(galera.alone)
  const { status, size = 0, state } = found
  if (status !== 'Primary') return bad(status ?? answers.unclear)
  const text = `${size} ${state ?? status}`
  return size >= whole && state === 'Synced' && found.ready ? good(text) : warning(text)
}

const brokerCell = (found: BrokerFinding, { answers, broker }: Words): Cell => {
  if (found.kind !== 'answers') return bad(answers.refuses)
  const { state, members, running, partitions, alarms } = found
  if (state !== 'running') return state === 'booting' ? warning(broker.booting) : bad(broker[state])
  const count = `${running.length}/${members.length}`
  if (partitions.length > 0) return bad(broker.split(count))
  if (alarms.length > 0) return bad(broker.alarm(count))
  return running.length >= whole && running.length === members.length ? good(count) : warning(count)
}

const corosyncCell = (
  found: Exclude<Findings['quorum'], string | undefined>,
  rings: Findings['rings'],
  words: Words
): Cell => {
  const votes = `${found.votes}/${found.expected}`
  if (!found.quorate) return bad(words.quorum.lost(votes))
  const all = typeof rings === 'object' ? rings : []
  const broken = all.findIndex(({ reached, of }) => reached < of)
  const ring = all[broken]
  // Votes are missing before links are: who is away is away on all of them.
  if (found.votes < found.expected || found.expected < whole) return warning(votes)
  return ring === undefined ? good(votes) : warning(words.ring({ ring: broken, count: `${ring.reached}/${ring.of}` }))
}

const timeCell = ({ reference, controller, synchronised }: TimeFinding, { references }: Words): Cell => {
  if (!synchronised) return bad(references.unsynchronised)
  if (reference === 'time-source') return good(references[reference])
  return warning(controller ?? references[reference])
}

/** What the daemon of a service says, where it is one that is asked. */
const findingCell = (service: ServiceId, name: NodeName, snapshot: LiveSnapshot, words: Words): Cell | undefined => {
  const findings = pulseOf(snapshot.nodes[name])?.findings
  if (findings === undefined) return undefined
  const { answers } = words
  const cell = <T extends object>(finding: T | 'silent' | 'unclear' | undefined, read: (found: T) => Cell): Cell => {
    if (typeof finding === 'object') return read(finding)
    return finding === undefined ? quiet(answers.waiting) : bad(answers[finding])
  }
  switch (service) {
    case 'chrony':
      return cell(findings.time, (found) => timeCell(found, words))
    case 'galera':
      return cell(findings.galera, (found) => galeraCell(found, words))
    case 'rabbitmq':
      return cell(findings.broker, (found) => brokerCell(found, words))
    case 'corosync':
      return cell(findings.quorum, (found) => corosyncCell(found, findings.rings, words))
    case 'pacemaker':
      return cell(findings.cluster, (found) =>
        found.kind === 'apart' ? bad(words.members.apart) : memberCell(name, found, words)
      )
    case 'haproxy':
      return cell(findings.balancer, ({ servers }) => {
        const up = servers.filter((server) => server.up).length
        const text = words.servers(`${up}/${servers.length}`)
        return up === servers.length ? good(text) : servers.some(({ serving }) => serving) ? warning(text) : bad(text)
      })
    case 'memcached':
    case 'keepalived':
      return undefined
  }
}

type View = NonNullable<ReturnType<typeof clusterView>>

/** What members say of one of them. */
const memberCell = (name: NodeName, view: View, { members }: Words): Cell => {
  const word = view.members.find((member) => member.name === name)?.word
  if (word === undefined) return bad(members.apart)
  const text = view.coordinator === name ? members.coordinator(members[word]) : members[word]
  if (word === 'online') return view.maintenance ? warning(members.maintenance) : good(text)
  return word === 'offline' || word === 'unclean' ? bad(text) : warning(text)
}

const serviceCell = (service: ServiceId, name: NodeName, snapshot: LiveSnapshot, words: Words): Cell => {
  const pulse = pulseOf(snapshot.nodes[name])
  if (pulse === undefined) {
    // Of a member that does not answer, the others have something to say.
    const view = service === 'pacemaker' ? clusterView(snapshot.nodes) : undefined
    return view === undefined ? nothing : memberCell(name, view, words)
  }
  const { kind } = pulse.machine.services[service]
  if (kind === 'absent') return nothing
  if (kind !== 'running') return bad(words.services[kind])
  return findingCell(service, name, snapshot, words) ?? good(words.services.running)
}

const vipCell = (name: NodeName, { nodes }: LiveSnapshot, { vip }: Words): Cell => {
  const holders = vipHolders(nodes)
  if (!holders.includes(name)) return nothing
  if (nodes[name].kind === 'silent') return warning(vip.last)
  return holders.length > 1 ? bad(vip.twice) : good(vip.here)
}

const resourceCell = (name: NodeName, node: LiveNode, resource: ResourceFinding, { resources }: Words): Cell => {
  const { nodes, state } = resource
  const runs = nodes.includes(name)
  // Of a controller that does not answer, the others only believe it.
  if (runs && node.kind === 'silent') return warning(resources.started)
  if (state === 'failed') return runs || nodes.length === 0 ? bad(resources.failed) : nothing
  if (runs) return good(resources.started)
  if (nodes.length > 0) return nothing
  return state === 'disabled' ? quiet(resources.disabled) : bad(resources.wanted)
}

const forEach = (cell: (name: NodeName) => Cell): TableRow['cells'] => ({
  controller1: cell('controller1'),
  controller2: cell('controller2'),
  controller3: cell('controller3')
})

/** What tells most where there is little room: first what the whole cluster stands on. */
const ranks = {
  machine: 0,
  corosync: 1,
  vip: 2,
  galera: 3,
  rabbitmq: 4,
  pacemaker: 5,
  haproxy: 6,
  links: 8,
  chrony: 9,
  memcached: 10,
  keepalived: 11
} as const satisfies Record<ServiceId | 'machine' | 'links' | 'vip', number>

const resourceRank = 7

/** The rows of the cluster, those of services only where one is installed. */
export const tableOf = (snapshot: LiveSnapshot, now: number, words: Words): readonly TableRow[] => {
  const { nodes } = snapshot
  const known = nodeNames.flatMap((name) => {
    const node = nodes[name]
    return node.kind === 'unseen' ? [] : (node.pulse ?? [])
  })
  const isThere = (service: ServiceId): boolean =>
    known.some(({ machine }) => machine.services[service].kind !== 'absent')
  const ofServices = serviceIds.filter(isThere).map(
    (id): TableRow => ({
      id,
      title: serviceName(id, words),
      rank: ranks[id],
      cells: forEach((name) => serviceCell(id, name, snapshot, words))
    })
  )
  const hasVip = vipHolders(nodes).length > 0 || isThere('pacemaker') || isThere('keepalived')
  const ofVip: TableRow = {
    id: 'vip',
    title: words.rows.vip,
    rank: ranks.vip,
    cells: forEach((name) => vipCell(name, snapshot, words))
  }
  const ofResources = (clusterView(nodes)?.resources ?? []).map(
    (resource): TableRow => ({
      id: `resource ${resource.name}`,
      title: resource.name,
      rank: resourceRank,
      cells: forEach((name) => resourceCell(name, nodes[name], resource, words))
    })
  )
  return [
    {
      id: 'machine',
      title: words.rows.machine,
      rank: ranks.machine,
      cells: forEach((name) => machineCell(nodes[name], now, words))
    },
    {
      id: 'links',
      title: words.rows.links,
      rank: ranks.links,
      cells: forEach((name) => linksCell(nodes[name], words))
    },
    ...ofServices,
    ...(hasVip ? [ofVip] : []),
    ...ofResources
  ]
}

/** The rows that an event is about. */
export const rowsOf = ({ change }: LiveEvent): readonly string[] => {
  switch (change.kind) {
    case 'answers':
    case 'power':
    case 'booted':
    case 'fenced':
      return ['machine']
    case 'link':
      return ['links']
    case 'services':
      return change.services
    case 'daemon':
      return [change.service]
    case 'galera-size':
    case 'galera-status':
    case 'galera-state':
      return ['galera']
    case 'quorum':
    case 'votes':
    case 'ring':
      return ['corosync']
    case 'coordinator':
    case 'member':
      return ['pacemaker']
    case 'resource-moved':
    case 'resource-state':
      return [`resource ${change.name}`]
    case 'broker-state':
    case 'brokers':
    case 'partition':
    case 'alarm':
      return ['rabbitmq']
    case 'server':
      return ['haproxy']
    case 'time':
      return ['chrony']
    case 'vip':
      return ['vip']
  }
}
