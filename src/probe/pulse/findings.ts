import { type NodeName, nodeNames } from '../../topology.ts'
import { readTracking, type referenceWords } from '../chrony/chrony.ts'
import { readLinks, readQuorum } from '../corosync/runtime.ts'
import {
  type Answer,
  askFor,
  clusterWords,
  readState,
  readStatus,
  readValues,
  type stateWords
} from '../galera/status.ts'
import { askHaproxyState } from '../haproxy/haproxy.ts'
import { isUp, readHaproxyState, type ServerState, servingOf } from '../haproxy/stats.ts'
import { type ClusterStatus, type RunningResource, readStatus as readCluster } from '../pacemaker/status.ts'
import type { ProbeContext, Section } from '../probe.ts'
import { askBrokerVitals, readBrokerVitals } from '../rabbitmq/broker.ts'
import type { ServiceId } from './machine.ts'

/** How long a daemon may take to answer: one that hangs must not make its whole machine look silent. */
const patience = { atMost: 0.9, grace: 0.2 } as const
const limit = `timeout -k ${patience.grace} ${patience.atMost}`

/** One question to a daemon. */
interface Question {
  /** It is asked only while this runs. */
  readonly service: ServiceId
  /** Seconds until it is asked again while nothing changes: dear ones seldom. */
  readonly every: number
  /** Shell text, bounded in time by itself. */
  readonly script: string
}

/** What is asked of daemons, each with its truth about the cluster. */
export const questions = {
  galera: {
    service: 'galera',
    every: 2,
    script: askFor(
      [
        'wsrep_ready',
        'wsrep_cluster_status',
        'wsrep_cluster_size',
        'wsrep_cluster_state_uuid',
        'wsrep_local_state_comment'
      ],
      limit
    )
  },
  quorum: { service: 'corosync', every: 1, script: `${limit} corosync-quorumtool -s` },
  rings: { service: 'corosync', every: 4, script: `${limit} corosync-cfgtool -s` },
  cluster: { service: 'pacemaker', every: 4, script: `${limit} crm_mon --output-as=xml` },
  broker: { service: 'rabbitmq', every: 4, script: askBrokerVitals(patience) },
  balancer: { service: 'haproxy', every: 2, script: askHaproxyState(limit) },
  time: { service: 'chrony', every: 4, script: `${limit} chronyc -N -c -m tracking` }
} as const satisfies Readonly<Record<string, Question>>
export type QuestionId = keyof typeof questions

/** The questions, in the order in which they are asked. */
export const questionIds = Object.keys(questions).filter((id): id is QuestionId => Object.hasOwn(questions, id))

/** What Galera says of its cluster. */
export interface GaleraFinding {
  readonly answer: Answer
  /** It is a member, or could be: replication is switched on. */
  readonly replicates: boolean
  readonly ready: boolean
  readonly status: (typeof clusterWords)[number] | undefined
  readonly state: (typeof stateWords)[number] | undefined
  readonly size: number | undefined
  /** The first digits of the cluster's own number: two of them are two clusters. */
  readonly cluster: string | undefined
}

/** Corosync's votes. */
export interface QuorumFinding {
  readonly quorate: boolean
  readonly votes: number
  readonly expected: number
}

/** One of Corosync's networks: how many nodes it reaches, of how many. */
export interface RingFinding {
  readonly reached: number
  readonly of: number
}

/** Pacemaker's word for a member. */
export type MemberWord = 'online' | 'standby' | 'maintenance' | 'pending' | 'offline' | 'unclean'

/** A resource of Pacemaker, all copies of it together. */
export interface ResourceFinding {
  readonly name: string
  /** Where it runs. */
  readonly nodes: readonly string[]
  /** `wanted`: it should run somewhere and does not, or not yet. */
  readonly state: 'started' | 'wanted' | 'disabled' | 'failed'
}

/** What Pacemaker says of the cluster; `apart`: it has no connection with it. */
export type ClusterFinding =
  | { readonly kind: 'apart' }
  | {
      readonly kind: 'member'
      readonly coordinator: string | undefined
      readonly quorate: boolean
      readonly maintenance: boolean
      readonly members: readonly { readonly name: string; readonly word: MemberWord }[]
      readonly resources: readonly ResourceFinding[]
    }

/** What a broker says of its cluster. */
export type BrokerFinding =
  | { readonly kind: 'rejected' | 'down' }
  | {
      readonly kind: 'answers'
      readonly state: 'running' | 'booting' | 'paused' | 'stopped'
      readonly members: readonly string[]
      readonly running: readonly string[]
      /** Nodes that it has been separated from. */
      readonly partitions: readonly string[]
      readonly alarms: readonly string[]
    }

/** What HAProxy thinks of the servers behind it. */
export interface BalancerFinding {
  readonly servers: readonly { readonly name: string; readonly up: boolean; readonly serving: boolean }[]
}

/** Whom the clock follows. */
export interface TimeFinding {
  readonly reference: (typeof referenceWords)[number]
  /** Which controller, where it is one. */
  readonly controller: NodeName | undefined
  readonly synchronised: boolean
}

/** A daemon that runs, and did not answer in time, or not in words that are understood. */
export type Unanswered = 'silent' | 'unclear'

