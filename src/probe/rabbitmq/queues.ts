import type { Policy, Queue } from './broker.ts'

/** What is told of queues, which belong to the whole cluster: each controller sees the same ones. */
export interface QueueFacts {
  /** Durable queues that are shared by clients; what belongs to one connection goes with it, and may. */
  readonly queues: readonly string[]
  readonly quorumQueues: readonly string[]
  /** Classic queues with mirrors. */
  readonly mirroredQueues: readonly string[]
  /** Those of which every member of the cluster has all messages. */
  readonly replicatedQueues: readonly string[]
  /** Classic queues whose messages are on one controller and nowhere else. */
  readonly singleQueues: readonly string[]
  /** Classic queues with a mirror that lacks older messages. */
  readonly unsynchronisedQueues: readonly string[]
  /** Quorum queues that not every member of the cluster is a member of. */
  readonly incompleteQueues: readonly string[]
  /** Queues that serve nobody now: the home of a classic queue is away, or the majority of a quorum queue. */
  readonly unavailableQueues: readonly string[]
  /** `<queue> on <node>`: where clients' work is done. */
  readonly leaders: readonly string[]
}

/** Looks at queues from the cluster's `members`, of which some are `running`. */
export const readQueues = (
  all: readonly Queue[],
  members: readonly string[],
  running: readonly string[]
): QueueFacts => {
  const queues = all.filter(({ durable, exclusive }) => durable && !exclusive)
  const names = (which: (queue: Queue) => boolean): readonly string[] =>
    queues
      .filter(which)
      .map(({ name }) => name)
      .sort()
  const onAll = (nodes: readonly string[]): boolean => members.every((member) => nodes.includes(member))
  const isClassic = ({ kind }: Queue): boolean => kind === 'rabbit_classic_queue'
  const isMirrored = (queue: Queue): boolean => isClassic(queue) && queue.members.length > 1
  const isReplicated = (queue: Queue): boolean => members.length > 1 && onAll(queue.synchronised)
  const hasMajority = ({ members: own }: Queue): boolean =>
    2 * own.filter((node) => running.includes(node)).length > own.length
  return {
    queues: names(() => true),
    quorumQueues: names(({ kind }) => kind === 'rabbit_quorum_queue'),
    mirroredQueues: names(isMirrored),
    replicatedQueues: names(isReplicated),
    singleQueues: names((queue) => isClassic(queue) && !isMirrored(queue)),
    unsynchronisedQueues: names(
      (queue) => isMirrored(queue) && queue.members.some((node) => !queue.synchronised.includes(node))
    ),
    incompleteQueues: names((queue) => !isClassic(queue) && !onAll(queue.members)),
    unavailableQueues: names((queue) => (isClassic(queue) ? !running.includes(queue.leader) : !hasMajority(queue))),
    leaders: queues.map(({ name, leader }) => `${name} on ${leader}`).sort()
  }
}

/** What becomes of a durable queue that the services declare. */
export const serviceQueueWords = ['quorum', 'mirrored', 'single', 'contradictory'] as const

/**
 * Services that ask for quorum queues get them, but for those that ask for mirrored ones as well: these refuse to work.
 * Where a service asks for nothing, a policy decides.
 */
export const serviceQueuesOf = (
  asked: { readonly quorum: boolean; readonly mirrors: boolean },
  mirrored: boolean
): (typeof serviceQueueWords)[number] => {
  if (asked.quorum) return asked.mirrors ? 'contradictory' : 'quorum'
  return mirrored ? 'mirrored' : 'single'
}

/** A name such as the services give to their queues; a policy that leaves out fanouts and replies has to match it. */
const serviceQueue = 'conductor'

/** The policy that applies to the services' queues: the one with the highest priority of those that match. */
export const servicePolicyOf = (policies: readonly Policy[]): Policy | undefined =>
  policies
    .filter(({ vhost, to, pattern }) => vhost === '/' && to !== 'exchanges' && to !== 'streams' && matches(pattern))
    .sort((one, other) => other.priority - one.priority)[0]

const matches = (pattern: string): boolean => {
  try {
    return new RegExp(pattern).test(serviceQueue)
  } catch {
    // Erlang's patterns know more than ours; one that cannot be read is not taken for a match.
    return false
  }
}

/** Whether a policy keeps a copy on another node: classic mirroring, which RabbitMQ 4.0 has no more. */
export const mirrors = (policy: Policy, version: string | undefined): boolean => {
  const definition = parseDefinition(policy.definition)
  const mode = definition.get('ha-mode')
  const amount = definition.get('ha-params')
  if (hasNoMirroring(version)) return false
  if (mode === 'exactly') return typeof amount === 'number' && amount > 1
  return mode === 'all' || (mode === 'nodes' && Array.isArray(amount) && amount.length > 1)
}

/** Classic mirroring was removed with 4.0: a policy that asks for it is accepted there, and does nothing. */
export const hasNoMirroring = (version: string | undefined): boolean => Number(version?.split('.')[0] ?? 0) >= 4

export const parseDefinition = (text: string): ReadonlyMap<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text)
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])
  } catch {
    return new Map()
  }
}
