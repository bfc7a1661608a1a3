import type { ProgressEvent, Report } from '../engine/engine.ts'
import type { Messages } from '../i18n/messages.ts'
import { barOf } from '../terminal/bar.ts'
import { widthOf } from '../terminal/cells.ts'
import type { Paint } from '../terminal/paint.ts'

/** Where progress is drawn. */
export interface ProgressTarget {
  readonly write: (text: string) => void
  readonly columns: number
  /** Whether a line can be drawn over. Without it each step is one line. */
  readonly live: boolean
}

/** Progress on standard error; `clear` takes the drawn line away before something else is written. */
export interface Progress {
  readonly report: Report
  readonly clear: () => void
}

/** Draws over the line: back to its beginning, and clear it. */
const startOver = '\r\u001b[2K'

export const progressOn = (target: ProgressTarget, messages: Messages, paint: Paint): Progress => {
  let last: ProgressEvent | undefined
  let began = Date.now()
  let drawn = false

  const line = (event: ProgressEvent): string => {
    const seconds = Math.floor((Date.now() - began) / 1000)
    const words = messages.engine.steps[event.step] + (event.node === undefined ? '' : ` ${event.node}`)
    const bar = event.done === undefined ? '' : ` ${barOf(event.done, paint)}`
    const text = `${words}${bar}${seconds > 0 ? paint('quiet', ` ${seconds} s`) : ''}`
    return widthOf(text) < target.columns ? text : words
  }
  const clear = (): void => {
    if (drawn) target.write(startOver)
    drawn = false
  }
  const draw = (event: ProgressEvent): void => {
    target.write(`${startOver}${line(event)}`)
    drawn = true
  }
  let timer: NodeJS.Timeout | undefined
  return {
    report: (event) => {
      const isNew = event.step !== last?.step
      if (isNew) began = Date.now()
      last = event
      if (target.live) {
        draw(event)
        // A long step shows that time goes by, also when it says nothing itself.
        clearInterval(timer)
        timer = setInterval(() => draw(event), 1000).unref()
      } else if (isNew) {
        target.write(`${messages.engine.steps[event.step]}\n`)
      }
    },
    clear: () => {
      clearInterval(timer)
      clear()
    }
  }
}
