import type { CheckResult, LabResult } from '../check/outcome.ts'
import { type CourseLab, isBehaviour } from '../course/course.ts'
import type { BehaviourCheck } from '../course/schema.ts'

/** An experiment that is under way. */
export interface RunningExperiment {
  readonly check: BehaviourCheck
  /** How many of its steps have begun. */
  readonly begun: number
  /** It was stopped, and is being put back. */
  readonly isStopping: boolean
}

/**
 * The results of a lab's experiments that still say something: those of an earlier run stay until they are run again,
 * or until what they need does not hold any more.
 */
export const experimentsAfter = (
  lab: CourseLab,
  before: readonly CheckResult[],
  { checks }: LabResult
): readonly CheckResult[] => {
  const outcomeOf = (id: string) => checks.find((check) => check.id === `${lab.id}.${id}`)?.outcome
  return lab.checks.filter(isBehaviour).flatMap((definition) => {
    const isOfIt = ({ id }: CheckResult): boolean => id === `${lab.id}.${definition.id}`
    const found = checks.find(isOfIt)
    if (found !== undefined) return [found]
    const needed = definition.needs.map(outcomeOf).filter((outcome) => outcome !== undefined)
    return needed.every((outcome) => outcome === 'pass') ? before.filter(isOfIt) : []
  })
}

/** The experiment to look at: the first of a task that did not pass yet, else the first of the lab. */
export const firstExperiment = (
  lab: CourseLab,
  task: string | undefined,
  results: readonly CheckResult[]
): BehaviourCheck | undefined => {
  const all = lab.checks.filter(isBehaviour)
  const isOpen = ({ id }: BehaviourCheck): boolean =>
    results.every((result) => result.id !== `${lab.id}.${id}` || result.outcome !== 'pass')
  return (
    all.find((check) => check.task === task && isOpen(check)) ??
    all.find((check) => check.task === task) ??
    all.find(isOpen) ??
    all[0]
  )
}
