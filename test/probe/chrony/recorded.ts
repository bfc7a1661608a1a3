import { readFileSync } from 'node:fs'
import { readOutput } from '../../../src/probe/read.ts'
import { type NodeFacts, type ProbeId, sectionsOf } from '../../../src/probe/registry.ts'
import { buildScript, type ProbeScript } from '../../../src/probe/script.ts'
import { type NodeName, topologyOf } from '../../../src/topology.ts'
import { nonce } from '../recorded.ts'

/** Where the recordings of the lab ntp were made. */
export const topology = topologyOf('10.81')

/** What the recordings were asked for. */
const recordedProbes: readonly ProbeId[] = ['chrony', 'host']

const scriptFor = (node: NodeName): ProbeScript => buildScript(sectionsOf(recordedProbes), { node, topology }, nonce, 5)

/** What a controller printed in a situation: `solved`, or a mistake of the lab by its name. */
export const recorded = (situation: string, node: NodeName): string =>
  readFileSync(`test/fixtures/chrony/${situation}.${node}.txt`, 'utf8')

/** The facts of an output. */
export const factsOf = (node: NodeName, output: string): NodeFacts => readOutput(scriptFor(node), output)
