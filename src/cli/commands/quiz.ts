import { type CourseLab, isOfQuestions } from '../../course/course.ts'
import { choiceLetter, questionsOf, readAnswer, type Verdict } from '../../course/quiz.ts'
import type { Question } from '../../course/schema.ts'
import { fill } from '../../course/variables.ts'
import { callError } from '../../errors.ts'
import { type Given, giveAnswer, isAnswered } from '../../lab/answers.ts'
import { labOf, noteOpened, openStudy, type Study, taskOf } from '../../lab/study.ts'
import { nearest } from '../../nearest.ts'
import { wrapText } from '../../terminal/wrap.ts'
import { askLine } from '../confirm.ts'
import type { CliContext, Command } from '../context.ts'

/**
 * `quorate quiz LAB [TASK] [--answer ID=VALUE…]`: asks at a terminal, or takes the answers that are given; with a task,
 * the questions that belong to it.
 */
export const run: Command<[string, string | undefined, { answer?: string[] }]> = async (
  context,
  labId,
  taskId,
  { answer }
) => {
  const study = await openStudy(context.home, context.courseFolder)
  const lab = labOf(study.course, labId)
  const questions = askedOf(lab, taskId)
  if (answer === undefined && (context.json || !context.interactive)) {
    return listQuestions(context, study, lab, questions)
  }
  if (isOfQuestions(lab)) await noteOpened(context.home, study, lab)
  return answer === undefined ? askAll(context, study, lab, questions) : takeAnswers(context, study, lab, answer)
}

/** The questions of a lab, or those of one of its tasks. @throws call error `questions-none` where a task has none */
const askedOf = (lab: CourseLab, taskId: string | undefined): readonly Question[] => {
  const id = taskId && taskOf(lab, taskId).id
  const found = questionsOf(lab.quiz, id)
  if (id !== undefined && found.length === 0) throw callError('questions-none', { lab: lab.id, task: id })
  return found
}

const give = async (
  context: CliContext,
  study: Study,
  lab: CourseLab,
  question: Question,
  typed: string
): Promise<Given> => {
  const given = await giveAnswer(context.home, study, lab, question, typed)
  if (given === undefined)
    throw callError('answer-not-understood', { question: question.id, answer: typed.slice(0, 80) })
  return given
}

const questionText = (
  { locale, paint, columns }: CliContext,
  study: Study,
  lab: CourseLab,
  question: Question
): string => {
  const text = `${lab.quiz.indexOf(question) + 1}. ${fill(question.question[locale], study.values)}`
  const choices = question.kind === 'choice' ? question.choices : []
  return [
    ...wrapText(text, columns).map((row) => paint('strong', row)),
    ...choices.flatMap((choice, index) =>
      wrapText(fill(choice.text[locale], study.values), Math.max(10, columns - 6)).map(
        (row, at) => `   ${at === 0 ? `${choiceLetter(index)})` : '  '} ${row}`
      )
    )
  ].join('\n')
}

const verdictText = ({ messages, locale, paint, columns }: CliContext, verdict: Verdict): string => {
  const words = messages.cli.quiz
  const mark = verdict.right ? words.right : verdict.isPartial === true ? words.partly : words.wrong
  const text = messages.cli.sentences([mark, ...verdict.explanations.map((explanation) => explanation[locale])])
  return wrapText(text, columns)
    .join('\n')
    .replace(mark, paint(verdict.right ? 'good' : 'bad', mark))
}

const listQuestions = async (
  context: CliContext,
  study: Study,
  lab: CourseLab,
  questions: readonly Question[]
): Promise<number> => {
  const { locale, messages } = context
  const { answers = {}, understood = [] } = study.progress.get(lab.id) ?? {}
  if (context.json) {
    context.printJson({
      lab: lab.id,
      questions: questions.map((question) => ({
        id: question.id,
        ...(question.task === undefined ? {} : { task: question.task }),
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
        // Whether the first answer was right, which has the points; and whether one was since.
        ...(answers[question.id] === undefined
          ? {}
          : { right: answers[question.id], understood: understood.includes(question.id) })
      }))
    })
    return 0
  }
  for (const question of questions) {
    context.print(`${questionText(context, study, lab, question)}\n   [${question.id}]`)
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
    const verdict = await give(context, study, lab, question, typed)
    results.push({ question, verdict })
    if (!context.json) {
      context.print(`${question.id}: ${verdictText(context, verdict)}`)
      if (!verdict.counts) context.print(context.messages.cli.quiz.again)
      if (verdict.passesLab) context.print(passedText(context, lab))
    }
  }
  if (context.json) {
    context.printJson({
      lab: lab.id,
      answers: results.map(({ question, verdict }) => ({
        id: question.id,
        right: verdict.right,
        counted: verdict.counts,
        points: verdict.counts ? verdict.points : 0,
        possible: question.points,
        explanations: verdict.explanations.map((explanation) => explanation[context.locale])
      }))
    })
  }
  return results.every(({ verdict }) => verdict.right) ? 0 : 1
}

const passedText = ({ messages, paint }: CliContext, lab: CourseLab): string =>
  paint('good', messages.cli.quiz.passed(lab.id))

/** Asks what was not answered rightly yet; where that is nothing, everything once more. */
const askAll = async (
  context: CliContext,
  study: Study,
  lab: CourseLab,
  questions: readonly Question[]
): Promise<number> => {
  const { paint, print } = context
  const words = context.messages.cli.quiz
  const { understood = [] } = study.progress.get(lab.id) ?? {}
  const open = questions.filter(({ id }) => !understood.includes(id))
  const asked = open.length > 0 ? open : questions
  if (open.length === 0) print(paint('quiet', words.practice))
  else if (open.length < questions.length) print(paint('quiet', words.left(open.length, questions.length)))
  let right = 0
  let isPassedNow = false
  for (const question of asked) {
    print(questionText(context, study, lab, question))
    if (isAnswered(study, lab, question)) print(paint('quiet', words.again))
    const verdict = await askUntilUnderstood(context, study, lab, question)
    if (verdict.right) right += 1
    isPassedNow ||= verdict.passesLab
    print(`${verdictText(context, verdict)}\n`)
  }
  print(words.sum(right, asked.length))
  if (right < asked.length) print(words.onceMore)
  if (isPassedNow) print(passedText(context, lab))
  return right === asked.length ? 0 : 1
}

const askUntilUnderstood = async (
  context: CliContext,
  study: Study,
  lab: CourseLab,
  question: Question
): Promise<Given> => {
  const words = context.messages.cli.quiz
  for (;;) {
    const typed = await askLine(context, question.kind === 'choice' ? words.askLetter : words.askNumber)
    if (readAnswer(question, typed) !== undefined) return give(context, study, lab, question, typed)
    context.print(question.kind === 'choice' ? words.needsLetter : words.needsNumber)
  }
}
