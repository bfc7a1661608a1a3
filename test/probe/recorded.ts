import { readFileSync } from 'node:fs'
import { readOutput } from '../../src/probe/read.ts'
import { type NodeFacts, type ProbeId, probeIds, sectionsOf } from '../../src/probe/registry.ts'
import { buildScript, type ProbeScript } from '../../src/probe/script.ts'
import { type NodeName, nodeNames, topologyOf } from '../../src/topology.ts'

/** Where the recordings were made. */
export const topology = topologyOf('10.99')

/** What stands for the nonce in recordings. */
export const nonce = 'a'.repeat(32)

/** The script that the recordings answer. */
export const scriptFor = (node: NodeName, probes: readonly ProbeId[] = probeIds): ProbeScript =>
  buildScript(sectionsOf(probes), { node, topology }, nonce, 5)

/** What a controller printed on which the memcached lab was solved: 160 MB, 2048 connections, dead_retry 20. */
export const solved = (node: NodeName): string => readFileSync(`test/fixtures/memcached/solved.${node}.txt`, 'utf8')

/** What a controller printed on which nothing was done yet. */
export const untouched = (node: NodeName): string =>
  readFileSync(`test/fixtures/memcached/untouched.${node}.txt`, 'utf8')

/** Puts another output into one section of a recording. */
export const withSection = (output: string, name: string, text: string, exitCode = 0): string => {
  const begin = `${nonce} begin ${name}\n`
  const from = output.indexOf(begin) + begin.length
  const to = output.indexOf(`\n${nonce} end `, from)
  if (from < begin.length || to < from) throw new Error(`the recording has no section ${name}`)
  const rest = output.slice(to + `\n${nonce} end `.length).replace(/^\d+/, '')
  return `${output.slice(0, from)}${text}\n${nonce} end ${exitCode}${rest}`
}

/** The text of one section of a recording. */
export const sectionOf = (output: string, name: string): string => {
  const begin = `${nonce} begin ${name}\n`
  const from = output.indexOf(begin) + begin.length
  return output.slice(from, output.indexOf(`\n${nonce} end `, from))
}

/** What a script would have printed that asks for some sections of a recording only. */
export const onlySections = (output: string, names: readonly string[]): string => {
  const parts = names.map((name) => {
    const from = output.indexOf(`${nonce} begin ${name}\n`)
    const end = output.indexOf(`\n${nonce} end `, from)
    return from < 0 || end < 0 ? '' : `\n${output.slice(from, output.indexOf('\n', end + 1) + 1)}`
  })
  return `${parts.join('')}\n${nonce} exit 0\n`
}

/** Edits one section of a recording. */
export const edit = (output: string, name: string, change: (text: string) => string): string => {
  const before = sectionOf(output, name)
  const after = change(before)
  if (after === before) throw new Error(`nothing changed in ${name}`)
  return withSection(output, name, after)
}

/** The facts of a recording. */
export const factsOf = (node: NodeName, output: string): NodeFacts => readOutput(scriptFor(node), output)

/** The facts of the solved lab on all controllers. */
export const solvedFacts = (): Readonly<Record<NodeName, NodeFacts>> => {
  const [one, two, three] = nodeNames.map((name) => factsOf(name, solved(name)))
  return { controller1: one ?? {}, controller2: two ?? {}, controller3: three ?? {} }
}
