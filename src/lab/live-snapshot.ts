import type { MachineState } from '../engine/engine.ts'
import type { PowerAction } from '../host-services/power.ts'
import type { ClusterFinding } from '../probe/pulse/findings.ts'
import type { Pulse } from '../probe/pulse/pulse.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import type { LiveEvent } from './live-events.ts'

/** What is known of one controller at a moment. */
export type LiveNode =
  /** It was not asked yet, or has not answered yet. */
  | { readonly kind: 'unseen' }
  /** `clusterAt`: when Pacemaker was asked last; it is asked less often than the rest. */
  | { readonly kind: 'answering'; readonly pulse: Pulse; readonly clusterAt: number }
  /** It does not answer. `machine` is the engine's word for it, and `pulse` what it said last. */
  | {
      readonly kind: 'silent'
      readonly since: number
      readonly machine: MachineState | undefined
      readonly pulse: Pulse | undefined
    }

/** The controllers at a moment. */
export type LiveNodes = Readonly<Record<NodeName, LiveNode>>

/** The cluster at a moment; times are milliseconds since 1970. */
export interface LiveSnapshot {
  readonly at: number
  readonly nodes: LiveNodes
  /** What the virtual BMC did, oldest first. */
  readonly fencing: readonly PowerAction[]
  /** What changed, oldest first. */
  readonly events: readonly LiveEvent[]
}

export const noNodes: LiveNodes = {
  controller1: { kind: 'unseen' },
  controller2: { kind: 'unseen' },
  controller3: { kind: 'unseen' }
}

export const noSnapshot: LiveSnapshot = { at: 0, nodes: noNodes, fencing: [], events: [] }

/** What a controller says of itself; undefined where it does not answer. */
export const pulseOf = (node: LiveNode): Pulse | undefined => (node.kind === 'answering' ? node.pulse : undefined)

/** Controllers with the virtual address. One that fell silent is taken to have it until another one does. */
export const vipHolders = (nodes: LiveNodes): readonly NodeName[] => {
  const having = nodeNames.filter((name) => pulseOf(nodes[name])?.machine.holdsVip)
  if (having.length > 0) return having
  return nodeNames.filter((name) => {
    const node = nodes[name]
    return node.kind === 'silent' && node.pulse?.machine.holdsVip === true
  })
}

type Membership = Extract<ClusterFinding, { kind: 'member' }>

/** What Pacemaker says: the newest word of a controller with quorum, or else of any. */
export const clusterView = (nodes: LiveNodes): Membership | undefined => {
  const words = nodeNames.flatMap((name) => {
    const node = nodes[name]
    if (node.kind !== 'answering') return []
    const { cluster } = node.pulse.findings
    return typeof cluster === 'object' && cluster.kind === 'member' ? [{ cluster, at: node.clusterAt }] : []
  })
  const newest = words.toSorted((a, b) => b.at - a.at)
  return (newest.find(({ cluster }) => cluster.quorate) ?? newest[0])?.cluster
}

const essence = (node: LiveNode): unknown => {
  if (node.kind === 'unseen') return node.kind
  if (node.kind === 'silent') return node.machine ?? node.kind
  const { machine, findings } = node.pulse
  return [{ ...machine, processes: [] }, findings]
}

/** The same text as long as nothing has changed on a controller that checks could find. */
export const fingerprintOf = (node: LiveNode): string => JSON.stringify(essence(node))

/** The same text as long as nothing has changed that checks could find. */
export const fingerprint = ({ nodes, fencing }: LiveSnapshot): string =>
  [...nodeNames.map((name) => fingerprintOf(nodes[name])), fencing.at(-1)?.at ?? ''].join('\n')
