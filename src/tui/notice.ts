import { oneLine } from '../check/text.ts'
import { type ErrorCode, QuorateError } from '../errors.ts'
import type { Messages } from '../i18n/messages.ts'
import { fit } from '../terminal/cells.ts'
import type { Paint, Tone } from '../terminal/paint.ts'
import { wrapText } from '../terminal/wrap.ts'

/** Something said above the keys. */
export interface Notice {
  readonly text: string
  readonly tone: Tone
}

/** An error in one paragraph: what happened, why, what to do: by a key, where there is one for it. */
export const textOf = (error: unknown, messages: Messages): string => {
  if (!(error instanceof QuorateError)) return oneLine(error instanceof Error ? error.message : String(error), 300)
  const { message, fix: command } = error.render(messages)
  const keys: Readonly<Partial<Record<ErrorCode, string>>> = messages.tui.fixes
  const fix = keys[error.code] ?? command
  // A Chinese full stop brings its own space.
  return message.endsWith('。') ? message + fix : `${message} ${fix}`
}

/** More would push away what the notice is about. */
const mostRows = 3

/** A notice as rows; one is kept free where there is nothing to say, so that nothing moves when there is. */
export const noticeRows = ({ text, tone }: Notice, columns: number, paint: Paint): readonly string[] => {
  const rows = wrapText(text, columns)
  const kept = rows.slice(0, mostRows)
  const cutOff = fit(rows.slice(mostRows - 1).join(' '), columns)
  return (rows.length > mostRows ? [...kept.slice(0, -1), cutOff] : kept).map((row) => paint(tone, row))
}
