import type { EvidenceSource, Facts, Section, UnknownReason } from './probe.ts'
import { type KnownFacts, type NodeFacts, type Observation, type ProbeId, probeOf } from './registry.ts'
import type { ProbeScript } from './script.ts'

/** The exit codes of timeout(1): the time ran out, and it had to kill. */
const timedOut = [124, 137]

/** What has to be known of a script to understand what it printed. */
type Asked = Pick<ProbeScript, 'probes' | 'context' | 'nonce'>

/** Makes facts of what a script printed. What was cut off, mixed up or made up gives no facts, and never an error. */
export const readOutput = (script: Asked, output: string): NodeFacts => {
  const { sections, exitCode } = splitOutput(output, script.nonce)
  const cut: UnknownReason = exitCode !== undefined && timedOut.includes(exitCode) ? 'time-out' : 'not-understood'
  return observationsOf(script.probes, (id) => observe(script, id, sections, cut))
}

/** The facts of a controller that could not be asked. */
export const unknownFacts = (probes: readonly ProbeId[], reason: UnknownReason): NodeFacts =>
  observationsOf(probes, () => ({ facts: { kind: 'unknown', reason }, evidence: {} }))

const observationsOf = (probes: readonly ProbeId[], observation: (id: ProbeId) => Observation): NodeFacts =>
  Object.fromEntries(probes.map((id) => [id, observation(id)]))

const observe = (
  script: Asked,
  id: ProbeId,
  sections: ReadonlyMap<string, Section>,
  cut: UnknownReason
): Observation => {
  const probe = probeOf(id)
  const own = Object.keys(probe.sections).flatMap((name) => {
    const section = sections.get(`${id}.${name}`)
    return section === undefined ? [] : [[name, section] as const]
  })
  const evidence: Readonly<Record<string, EvidenceSource>> = Object.fromEntries(
    own.flatMap(([name, { output }]) => {
      const section = probe.sections[name]
      if (section === undefined) return []
      return [[name, { command: section.command(script.context), output: section.excerpt?.(output) ?? output }]]
    })
  )
  if (own.length < Object.keys(probe.sections).length) return { facts: { kind: 'unknown', reason: cut }, evidence }
  return { facts: withReason(probe.parse(Object.fromEntries(own), script.context), own), evidence }
}

/** A section that ran out of its own time explains why its probe understood nothing. */
const withReason = (facts: Facts<KnownFacts>, own: readonly (readonly [string, Section])[]): Facts<KnownFacts> =>
  facts.kind === 'unknown' && own.some(([, { exitCode }]) => timedOut.includes(exitCode))
    ? { kind: 'unknown', reason: 'time-out' }
    : facts

interface Split {
  readonly sections: ReadonlyMap<string, Section>
  /** Of the whole script; undefined where its end is missing. */
  readonly exitCode: number | undefined
}

/**
 * Cuts an output at its marks. A section counts only if it begins and ends once: what is there twice did not come
 * from the script, and then nothing of the output is believed.
 */
export const splitOutput = (output: string, nonce: string): Split => {
  const sections = new Map<string, Section>()
  const nothing: Split = { sections: new Map(), exitCode: undefined }
  let open: { readonly name: string; readonly from: number } | undefined
  let exitCode: number | undefined
  const mark = new RegExp(`^${nonce} (?:begin (?<begin>[a-zA-Z.]+)|end (?<end>\\d{1,3})|exit (?<exit>\\d{1,3}))$`, 'gm')
  for (const match of output.matchAll(mark)) {
    const { begin, end, exit } = match.groups ?? {}
    if (begin !== undefined) {
      if (open !== undefined || sections.has(begin)) return nothing
      open = { name: begin, from: match.index + match[0].length + 1 }
    } else if (end !== undefined) {
      if (open === undefined) return nothing
      // The line break before the mark is the script's own, not the command's.
      const text = output.slice(open.from, Math.max(open.from, match.index - 1))
      sections.set(open.name, { output: text, exitCode: Number(end) })
      open = undefined
    } else {
      if (exitCode !== undefined) return nothing
      exitCode = Number(exit)
    }
  }
  return { sections, exitCode }
}
