import { type ReactElement, useMemo, useSyncExternalStore } from 'react'
import { type CourseLab, isBehaviour, isOfQuestions } from '../../course/course.ts'
import { questionsOf } from '../../course/quiz.ts'
import type { BehaviourCheck } from '../../course/schema.ts'
import type { LiveSnapshot } from '../../lab/live-snapshot.ts'
import type { Study } from '../../lab/study.ts'
import type { Highlight } from '../../markdown/code-colors.ts'
import { type Page as MarkdownPage, type PlacedCode, renderDocument } from '../../markdown/render.ts'
import { widthOf } from '../../terminal/cells.ts'
import type { MouseAct } from '../../terminal/mouse.ts'
import type { Paint } from '../../terminal/paint.ts'
import type { NodeName } from '../../topology.ts'
import { countOf, entriesOf, firstOpenCheck, groupsOf, listRows } from '../checklist.ts'
import { ClusterPane } from '../components/ClusterPane.tsx'
import { Frame } from '../components/Frame.tsx'
import { type Head, Panes } from '../components/Panes.tsx'
import { Rows } from '../components/Rows.tsx'
import { checkRows, hintRows } from '../details.ts'
import { firstExperiment } from '../experiment.ts'
import type { CheckState } from '../hooks/useChecks.ts'
import { type Commands, useCommands } from '../hooks/useCommands.ts'
import type { Experiments } from '../hooks/useExperiment.ts'
import type { LoadedLesson } from '../hooks/useLesson.ts'
import { useMouse } from '../hooks/useMouse.ts'
import { labLayout, type Pane, type PanePlace, paneAt, placesOf, type Size, windowStart } from '../layout.ts'
import { openingAt } from '../quiz.ts'
import type { ShellDeck } from '../shell/deck.ts'
import { ShellPane } from '../shell/ShellPane.tsx'
import { pageFor, spokenChecks } from '../spoken.ts'
import type { Action, LabState } from '../state.ts'
import { codeSign } from '../theme.ts'
import type { Language, Ui } from '../ui.ts'

export interface LabProps {
  readonly paint: Paint
  readonly keyboard: Ui['keyboard']
  readonly language: Language
  readonly size: Size
  readonly study: Study
  readonly lab: CourseLab
  readonly state: LabState
  /** The controller whose shell shows. */
  readonly node: NodeName
  readonly lesson: LoadedLesson
  /** Colours its code, as soon as that is loaded. */
  readonly highlight: Highlight | undefined
  readonly checks: CheckState
  readonly experiments: Experiments
  readonly live: LiveSnapshot
  readonly shells: ShellDeck
  readonly notice: readonly string[]
  /** Shows instead, told what can be done here. */
  readonly cover: ((commands: Commands) => ReactElement | undefined) | undefined
  /** Those that are the same on every screen. */
  readonly commands: Commands
  readonly dispatch: (action: Action) => void
  /** Records that the next hint of a task is given. */
  readonly takeHint: (task: string) => void
  /** Types code into the shell that shows. */
  readonly type: (code: string) => void
}

/** How far one notch of the wheel scrolls. */
const wheelRows = 3

