import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { readOutput } from '../../../src/probe/read.ts'
import type { KnownFacts, NodeFacts, ProbeId } from '../../../src/probe/registry.ts'
import type { NodeName } from '../../../src/topology.ts'
import { edit, scriptFor, withSection } from '../recorded.ts'

/** The probes of this system, in the order in which they were recorded. */
export const own = ['clustercheck', 'haproxy', 'api', 'vip', 'keepalived'] as const satisfies readonly ProbeId[]

/** What a controller printed on which the lab haproxy was solved. */
export const solved = (node: NodeName = 'controller1'): string =>
  readFileSync(`test/fixtures/haproxy/solved.${node}.txt`, 'utf8')

export const factsOf = (output: string, node: NodeName = 'controller1'): NodeFacts =>
  readOutput(scriptFor(node, own), output)

/** The facts of one probe where it knows any. */
export const known = (probe: ProbeId, output: string, node: NodeName = 'controller1'): KnownFacts => {
  const observed = factsOf(output, node)[probe]?.facts
  expect(observed?.kind).toBe('known')
  return observed?.kind === 'known' ? observed.facts : {}
}

/** The facts after one section of the recording printed something else. */
export const given = (section: `${ProbeId}.${string}`, change: (text: string) => string): KnownFacts =>
  known(section.split('.')[0] as ProbeId, edit(solved(), section, change))

/** The facts after one section printed this instead. */
export const having = (section: `${ProbeId}.${string}`, text: string, exitCode = 0): KnownFacts =>
  known(section.split('.')[0] as ProbeId, withSection(solved(), section, text, exitCode))

export const fixture = (path: string): string => readFileSync(`test/fixtures/${path}`, 'utf8')
