import type { Outcome } from '../check/outcome.ts'
import { type CourseLab, isOfQuestions } from '../course/course.ts'
import type { JournalLine } from './journal.ts'

/** Where a learner stands in one lab. */
export interface LabProgress {
  /** `locked` until the labs that it needs are passed. */
  readonly state: 'locked' | 'open' | 'passed'
  /** The most that was reached, checks and questions together. */
  readonly points: number
  readonly possible: number
  readonly opened: boolean
  /** Hints taken so far, by task: the number of the last rung. */
  readonly hints: Readonly<Record<string, number>>
  /** Whether the first answer to a question was right, by its id; absent where it was not answered. */
  readonly answers: Readonly<Record<string, boolean>>
  /** The questions that were answered rightly at last, whichever answer it was. */
  readonly understood: readonly string[]
  /** Tasks that the reference solution did, not the learner. */
  readonly solved: readonly string[]
  /** The last outcome of each check, by its name within the lab. */
  readonly checks: Readonly<Record<string, Outcome>>
}

/** Where a learner stands in each lab of a course, from the journal alone. */
export const progressOf = (
  labs: readonly CourseLab[],
  journal: readonly JournalLine[]
): ReadonlyMap<string, LabProgress> => {
  const progress = new Map<string, LabProgress>()
  for (const lab of labs) {
    const events = journal.filter((line) => 'lab' in line && line.lab === lab.id)
    const hints: Record<string, number> = {}
    const answers: Record<string, boolean> = {}
    const understood = new Set<string>()
    const solved = new Set<string>()
    let checks: Record<string, Outcome> = {}
    let checkPoints = 0
    let opened = false
    let passed = false
    for (const line of events) {
      if (line.event === 'opened') opened = true
      if (line.event === 'passed') passed = true
      if (line.event === 'solved') solved.add(line.task)
      if (line.event === 'hint') hints[line.task] = Math.max(hints[line.task] ?? 0, line.rung)
      // The first answer counts: the explanation that follows it gives the right one away.
      if (line.event === 'answered') answers[line.question] ??= line.right
      if (line.event === 'answered' && line.right) understood.add(line.question)
      if (line.event === 'checked') {
        checks = { ...checks, ...line.checks }
        checkPoints = Math.max(checkPoints, line.points)
      }
    }
    const quizPoints = lab.quiz.reduce(
      (sum, question) => sum + (answers[question.id] === true ? question.points : 0),
      0
    )
    // Points are for who knew it; passed is who knows it now (docs/decisions/010-questions.md).
    if (isOfQuestions(lab) && lab.quiz.every(({ id }) => understood.has(id))) passed = true
    const missing = lab.needs.filter((need) => progress.get(need)?.state !== 'passed')
    progress.set(lab.id, {
      state: passed ? 'passed' : missing.length > 0 ? 'locked' : 'open',
      points: checkPoints + quizPoints,
      possible: lab.points,
      opened,
      hints,
      answers,
      understood: lab.quiz.map(({ id }) => id).filter((id) => understood.has(id)),
      solved: [...solved],
      checks
    })
  }
  return progress
}
