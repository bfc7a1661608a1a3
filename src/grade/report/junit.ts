import { junitOf } from '../../check/junit.ts'
import type { CheckResult, LabResult, Outcome } from '../../check/outcome.ts'
import { reportLabs } from '../../check/report.ts'
import type { Credit } from '../score.ts'
import type { GradeDocument, GradedItem, GradedLab } from './document.ts'

/** What the outcome of a question is among those of checks. */
const outcomeOf = (outcome: Credit['outcome']): Outcome => {
  switch (outcome) {
    case 'right':
      return 'pass'
    case 'wrong':
      return 'fail'
    case 'unanswered':
      return 'not-yet'
    case 'not-checked':
      return 'error'
    default:
      return outcome
  }
}

const resultOf = (item: GradedItem): CheckResult => ({
  ...item,
  task: item.task ?? item.kind,
  outcome: outcomeOf(item.outcome),
  points: item.credit,
  durationMs: item.durationMs ?? 0
})

const labResultOf = ({ id, credit, possible, items }: GradedLab): LabResult => {
  const checks = items.map(resultOf)
  const outcome = checks.every((check) => check.outcome === 'pass') ? 'pass' : 'fail'
  return { id, outcome, points: credit, possible, checks }
}

/** A grade as JUnit XML: as `check --junit` writes it, with the questions among the tests. */
export const junitOfGrade = (document: GradeDocument): string =>
  junitOf(reportLabs(document.labs.map(labResultOf), document.durationMs))
