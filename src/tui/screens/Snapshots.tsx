import { type ReactElement, useRef, useState } from 'react'
import type { Run } from '../../engine/engine.ts'
import type { Messages } from '../../i18n/messages.ts'
import { checkAct, freshName, type SnapshotAct } from '../../lab/snapshot-names.ts'
import type { Study } from '../../lab/study.ts'
import type { Milestone } from '../../lab/timeline.ts'
import { fit } from '../../terminal/cells.ts'
import { wrapText } from '../../terminal/wrap.ts'
import { Frame } from '../components/Frame.tsx'
import { Rows } from '../components/Rows.tsx'
import { useClock } from '../hooks/useClock.ts'
import { type Commands, useCommands, useEveryKey } from '../hooks/useCommands.ts'
import { type LoadedTimeline, useTimeline } from '../hooks/useTimeline.ts'
import { useWork } from '../hooks/useWork.ts'
import { type Size, windowStart } from '../layout.ts'
import { type Notice, noticeRows, textOf } from '../notice.ts'
import type { ShellDeck } from '../shell/deck.ts'
import { milestoneRows, restoreRows, spokenTimeline, type TimelineSetting, timelineRows } from '../timeline-rows.ts'
import type { Language, Ui } from '../ui.ts'
import { workView } from '../work.ts'

export interface SnapshotsProps {
  readonly ui: Ui
  readonly language: Language
  readonly size: Size
  readonly study: Study
  /** The lab after which a new snapshot is called, if nobody says otherwise. */
  readonly lab: string
  readonly shells: Pick<ShellDeck, 'running' | 'end'> | undefined
  readonly notice: string | undefined
  readonly say: (notice: string | undefined) => void
  /** Shows instead of the list, told what can be done here. */
  readonly cover: ((commands: Commands) => ReactElement | undefined) | undefined
  /** Those that are the same on every screen. */
  readonly commands: Commands
  /** Told whether the controllers are others than before. */
  readonly onClose: (isReplaced: boolean) => void
}

/** What the person is asked, if anything. */
type Question =
  | { readonly kind: 'name'; readonly typed: string }
  | { readonly kind: 'restore' | 'delete'; readonly milestone: Milestone }

/** More than a name may have, so that who types more sees why it cannot be one. */
const longestName = 70

