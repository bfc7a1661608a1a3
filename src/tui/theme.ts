import type { Outcome } from '../check/outcome.ts'
import type { LabProgress } from '../lab/progress.ts'
import type { Tone } from '../terminal/paint.ts'

/** How something shows: by its sign alone where there is no colour. */
export interface Look {
  readonly sign: string
  readonly tone: Tone
}

export const outcomeLooks: Readonly<Record<Outcome, Look>> = {
  pass: { sign: '✔', tone: 'good' },
  fail: { sign: '✖', tone: 'bad' },
  'not-yet': { sign: '○', tone: 'quiet' },
  blocked: { sign: '·', tone: 'quiet' },
  error: { sign: '!', tone: 'warning' }
}

/** What was not looked at yet. */
export const unknownLook: Look = { sign: ' ', tone: 'quiet' }

/** The steps of an experiment that is under way. */
export const stepLooks = {
  done: { sign: '✔', tone: 'good' },
  now: { sign: '›', tone: 'accent' },
  later: { sign: '·', tone: 'quiet' }
} as const satisfies Readonly<Record<string, Look>>

export const labLooks: Readonly<Record<LabProgress['state'], Look>> = {
  passed: { sign: '✔', tone: 'good' },
  open: { sign: '○', tone: 'accent' },
  locked: { sign: '·', tone: 'quiet' }
}

/** What is chosen in the list that keys move in. */
export const cursorSign = '›'
/** What is chosen in a list while keys do something else. */
export const chosenSign = '-'
/** What is behind the chosen block of code. */
export const codeSign = '←'
/** What lines between panes are made of. */
export const horizontal = '─'
export const vertical = '│'
/** A snapshot that the controllers came through, one that they went back before, and where they are. */
export const milestoneLooks = {
  passed: { sign: '●', tone: 'good' },
  left: { sign: '○', tone: 'quiet' },
  now: { sign: '◆', tone: 'accent' }
} as const satisfies Readonly<Record<string, Look>>

/** What this machine has, lacks in part, or lacks. */
export const findingLooks: Readonly<Record<'ok' | 'warn' | 'error', Look>> = {
  ok: { sign: '✔', tone: 'good' },
  warn: { sign: '!', tone: 'warning' },
  error: { sign: '✖', tone: 'bad' }
}
