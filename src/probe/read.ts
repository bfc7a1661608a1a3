import {
  type EvidenceSource,
  type Facts,
  notAsked,
  type ProbeContext,
  type Section,
  type UnknownReason
} from './probe.ts'
import {
  type KnownFacts,
  type NodeFacts,
  nameOfSection,
  type Observation,
  type ProbeId,
  probeOf,
  type SectionOf
} from './registry.ts'
import type { ProbeScript } from './script.ts'

/** The exit codes of timeout(1): the time ran out, and it had to kill. */
const timedOut = [124, 137]

/** What has to be known of a script to understand what it printed. */
type Question = Pick<ProbeScript, 'sections' | 'context' | 'nonce'>

/** What was asked, and what was printed. */
export interface Reply {
  readonly script: Question
  readonly output: string
}

/**
 * Makes facts of what scripts printed, each of which asked one controller for other sections. What was cut off, mixed up
 * or made up gives no facts, and never an error.
 */
export const readReplies = (replies: readonly Reply[]): NodeFacts => {
  const asked = replies.flatMap(({ script, output }): readonly Asked[] => {
    const { sections, exitCode } = splitOutput(output, script.nonce)
    const ifMissing: UnknownReason =
      exitCode !== undefined && timedOut.includes(exitCode) ? 'time-out' : 'not-understood'
    return script.sections.map((one) => ({
      ...one,
      context: script.context,
      printed: sections.get(nameOfSection(one)),
      ifMissing
    }))
  })
  const probes = [...new Set(asked.map(({ probe }) => probe))]
  return observationsOf(probes, (id) =>
    observe(
      id,
      asked.filter(({ probe }) => probe === id)
    )
  )
}

/** Makes facts of what one script printed. */
export const readOutput = (script: Question, output: string): NodeFacts => readReplies([{ script, output }])

/** The facts of a controller that could not be asked. */
export const unknownFacts = (probes: readonly ProbeId[], reason: UnknownReason): NodeFacts =>
  observationsOf(probes, () => ({ facts: { kind: 'unknown', reason }, evidence: {} }))

const observationsOf = (probes: readonly ProbeId[], observation: (id: ProbeId) => Observation): NodeFacts =>
  Object.fromEntries(probes.map((id) => [id, observation(id)]))

/** A section that was asked for, and what it printed. */
interface Asked extends SectionOf {
  readonly context: ProbeContext
  readonly printed: Section | undefined
  /** Why there is nothing, where it is missing. */
  readonly ifMissing: UnknownReason
}

const observe = (id: ProbeId, asked: readonly Asked[]): Observation => {
  const own = asked.flatMap((one) => (one.printed === undefined ? [] : [{ ...one, printed: one.printed }]))
  const evidence = Object.fromEntries(
    own.map(({ name, section, printed, context }): [string, EvidenceSource] => [
      name,
      { command: section.command(context), output: section.excerpt?.(printed.output) ?? printed.output }
    ])
  )
  const [first] = asked
  const missing = asked.find(({ printed }) => printed === undefined)
  if (first === undefined || missing !== undefined) {
    return { facts: { kind: 'unknown', reason: missing?.ifMissing ?? 'not-understood' }, evidence }
  }
  const sections = Object.fromEntries([
    ...Object.keys(probeOf(id).sections).map((name) => [name, notAsked] as const),
    ...own.map(({ name, printed }) => [name, printed] as const)
  ])
  return { facts: withReason(probeOf(id).parse(sections, first.context), own), evidence }
}

/** A section that ran out of its own time explains why its probe understood nothing. */
const withReason = (facts: Facts<KnownFacts>, own: readonly { readonly printed: Section }[]): Facts<KnownFacts> =>
  facts.kind === 'unknown' && own.some(({ printed }) => timedOut.includes(printed.exitCode))
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
