import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CourseLab } from '../../src/course/course.ts'
import { choiceLetter } from '../../src/course/quiz.ts'
import type { Question } from '../../src/course/schema.ts'
import { loadMessages } from '../../src/i18n/locale.ts'
import type { Given } from '../../src/lab/answers.ts'
import { homeOf } from '../../src/lab/home.ts'
import { openStudy, type Study } from '../../src/lab/study.ts'
import { rootFolder } from '../../src/root.ts'
import { widthOf } from '../../src/terminal/cells.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import { commandOf } from '../../src/tui/keys.ts'
import { answerOf, isOfNumber, nextQuestion, openedQuiz, openingAt, reduceQuiz } from '../../src/tui/quiz.ts'
import { quizPage } from '../../src/tui/quiz-page.ts'
import { mixedText, solid } from '../terminal/text.ts'

const words = (text: string) => ({ en: text, 'zh-CN': text })

const numberCalled = (id: string): Question => ({
  id,
  kind: 'number',
  question: words('How many?'),
  answer: 2,
  tolerance: 0,
  explain: words('Two.'),
  misconceptions: [],
  points: 1
})

const choiceOf = (question: string, ...choices: readonly string[]): Question => ({
  id: 'choice',
  kind: 'choice',
  question: words(question),
  choices: choices.map((text) => ({ text: words(text), correct: true, explain: words(`Because ${text}`) })),
  points: 2
})

const right: Given = { right: true, points: 2, explanations: [], counts: true, passesLab: false }

const questions = ['one', 'two', 'three'].map(numberCalled)
const opened = openedQuiz({ task: undefined, question: 'two', isPractice: false })

describe('the questions that are asked', () => {
  it('begin at the first that was not answered rightly, or once more at the first of all', () => {
    expect(openingAt(questions, ['one'])).toEqual({ question: 'two', isPractice: false })
    expect(openingAt(questions, ['one', 'two', 'three'])).toEqual({ question: 'one', isPractice: true })
    expect(openingAt([], [])).toBeUndefined()
  })

  it('go on to those that are left, the ones before at the end, and then to none', () => {
    expect(nextQuestion(questions, opened, ['two'])?.id).toBe('three')
    expect(nextQuestion(questions, opened, ['two', 'three'])?.id).toBe('one')
    expect(nextQuestion(questions, opened, ['one', 'three'])?.id).toBe('two')
    expect(nextQuestion(questions, opened, ['one', 'two', 'three'])).toBeUndefined()
  })

  it('are each asked once for practice', () => {
    const all = ['one', 'two', 'three']
    expect(nextQuestion(questions, { ...opened, isPractice: true }, all)?.id).toBe('three')
    expect(nextQuestion(questions, { ...opened, question: 'three', isPractice: true }, all)).toBeUndefined()
  })
})

describe('an answer', () => {
  const choice = choiceOf('Which?', 'first', 'second', 'third')

  it('is the choice at the cursor, unless others are marked', () => {
    const moved = reduceQuiz(opened, { type: 'move', cursor: 1, scroll: 0 })
    expect(answerOf(moved, choice)).toBe('b')
    const marked = [2, 0].reduce((quiz, at) => reduceQuiz(quiz, { type: 'mark', choice: at }), moved)
    expect(answerOf(marked, choice)).toBe('a,c')
    expect(answerOf(reduceQuiz(marked, { type: 'mark', choice: 0 }), choice)).toBe('c')
  })

  it('shows what it was, and leads on from the question that it was for', () => {
    expect(reduceQuiz(opened, { type: 'give', question: 'two', given: right })).toMatchObject({
      given: right,
      marked: [0]
    })
    expect(reduceQuiz(opened, { type: 'give', question: 'one', given: right })).toBe(opened)
    expect(reduceQuiz({ ...opened, typed: '3', given: right }, { type: 'go', question: 'three' })).toMatchObject({
      question: 'three',
      typed: '',
      given: undefined
    })
  })

  it('may be typed with full-width digits, and is of a bounded length', () => {
    expect(['1', '９', '．', '.', '-', 'q', '?', 'left'].filter(isOfNumber)).toEqual(['1', '９', '．', '.', '-'])
    const long = reduceQuiz(opened, { type: 'type', typed: '1'.repeat(500) })
    expect(long.typed.length).toBe(30)
  })
})

