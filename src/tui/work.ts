import { Interrupted } from '../errors.ts'
import type { Messages } from '../i18n/messages.ts'
import { fit } from '../terminal/cells.ts'
import type { Paint } from '../terminal/paint.ts'
import { wrapText } from '../terminal/wrap.ts'
import type { Work } from './hooks/useWork.ts'
import type { Size } from './layout.ts'
import { textOf } from './notice.ts'
import { stepRows } from './steps.ts'

/** What shows of something that takes time. */
export interface WorkView {
  readonly rows: readonly string[]
  /** What keys do meanwhile. */
  readonly keys: string
}

/** Why it failed, and what to do next. */
const failureText = (error: unknown, messages: Messages): string =>
  error instanceof Interrupted ? messages.cli.interrupted : textOf(error, messages)

/** The steps so far, what the present one is about, and why it failed: the last of what there is room for. */
export const workView = (
  work: Exclude<Work, { kind: 'idle' }>,
  heading: string,
  now: number,
  { columns, rows }: Size,
  messages: Messages,
  paint: Paint
): WorkView => {
  const words = messages.tui.work
  const steps = stepRows(work.steps, work.kind, now, columns, messages, paint)
  const quietly = (text: string): readonly string[] => wrapText(text, columns).map((row) => paint('quiet', row))
  const about = (): readonly string[] => {
    if (work.kind === 'failed') {
      const isInterrupted = work.error instanceof Interrupted
      const text = wrapText(failureText(work.error, messages), columns)
      return ['', ...text.map((row) => paint(isInterrupted ? 'warning' : 'bad', row))]
    }
    const last = work.steps.at(-1)
    if (work.isStopping) return ['', ...quietly(words.stopping)]
    if (last === undefined) return quietly(words.beginning(Math.floor(Math.max(0, now - work.began) / 1000)))
    const doing: Readonly<Partial<Record<typeof last.step, string>>> = words.doing
    const text = doing[last.step]
    return text === undefined ? [] : ['', ...quietly(text)]
  }
  const below = about().slice(0, Math.max(1, rows - 3))
  const room = Math.max(1, rows - 2 - below.length)
  return {
    rows: [paint('strong', fit(heading, columns)), '', ...steps.slice(-room), ...below],
    keys: work.kind === 'failed' ? words.again : work.isStopping ? words.stoppingKeys : words.keys
  }
}