/** One lab: a part of its lesson, its checks as they are now, the live cluster, and a shell. */
export const Lab = (props: LabProps): ReactElement | undefined => {
  const {
    paint,
    language,
    size,
    study,
    lab,
    state,
    lesson,
    highlight,
    checks,
    experiments,
    live,
    shells,
    notice,
    dispatch
  } = props
  const { locale, messages } = language
  const { values } = study
  const { focus } = state.view
  const layout = labLayout(size, notice.length, state.view, paint.spoken)
  const places = placesOf(layout)
  const placeOf = (pane: Pane): PanePlace | undefined => places.find((place) => place.pane === pane)
  const main = placeOf('lesson') ?? { columns: size.columns, rows: size.rows }
  const page = useMemo(
    () => pageFor(main.columns, paint, messages, highlight),
    [main.columns, paint, messages, highlight]
  )

  const understood = study.progress.get(lab.id)?.understood
  const groups = useMemo(
    () => groupsOf(lab, [...(checks.result?.checks ?? []), ...experiments.results], locale, values, understood),
    [lab, checks.result, experiments.results, locale, values, understood]
  )
  const entries = entriesOf(groups)
  const sections = lesson.kind === 'lesson' ? lesson.lesson : []
  const section = sections[Math.min(state.section, sections.length - 1)]
  const task = lab.tasks.find(({ id }) => id === section?.task)
  const given = study.progress.get(lab.id)?.hints[task?.id ?? ''] ?? 0

  const text = useMemo(
    () => (section === undefined ? { rows: [], code: [] } : withTypedCode(section.markdown, page)),
    [section, page]
  )
  const rows = useMemo((): readonly string[] => {
    const entry = entriesOf(groups)[state.check]
    if (state.page === 'check' && entry !== undefined) {
      const titleOf = (id: string): string =>
        entriesOf(groups).find(({ definition }) => `${lab.id}.${definition.id}` === id)?.title ?? id
      return checkRows(entry, titleOf, values, language, page, experiments.running)
    }
    if (state.page === 'hints' && task !== undefined) return hintRows(task, given, values, language, page)
    return withChosen(text, state.code, page)
  }, [groups, state.check, state.page, state.code, lab, task, given, text, values, language, page, experiments.running])

  const limit = Math.max(0, rows.length - main.rows)
  const scroll = Math.min(state.page === 'lesson' ? state.lessonScroll : state.scroll, limit)

  const goTo = (index: number): void => {
    if (index < 0 || index >= sections.length) return
    dispatch({ type: 'go-to-section', section: index, check: firstOpenCheck(groups, sections[index]?.task) })
  }
  const ask = (): void => {
    const ofTask = lab.quiz.some((question) => question.task === task?.id) ? task?.id : undefined
    const opening = openingAt(questionsOf(lab.quiz, ofTask), study.progress.get(lab.id)?.understood ?? [])
    if (opening === undefined) dispatch({ type: 'say', notice: messages.tui.questions.none })
    else dispatch({ type: 'open-quiz', task: ofTask, ...opening })
  }
  const chooseCode = (by: number): PlacedCode | undefined => {
    const code = nextCode(text.code, state.code, by, scroll)
    const block = code === undefined ? undefined : text.code[code]
    if (code === undefined || block === undefined) dispatch({ type: 'say', notice: messages.tui.code.none })
    else dispatch({ type: 'choose-code', code, first: block.first, last: block.last, rows: main.rows })
    return block
  }
  const showExperiment = (next: BehaviourCheck | undefined): void => {
    const place = entries.findIndex(({ definition }) => definition === next)
    if (place === -1) dispatch({ type: 'say', notice: messages.tui.experiment.none })
    else {
      dispatch({ type: 'choose-check', by: place - state.check, count: entries.length })
      dispatch({ type: 'show', page: 'check' })
    }
  }
  /** Shows the experiment that is chosen, or the one to look at; runs what shows; stops what is under way. */
  const experiment = (): void => {
    const chosen = entries[state.check]?.definition
    const ofChosen = chosen !== undefined && isBehaviour(chosen) ? chosen : undefined
    if (experiments.running !== undefined) experiments.stop()
    else if (ofChosen !== undefined && state.page === 'check') experiments.run(ofChosen)
    else showExperiment(ofChosen ?? firstExperiment(lab, task?.id, experiments.results))
  }
  const step = (by: number): void =>
    dispatch(focus === 'tasks' ? { type: 'choose-check', by, count: entries.length } : { type: 'scroll', by, limit })
  const ofPanes: Commands = {
    zoom: () => dispatch({ type: 'zoom' }),
    hide: () => dispatch({ type: 'hide' }),
    unhide: () => dispatch({ type: 'unhide' }),
    type: () => {
      const block = state.code === undefined ? chooseCode(1) : text.code[state.code]
      if (block !== undefined) props.type(block.text)
    }
  }
  const commands: Commands = {
    ...props.commands,
    move: step,
    // One row of the page before stays in view.
    page: (by) => dispatch({ type: 'scroll', by: by * Math.max(1, main.rows - 1), limit }),
    edge: (by) => step(by * Math.max(rows.length, entries.length)),
    section: (by) => {
      if (state.page === 'check') dispatch({ type: 'choose-check', by, count: entries.length })
      else goTo(state.section + by)
    },
    focus: (by) => dispatch({ type: 'focus-next', by }),
    code: chooseCode,
    // Whoever listens has one pane at a time, and shells by themselves.
    ...(paint.spoken ? {} : ofPanes),
    questions: ask,
    experiment,
    open: () => {
      if (isOfQuestions(lab)) ask()
      else if (state.page === 'check') dispatch({ type: 'back' })
      else if (entries.length > 0) dispatch({ type: 'show', page: 'check' })
    },
    hint: () => {
      if (task === undefined) return dispatch({ type: 'say', notice: messages.tui.hints.noTask })
      // Hints that were given show again first: looking at them costs nothing.
      if (state.page === 'hints' || given === 0) props.takeHint(task.id)
      dispatch({ type: 'show', page: 'hints' })
    }
  }
  useCommands('lab', props.cover === undefined ? commands : undefined)

  const opened = useSyncExternalStore(shells.subscribe, shells.getSnapshot)
  const onMouse = (act: MouseAct): void => {
    const pane = paneAt(places, act)
    if (act.kind === 'click' && pane !== undefined) dispatch({ type: 'focus', pane })
    if (act.kind === 'click') return
    if (pane === 'lesson') dispatch({ type: 'scroll', by: act.by * wheelRows, limit })
    if (pane === 'tasks') dispatch({ type: 'choose-check', by: act.by, count: entries.length })
    if (pane === 'shell') opened[props.node]?.turn(act.by * wheelRows)
  }
  useMouse(props.keyboard, props.cover === undefined ? onMouse : undefined)
  if (props.cover !== undefined) return props.cover(commands)

  const content = (place: PanePlace): ReactElement => {
    switch (place.pane) {
      case 'lesson':
        return <Rows paint={paint} size={place} rows={rows.slice(scroll, scroll + place.rows)} />
      case 'tasks': {
        const list = paint.spoken
          ? spokenChecks(groups, state.check, place.columns, messages)
          : listRows(groups, state.check, focus === 'tasks', place.columns, paint)
        const from = windowStart(list.rows.length, place.rows, list.chosenRow)
        return <Rows paint={paint} size={place} rows={list.rows.slice(from, from + place.rows)} />
      }
      case 'cluster':
        return <ClusterPane snapshot={live} size={place} messages={messages} paint={paint} />
      case 'shell':
        return (
          <ShellPane
            paint={paint}
            messages={messages}
            size={place}
            origin={place}
            shells={opened}
            shown={props.node}
            isFocused={focus === 'shell'}
          />
        )
    }
  }
  const shownRows = Math.min(main.rows, rows.length - scroll)
  const position = limit > 0 ? messages.tui.lab.position(scroll + 1, scroll + shownRows, rows.length) : ''
  const names = messages.tui.panes
  const heads: Readonly<Record<Pane, Head>> = {
    lesson: { title: names.lesson, aside: position },
    tasks: { title: names.tasks, aside: countOf(groups) },
    cluster: { title: names.cluster, aside: '' },
    shell: { title: names.shell, aside: '', isOwn: true }
  }
  const part = sections.length > 0 ? `${state.section + 1}/${sections.length}` : ''
  const points = messages.cli.labs.points(study.progress.get(lab.id)?.points ?? 0, lab.points)
  return (
    <Frame
      paint={paint}
      messages={messages}
      size={size}
      place={focus === 'shell' ? 'shell' : 'lab'}
      title={lab.title[locale]}
      aside={[part, points].filter((words) => words !== '').join(' · ')}
      notice={notice}
      isHeaded
    >
      <Panes paint={paint} layout={layout} focus={focus} heads={heads} content={content} />
    </Frame>
  )
}

