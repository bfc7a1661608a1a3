import { type CourseLab, isOfQuestions } from '../course/course.ts'
import type { Home } from './home.ts'
import { appendJournal, readJournal } from './journal.ts'
import { progressOf } from './progress.ts'

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
