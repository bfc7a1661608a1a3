import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readOutput } from '../../../src/probe/read.ts'
import type { NodeFacts, ProbeId } from '../../../src/probe/registry.ts'
import type { NodeName } from '../../../src/topology.ts'
import { scriptFor, withSection } from '../recorded.ts'

/** The probes of the cluster stack, in the order of the recordings. */
const clusterProbes: readonly ProbeId[] = ['corosync', 'pacemaker']

/** What a controller printed on which the lab pacemaker was solved. */
export const solvedCluster = (node: NodeName): string =>
  readFileSync(`test/fixtures/pacemaker/solved.${node}.txt`, 'utf8')

/** The facts of a recording. */
export const clusterFactsOf = (node: NodeName, output: string): NodeFacts =>
  readOutput(scriptFor(node, clusterProbes), output)

/** The raw output of one command in a situation that was recorded from a cluster with one link, and its exit code. */
export const recordingOf = (
  folder: 'corosync' | 'pacemaker',
  situation: string,
  node: NodeName,
  what: string
): { readonly text: string; readonly exitCode: number } | undefined => {
  const path = `test/fixtures/${folder}`
  const name = readdirSync(path).find((file) => file.startsWith(`${situation}.${node}.${what}.`))
  if (name === undefined || !existsSync(`${path}/${name}`)) return undefined
  return { text: readFileSync(`${path}/${name}`, 'utf8'), exitCode: Number(/\.(\d+)\.txt$/.exec(name)?.[1]) }
}

const sections = [
  ['corosync', 'cmap', 'corosync.members'],
  ['corosync', 'quorumtool', 'corosync.quorum'],
  ['corosync', 'cfgtool', 'corosync.links'],
  ['pacemaker', 'crm_mon', 'pacemaker.cluster']
] as const

/** The last line's time in a log, as a look at that moment has it. */
const clock = (log: string): string =>
  /^(\w{3} \d\d \d\d:\d\d:\d\d)(?![\s\S]*^\w{3} \d\d \d\d:\d\d:\d\d)/m.exec(log)?.[1] ?? ''

/** The solved lab's output as it would be in a situation that was recorded; its file has one address a node, too. */
export const inSituation = (situation: string, node: NodeName): string => {
  let output = withSection(solvedCluster(node), 'corosync.file', oneLink(node))
  for (const [folder, what, section] of sections) {
    const recording = recordingOf(folder, situation, node, what)
    if (recording !== undefined) output = withSection(output, section, recording.text, recording.exitCode)
  }
  const log = recordingOf('corosync', situation, node, 'log')
  if (log !== undefined) output = withSection(output, 'corosync.log', `now ${clock(log.text)}\n${log.text}`)
  const cib = recordingOf('pacemaker', situation, node, 'configuration')
  const found = recordingOf('pacemaker', situation, node, 'crm_verify')
  const verified = found === undefined ? '' : `verified ${found.exitCode}\n${found.text}`
  return cib === undefined
    ? withSection(output, 'pacemaker.configuration', '', 102)
    : withSection(output, 'pacemaker.configuration', `${cib.text}${verified}`)
}

const oneLink = (node: NodeName): string =>
  /begin corosync\.file\n([\s\S]*?)\n\w{32} end/.exec(solvedCluster(node))?.[1]?.replace(/^ *ring1_addr.*\n/gm, '') ??
  ''
