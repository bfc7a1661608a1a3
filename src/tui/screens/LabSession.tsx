import type { ReactElement } from 'react'
import type { CourseLab } from '../../course/course.ts'
import type { Messages } from '../../i18n/messages.ts'
import type { Study } from '../../lab/study.ts'
import { type CheckState, useChecks } from '../hooks/useChecks.ts'
import type { Commands } from '../hooks/useCommands.ts'
import { type LoadedLesson, useLesson } from '../hooks/useLesson.ts'
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
  /** Reads progress again. */
  readonly refresh: () => void
}

/** Keeps lesson and results of a lab while it is open, whatever shows. */
export const LabSession = (props: LabSessionProps): ReactElement => {
  const { ui, language, size, study, lab, refresh } = props
  const { locale, messages } = language
  const lesson = useLesson(lab, locale, study.values)
  const checks = useChecks(ui, lab, locale, props.isVisible, refresh)
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
  if (result === undefined) return { text: isBeginning ? words.keeping : words.looking, tone: 'quiet' }
  if (result.outcome !== 'pass') return { text: '', tone: 'quiet' }
  const at = study.progress.get(lab.id)
  const isAnswered = lab.quiz.every(({ id }) => at?.answers[id] !== undefined)
  const quiz = isAnswered ? undefined : lab.id
  return { text: words.passed({ points: at?.points ?? 0, possible: lab.points, quiz }), tone: 'good' }
}
