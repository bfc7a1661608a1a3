import type { EngineKind, Run } from '../engine/engine.ts'
import type { Locale, Messages } from '../i18n/messages.ts'
import type { Home } from '../lab/home.ts'
import type { LabContext } from '../lab/session.ts'
import type { Paint } from '../terminal/paint.ts'

/** What every command is called with: where it runs, how it may speak, and what was asked for everywhere. */
export interface CliContext {
  readonly messages: Messages
  readonly locale: Locale
  readonly home: Home
  readonly courseFolder: string
  readonly engine: EngineKind | undefined
  readonly json: boolean
  /** Confirm nothing, go ahead. */
  readonly yes: boolean
  readonly verbose: boolean
  /** Whether a person sits at a terminal, on both sides. */
  readonly interactive: boolean
  readonly paint: Paint
  /** Columns of the terminal; 80 where there is none. */
  readonly columns: number
  /** Progress to standard error, and the signal that Ctrl-C aborts. */
  readonly run: Run
  /** For what works on the lab. */
  readonly lab: LabContext
  /** Writes to standard output. */
  readonly print: (text: string) => void
  /** Writes a remark to standard error. */
  readonly remark: (text: string) => void
  /** Writes the one document of `--json`. */
  readonly printJson: (document: object) => void
}

/** What a command module exports: does its work and says with which code the program ends (design §5). */
export type Command<A extends readonly unknown[]> = (context: CliContext, ...args: A) => Promise<number>