/** A part of the lesson, and the code in it that is for the shell of a controller. */
const withTypedCode = (markdown: string, page: MarkdownPage): ReturnType<typeof renderDocument> => {
  const { rows, code } = renderDocument(markdown, page)
  return { rows, code: code.filter(({ kind }) => kind === 'sh') }
}

/** The lesson with the chosen block of code set off, and a sign behind the first row of it that has room for one. */
const withChosen = (
  { rows, code }: { readonly rows: readonly string[]; readonly code: readonly PlacedCode[] },
  chosen: number | undefined,
  { columns, paint }: MarkdownPage
): readonly string[] => {
  const block = chosen === undefined ? undefined : code[chosen]
  if (block === undefined) return rows
  const signed = rows.findIndex(
    (row, index) => index >= block.first && index <= block.last && widthOf(row) <= columns - 2
  )
  return rows.map((row, index) => {
    if (index < block.first || index > block.last) return row
    return index === signed && !paint.spoken
      ? `${paint('strong', row)} ${paint('accent', codeSign)}`
      : paint('strong', row)
  })
}

/** The block of code to choose: the next one, or the first that is in view. */
const nextCode = (
  code: readonly PlacedCode[],
  chosen: number | undefined,
  by: number,
  scroll: number
): number | undefined => {
  if (code.length === 0) return undefined
  if (chosen !== undefined) return Math.max(0, Math.min(chosen + by, code.length - 1))
  const inView = code.findIndex(({ first }) => first >= scroll)
  return inView === -1 ? code.length - 1 : inView
}
