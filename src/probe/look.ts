import type { NodeName, Topology } from '../topology.ts'
import type { ProbeContext, UnknownReason } from './probe.ts'
import { readOutput, unknownFacts } from './read.ts'
import type { NodeFacts, ProbeId } from './registry.ts'

/** What one script printed on one controller, or why it could not be asked. */
export type Look = { readonly nonce: string; readonly output: string } | { readonly unknown: UnknownReason }

/** One look at all controllers, as it came: facts are made of it, and can be made of it again. */
export interface Looks {
  readonly at: string
  readonly probes: readonly ProbeId[]
  readonly nodes: Readonly<Record<NodeName, Look>>
}

/** Makes facts of what one controller printed. */
export const readLook = (look: Look, probes: readonly ProbeId[], context: ProbeContext): NodeFacts =>
  'unknown' in look
    ? unknownFacts(probes, look.unknown)
    : readOutput({ probes, nonce: look.nonce, context }, look.output)

/** Makes facts of one look at all controllers. */
export const readLooks = ({ probes, nodes }: Looks, topology: Topology): Readonly<Record<NodeName, NodeFacts>> => {
  const read = (node: NodeName): NodeFacts => readLook(nodes[node], probes, { node, topology })
  return { controller1: read('controller1'), controller2: read('controller2'), controller3: read('controller3') }
}
