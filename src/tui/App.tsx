import { useApp } from 'ink'
import { type ReactElement, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { type CourseLab, isOfQuestions } from '../course/course.ts'
import { isInExam } from '../course/exam.ts'
import { callError } from '../errors.ts'
import { loadMessages } from '../i18n/locale.ts'
import { appendJournal } from '../lab/journal.ts'
import { openStudy } from '../lab/study.ts'
import type { Paint } from '../terminal/paint.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import { Frame } from './components/Frame.tsx'
import { type Commands, KeyContext, useKeys } from './hooks/useCommands.ts'
import { interruptedCode, useHandOver } from './hooks/useHandOver.ts'
import { useHighlight } from './hooks/useHighlight.ts'
import { useLabScreen } from './hooks/useLabScreen.ts'
import type { Place } from './keys.ts'
import { isTooSmall, type Size } from './layout.ts'
import { noticeRows, textOf } from './notice.ts'
import { Course } from './screens/Course.tsx'
import { Help } from './screens/Help.tsx'
import { Over, type OverEnd } from './screens/Over.tsx'
import { Palette } from './screens/Palette.tsx'
import { TooSmall } from './screens/TooSmall.tsx'
import { initialState, type Opening, reduce } from './state.ts'
import type { Beginning, SetupPurpose, Ui } from './ui.ts'

/** How long a warning that leaving ends a program is remembered, in milliseconds. */
const patience = 10_000

export interface AppProps {
  readonly ui: Ui
  readonly beginning: Beginning
  readonly size: Size
}

/** The terminal UI: the course, or one of its labs. */
export const App = ({ ui, beginning, size }: AppProps): ReactElement => {
  const { paint } = ui
  const { exit } = useApp()
  const [language, setLanguage] = useState(beginning.language)
  const [study, setStudy] = useState(beginning.study)
  const [state, dispatch] = useReducer(reduce, undefined, () =>
    initialState(
      beginning.study.course.labs.indexOf(beginning.study.current),
      openingOf(
        beginning.study.course.labs.find(({ id }) => id === beginning.lab),
        paint
      ),
      beginning.setup && 'setup'
    )
  )
  const [purpose, setPurpose] = useState<SetupPurpose>(beginning.setup ?? 'look')
  /** How often the controllers became others: what was seen of them before does not count any more. */
  const [era, setEra] = useState(0)
  /** When the person was told that leaving ends a program. */
  const warnedAt = useRef(Number.NEGATIVE_INFINITY)
  const labScreen = useLabScreen()
  const highlight = useHighlight(paint, labScreen !== undefined)
  const shells = useMemo(
    () =>
      labScreen &&
      new labScreen.ShellDeck({
        open: async (node, shellSize) =>
          (await ui.machines.get()).openShell(node, shellSize, labScreen.markingEnvironment),
        look: ui.look,
        onCommandEnd: () => ui.bell.ring()
      }),
    [labScreen, ui]
  )
  useEffect(() => () => shells?.close(), [shells])
  const keys = useKeys(ui, () => dispatch({ type: 'say', notice: undefined }))
  const { messages } = language
  const { labs } = study.course
  const lab = labs.find(({ id }) => id === state.lab?.id)

  const say = (notice: string | undefined): void => dispatch({ type: 'say', notice })
  const sayProblem = (error: unknown): void => say(textOf(error, messages))

  const refresh = useCallback((): void => {
    // The course stays as it was opened, and progress that cannot be read as it was read before.
    openStudy(ui.home, ui.courseFolder).then(
      ({ progress }) => setStudy((before) => ({ ...before, progress })),
      () => undefined
    )
  }, [ui])

  const { isAway, handOver } = useHandOver(ui.signal, sayProblem)

  const switchLanguage = (): void => {
    const locale = language.locale === 'en' ? 'zh-CN' : 'en'
    if (locale === 'zh-CN' && !paint.unicode) say(messages.tui.asciiOnly)
    else loadMessages(locale).then((loaded) => setLanguage({ locale, messages: loaded }), sayProblem)
  }

  const visit = (node: NodeName): Promise<void> =>
    handOver(async (suspend) => {
      say(messages.tui.shell.opening(node))
      try {
        await ui.visitShell(suspend, node, messages.tui.shell.intro(node))
        say(undefined)
      } catch (error) {
        await ui.machines.drop().catch(() => undefined)
        throw error
      }
    })

  const takeHint = (task: string): void => {
    if (lab === undefined) return
    if (isInExam(study.course, lab.id)) {
      sayProblem(callError('exam-no-help', { lab: lab.id }))
      return
    }
    const given = study.progress.get(lab.id)?.hints[task] ?? 0
    const known = lab.tasks.find(({ id }) => id === task)?.hints.length ?? 0
    if (given >= known) return
    appendJournal(ui.home, { event: 'hint', lab: lab.id, task, rung: given + 1 }).then(refresh, sayProblem)
  }

  const openChosen = (): void => {
    const chosen = labs[state.chosen]
    if (chosen === undefined) return
    const isMissing = (id: string): boolean => study.progress.get(id)?.state !== 'passed'
    const missing = labs.filter(({ id }) => chosen.needs.includes(id) && isMissing(id))
    const { locale } = language
    const opening = openingOf(chosen, paint)
    const isLocked = study.progress.get(chosen.id)?.state === 'locked'
    if (!isLocked && opening !== undefined) dispatch({ type: 'open-lab', lab: opening })
    else say(messages.tui.course.locked(new Intl.ListFormat(locale).format(missing.map(({ title }) => title[locale]))))
  }

  /** Leaves, unless that would end a program: then only who says so once more. */
  const leaveWith = (code: number): void => {
    const running = shells?.running ?? []
    if (running.length === 0 || performance.now() - warnedAt.current < patience) exit(code)
    else {
      warnedAt.current = performance.now()
      say(messages.tui.stillRunning(new Intl.ListFormat(language.locale).format(running)))
    }
  }
  const nodeAt = (place: number, use: (node: NodeName) => void): void => {
    const node = nodeNames[place]
    if (node !== undefined) use(node)
  }
  /** What can be done wherever one is. */
  const always = {
    help: () => dispatch({ type: 'cover', cover: 'help' }),
    palette: () => dispatch({ type: 'cover', cover: 'palette' }),
    language: switchLanguage,
    suspend: () => void handOver(ui.stop),
    quit: () => leaveWith(interruptedCode)
  } as const satisfies Commands
  const common: Commands = {
    ...always,
    leave: () => leaveWith(0),
    back: () => dispatch({ type: 'back' }),
    shell: (place) =>
      nodeAt(place, (node) => {
        // Whoever listens hears a shell best that has the terminal to itself.
        if (lab === undefined || isOfQuestions(lab) || paint.spoken) void visit(node)
        else dispatch({ type: 'shell', node })
      }),
    snapshots: () => dispatch({ type: 'over', over: 'snapshots' }),
    setup: () => dispatch({ type: 'over', over: 'setup' }),
    fullShell: () => void visit(state.node)
  }

  const uncover = (): void => dispatch({ type: 'cover', cover: undefined })
  const coverAt = (place: Place, commands: Commands): ReactElement | undefined => {
    if (isTooSmall(size)) return <TooSmall paint={paint} messages={messages} size={size} commands={common} />
    const props = { paint, messages, size, place, onClose: uncover }
    if (state.cover === 'help') return <Help {...props} />
    return state.cover === 'palette' ? <Palette {...props} commands={commands} /> : undefined
  }
  const isCovered = isTooSmall(size) || state.cover !== undefined

  const isAsking = state.lab?.page === 'quiz'
  const closeOver = ({ over, isReplaced, isReady }: OverEnd): void => {
    dispatch({ type: 'over', over: undefined })
    setPurpose('look')
    if (isReplaced) setEra((before) => before + 1)
    // A lab that was made has addresses of its own, which are among the learner's values.
    if (isReplaced && over === 'setup') openStudy(ui.home, ui.courseFolder).then(setStudy, sayProblem)
    else refresh()
    if (isReady) say(messages.tui.setup.done)
  }
  const overAt = (): ReactElement | undefined => {
    const { over } = state
    return (
      over && (
        <Over
          over={over}
          ui={ui}
          language={language}
          size={size}
          study={study}
          lab={state.lab?.id ?? study.current.id}
          shells={shells}
          purpose={purpose}
          notice={state.notice}
          say={say}
          cover={isCovered ? (commands) => coverAt(over, commands) : undefined}
          commands={always}
          onClose={closeOver}
        />
      )
    )
  }

  const shown = (): ReactElement => {
    if (lab !== undefined && state.lab !== undefined) {
      if (labScreen === undefined || shells === undefined) {
        const title = lab.title[language.locale]
        const loading = noticeRows({ text: messages.tui.loading, tone: 'quiet' }, size.columns, paint)
        return (
          <Frame paint={paint} messages={messages} size={size} place="lab" title={title} aside="" notice={loading} />
        )
      }
      return (
        <labScreen.LabSession
          key={`${lab.id} ${era}`}
          ui={ui}
          language={language}
          size={size}
          study={study}
          lab={lab}
          state={state.lab}
          notice={state.notice}
          node={state.node}
          shells={shells}
          highlight={highlight}
          isVisible={!isAway && !isCovered && state.over === undefined}
          cover={
            isCovered || state.over !== undefined
              ? (commands) => overAt() ?? coverAt(isAsking ? 'quiz' : 'lab', commands)
              : undefined
          }
          commands={common}
          dispatch={dispatch}
          takeHint={takeHint}
          refresh={refresh}
        />
      )
    }
    const commands: Commands = {
      ...common,
      move: (by) => dispatch({ type: 'choose-lab', by, count: labs.length }),
      edge: (by) => dispatch({ type: 'choose-lab', by: by * labs.length, count: labs.length }),
      open: openChosen
    }
    return (
      overAt() ??
      coverAt('course', commands) ?? (
        <Course
          paint={paint}
          language={language}
          size={size}
          study={study}
          chosen={state.chosen}
          notice={noticeRows({ text: state.notice ?? '', tone: 'accent' }, size.columns, paint)}
          commands={commands}
        />
      )
    )
  }
  return <KeyContext value={keys}>{shown()}</KeyContext>
}

/** A lab to open. One of questions has no use for machines; whoever listens has shells outside of it. */
const openingOf = (lab: CourseLab | undefined, { spoken }: Paint): Opening | undefined =>
  lab && { id: lab.id, hidden: isOfQuestions(lab) ? ['cluster', 'shell'] : spoken ? ['shell'] : [] }
