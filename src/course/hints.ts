import type { LocalizedText } from '../i18n/messages.ts'
import type { TaskDefinition } from './schema.ts'
import { fillText, type Values } from './variables.ts'

/** One rung of a task's ladder of hints. */
export interface Hint {
  /** From 1: what it means, where to look, the idea behind the fix. */
  readonly rung: number
  readonly of: number
  readonly text: LocalizedText
}

/** The hint that comes after those already given; none after the last. */
export const nextHint = (task: TaskDefinition, given: number, values: Values): Hint | undefined => {
  const text = task.hints[given]
  return text === undefined ? undefined : { rung: given + 1, of: task.hints.length, text: fillText(text, values) }
}
