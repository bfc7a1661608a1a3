import type { CheckReport, CheckResult, Outcome } from '../check/outcome.ts'
import type { CourseLab } from '../course/course.ts'
import { judge, readAnswer } from '../course/quiz.ts'
import type { Grading, Question } from '../course/schema.ts'
import type { Values } from '../course/variables.ts'
import type { JournalLine } from '../lab/journal.ts'

/** Why something that was reached counts less, or not at all. */
export type Reduction =
  /** The reference solution did the task, by `solve` or on the way of `goto`. */
  | { readonly why: 'solved' }
  /** Reached after the time of the exam. */
  | { readonly why: 'overtime'; readonly minutes: number }
  | { readonly why: 'late'; readonly days: number; readonly percent: number }
  | { readonly why: 'hints'; readonly hints: number; readonly percent: number }

/** What a question came to; the first answer counts. */
export type AnswerOutcome = 'right' | 'wrong' | 'unanswered'

/** What one check or question counts. */
export interface Credit {
  /** `<lab>.<name>` */
  readonly id: string
  readonly kind: 'check' | 'question'
  readonly task?: string
  /** Of a check that was not looked at: `not-checked`. */
  readonly outcome: Outcome | AnswerOutcome | 'not-checked'
  /** What was reached. */
  readonly points: number
  readonly possible: number
  /** What of it counts, in hundredths of a point at the finest. */
  readonly credit: number
  readonly reductions: readonly Reduction[]
}

export interface LabGrade {
  readonly id: string
  readonly points: number
  readonly possible: number
  readonly credit: number
  /** The tasks that the reference solution did. */
  readonly solved: readonly string[]
  /** The hints that were taken, by task. */
  readonly hints: Readonly<Record<string, number>>
  /** When it was opened first, and when the last of what passes now was reached; absent where nothing was. */
  readonly openedAt?: string
  readonly reachedAt?: string
  readonly items: readonly Credit[]
}

/** What a learner's work comes to. */
export interface Grade {
  readonly points: number
  readonly possible: number
  readonly credit: number
  readonly labs: readonly LabGrade[]
}

/** What a grade is made of. */
export interface Work {
  /** The labs that count. */
  readonly labs: readonly CourseLab[]
  readonly grading: Grading | undefined
  readonly values: Values
  readonly journal: readonly JournalLine[]
  /** What the checks gave when they were run last. */
  readonly report: CheckReport
  /** When that was. */
  readonly at: string
}

/** Works out what counts and why the rest does not. Pure: the same work gives the same grade. */
export const gradeOf = (work: Work): Grade => {
  const labs = work.labs.map((lab) => gradeLab(work, lab))
  return { ...sumOf(labs), labs }
}

const gradeLab = (work: Work, lab: CourseLab): LabGrade => {
  const own = work.journal.filter((line) => 'lab' in line && line.lab === lab.id)
  const solved = new Set<string>()
  const hints = new Map<string, number>()
  for (const line of own) {
    if (line.event === 'solved') solved.add(line.task)
    if (line.event === 'hint') hints.set(line.task, Math.max(hints.get(line.task) ?? 0, line.rung))
  }
  const results = work.report.labs.find(({ id }) => id === lab.id)?.checks ?? []
  const reached = [
    ...lab.checks.map((check) => ({ ...checkReached(lab, check, results, own, work.at), task: check.task })),
    ...lab.quiz.map((question) => ({ ...answerReached(lab, question, own, work.values), task: question.task }))
  ]
  const items = reached.map(({ at, task, ...item }): Credit => {
    const taken = task === undefined ? 0 : (hints.get(task) ?? 0)
    const reductions =
      item.points === 0
        ? []
        : reductionsOf(work, lab, { at, hints: taken, isSolved: item.kind === 'check' && solved.has(task ?? '') })
    return {
      ...item,
      ...(task === undefined ? {} : { task }),
      credit: reductions.reduce((left, reduction) => hundredths(left * shareLeft(reduction)), item.points),
      reductions
    }
  })
  const openedAt = own.find(({ event }) => event === 'opened')?.at
  const reachedAt = reached
    .flatMap(({ at, points }) => (points > 0 ? [at] : []))
    .sort(byTime)
    .at(-1)
  return {
    id: lab.id,
    ...sumOf(items),
    solved: lab.tasks.map(({ id }) => id).filter((id) => solved.has(id)),
    hints: Object.fromEntries(hints),
    ...(openedAt === undefined ? {} : { openedAt }),
    ...(reachedAt === undefined ? {} : { reachedAt }),
    items
  }
}

