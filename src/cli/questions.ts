import type { CheckReport, LabResult } from '../check/outcome.ts'
import { reportLabs } from '../check/report.ts'
import { type CourseLab, isOfQuestions } from '../course/course.ts'
import { fill } from '../course/variables.ts'
import type { Study } from '../lab/study.ts'
import type { CliContext } from './context.ts'

/** What `check` gives for a lab of questions: passed, or not yet. */
const resultOf = ({ progress }: Study, { id, points: possible }: CourseLab): LabResult => {
  const at = progress.get(id)
  return { id, outcome: at?.state === 'passed' ? 'pass' : 'not-yet', points: at?.points ?? 0, possible, checks: [] }
}

/** A report on labs in their order, those of questions included: what they give stands in the journal. */
export const withQuestions = (labs: readonly CourseLab[], study: Study, report?: CheckReport): CheckReport =>
  reportLabs(
    labs.flatMap((lab) => {
      const checked = report?.labs.find(({ id }) => id === lab.id)
      return isOfQuestions(lab) ? [resultOf(study, lab)] : checked === undefined ? [] : [checked]
    }),
    report?.durationMs ?? 0
  )

/** Where a learner stands in a lab of questions, task by task. */
export const standingText = (
  { messages, locale, paint }: CliContext,
  { progress, values }: Study,
  lab: CourseLab
): string => {
  const words = messages.cli.questions
  const at = progress.get(lab.id)
  const countOf = (questions: CourseLab['quiz']): readonly [right: number, of: number] => [
    questions.filter(({ id }) => at?.understood.includes(id)).length,
    questions.length
  ]
  const tasks = lab.tasks.map(({ id, title }) => {
    const [right, of] = countOf(lab.quiz.filter(({ task }) => task === id))
    return `  ${paint(right === of ? 'good' : 'quiet', `${right}/${of}`)}  ${fill(title[locale], values)}`
  })
  const [right, of] = countOf(lab.quiz)
  const sum = words.standing({ right, of, points: at?.points ?? 0, possible: lab.points })
  return [
    `${paint('strong', lab.id)}  ${fill(lab.title[locale], values)}`,
    '',
    ...tasks,
    '',
    right === of ? paint('good', sum) : messages.cli.sentences([sum, words.left(lab.id)])
  ].join('\n')
}
