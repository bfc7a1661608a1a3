import { Box } from 'ink'
import { type ReactElement, useMemo } from 'react'
import { type CourseLab, isOfQuestions } from '../../course/course.ts'
import type { Study } from '../../lab/study.ts'
import { renderMarkdown } from '../../markdown/render.ts'
import type { Paint } from '../../terminal/paint.ts'
import { entriesOf, firstOpenCheck, groupsOf, listRows } from '../checklist.ts'
import { Frame } from '../components/Frame.tsx'
import { Rows } from '../components/Rows.tsx'
import { checkRows, hintRows } from '../details.ts'
import type { CheckState } from '../hooks/useChecks.ts'
import { type Commands, useCommands } from '../hooks/useCommands.ts'
import type { LoadedLesson } from '../hooks/useLesson.ts'
import { labLayout, type Size, windowStart } from '../layout.ts'
import type { Action, LabState } from '../state.ts'
import { horizontal, vertical } from '../theme.ts'
import type { Language } from '../ui.ts'

export interface LabProps {
  readonly paint: Paint
  readonly language: Language
  readonly size: Size
  readonly study: Study
  readonly lab: CourseLab
  readonly state: LabState
  readonly lesson: LoadedLesson
  readonly checks: CheckState
  readonly notice: readonly string[]
  /** Those that are the same on every screen. */
  readonly commands: Commands
  readonly dispatch: (action: Action) => void
  /** Records that the next hint of a task is given. */
  readonly takeHint: (task: string) => void
  /** Asks the questions of a task, or all of the lab. */
  readonly ask: (task: string | undefined) => void
}

/** One lab: a part of its lesson, and its checks as they are now. */
export const Lab = (props: LabProps): ReactElement => {
  const { paint, language, size, study, lab, state, lesson, checks, notice, dispatch } = props
  const { locale, messages } = language
  const { values } = study
  const layout = labLayout(size, notice.length, state.isListHidden)
  const page = useMemo(() => ({ columns: layout.main.columns, paint }), [layout.main.columns, paint])

  const understood = study.progress.get(lab.id)?.understood
  const groups = useMemo(
    () => groupsOf(lab, checks.result, locale, values, understood),
    [lab, checks.result, locale, values, understood]
  )
  const entries = entriesOf(groups)
  const sections = lesson.kind === 'lesson' ? lesson.lesson : []
  const section = sections[Math.min(state.section, sections.length - 1)]
  const task = lab.tasks.find(({ id }) => id === section?.task)
  const given = study.progress.get(lab.id)?.hints[task?.id ?? ''] ?? 0

  const rows = useMemo((): readonly string[] => {
    const entry = entriesOf(groups)[state.check]
    if (state.pane === 'check' && entry !== undefined) {
      const titleOf = (id: string): string =>
        entriesOf(groups).find(({ definition }) => `${lab.id}.${definition.id}` === id)?.title ?? id
      return checkRows(entry, titleOf, values, language, page)
    }
    if (state.pane === 'hints' && task !== undefined) return hintRows(task, given, values, language, page)
    return section === undefined ? [] : renderMarkdown(section.markdown, page)
  }, [groups, state.check, state.pane, lab, task, given, section, values, language, page])

  const limit = Math.max(0, rows.length - layout.main.rows)
  const scroll = Math.min(state.pane === 'lesson' ? state.lessonScroll : state.scroll, limit)

  const goTo = (index: number): void => {
    if (index < 0 || index >= sections.length) return
    dispatch({ type: 'go-to-section', section: index, check: firstOpenCheck(groups, sections[index]?.task) })
  }
  const ask = (): void => {
    const isOfTask = lab.quiz.some((question) => question.task === task?.id)
    if (lab.quiz.length === 0) dispatch({ type: 'say', notice: messages.tui.questions.none })
    else props.ask(isOfTask ? task?.id : undefined)
  }
  const step = (by: number): void =>
    dispatch(state.isListFocused ? { type: 'choose-check', by, count: entries.length } : { type: 'scroll', by, limit })
  useCommands('lab', {
    ...props.commands,
    move: step,
    // One row of the page before stays in view.
    page: (by) => dispatch({ type: 'scroll', by: by * Math.max(1, layout.main.rows - 1), limit }),
    edge: (by) => step(by * Math.max(rows.length, entries.length)),
    section: (by) => {
      if (state.pane === 'check') dispatch({ type: 'choose-check', by, count: entries.length })
      else goTo(state.section + by)
    },
    focus: () => {
      if (entries.length > 0) dispatch({ type: 'focus' })
    },
    zoom: () => dispatch({ type: 'zoom' }),
    questions: ask,
    open: () => {
      if (isOfQuestions(lab)) ask()
      else dispatch({ type: 'show', pane: state.pane === 'check' ? 'lesson' : 'check' })
    },
    hint: () => {
      if (task === undefined) return dispatch({ type: 'say', notice: messages.tui.hints.noTask })
      // Hints that were given show again first: looking at them costs nothing.
      if (state.pane === 'hints' || given === 0) props.takeHint(task.id)
      dispatch({ type: 'show', pane: 'hints' })
    }
  })

  const main = rows.slice(scroll, scroll + layout.main.rows)
  const { list } = layout
  const listPane = (): ReactElement => {
    const { rows: all, chosenRow } = listRows(groups, state.check, state.isListFocused, list.columns, paint)
    const from = windowStart(all.length, list.rows, chosenRow)
    return <Rows paint={paint} size={list} rows={all.slice(from, from + list.rows)} />
  }
  const lineTone = state.isListFocused ? 'accent' : 'quiet'
  const position = limit > 0 ? messages.tui.lab.position(scroll + 1, scroll + main.length, rows.length) : ''
  const part = sections.length > 0 ? `${state.section + 1}/${sections.length}` : ''
  const points = messages.cli.labs.points(study.progress.get(lab.id)?.points ?? 0, lab.points)
  return (
    <Frame
      paint={paint}
      messages={messages}
      size={size}
      place="lab"
      title={lab.title[locale]}
      aside={[position, part, points].filter((text) => text !== '').join(' · ')}
      notice={notice}
    >
      <Box flexDirection={list.where === 'beside' ? 'row' : 'column'} flexShrink={0}>
        <Rows paint={paint} size={layout.main} rows={main} />
        {list.where === 'beside' && (
          <Rows
            paint={paint}
            size={{ columns: 3, rows: list.rows }}
            rows={Array.from({ length: list.rows }, () => ` ${paint(lineTone, vertical)} `)}
          />
        )}
        {list.where === 'below' && (
          <Rows
            paint={paint}
            size={{ columns: size.columns, rows: 1 }}
            rows={[paint(lineTone, horizontal.repeat(size.columns))]}
          />
        )}
        {list.where !== 'hidden' && listPane()}
      </Box>
    </Frame>
  )
}
