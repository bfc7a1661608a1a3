import type { ProgressEvent, ProgressStep } from '../engine/engine.ts'
import type { Messages } from '../i18n/messages.ts'
import { barOf } from '../terminal/bar.ts'
import { fit, widthOf } from '../terminal/cells.ts'
import type { Paint } from '../terminal/paint.ts'
import { wrapText } from '../terminal/wrap.ts'
import { cursorSign, type Look, outcomeLooks } from './theme.ts'

/** A step of something that takes time, as far as it has come. Times are milliseconds since 1970. */
export interface SeenStep {
  readonly step: ProgressStep
  /** From 0 to 1, where it is known. */
  readonly done: number | undefined
  readonly began: number
  readonly ended: number | undefined
}

/** The steps after they all have come to an end. */
export const afterEnd = (steps: readonly SeenStep[], at: number): readonly SeenStep[] =>
  steps.map((seen) => (seen.ended === undefined ? { ...seen, ended: at } : seen))

/** The steps after one more report. A report on another step than the last one begins it, and ends that one. */
export const afterReport = (
  steps: readonly SeenStep[],
  { step, done }: ProgressEvent,
  at: number
): readonly SeenStep[] => {
  const last = steps.at(-1)
  if (last?.step === step) return [...steps.slice(0, -1), { ...last, done }]
  return [...afterEnd(steps, at), { step, done, began: at, ended: undefined }]
}

/** How the last step stands: it goes on, or all of it failed there. */
export type Standing = 'running' | 'failed'

const running: Look = { sign: cursorSign, tone: 'accent' }

/** Seconds as a row ends with them: none for what took less than one. */
const secondsOf = ({ began, ended }: SeenStep, now: number): string => {
  const seconds = Math.floor(((ended ?? now) - began) / 1000)
  return seconds > 0 ? ` ${seconds} s` : ''
}

/** A step in words: what others see by its sign and as a bar. */
const spokenStep = (
  { step, done }: SeenStep,
  state: keyof Messages['tui']['spoken']['steps'],
  { engine, tui }: Messages
): string => {
  const percent = state === 'now' && done !== undefined ? [`${Math.round(done * 100)}%`] : []
  return tui.spoken.list([engine.steps[step], tui.spoken.steps[state], ...percent])
}

/** A row a step: what is done and how long it took, and how far the one is that goes on. */
export const stepRows = (
  steps: readonly SeenStep[],
  standing: Standing,
  now: number,
  columns: number,
  messages: Messages,
  paint: Paint
): readonly string[] =>
  steps.flatMap((seen, index) => {
    const isLast = index === steps.length - 1
    if (paint.spoken) {
      const state = !isLast ? 'done' : standing === 'running' ? 'now' : 'failed'
      return wrapText(spokenStep(seen, state, messages), columns)
    }
    const look = !isLast ? outcomeLooks.pass : standing === 'running' ? running : outcomeLooks.fail
    const seconds = secondsOf(seen, now)
    const bar = isLast && seen.done !== undefined ? ` ${barOf(seen.done, paint)}` : ''
    const words = fit(messages.engine.steps[seen.step], columns - 2 - widthOf(seconds))
    const text = isLast ? words : paint('quiet', words)
    const row = `${paint(look.tone, look.sign)} ${text}${bar}${paint('quiet', seconds)}`
    return widthOf(row) <= columns ? row : `${paint(look.tone, look.sign)} ${text}${paint('quiet', seconds)}`
  })
