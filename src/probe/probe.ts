import type { z } from 'zod'
import type { NodeName, Topology } from '../topology.ts'
import type { Needs } from './shared.ts'

/** What a probe's script may know of the machine that it runs on. */
export interface ProbeContext {
  readonly node: NodeName
  readonly topology: Topology
}

/**
 * The raw output of one section of a probe's script: what one command printed, and its exit code.
 * Text of a controller is hostile: parsers bound it, and whoever shows it strips control sequences.
 */
export interface Section {
  readonly output: string
  readonly exitCode: number
}

/** The value of one fact. `undefined`: looked, and there is none (a stopped service has no memory limit). */
export type FactScalar = string | number | boolean
export type FactValue = FactScalar | readonly FactScalar[] | undefined

/** What a probe found out about its system on one controller. */
export type Facts<T> =
  /** The learner has not started this: the package or file is absent. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'known'; readonly facts: T; readonly changedSecondsAgo?: number }
  /** Could not look, or the output was not understood. Never counts as a pass. */
  | { readonly kind: 'unknown'; readonly reason: UnknownReason }

/** Why a controller could not be looked at; the words are in the catalogues (`check.unknown`). */
export const unknownReasons = [
  'machine-stopped',
  'machine-frozen',
  'machine-absent',
  'time-out',
  'no-answer',
  'not-understood'
] as const
export type UnknownReason = (typeof unknownReasons)[number]

/** The command whose output is shown as evidence for a fact, and the output. */
export interface EvidenceSource {
  readonly command: string
  readonly output: string
}

/** One command of a probe. */
export interface ProbeSection {
  /** What a learner would type to see the same; shown as evidence. */
  readonly command: (context: ProbeContext) => string
  /** What of the machine the script finds in variables. */
  readonly needs?: Needs
  /** The POSIX shell text that runs on the controller; read-only, and bounded in time by itself where it may hang. */
  readonly script: (context: ProbeContext) => string
  /** The part of the output that the command would have shown, where that is not all of it. */
  readonly excerpt?: (output: string) => string
  /**
   * It only explains failures: nobody asks before there is one, but for who expects one of its own facts. Until then the
   * parser finds it as `notAsked`.
   */
  readonly explains?: true
}

/** What stands for a section that nobody has asked for yet. */
export const notAsked: Section = { output: '', exitCode: 0 }

/** Reads a section that only explains, or gives what is known as long as nobody has asked. */
export const readIfAsked = <T, N>(section: Section, read: (section: Section) => T, before: N): T | N =>
  section === notAsked ? before : read(section)

/**
 * A probe of one system: the read-only script for a controller, in named sections, and the pure parser of what they
 * printed. `facts` is the zod schema of what a check may expect; each of its keys becomes `<id>.<key>`.
 */
export interface Probe<Id extends string, S extends string, Shape extends z.ZodRawShape> {
  readonly id: Id
  readonly sections: Readonly<Record<S, ProbeSection>>
  readonly facts: z.ZodObject<Shape>
  /** Which section shows each fact; one name where one shows them all. */
  readonly shownBy: S | Readonly<Record<Extract<keyof Shape, string>, S>>
  /** The section that shows that the learner has not started this. */
  readonly absenceShownBy: S
  readonly parse: (sections: Readonly<Record<S, Section>>, context: ProbeContext) => Facts<z.infer<z.ZodObject<Shape>>>
}

/** States a probe with its own types. */
export const defineProbe = <Id extends string, S extends string, Shape extends z.ZodRawShape>(
  probe: Probe<Id, S, Shape>
): Probe<Id, S, Shape> => probe

/** Output that no parser understands: the probe could not look. */
export const notUnderstood = { kind: 'unknown', reason: 'not-understood' } as const

/** An excerpt of the lines that a pattern finds. */
export const linesLike =
  (pattern: RegExp) =>
  (output: string): string =>
    linesOf(output)
      .filter((line) => pattern.test(line))
      .join('\n')

/** The lines of an output, without what ends them. */
export const linesOf = (output: string): readonly string[] => output.split(/\r?\n/)