/** What was reached of one thing, and when. */
type Reached = Pick<Credit, 'id' | 'kind' | 'outcome' | 'points' | 'possible'> & { readonly at: string }

/** A check counts as it is now; it was reached when it was seen to pass for the first time. */
const checkReached = (
  lab: CourseLab,
  { id: name, points: possible }: CourseLab['checks'][number],
  results: readonly CheckResult[],
  own: readonly JournalLine[],
  now: string
): Reached => {
  const id = `${lab.id}.${name}`
  const outcome = results.find((result) => result.id === id)?.outcome ?? 'not-checked'
  const first = own.find((line) => line.event === 'checked' && line.checks[name] === 'pass')
  return { id, kind: 'check', outcome, points: outcome === 'pass' ? possible : 0, possible, at: first?.at ?? now }
}

/** The first answer counts, and is judged here: what the journal says of it is not asked. */
const answerReached = (lab: CourseLab, question: Question, own: readonly JournalLine[], values: Values): Reached => {
  const line = own.find((one) => one.event === 'answered' && one.question === question.id)
  const answer = line?.event === 'answered' ? readAnswer(question, line.answer) : undefined
  const verdict = answer && judge(question, answer, values)
  return {
    id: `${lab.id}.${question.id}`,
    kind: 'question',
    outcome: line === undefined ? 'unanswered' : verdict?.right === true ? 'right' : 'wrong',
    points: verdict?.points ?? 0,
    possible: question.points,
    at: line?.at ?? ''
  }
}

const dayLength = 86_400_000
const minuteLength = 60_000

/** Why something that was reached counts less; one that takes everything stands alone. */
const reductionsOf = (
  { grading, journal }: Work,
  lab: CourseLab,
  { at, hints, isSolved }: { readonly at: string; readonly hints: number; readonly isSolved: boolean }
): readonly Reduction[] => {
  if (isSolved) return [{ why: 'solved' }]
  const { late, exam, hintCost = 0 } = grading ?? {}
  const reached = Date.parse(at)
  if (exam !== undefined) {
    const begun = journal.find((line) => 'lab' in line && exam.labs.includes(line.lab))
    const over = begun === undefined ? 0 : reached - Date.parse(begun.at) - exam.minutes * minuteLength
    if (over > 0) return [{ why: 'overtime', minutes: Math.ceil(over / minuteLength) }]
  }
  const reductions: Reduction[] = []
  if (late !== undefined) {
    const due = Object.hasOwn(late.labs, lab.id) ? late.labs[lab.id] : late.due
    const days = Math.ceil((reached - Date.parse(due ?? late.due)) / dayLength)
    if (days > 0) reductions.push({ why: 'late', days, percent: Math.min(late.most, days * late.perDay) })
  }
  if (hints > 0 && hintCost > 0) reductions.push({ why: 'hints', hints, percent: Math.min(100, hints * hintCost) })
  return reductions
}

const shareLeft = (reduction: Reduction): number => ('percent' in reduction ? 1 - reduction.percent / 100 : 0)

/** Rounded to hundredths, so that sums show what they add up. */
const hundredths = (value: number): number => Math.round(value * 100 + 1e-9) / 100

interface Sum {
  readonly points: number
  readonly possible: number
  readonly credit: number
}

const sumOf = (all: readonly Sum[]): Sum => {
  const sum = (of: (one: Sum) => number): number => hundredths(all.reduce((total, one) => total + of(one), 0))
  return {
    points: sum(({ points }) => points),
    possible: sum(({ possible }) => possible),
    credit: sum(({ credit }) => credit)
  }
}

const byTime = (one: string, other: string): number => Date.parse(one) - Date.parse(other)
