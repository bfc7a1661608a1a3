import type { CourseLab } from '../course/course.ts'
import { choiceLetter, questionsOf } from '../course/quiz.ts'
import type { Question } from '../course/schema.ts'
import { fill as fillIn, type Values } from '../course/variables.ts'
import { type Given, isAnswered } from '../lab/answers.ts'
import type { Study } from '../lab/study.ts'
import { type Page, renderInline } from '../markdown/render.ts'
import { widthOf } from '../terminal/cells.ts'
import { nextQuestion, type QuizState } from './quiz.ts'
import { cursorSign, outcomeLooks } from './theme.ts'
import type { Language } from './ui.ts'

type Choices = Extract<Question, { kind: 'choice' }>['choices']

/** The rows of a question, and which of them belong to each of its choices. */
export interface QuizPage {
  readonly rows: readonly string[]
  readonly choices: readonly { readonly first: number; readonly last: number }[]
}

/** The question that shows, what it may be answered by, and what came of the answer. */
export const quizPage = (
  quiz: QuizState,
  question: Question,
  lab: CourseLab,
  study: Study,
  language: Language,
  page: Page
): QuizPage => {
  const { locale, messages } = language
  const head = [
    ...headRows(quiz, question, lab, study, language, page),
    '',
    ...renderInline(fillIn(question.question[locale], study.values), page).map((row) => page.paint('strong', row)),
    ''
  ]
  const choices = question.kind === 'choice' ? choiceRows(quiz, question.choices, study.values, language, page) : []
  const typed = `${messages.cli.quiz.askNumber}${page.paint('strong', quiz.typed)}${quiz.given === undefined ? '_' : ''}`
  const asked = question.kind === 'choice' ? choices.flat() : [typed]
  const below =
    quiz.given === undefined
      ? remarkRows(quiz, question, lab, study, language, page)
      : verdictRows(quiz.given, quiz, lab, study, language, page)
  return {
    rows: [...head, ...asked, '', ...below],
    choices: choices.map((rows, index) => {
      const first = head.length + choices.slice(0, index).reduce((sum, before) => sum + before.length, 0)
      return { first, last: first + rows.length - 1 }
    })
  }
}

const quiet = (text: string, page: Page): readonly string[] =>
  renderInline(text, page).map((row) => page.paint('quiet', row))

/** Rows with something before the first of them, and as much room before the others. */
const hanging = (first: string, markdown: string, { columns, paint }: Page): readonly string[] => {
  const width = widthOf(first)
  return renderInline(markdown, { columns: Math.max(1, columns - width), paint }).map(
    (row, index) => (index === 0 ? first : ' '.repeat(width)) + row
  )
}

/** Where one is, and how all questions stand as far as there is room for them: the one that shows is in brackets. */
const headRows = (
  { task: scope }: QuizState,
  question: Question,
  lab: CourseLab,
  study: Study,
  { locale, messages }: Language,
  page: Page
): readonly string[] => {
  const { columns, paint } = page
  const questions = questionsOf(lab.quiz, scope)
  const task = lab.tasks.find(({ id }) => id === question.task)
  const place = messages.tui.quiz.place({
    at: questions.indexOf(question) + 1,
    of: questions.length,
    points: question.points
  })
  const strip = questions.map((each) => {
    const { sign, tone } = lookOf(each, lab, study)
    return each === question ? `[${paint(tone, sign)}]` : ` ${paint(tone, sign)} `
  })
  return [
    ...(strip.length * 3 <= columns && !paint.spoken ? [strip.join('')] : []),
    ...quiet(task === undefined ? place : `${place} · ${fillIn(task.title[locale], study.values)}`, page)
  ]
}

const lookOf = (question: Question, lab: CourseLab, study: Study) => {
  if (study.progress.get(lab.id)?.understood.includes(question.id) === true) return outcomeLooks.pass
  return isAnswered(study, lab, question) ? outcomeLooks.fail : outcomeLooks['not-yet']
}

const choiceRows = (
  { cursor, marked, given }: QuizState,
  choices: Choices,
  values: Values,
  { locale, messages }: Language,
  page: Page
): readonly (readonly string[])[] =>
  choices.map(({ text }, index) => {
    if (page.paint.spoken) {
      const { chosen, marked: markedWords } = messages.tui.spoken
      const said = fillIn(text[locale], values)
      const state = marked.includes(index) ? markedWords(said) : said
      const isAt = given === undefined && index === cursor
      return hanging(`${choiceLetter(index)}) `, isAt ? chosen(state) : state, page)
    }
    const sign = given === undefined && index === cursor ? page.paint('accent', cursorSign) : ' '
    const box = marked.includes(index) ? '[x]' : '[ ]'
    return hanging(`${sign} ${box} ${choiceLetter(index)}) `, fillIn(text[locale], values), page)
  })

/** What there is to know before one answers. */
const remarkRows = (
  { isPractice }: QuizState,
  question: Question,
  lab: CourseLab,
  study: Study,
  { messages }: Language,
  page: Page
): readonly string[] => [
  ...(question.kind === 'choice' ? quiet(messages.tui.quiz.choose, page) : []),
  ...(isPractice || isAnswered(study, lab, question) ? quiet(messages.cli.quiz.again, page) : [])
]

/** What came of the answer, why, and what is next. Of several choices, each has its own reason. */
const verdictRows = (
  given: Given,
  quiz: QuizState,
  lab: CourseLab,
  study: Study,
  { locale, messages }: Language,
  page: Page
): readonly string[] => {
  const { marked } = quiz
  const words = messages.cli.quiz
  const { sign, tone } = given.right ? outcomeLooks.pass : outcomeLooks.fail
  const mark = given.right ? words.right : given.isPartial === true ? words.partly : words.wrong
  const reasons = given.explanations.flatMap((explanation, index) => {
    const choice = marked.length > 1 ? marked[index] : undefined
    return hanging(choice === undefined ? '' : `${choiceLetter(choice)}) `, explanation[locale], page)
  })
  const understood = study.progress.get(lab.id)?.understood ?? []
  const next = nextQuestion(questionsOf(lab.quiz, quiz.task), quiz, understood)
  return [
    ...hanging(page.paint.spoken ? '' : `${page.paint(tone, sign)} `, mark, page),
    ...reasons,
    ...(given.counts ? [] : quiet(words.again, page)),
    ...(given.passesLab ? renderInline(messages.tui.quiz.passed, page).map((row) => page.paint('good', row)) : []),
    '',
    ...quiet(next === undefined ? messages.tui.quiz.last : messages.tui.quiz.next, page)
  ]
}
