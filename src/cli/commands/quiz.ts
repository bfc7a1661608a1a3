import type { CourseLab } from '../../course/course.ts'
import { choiceLetter, judge, readAnswer, type Verdict } from '../../course/quiz.ts'
import type { Question } from '../../course/schema.ts'
import { fill } from '../../course/variables.ts'
import { callError } from '../../errors.ts'
import { appendJournal } from '../../lab/journal.ts'
import { labOf, openStudy, type Study } from '../../lab/study.ts'
import { nearest } from '../../nearest.ts'
import { askLine } from '../confirm.ts'
import type { CliContext, Command } from '../context.ts'

/** `quorate quiz LAB [--answer ID=VALUE…]`: asks at a terminal, or takes the answers that are given. */
export const run: Command<[string, { answer?: string[] }]> = async (context, labId, { answer }) => {
  const study = await openStudy(context.home, context.courseFolder)
  const lab = labOf(study.course, labId)
  if (answer !== undefined) return takeAnswers(context, study, lab, answer)
  if (context.json || !context.interactive) return listQuestions(context, study, lab)
  return askAll(context, study, lab)
}

const possibleOf = (lab: CourseLab): number => lab.quiz.reduce((sum, { points }) => sum + points, 0)

/** Only the first answer to a question counts: what is explained afterwards gives the right one away. */
const isAnswered = (study: Study, lab: CourseLab, question: Question): boolean =>
  study.progress.get(lab.id)?.answers[question.id] !== undefined

const give = async (
  context: CliContext,
  study: Study,
  lab: CourseLab,
  question: Question,
  typed: string
): Promise<Verdict> => {
  const answer = readAnswer(question, typed)
  if (answer === undefined)
    throw callError('answer-not-understood', { question: question.id, answer: typed.slice(0, 80) })
  const verdict = judge(question, answer, study.values)
  await appendJournal(context.home, {
    event: 'answered',
    lab: lab.id,
    question: question.id,
    answer: typed.slice(0, 80),
    right: verdict.right
  })
  return verdict
}

const questionText = ({ locale, paint }: CliContext, study: Study, question: Question, number: number): string => {
  const lines = [paint('strong', `${number}. ${fill(question.question[locale], study.values)}`)]
  if (question.kind === 'choice') {
    for (const [index, choice] of question.choices.entries()) {
      lines.push(`   ${choiceLetter(index)}) ${fill(choice.text[locale], study.values)}`)
    }
  }
  return lines.join('\n')
}

const verdictText = ({ messages, locale, paint }: CliContext, verdict: Verdict): string => {
  const words = messages.cli.quiz
  const mark = verdict.right ? paint('good', words.right) : paint('bad', words.wrong)
  return messages.cli.sentences([mark, ...verdict.explanations.map((explanation) => explanation[locale])])
}

const listQuestions = async (context: CliContext, study: Study, lab: CourseLab): Promise<number> => {
  const { locale, messages } = context
  const answers = study.progress.get(lab.id)?.answers ?? {}
  if (context.json) {
    context.printJson({
      lab: lab.id,
      questions: lab.quiz.map((question) => ({
        id: question.id,
        kind: question.kind,
        question: fill(question.question[locale], study.values),
        points: question.points,
        ...(question.kind === 'choice'
          ? {
              choices: question.choices.map((choice, index) => ({
                letter: choiceLetter(index),
                text: fill(choice.text[locale], study.values)
              }))
            }
          : {}),
        ...(answers[question.id] === undefined ? {} : { right: answers[question.id] })
      }))
    })
    return 0
  }
  for (const [index, question] of lab.quiz.entries()) {
    context.print(`${questionText(context, study, question, index + 1)}\n   [${question.id}]`)
  }
  context.print(messages.cli.quiz.howToAnswer(lab.id))
  return 0
}

const takeAnswers = async (
  context: CliContext,
  study: Study,
  lab: CourseLab,
  given: readonly string[]
): Promise<number> => {
  const known = lab.quiz.map(({ id }) => id)
  const parsed = given.map((text) => {
    const [id = '', ...rest] = text.split('=')
    const question = lab.quiz.find((candidate) => candidate.id === id)
    if (question === undefined)
      throw callError('question-unknown', { id: id.slice(0, 80), nearest: nearest(id, known), known: known.join(', ') })
    const typed = rest.join('=')
    // Understood before the first is written down: either all count or none.
    if (readAnswer(question, typed) === undefined) {
      throw callError('answer-not-understood', { question: id, answer: typed.slice(0, 80) })
    }
    return { question, typed }
  })
  const results = []
  for (const { question, typed } of parsed) {
    const counted = !isAnswered(study, lab, question)
    const verdict = await give(context, study, lab, question, typed)
    results.push({ question, verdict, counted })
    if (!context.json) {
      context.print(`${question.id}: ${verdictText(context, verdict)}`)
      if (!counted) context.print(context.messages.cli.quiz.again)
    }
  }
  if (context.json) {
    context.printJson({
      lab: lab.id,
      answers: results.map(({ question, verdict, counted }) => ({
        id: question.id,
        right: verdict.right,
        counted,
        points: counted ? verdict.points : 0,
        possible: question.points,
        explanations: verdict.explanations.map((explanation) => explanation[context.locale])
      }))
    })
  }
  return results.every(({ verdict }) => verdict.right) ? 0 : 1
}

const askAll = async (context: CliContext, study: Study, lab: CourseLab): Promise<number> => {
  const words = context.messages.cli.quiz
  let points = 0
  for (const [index, question] of lab.quiz.entries()) {
    context.print(questionText(context, study, question, index + 1))
    if (isAnswered(study, lab, question)) context.print(context.paint('quiet', words.again))
    const verdict = await askUntilUnderstood(context, study, lab, question)
    points += verdict.points
    context.print(`${verdictText(context, verdict)}\n`)
  }
  context.print(words.sum(points, possibleOf(lab)))
  return points === possibleOf(lab) ? 0 : 1
}

const askUntilUnderstood = async (
  context: CliContext,
  study: Study,
  lab: CourseLab,
  question: Question
): Promise<Verdict> => {
  const words = context.messages.cli.quiz
  for (;;) {
    const typed = await askLine(context, question.kind === 'choice' ? words.askLetter : words.askNumber)
    if (readAnswer(question, typed) !== undefined) return give(context, study, lab, question, typed)
    context.print(question.kind === 'choice' ? words.needsLetter : words.needsNumber)
  }
}
