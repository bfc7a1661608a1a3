import type { NodeName } from '../topology.ts'

/**
 * What came of a check (design §6).
 * - `pass`: it is so
 * - `fail`: looked, and it is not so
 * - `not-yet`: the learner has not started this: the package or file is absent
 * - `blocked`: a check that it needs did not pass
 * - `error`: could not look; never counts as a pass
 */
export const outcomes = ['pass', 'fail', 'not-yet', 'blocked', 'error'] as const
export type Outcome = (typeof outcomes)[number]

/** One look that led to an outcome: where, with which command, and what it printed (stripped and bounded). */
export interface Evidence {
  readonly node: NodeName
  readonly command: string
  readonly excerpt: string
}

/** A known cause that fits the facts of a failed check, in the language asked for. */
export interface Diagnosis {
  readonly code: string
  readonly message: string
  /** The next command to look with. */
  readonly look?: string
}

/** The result of one check: the shape of `check --json` (design §5). */
export interface CheckResult {
  /** `<lab>.<name>` */
  readonly id: string
  readonly task: string
  readonly title: string
  readonly outcome: Outcome
  readonly points: number
  readonly possible: number
  readonly durationMs: number
  readonly expected?: string
  readonly observed?: string
  readonly evidence?: readonly Evidence[]
  readonly diagnoses?: readonly Diagnosis[]
  readonly blockedBy?: string
}

export interface LabResult {
  readonly id: string
  readonly outcome: Outcome
  readonly points: number
  readonly possible: number
  readonly checks: readonly CheckResult[]
}

/** One run of checks over one or more labs. */
export interface CheckReport {
  readonly outcome: Outcome
  readonly points: number
  readonly possible: number
  readonly durationMs: number
  readonly labs: readonly LabResult[]
}
