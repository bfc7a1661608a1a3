import type { ReactElement } from 'react'
import { type CourseLab, isOfQuestions } from '../../course/course.ts'
import type { Messages } from '../../i18n/messages.ts'
import type { Study } from '../../lab/study.ts'
import { type CheckState, useChecks } from '../hooks/useChecks.ts'
import type { Commands } from '../hooks/useCommands.ts'
import { type LoadedLesson, useLesson } from '../hooks/useLesson.ts'
import { useOpening } from '../hooks/useOpening.ts'
import type { Size } from '../layout.ts'
import { type Notice, noticeRows, textOf } from '../notice.ts'
import type { Action, LabState } from '../state.ts'
import type { Language, Ui } from '../ui.ts'
import { Lab } from './Lab.tsx'

export interface LabSessionProps {
  readonly ui: Ui
  readonly language: Language
  readonly size: Size
  readonly study: Study
  readonly lab: CourseLab
  readonly state: LabState
  readonly notice: string | undefined
  readonly isVisible: boolean
  /** Shows instead of the lab, whose lesson and results stay. */
  readonly cover: ReactElement | undefined
  readonly commands: Commands
  readonly dispatch: (action: Action) => void
  readonly takeHint: (task: string) => void
  /** Asks the questions of a task, or all of the lab. */
  readonly ask: (task: string | undefined) => void
  /** Reads progress again. */
  readonly refresh: () => void
}

/** Keeps lesson and results of a lab while it is open, whatever shows. */
export const LabSession = (props: LabSessionProps): ReactElement => {
  const { ui, language, size, study, lab, refresh } = props
  const { locale, messages } = language
  const lesson = useLesson(lab, locale, study.values)
  // A lab of questions has nothing to look at, and needs no machines.
  const checks = useChecks(ui, lab, locale, props.isVisible && !isOfQuestions(lab), refresh)
  useOpening(ui, lab)
  if (props.cover !== undefined) return props.cover
  const notice = props.notice === undefined ? standingNotice(lesson, checks, study, lab, messages) : said(props.notice)
  return (
    <Lab
      paint={ui.paint}
      language={language}
      size={size}
      study={study}
      lab={lab}
      state={props.state}
      lesson={lesson}
      checks={checks}
      notice={noticeRows(notice, size.columns, ui.paint)}
      commands={props.commands}
      dispatch={props.dispatch}
      takeHint={props.takeHint}
      ask={props.ask}
    />
  )
}

const said = (text: string): Notice => ({ text, tone: 'accent' })

/** What there is to say as long as nothing else is said: what is wrong first. */
const standingNotice = (
  lesson: LoadedLesson,
  { isBeginning, result, problem }: CheckState,
  study: Study,
  lab: CourseLab,
  messages: Messages
): Notice => {
  const words = messages.tui.lab
  if (lesson.kind === 'problem') return { text: textOf(lesson.error, messages), tone: 'bad' }
  if (problem !== undefined) return { text: textOf(problem, messages), tone: 'warning' }
  if (lesson.kind === 'loading') return { text: messages.tui.loading, tone: 'quiet' }
  const at = study.progress.get(lab.id)
  if (isOfQuestions(lab) && at?.state !== 'passed') {
    return { text: words.questions({ right: at?.understood.length ?? 0, of: lab.quiz.length }), tone: 'quiet' }
  }
  if (isOfQuestions(lab)) {
    return { text: words.passed({ points: at?.points ?? 0, possible: lab.points, quiz: undefined }), tone: 'good' }
  }
  if (result === undefined) return { text: isBeginning ? words.keeping : words.looking, tone: 'quiet' }
  if (result.outcome !== 'pass') return { text: '', tone: 'quiet' }
  const isAnswered = lab.quiz.every(({ id }) => at?.answers[id] !== undefined)
  const quiz = isAnswered ? undefined : lab.id
  return { text: words.passed({ points: at?.points ?? 0, possible: lab.points, quiz }), tone: 'good' }
}
