import { readFileSync } from 'node:fs'
import type { ClusterFacts } from '../../../src/check/evaluate.ts'
import { readOutput } from '../../../src/probe/read.ts'
import type { KnownFacts, NodeFacts } from '../../../src/probe/registry.ts'
import type { NodeName } from '../../../src/topology.ts'
import { edit, scriptFor } from '../recorded.ts'

/**
 * What the probe printed on a controller in a situation, on real controllers with RabbitMQ 3.10.8. They were two labs:
 * prefix and hash of the cookie were made the same.
 */
export const recorded = (situation: string, node: NodeName = 'controller3'): string =>
  readFileSync(`test/fixtures/rabbitmq/${situation}.${node}.txt`, 'utf8')

/** The facts in such an output, as all facts of the controller. */
export const nodeFactsOf = (output: string, node: NodeName): NodeFacts =>
  readOutput(scriptFor(node, ['rabbitmq']), output)

/** What is known of RabbitMQ from such an output. */
export const knownFrom = (output: string, node: NodeName = 'controller3'): KnownFacts => {
  const observed = nodeFactsOf(output, node).rabbitmq?.facts
  if (observed?.kind !== 'known') throw new Error(`not known: ${JSON.stringify(observed)}`)
  return observed.facts
}

/** Edits what the broker said of itself. */
export const editBroker = (output: string, change: Readonly<Record<string, unknown>>): string =>
  edit(output, 'rabbitmq.broker', (text) => {
    const said: unknown = JSON.parse(text)
    if (typeof said !== 'object' || said === null) throw new Error('the broker said nothing')
    return JSON.stringify({ ...said, ...change })
  })

/** The solved lab, with other outputs on some controllers. */
export const clusterWith = (outputs: Partial<Record<NodeName, string>> = {}): ClusterFacts => {
  const facts = (node: NodeName): NodeFacts => nodeFactsOf(outputs[node] ?? recorded('solved', node), node)
  return { controller1: facts('controller1'), controller2: facts('controller2'), controller3: facts('controller3') }
}
