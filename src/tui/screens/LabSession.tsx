import { type ReactElement, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react'
import { type CourseLab, isBehaviour, isOfQuestions } from '../../course/course.ts'
import { fill as fillIn } from '../../course/variables.ts'
import type { ProgressStep } from '../../engine/engine.ts'
import type { Messages } from '../../i18n/messages.ts'
import type { Study } from '../../lab/study.ts'
import type { Highlight } from '../../markdown/code-colors.ts'
import type { NodeName } from '../../topology.ts'
import type { RunningExperiment } from '../experiment.ts'
import { type CheckState, useChecks } from '../hooks/useChecks.ts'
import type { Commands } from '../hooks/useCommands.ts'
import { type Experiments, useExperiments } from '../hooks/useExperiment.ts'
import { type LoadedLesson, useLesson } from '../hooks/useLesson.ts'
import { useLive } from '../hooks/useLive.ts'
import { useOpening } from '../hooks/useOpening.ts'
import { useShellKeys } from '../hooks/useShellKeys.ts'
import type { Size } from '../layout.ts'
import { type Notice, noticeRows, textOf } from '../notice.ts'
import { type ShellDeck, whenOpen } from '../shell/deck.ts'
import type { HeldPaste } from '../shell/input.ts'
import type { Action, LabState } from '../state.ts'
import type { Language, Ui } from '../ui.ts'
import { Lab } from './Lab.tsx'
import { Paste } from './Paste.tsx'
import { Quiz } from './Quiz.tsx'

export interface LabSessionProps {
  readonly ui: Ui
  readonly language: Language
  readonly size: Size
  readonly study: Study
  readonly lab: CourseLab
  readonly state: LabState
  /** The controller whose shell shows. */
  readonly node: NodeName
  readonly shells: ShellDeck
  /** Colours code, as soon as that is loaded. */
  readonly highlight: Highlight | undefined
  readonly notice: string | undefined
  readonly isVisible: boolean
  /** Shows instead of the lab, whose lesson and results stay; told what can be done there. */
  readonly cover: ((commands: Commands) => ReactElement | undefined) | undefined
  readonly commands: Commands
  readonly dispatch: (action: Action) => void
  readonly takeHint: (task: string) => void
  /** Reads progress again. */
  readonly refresh: () => void
}

/** Keeps lesson, results and live cluster of a lab while it is open, whatever shows. */
export const LabSession = (props: LabSessionProps): ReactElement => {
  const { ui, language, size, study, lab, state, node, shells, dispatch, refresh } = props
  const { locale, messages } = language
  const [held, setHeld] = useState<HeldPaste>()
  const lesson = useLesson(lab, locale, study.values)
  // A lab of questions has nothing to look at, and needs no machines.
  const needsMachines = props.isVisible && !isOfQuestions(lab)
  const sayProblem = (error: unknown): void => dispatch({ type: 'say', notice: textOf(error, messages) })
  const experiments = useExperiments(ui, lab, locale, refresh, sayProblem)
  const { running, keepWhatHolds } = experiments
  // While an experiment disturbs the cluster, what checks see says nothing of the learner's work.
  const checks = useChecks(ui, lab, locale, needsMachines && running === undefined, refresh)
  useEffect(() => {
    if (checks.result !== undefined) keepWhatHolds(checks.result)
  }, [checks.result, keepWhatHolds])
  const live = useLive(ui, needsMachines)
  const step = useSyncExternalStore(ui.machines.subscribe, ui.machines.getStep)
  useOpening(ui, lab)
  const isInShell = state.view.focus === 'shell'
  const hasKeys = isInShell && props.isVisible && held === undefined
  const shell = useSyncExternalStore(shells.subscribe, shells.getSnapshot)[node]
  // Whoever comes to a shell finds one there, before the frame says so: a key pressed then would be nobody's.
  useLayoutEffect(() => {
    if (isInShell && shell === undefined) shells.get(node)
  }, [isInShell, shells, shell, node])
  useShellKeys(ui, hasKeys ? shell : undefined, {
    onLeave: () => dispatch({ type: 'focus', pane: 'lesson' }),
    onPaste: setHeld
  })
  if (held !== undefined) {
    const onAnswer = (isWanted: boolean): void => {
      setHeld(undefined)
      if (isWanted) shells.get(node).paste(held.text)
    }
    return <Paste paint={ui.paint} messages={messages} size={size} node={node} paste={held} onAnswer={onAnswer} />
  }
  const type = (code: string): void => {
    const target = shells.get(node)
    dispatch({ type: 'shell', node })
    whenOpen(target, () => {
      if (code.includes('\n') && !target.takesLines) dispatch({ type: 'say', notice: messages.tui.code.severalLines })
      else target.paste(code)
    })
  }
  if (state.page === 'quiz' && state.quiz !== undefined) {
    return (
      <Quiz
        ui={ui}
        language={language}
        size={size}
        study={study}
        lab={lab}
        quiz={state.quiz}
        notice={noticeRows(said(props.notice ?? ''), size.columns, ui.paint)}
        cover={props.cover}
        commands={props.commands}
        dispatch={dispatch}
        refresh={refresh}
      />
    )
  }
  const standing = (): Notice =>
    running === undefined
      ? standingNotice(lesson, checks, passedOf(experiments), step, study, lab, messages)
      : experimentNotice(running, study, language)
  const notice = props.notice === undefined ? standing() : said(props.notice)
  // Who leaves ends the experiment first: it puts everything back.
  const stay = (): void => dispatch({ type: 'say', notice: messages.tui.experiment.first })
  const whileRunning: Commands = {
    leave: stay,
    snapshots: stay,
    setup: stay,
    suspend: stay,
    quit: experiments.stop,
    ...(state.page === 'lesson' ? { back: stay } : {})
  }
  return (
    <Lab
      paint={ui.paint}
      keyboard={ui.keyboard}
      language={language}
      size={size}
      study={study}
      lab={lab}
      state={state}
      node={node}
      lesson={lesson}
      highlight={props.highlight}
      checks={checks}
      experiments={experiments}
      live={live}
      shells={shells}
      notice={noticeRows(notice, size.columns, ui.paint)}
      cover={props.cover}
      commands={running === undefined ? props.commands : { ...props.commands, ...whileRunning }}
      dispatch={dispatch}
      takeHint={props.takeHint}
      type={type}
    />
  )
}

const said = (text: string): Notice => ({ text, tone: 'accent' })

const passedOf = ({ results }: Experiments): readonly string[] =>
  results.filter(({ outcome }) => outcome === 'pass').map(({ id }) => id)

const experimentNotice = (
  { check, begun, isStopping }: RunningExperiment,
  study: Study,
  language: Language
): Notice => {
  const { experiment: words } = language.messages.tui
  const says = check.experiment[begun - 1]?.says[language.locale]
  const text = isStopping
    ? words.stopping
    : words.underWay(says === undefined ? words.looking : fillIn(says, study.values))
  return { text, tone: 'accent' }
}

/** What there is to say as long as nothing else is said: what is wrong first. */
const standingNotice = (
  lesson: LoadedLesson,
  { isBeginning, result, problem }: CheckState,
  passed: readonly string[],
  step: ProgressStep | undefined,
  study: Study,
  lab: CourseLab,
  messages: Messages
): Notice => {
  const words = messages.tui.lab
  if (lesson.kind === 'problem') return { text: textOf(lesson.error, messages), tone: 'bad' }
  // An earlier restore that was interrupted is finished before anything else.
  if (step !== undefined) return { text: `${messages.engine.steps[step]}…`, tone: 'quiet' }
  if (problem !== undefined) return { text: textOf(problem, messages), tone: 'warning' }
  if (lesson.kind === 'loading') return { text: messages.tui.loading, tone: 'quiet' }
  const at = study.progress.get(lab.id)
  if (isOfQuestions(lab) && at?.state !== 'passed') {
    return { text: words.questions({ right: at?.understood.length ?? 0, of: lab.quiz.length }), tone: 'quiet' }
  }
  if (isOfQuestions(lab)) {
    const points = at?.points ?? 0
    return { text: words.passed({ points, possible: lab.points, isAnswered: true, isTried: true }), tone: 'good' }
  }
  if (result === undefined) return { text: isBeginning ? words.keeping : words.looking, tone: 'quiet' }
  if (result.outcome !== 'pass') return { text: '', tone: 'quiet' }
  const isAnswered = lab.quiz.every(({ id }) => at?.answers[id] !== undefined)
  const isTried = lab.checks.filter(isBehaviour).every(({ id }) => passed.includes(`${lab.id}.${id}`))
  const points = at?.points ?? 0
  return { text: words.passed({ points, possible: lab.points, isAnswered, isTried }), tone: 'good' }
}