/** The snapshots as a time line: save one, go back to one, delete one. */
export const Snapshots = (props: SnapshotsProps): ReactElement | undefined => {
  const { ui, language, size, study, lab, shells, say } = props
  const { messages } = language
  const { paint } = ui
  const words = messages.tui.snapshots
  const [loaded, reload] = useTimeline(ui.home)
  const [moved, setMoved] = useState<number>()
  const [question, setQuestion] = useState<Question>()
  const [act, setAct] = useState<SnapshotAct>()
  const isReplaced = useRef(false)
  const { work, begin, stop, clear } = useWork(ui.signal)
  const now = useClock(work.kind === 'running')

  const timeline = loaded.kind === 'timeline' ? loaded.timeline : { milestones: [], now: undefined }
  const { milestones } = timeline
  // Where the controllers came from is what one looks for first.
  const from = milestones.findIndex(({ name }) => name === timeline.now?.from)
  const chosen = Math.max(0, Math.min(moved ?? (from === -1 ? milestones.length : from), milestones.length - 1))
  const milestone = milestones[chosen]

  const problemOf = (asked: SnapshotAct): unknown => {
    if (loaded.kind !== 'timeline') return loaded.kind === 'problem' ? loaded.error : undefined
    try {
      checkAct(loaded.record, asked)
      return undefined
    } catch (error) {
      return error
    }
  }

  const close = (): void => props.onClose(isReplaced.current)

  const perform = (asked: SnapshotAct): void => {
    const { kind, name } = asked
    setQuestion(undefined)
    setAct(asked)
    const task = async (run: Run): Promise<void> => {
      if (kind === 'restore') {
        isReplaced.current = true
        // What hangs on the controllers lets go of them before they are switched off.
        shells?.end()
        await ui.machines.drop().catch(() => undefined)
      }
      await ui.actOnSnapshot(asked, run)
    }
    begin(task, () => {
      if (kind === 'restore') {
        say(messages.cli.snapshot.restored(name))
        close()
        return
      }
      say(kind === 'save' ? messages.cli.snapshot.saved(name) : messages.cli.snapshot.deleted(name))
      // One that was saved is where the controllers are now.
      setMoved(kind === 'save' ? undefined : chosen)
      reload()
    })
  }

  const ask = (kind: 'restore' | 'delete'): void => {
    if (milestone === undefined) return
    const problem = problemOf({ kind, name: milestone.name })
    if (problem === undefined) setQuestion({ kind, milestone })
    else say(textOf(problem, messages))
  }

  const commands: Commands = {
    ...props.commands,
    back: close,
    move: (by) => setMoved(Math.max(0, Math.min(chosen + by, milestones.length - 1))),
    edge: (by) => setMoved(by < 0 ? 0 : milestones.length - 1),
    restoreSnapshot: () => ask('restore'),
    deleteSnapshot: () => ask('delete'),
    saveSnapshot: () => {
      const taken = milestones.map(({ name }) => name)
      if (loaded.kind === 'timeline') setQuestion({ kind: 'name', typed: freshName(lab, taken) })
    }
  }

  const onWorkKey = (key: string): void => {
    if (work.kind === 'running') {
      if (key !== 'ctrl+c') return
      if (work.isStopping) props.commands.quit?.(0)
      else stop()
    } else if (key === 'return' && act !== undefined) {
      perform(act)
    } else if (key === 'escape' || key === 'q' || key === 'ctrl+c') {
      clear()
      reload()
    }
  }
  const onNameKey = (key: string, typed: string): void => {
    const type = (text: string): void => setQuestion({ kind: 'name', typed: text.slice(0, longestName) })
    if (key === 'escape' || key === 'ctrl+c') setQuestion(undefined)
    else if (key === 'backspace') type(Array.from(typed).slice(0, -1).join(''))
    else if (key === 'return' && problemOf({ kind: 'save', name: typed }) === undefined)
      perform({ kind: 'save', name: typed })
    else if (Array.from(key).length === 1) type(typed + key)
  }
  const onKey = (key: string): void => {
    if (work.kind !== 'idle') onWorkKey(key)
    else if (question?.kind === 'name') onNameKey(key, question.typed)
    else if (question !== undefined && key === 'return') perform({ kind: question.kind, name: question.milestone.name })
    else if (key === 'escape' || key === 'q' || key === 'ctrl+c') setQuestion(undefined)
  }
  const isListed = work.kind === 'idle' && question === undefined
  const isCovered = props.cover !== undefined
  useCommands('snapshots', isListed && !isCovered ? commands : undefined)
  useEveryKey(isListed || isCovered ? undefined : onKey)
  if (props.cover !== undefined) return props.cover(commands)

  const { columns } = size
  const setting: TimelineSetting = {
    columns,
    now,
    language,
    course: study.course,
    values: study.values,
    paint
  }
  const room: Size = { columns, rows: size.rows - 3 }
  const page = (rows: readonly string[], keys: string): ReactElement => (
    <Frame
      paint={paint}
      messages={messages}
      size={size}
      place="snapshots"
      title={words.title}
      aside=""
      notice={[]}
      keys={keys}
    >
      <Rows paint={paint} size={room} rows={rows} />
    </Frame>
  )
  if (work.kind !== 'idle' && act !== undefined) {
    const { rows, keys } = workView(work, words.working[act.kind](act.name), now, room, messages, paint)
    return page(rows, keys)
  }
  if (question?.kind === 'name') {
    const problem = problemOf({ kind: 'save', name: question.typed })
    const why = problem === undefined ? [] : wrapText(textOf(problem, messages), columns)
    const rows = [
      paint('strong', fit(words.saving, columns)),
      '',
      fit(`${words.name} ${question.typed}`, columns),
      '',
      ...why.map((row) => paint('warning', row))
    ]
    return page(rows, words.saveKeys)
  }
  if (question?.kind === 'restore') {
    return page(restoreRows(question.milestone, shells?.running ?? [], room.rows, setting), words.askKeys.restore)
  }
  if (question?.kind === 'delete') {
    const { name } = question.milestone
    const rows = wrapText(messages.cli.snapshot.deleteQuestion(name), columns).map((row) => paint('strong', row))
    return page([...rows, '', ...milestoneRows(question.milestone, setting)], words.askKeys.delete)
  }

  const notice = noticeRows(noticeOf(props.notice, loaded, messages), columns, paint)
  const free = size.rows - 3 - notice.length
  const details = milestone === undefined ? [] : milestoneRows(milestone, setting)
  const list = paint.spoken
    ? spokenTimeline(timeline, chosen, setting)
    : { rows: timelineRows(timeline, chosen, setting), chosenRow: chosen }
  // What is known of the chosen one stands below the list; a long list leaves it what it can.
  const listRows = Math.max(3, Math.min(list.rows.length, free - details.length - 1))
  const first = windowStart(list.rows.length, listRows, list.chosenRow)
  const rows = [...list.rows.slice(first, first + listRows), '', ...details]
  return (
    <Frame paint={paint} messages={messages} size={size} place="snapshots" title={words.title} aside="" notice={notice}>
      <Rows paint={paint} size={{ columns, rows: free }} rows={loaded.kind === 'timeline' ? rows : []} />
    </Frame>
  )
}

/** What was said last; else what is wrong, or that something comes. */
const noticeOf = (said: string | undefined, loaded: LoadedTimeline, messages: Messages): Notice => {
  if (said !== undefined) return { text: said, tone: 'accent' }
  if (loaded.kind === 'problem') return { text: textOf(loaded.error, messages), tone: 'bad' }
  if (loaded.kind === 'loading') return { text: messages.tui.loading, tone: 'quiet' }
  const { unfinished } = loaded
  return { text: unfinished === undefined ? '' : messages.cli.status.pending(unfinished), tone: 'warning' }
}