/** What came of the questions; undefined where a daemon does not run, or was not asked yet. */
export interface Findings {
  readonly galera: GaleraFinding | Unanswered | undefined
  readonly quorum: QuorumFinding | Unanswered | undefined
  readonly rings: readonly RingFinding[] | Unanswered | undefined
  readonly cluster: ClusterFinding | Unanswered | undefined
  readonly broker: BrokerFinding | Unanswered | undefined
  readonly balancer: BalancerFinding | Unanswered | undefined
  readonly time: TimeFinding | Unanswered | undefined
}

/** What is known of a controller's daemons before anybody has asked. */
export const noFindings: Findings = {
  galera: undefined,
  quorum: undefined,
  rings: undefined,
  cluster: undefined,
  broker: undefined,
  balancer: undefined,
  time: undefined
}

/** How each answer is read; undefined where it is not understood. */
type Readers = { readonly [Q in QuestionId]: (section: Section, context: ProbeContext) => Findings[Q] }

/** More than any cluster of ours has: what a controller makes up does not grow without end. */
const most = 50

/** A name of the cluster's, of harmless letters. */
const nameOf = (text: string): string => text.slice(0, 60).replace(/[^\w.:@/-]/g, '?')

const memberWord = (node: ClusterStatus['nodes'][number]): MemberWord => {
  if (node.unclean) return 'unclean'
  if (node.pending) return 'pending'
  if (!node.online) return 'offline'
  return node.standby ? 'standby' : node.maintenance ? 'maintenance' : 'online'
}

const resourceOf = (name: string, copies: readonly RunningResource[]): ResourceFinding => {
  const nodes = copies.flatMap((copy) => (copy.started ? copy.nodes : []))
  const state = (): ResourceFinding['state'] => {
    if (copies.some(({ failed, blocked }) => failed || blocked)) return 'failed'
    if (nodes.length > 0) return 'started'
    return copies.every(({ disabled }) => disabled) ? 'disabled' : 'wanted'
  }
  return { name: nameOf(name), nodes: [...new Set(nodes.map(nameOf))].sort(), state: state() }
}

/** Copies of one resource are together; of a group each is on its own, as in its configuration. */
const resourcesOf = (all: readonly RunningResource[]): readonly ResourceFinding[] => {
  const byName = Map.groupBy(all, ({ name }) => name.replace(/:\d+$/, ''))
  return [...byName].slice(0, most).map(([name, copies]) => resourceOf(name, copies))
}

const serversOf = (servers: readonly ServerState[]): BalancerFinding => {
  const serving = new Set([...Map.groupBy(servers, ({ proxy }) => proxy).values()].flatMap(servingOf))
  return {
    servers: servers.slice(0, most).map((server) => ({
      name: nameOf(`${server.proxy}/${server.name}`),
      up: isUp(server),
      serving: serving.has(server)
    }))
  }
}

export const readers: Readers = {
  galera: (section) => {
    const { word, values } = readStatus(section)
    const server = readValues(values)
    return {
      answer: word,
      replicates: server.flag('wsrep_on') === true,
      ready: server.flag('wsrep_ready') === true,
      status: clusterWords.find((known) => known === values.get('wsrep_cluster_status')),
      state: readState(values.get('wsrep_local_state_comment')),
      size: server.number('wsrep_cluster_size'),
      cluster: /^[0-9a-f]{8}(?=-)/.exec(values.get('wsrep_cluster_state_uuid') ?? '')?.[0]
    }
  },
  quorum: (section) => {
    const found = readQuorum(section)
    return found && { quorate: found.quorate, votes: found.votes, expected: found.expectedVotes }
  },
  rings: (section) =>
    readLinks(section)
      ?.all.slice(0, 8)
      .map(({ connected, of }) => ({ reached: connected.length, of })),
  cluster: ({ output }) => {
    const status = readCluster(output)
    if (status?.kind !== 'connected') return status && { kind: 'apart' }
    const { coordinator, quorate, maintenanceMode, nodes, resources } = status.cluster
    return {
      kind: 'member',
      coordinator: coordinator === undefined ? undefined : nameOf(coordinator),
      quorate: quorate === true,
      maintenance: maintenanceMode,
      members: nodes.slice(0, most).map((node) => ({ name: nameOf(node.name), word: memberWord(node) })),
      resources: resourcesOf(resources)
    }
  },
  broker: (section) => {
    const found = readBrokerVitals(section)
    if (found?.kind === 'hung') return 'silent'
    if (found?.kind !== 'answer') return found
    const { state, members, running, partitions, alarms } = found.broker
    return {
      kind: 'answers',
      state,
      members: (members ?? []).map(nameOf),
      running: (running ?? []).map(nameOf),
      partitions: (partitions ?? []).map(nameOf),
      alarms: [...new Set((alarms ?? []).map(({ what }) => nameOf(what)))]
    }
  },
  balancer: ({ output, exitCode }) => {
    const found = exitCode === 0 ? readHaproxyState(output) : undefined
    return found && serversOf(found.servers)
  },
  time: ({ output, exitCode }, { topology }) => {
    const found = exitCode === 0 ? readTracking(output, topology) : undefined
    return (
      found && {
        reference: found.reference,
        controller: nodeNames.find((name) =>
          Object.values(topology.nodes[name]).some((address) => address === found.referenceAddress)
        ),
        synchronised: found.leap !== 'not-synchronised'
      }
    )
  }
}
