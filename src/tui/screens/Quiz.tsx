import { type ReactElement, useRef } from 'react'
import type { CourseLab } from '../../course/course.ts'
import { questionsOf } from '../../course/quiz.ts'
import { giveAnswer } from '../../lab/answers.ts'
import type { Study } from '../../lab/study.ts'
import { Frame } from '../components/Frame.tsx'
import { Rows } from '../components/Rows.tsx'
import { type Commands, useEveryKey } from '../hooks/useCommands.ts'
import { commandOf } from '../keys.ts'
import { inViewFrom, type Size } from '../layout.ts'
import { textOf } from '../notice.ts'
import { answerOf, isOfNumber, nextQuestion, type QuizAction, type QuizState } from '../quiz.ts'
import { quizPage } from '../quiz-page.ts'
import type { Action } from '../state.ts'
import type { Language, Ui } from '../ui.ts'

export interface QuizProps {
  readonly ui: Pick<Ui, 'home' | 'paint'>
  readonly language: Language
  readonly size: Size
  readonly study: Study
  readonly lab: CourseLab
  readonly quiz: QuizState
  readonly notice: readonly string[]
  /** Shows instead, told what can be done here. */
  readonly cover: ((commands: Commands) => ReactElement | undefined) | undefined
  /** Those that are the same on every screen. */
  readonly commands: Commands
  readonly dispatch: (action: Action) => void
  /** Reads progress again. */
  readonly refresh: () => void
}

/** The questions of a lab or of one of its tasks, one at a time. */
export const Quiz = (props: QuizProps): ReactElement | undefined => {
  const { ui, language, size, study, lab, quiz, notice, cover, dispatch } = props
  const { paint, home } = ui
  const { locale, messages } = language
  // While an answer is being written down, Enter does not give another one.
  const isGiving = useRef(false)
  const questions = questionsOf(lab.quiz, quiz.task)
  const question = questions.find(({ id }) => id === quiz.question) ?? questions[0]
  const progress = study.progress.get(lab.id)
  const understood = progress?.understood ?? []
  const place = { columns: size.columns, rows: size.rows - 3 - notice.length }
  const page = question && quizPage(quiz, question, lab, study, language, { columns: place.columns, paint })
  const limit = Math.max(0, (page?.rows.length ?? 0) - place.rows)
  const scroll = Math.min(quiz.scroll, limit)

  const change = (action: QuizAction): void => dispatch({ type: 'quiz', action })
  const say = (text: string): void => dispatch({ type: 'say', notice: text })
  const scrollBy = (by: number): void => change({ type: 'scroll', scroll: Math.max(0, Math.min(scroll + by, limit)) })
  const choices = question?.kind === 'choice' && quiz.given === undefined ? question.choices.length : 0
  const mark = (choice: number): void => {
    if (choice < choices) change({ type: 'mark', choice })
  }
  const give = async (): Promise<void> => {
    if (question === undefined || isGiving.current) return
    isGiving.current = true
    try {
      const given = await giveAnswer(home, study, lab, question, answerOf(quiz, question))
      if (given === undefined) say(messages.cli.quiz.needsNumber)
      else {
        change({ type: 'give', question: question.id, given })
        props.refresh()
      }
    } catch (error) {
      say(textOf(error, messages))
    } finally {
      isGiving.current = false
    }
  }
  const goOn = (): void => {
    const next = nextQuestion(questions, quiz, understood)
    if (next !== undefined) {
      change({ type: 'go', question: next.id })
      return
    }
    dispatch({ type: 'close-quiz' })
    const right = lab.quiz.filter(({ id }) => understood.includes(id)).length
    const points = { points: progress?.points ?? 0, possible: lab.points }
    say(messages.cli.questions.standing({ right, of: lab.quiz.length, ...points }))
  }
  const move = (by: number): void => {
    const cursor = Math.max(0, Math.min(quiz.cursor + by, choices - 1))
    const choice = page?.choices[cursor]
    // At an end of the choices, what is above or below them comes into view.
    if (choices === 0 || choice === undefined || cursor === quiz.cursor) scrollBy(by)
    else change({ type: 'move', cursor, scroll: inViewFrom(scroll, { ...choice, rows: place.rows }) })
  }
  const commands: Commands = {
    ...props.commands,
    answer: () => {
      if (quiz.given === undefined) void give()
      else goOn()
    },
    mark: () => mark(quiz.cursor),
    choose: mark,
    question: (by) => {
      const to = question && questions[questions.indexOf(question) + by]
      if (to !== undefined) change({ type: 'go', question: to.id })
    },
    move,
    page: (by) => scrollBy(by * Math.max(1, place.rows - 1)),
    edge: (by) => scrollBy(by * (limit + 1))
  }
  /** What belongs to a number is typed; everything else is a key. */
  const press = (key: string): void => {
    const isTyping = question?.kind === 'number' && quiz.given === undefined
    const found = commandOf('quiz', key)
    if (isTyping && isOfNumber(key)) change({ type: 'type', typed: quiz.typed + key })
    else if (isTyping && key === 'backspace') change({ type: 'type', typed: quiz.typed.slice(0, -1) })
    else if (found !== undefined) commands[found.command]?.(found.argument)
  }
  useEveryKey(cover === undefined ? press : undefined)
  if (cover !== undefined) return cover(commands)

  return (
    <Frame
      paint={paint}
      messages={messages}
      size={size}
      place="quiz"
      title={messages.tui.quiz.title(lab.title[locale])}
      aside={[
        messages.tui.quiz.count(lab.quiz.filter(({ id }) => understood.includes(id)).length, lab.quiz.length),
        messages.cli.labs.points(progress?.points ?? 0, lab.points),
        ...(limit > 0 ? [messages.tui.lab.position(scroll + 1, scroll + place.rows, limit + place.rows)] : [])
      ].join(' · ')}
      notice={notice}
    >
      <Rows paint={paint} size={place} rows={page?.rows.slice(scroll, scroll + place.rows) ?? []} />
    </Frame>
  )
}
