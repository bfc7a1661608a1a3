import { type CourseLab, isOfQuestions } from '../course/course.ts'
import { judge, readAnswer, type Verdict } from '../course/quiz.ts'
import type { Question } from '../course/schema.ts'
import type { Home } from './home.ts'
import { appendJournal, readJournal } from './journal.ts'
import { progressOf } from './progress.ts'
import type { Study } from './study.ts'

/** An answer as it was typed, and what came of it. */
export interface GivenAnswer {
  readonly question: string
  readonly answer: string
  readonly right: boolean
}

/**
 * Writes an answer down. A lab of questions is passed with the last of them that is answered rightly.
 * @returns whether the lab is passed now for the first time
 */
export const noteAnswer = async (home: Home, lab: CourseLab, given: GivenAnswer): Promise<boolean> => {
  const isPassed = async (): Promise<boolean> =>
    isOfQuestions(lab) && progressOf([lab], await readJournal(home)).get(lab.id)?.state === 'passed'
  const wasPassed = await isPassed()
  await appendJournal(home, { event: 'answered', lab: lab.id, ...given })
  if (wasPassed || !(await isPassed())) return false
  // For good: a question that the course gets later does not take it away.
  await appendJournal(home, { event: 'passed', lab: lab.id })
  return true
}

/** What came of an answer that was written down. */
export interface Given extends Verdict {
  /** Only the first answer to a question does: what is explained afterwards gives the right one away. */
  readonly counts: boolean
  /** With it the lab is passed, for the first time. */
  readonly passesLab: boolean
}

/** Whether a question was answered before, rightly or not. */
export const isAnswered = ({ progress }: Study, lab: CourseLab, { id }: Question): boolean =>
  progress.get(lab.id)?.answers[id] !== undefined

/**
 * Judges what was typed as the answer to a question, and writes it down.
 * @returns nothing where it cannot be an answer; then nothing is written
 */
export const giveAnswer = async (
  home: Home,
  study: Study,
  lab: CourseLab,
  question: Question,
  typed: string
): Promise<Given | undefined> => {
  const answer = readAnswer(question, typed)
  if (answer === undefined) return undefined
  const verdict = judge(question, answer, study.values)
  const counts = !isAnswered(study, lab, question)
  const given = { question: question.id, answer: typed.slice(0, 80), right: verdict.right }
  return { ...verdict, counts, passesLab: await noteAnswer(home, lab, given) }
}
