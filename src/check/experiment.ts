import type { BehaviourCheck, ExperimentStep } from '../course/schema.ts'
import type { LocalizedText } from '../i18n/messages.ts'
import { isNodeName, type NodeName, nodeNames } from '../topology.ts'

/** What a script of an experiment gave on one controller. */
export interface StepResult {
  readonly node: NodeName
  /** Undefined where the script could not be run or did not end in time. */
  readonly exitCode: number | undefined
  readonly stdout: string
  /** Standard output and standard error in the order in which they came. */
  readonly printed: string
}

/** What an experiment kept of its steps, by name. */
export type Kept = Readonly<Record<string, string>>

/** How an experiment ended. */
export type ExperimentEnd =
  | { readonly kind: 'held' }
  /** A step was not so (`failed`), could not be looked at, or what was disturbed could not be put back. */
  | {
      readonly kind: 'failed' | 'not-looked' | 'not-undone'
      readonly says: LocalizedText
      readonly script: string
      /** Of the controllers where it went wrong. */
      readonly results: readonly StepResult[]
    }

/** What came of a behaviour check. */
export type BehaviourJudgement =
  | { readonly check: BehaviourCheck; readonly outcome: 'blocked'; readonly blockedBy: string }
  | { readonly check: BehaviourCheck; readonly outcome: 'pass' | 'fail' | 'error'; readonly end: ExperimentEnd }

/** Exit codes by which a script says that it could not look: its own word for it, and the shell's for a missing command. */
const notLooked: readonly (number | undefined)[] = [3, 126, 127, undefined]

/** What the results of one step come to: one controller where it is surely not so outweighs others that were not seen. */
export const verdictOf = (results: readonly StepResult[]): 'so' | 'failed' | 'not-looked' => {
  if (results.every(({ exitCode }) => exitCode === 0)) return 'so'
  const isFailed = results.some(({ exitCode }) => exitCode !== 0 && !notLooked.includes(exitCode))
  return isFailed ? 'failed' : 'not-looked'
}

/** The last line of an output that has anything in it. */
export const lastLineOf = (output: string): string | undefined =>
  output
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '')

/** The end of an output, where a script says why. */
export const lastLinesOf = (output: string): string =>
  output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-8)
    .join('\n')

/** The controllers that a step is for; undefined where it is for one whose name was not kept. */
export const nodesOf = (on: ExperimentStep['on'], kept: Kept): readonly NodeName[] | undefined => {
  if (on === 'each') return nodeNames
  if (!('kept' in on || 'others' in on)) return nodeNames.filter((node) => on.includes(node))
  const name = kept['kept' in on ? on.kept : on.others]
  if (name === undefined || !isNodeName(name)) return undefined
  return 'kept' in on ? [name] : nodeNames.filter((node) => node !== name)
}

/** What is kept after a step: the last line of the first controller that printed any. */
export const keep = (kept: Kept, { keep: name }: ExperimentStep, results: readonly StepResult[]): Kept => {
  const line = results.map(({ stdout }) => lastLineOf(stdout)).find((one) => one !== undefined)
  return name === undefined || line === undefined ? kept : { ...kept, [name]: line }
}

/** The outcome of a check from how its experiment ended. */
export const outcomeOf = ({ kind }: ExperimentEnd): 'pass' | 'fail' | 'error' =>
  kind === 'held' ? 'pass' : kind === 'failed' ? 'fail' : 'error'