describe('the page of a question', () => {
  let folder = ''
  let study: Study
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quorate-quiz-'))
    const course = fileURLToPath(new URL('../fixtures/courses/questions', import.meta.url))
    study = await openStudy(homeOf({ QUORATE_HOME: folder }), course)
  })
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

  it.each(['en', 'zh-CN'] as const)('fits any width and loses nothing, in %s', async (locale) => {
    const messages = await loadMessages(locale)
    const text = mixedText
      .map((mixed) => mixed.replaceAll(/[\u200d*_`<>&[\]\\~!|]/g, ''))
      .filter((mixed) => mixed.trim() !== '')
      .map((mixed) => `x${mixed.trim()}x`)
    fc.assert(
      fc.property(
        text,
        fc.array(text, { minLength: 2, maxLength: 5 }),
        fc.integer({ min: 60, max: 120 }),
        fc.boolean(),
        (asked, choices, columns, isGiven) => {
          const question = choiceOf(asked, ...choices)
          const lab: CourseLab = { ...(study.course.labs[0] as CourseLab), quiz: [question] }
          const explanations = choices.map((choice) => words(`Because ${choice}`))
          const given = { ...right, right: false, explanations }
          const quiz = {
            ...openedQuiz({ task: undefined, question: 'choice', isPractice: false }),
            marked: choices.map((_, at) => at),
            given: isGiven ? given : undefined
          }
          const page = quizPage(
            quiz,
            question,
            lab,
            study,
            { locale, messages },
            { columns, paint: paintFor(true, true) }
          )
          const rows = page.rows.map(stripVTControlCharacters)
          for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(columns)
          const shown = solid(rows.join(''))
          expect(shown).toContain(solid(asked))
          choices.forEach((choice, at) => {
            const { first, last } = page.choices[at] ?? { first: 0, last: 0 }
            expect(solid(rows.slice(first, last + 1).join(''))).toContain(solid(choice))
            if (isGiven) expect(shown).toContain(solid(`Because ${choice}`))
          })
        }
      ),
      { numRuns: 200 }
    )
  })

  it.each(['en', 'zh-CN'] as const)(
    'fits the smallest window for every question of the course, in %s',
    async (locale) => {
      const messages = await loadMessages(locale)
      const real = await openStudy(homeOf({ QUORATE_HOME: folder }), join(rootFolder, 'labs'))
      const asked = real.course.labs.flatMap((lab) => lab.quiz.map((question) => ({ lab, question })))
      expect(asked.length).toBeGreaterThan(50)
      for (const { lab, question } of asked) {
        const quiz = openedQuiz({ task: undefined, question: question.id, isPractice: false })
        const page = quizPage(
          quiz,
          question,
          lab,
          real,
          { locale, messages },
          { columns: 60, paint: paintFor(true, true) }
        )
        expect(page.rows.filter((row) => widthOf(row) > 60)).toEqual([])
        // Each choice has a letter among the keys.
        if (question.kind === 'choice')
          expect(commandOf('quiz', choiceLetter(question.choices.length - 1))).toBeDefined()
      }
    }
  )

  it('takes no text for a list or a heading, and code for code', async () => {
    const messages = await loadMessages('en')
    const question = choiceOf('1. How many?', '# two', '- `three`')
    const lab: CourseLab = { ...(study.course.labs[0] as CourseLab), quiz: [question] }
    const quiz = openedQuiz({ task: undefined, question: 'choice', isPractice: false })
    const { rows } = quizPage(
      quiz,
      question,
      lab,
      study,
      { locale: 'en', messages },
      { columns: 60, paint: paintFor(false, true) }
    )
    expect(rows).toEqual(expect.arrayContaining(['1. How many?', '› [ ] a) # two', '  [ ] b) - three']))
  })
})
