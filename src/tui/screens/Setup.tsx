import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { Run } from '../../engine/engine.ts'
import { nextStep, type Survey } from '../../lab/setup-plan.ts'
import { fit } from '../../terminal/cells.ts'
import { wrapText } from '../../terminal/wrap.ts'
import { Frame } from '../components/Frame.tsx'
import { Rows } from '../components/Rows.tsx'
import { useClock } from '../hooks/useClock.ts'
import { type Commands, useCommands, useEveryKey } from '../hooks/useCommands.ts'
import { useWork } from '../hooks/useWork.ts'
import type { Size } from '../layout.ts'
import { textOf } from '../notice.ts'
import { surveyRows } from '../setup-rows.ts'
import type { Language, SetupPurpose, Ui } from '../ui.ts'
import { workView } from '../work.ts'

export interface SetupProps {
  readonly ui: Ui
  readonly language: Language
  readonly size: Size
  readonly purpose: SetupPurpose
  /** Shows instead, told what can be done here. */
  readonly cover: ((commands: Commands) => ReactElement | undefined) | undefined
  /** Those that are the same on every screen. */
  readonly commands: Commands
  /** Told whether anything was set up or started. */
  readonly onClose: (end: { readonly isChanged: boolean; readonly isReady: boolean }) => void
}

/** What is known of this machine. */
type Look =
  | { readonly kind: 'looking'; readonly since: number }
  | { readonly kind: 'seen'; readonly survey: Survey }
  | { readonly kind: 'failed'; readonly error: unknown }

/** What this machine has, what will be done, and how far that is: until three controllers run. */
export const Setup = (props: SetupProps): ReactElement | undefined => {
  const { ui, language, size, purpose } = props
  const { messages } = language
  const { paint } = ui
  const words = messages.tui.setup
  /** Each look is one of its own: an answer to one that was given up does not count. */
  const [turn, setTurn] = useState(0)
  const [look, setLook] = useState<Look>(() => ({ kind: 'looking', since: Date.now() }))
  const [scroll, setScroll] = useState(0)
  const isChanged = useRef(false)
  const { work, begin, stop } = useWork(ui.signal)
  const now = useClock(work.kind === 'running' || look.kind === 'looking')

  const close = (isReady: boolean): void => props.onClose({ isChanged: isChanged.current, isReady })

  const perform = (survey: Survey): void => {
    const task = async (run: Run): Promise<void> => {
      isChanged.current = true
      // Machines that were reached may be others afterwards.
      await ui.machines.drop().catch(() => undefined)
      await ui.setup.perform(survey, run)
    }
    begin(task, () => close(true))
  }

  /** Goes on by itself where nobody has to be asked. */
  const onSeen = (survey: Survey): void => {
    setLook({ kind: 'seen', survey })
    if (purpose === 'look') return
    const next = nextStep(survey)
    if (next === 'ready') close(true)
    else if (next === 'start' || (next === 'install' && purpose === 'agreed')) perform(survey)
  }
  const latest = useRef(onSeen)
  latest.current = onSeen

  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn is a look of its own
  useEffect(() => {
    let isWanted = true
    ui.setup.survey().then(
      (survey) => isWanted && latest.current(survey),
      (error: unknown) => isWanted && setLook({ kind: 'failed', error })
    )
    return () => {
      isWanted = false
    }
  }, [ui, turn])

  const lookAgain = (): void => {
    setLook({ kind: 'looking', since: Date.now() })
    setTurn((before) => before + 1)
  }
  const next = look.kind === 'seen' ? nextStep(look.survey) : undefined
  const onEnter = (): void => {
    if (look.kind === 'looking') return
    if (look.kind === 'failed' || next === 'blocked') lookAgain()
    else if (next === 'ready') close(true)
    else perform(look.survey)
  }
  const { columns } = size
  const room: Size = { columns, rows: size.rows - 3 }
  const survey = look.kind === 'seen' ? surveyRows(look.survey, columns, language, paint) : []
  const limit = Math.max(0, survey.length - room.rows)
  const top = Math.min(scroll, limit)
  const moveBy = (by: number): void => setScroll(Math.max(0, Math.min(top + by, limit)))
  const commands: Commands = {
    ...props.commands,
    begin: onEnter,
    back: () => close(false),
    move: moveBy,
    page: (by) => moveBy(by * Math.max(1, room.rows - 1)),
    edge: (by) => moveBy(by * survey.length)
  }
  const onWorkKey = (key: string): void => {
    if (work.kind === 'running') {
      if (key !== 'ctrl+c') return
      if (work.isStopping) props.commands.quit?.(0)
      else stop()
    } else if (key === 'return' && look.kind === 'seen') {
      perform(look.survey)
    } else if (key === 'escape' || key === 'q' || key === 'ctrl+c') {
      close(false)
    }
  }
  const isCovered = props.cover !== undefined
  const isIdle = work.kind === 'idle'
  useCommands('setup', isIdle && !isCovered ? commands : undefined)
  useEveryKey(isIdle || isCovered ? undefined : onWorkKey)
  if (props.cover !== undefined) return props.cover(commands)

  const page = (rows: readonly string[], keys: string, aside = ''): ReactElement => (
    <Frame
      paint={paint}
      messages={messages}
      size={size}
      place="setup"
      title={words.title}
      aside={aside}
      notice={[]}
      keys={keys}
    >
      <Rows paint={paint} size={room} rows={rows} />
    </Frame>
  )
  if (work.kind !== 'idle') {
    const { rows, keys } = workView(work, words.working, now, room, messages, paint)
    return page(rows, work.kind === 'failed' ? words.keys.failed : keys)
  }
  if (look.kind === 'looking') {
    const seconds = Math.floor(Math.max(0, now - look.since) / 1000)
    return page([paint('quiet', fit(words.looking(seconds), columns))], words.keys.looking)
  }
  if (look.kind === 'failed') {
    const why = wrapText(textOf(look.error, messages), columns).map((row) => paint('bad', row))
    return page(why, words.keys.failed)
  }
  const position = limit > 0 ? messages.tui.lab.position(top + 1, top + room.rows, survey.length) : ''
  return page(survey.slice(top, top + room.rows), words.keys[next ?? 'ready'], position)
}
