import { useApp } from 'ink'
import { type ReactElement, useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { Interrupted } from '../errors.ts'
import { loadMessages } from '../i18n/locale.ts'
import { appendJournal } from '../lab/journal.ts'
import { openStudy } from '../lab/study.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import { Frame } from './components/Frame.tsx'
import { type Commands, KeyContext, useKeys } from './hooks/useCommands.ts'
import { useLabScreen } from './hooks/useLabScreen.ts'
import { isTooSmall, type Size } from './layout.ts'
import { noticeRows, textOf } from './notice.ts'
import { Course } from './screens/Course.tsx'
import { Help } from './screens/Help.tsx'
import { TooSmall } from './screens/TooSmall.tsx'
import { initialState, reduce } from './state.ts'
import type { Beginning, Ui } from './ui.ts'

/** What the program ends with when it was interrupted: 128 + SIGINT, as shells have it. */
const interruptedCode = 130

export interface AppProps {
  readonly ui: Ui
  readonly beginning: Beginning
  readonly size: Size
}

/** The terminal UI: the course, or one of its labs. */
export const App = ({ ui, beginning, size }: AppProps): ReactElement => {
  const { paint } = ui
  const { exit, suspendTerminal } = useApp()
  const [language, setLanguage] = useState(beginning.language)
  const [study, setStudy] = useState(beginning.study)
  const [state, dispatch] = useReducer(reduce, undefined, () =>
    initialState(beginning.study.course.labs.indexOf(beginning.study.current), beginning.lab)
  )
  const [isAway, setIsAway] = useState(false)
  const visiting = useRef(false)
  const LabScreen = useLabScreen()
  const keys = useKeys(() => dispatch({ type: 'say', notice: undefined }))
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

  useEffect(() => {
    // A shell that has the terminal gives it back first.
    const onAbort = (): void => {
      if (!visiting.current) exit(interruptedCode)
    }
    if (ui.signal.aborted) onAbort()
    ui.signal.addEventListener('abort', onAbort)
    return () => ui.signal.removeEventListener('abort', onAbort)
  }, [ui, exit])

  const switchLanguage = (): void => {
    const locale = language.locale === 'en' ? 'zh-CN' : 'en'
    if (locale === 'zh-CN' && !paint.unicode) say(messages.tui.asciiOnly)
    else loadMessages(locale).then((loaded) => setLanguage({ locale, messages: loaded }), sayProblem)
  }

  /** Somebody else has the terminal meanwhile, one at a time. */
  const handOver = async (use: () => Promise<void>): Promise<void> => {
    if (visiting.current) return
    visiting.current = true
    setIsAway(true)
    try {
      await use()
    } catch (error) {
      sayProblem(error)
    } finally {
      visiting.current = false
      if (ui.signal.aborted) exit(interruptedCode)
      else setIsAway(false)
    }
  }

  const visit = (node: NodeName): Promise<void> =>
    handOver(async () => {
      say(messages.tui.shell.opening(node))
      try {
        await ui.visitShell(suspendTerminal, node, messages.tui.shell.intro(node))
        say(undefined)
      } catch (error) {
        await ui.machines.drop().catch(() => undefined)
        throw error
      }
    })

  const ask = (labId: string, task: string | undefined): Promise<void> =>
    handOver(async () => {
      try {
        await ui.visitQuestions(suspendTerminal, labId, task, language)
      } catch (error) {
        // Who has had enough of questions wants back to the lesson.
        if (!(error instanceof Interrupted)) throw error
      } finally {
        refresh()
      }
    })

  const takeHint = (task: string): void => {
    if (lab === undefined) return
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
    if (study.progress.get(chosen.id)?.state !== 'locked') dispatch({ type: 'open-lab', id: chosen.id })
    else say(messages.tui.course.locked(new Intl.ListFormat(locale).format(missing.map(({ title }) => title[locale]))))
  }

  const common: Commands = {
    help: () => dispatch({ type: 'help' }),
    leave: () => exit(0),
    back: () => dispatch({ type: 'back' }),
    language: switchLanguage,
    shell: (place) => {
      const node = nodeNames[place]
      if (node !== undefined) void visit(node)
    },
    quit: () => exit(interruptedCode)
  }

  const cover = isTooSmall(size) ? (
    <TooSmall paint={paint} messages={messages} size={size} commands={common} />
  ) : state.isHelpOpen ? (
    <Help
      paint={paint}
      messages={messages}
      size={size}
      place={lab === undefined ? 'course' : 'lab'}
      onClose={() => dispatch({ type: 'help' })}
    />
  ) : undefined

  const shown = (): ReactElement => {
    if (lab !== undefined && state.lab !== undefined) {
      if (LabScreen === undefined) {
        const title = lab.title[language.locale]
        const loading = noticeRows({ text: messages.tui.loading, tone: 'quiet' }, size.columns, paint)
        return (
          <Frame paint={paint} messages={messages} size={size} place="lab" title={title} aside="" notice={loading} />
        )
      }
      return (
        <LabScreen
          key={lab.id}
          ui={ui}
          language={language}
          size={size}
          study={study}
          lab={lab}
          state={state.lab}
          notice={state.notice}
          isVisible={!isAway && cover === undefined}
          cover={cover}
          commands={common}
          dispatch={dispatch}
          takeHint={takeHint}
          ask={(task) => void ask(lab.id, task)}
          refresh={refresh}
        />
      )
    }
    return (
      cover ?? (
        <Course
          paint={paint}
          language={language}
          size={size}
          study={study}
          chosen={state.chosen}
          notice={noticeRows({ text: state.notice ?? '', tone: 'accent' }, size.columns, paint)}
          commands={{
            ...common,
            move: (by) => dispatch({ type: 'choose-lab', by, count: labs.length }),
            edge: (by) => dispatch({ type: 'choose-lab', by: by * labs.length, count: labs.length }),
            open: openChosen
          }}
        />
      )
    )
  }
  return <KeyContext value={keys}>{shown()}</KeyContext>
}
