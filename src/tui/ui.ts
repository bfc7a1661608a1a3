import type { Run } from '../engine/engine.ts'
import type { Locale, Messages } from '../i18n/messages.ts'
import type { Home } from '../lab/home.ts'
import type { Survey } from '../lab/setup-plan.ts'
import type { SnapshotAct } from '../lab/snapshot-names.ts'
import type { Study } from '../lab/study.ts'
import type { Paint } from '../terminal/paint.ts'
import type { NodeName } from '../topology.ts'
import type { Bell } from './bell.ts'
import type { Keyboard } from './keyboard.ts'
import type { MachineAccess } from './machines.ts'
import type { Look } from './shell/rows.ts'

/** Hands the terminal over while the call runs, and takes it back: `useApp().suspendTerminal` of Ink. */
export type Suspend = (use: () => Promise<void>) => Promise<void>

/** Looks at this machine, and makes it ready: what `doctor`, `doctor --fix` and `up` do. */
export interface SetupAccess {
  survey(): Promise<Survey>
  perform(survey: Survey, run: Run): Promise<void>
}

/**
 * Why the set-up shows: the person wants to see it, or it comes first and then leads on by itself, asking before
 * anything is installed or, where everything was agreed to, not asking.
 */
export type SetupPurpose = 'look' | 'first' | 'agreed'

/** What the UI works with; it does not change while the UI is open. */
export interface Ui {
  readonly home: Home
  readonly courseFolder: string
  readonly paint: Paint
  /** How programs in the UI's shells may look. */
  readonly look: Look
  readonly machines: MachineAccess
  readonly keyboard: Pick<Keyboard, 'capture' | 'pass' | 'onMouse'>
  /** Rings when checks may give something else than before. */
  readonly bell: Bell
  /** Opens a login shell in this terminal and returns when it has ended. */
  readonly visitShell: (suspend: Suspend, node: NodeName, intro: string) => Promise<void>
  /** Stops the program until the shell that it was started from continues it. */
  readonly stop: (suspend: Suspend) => Promise<void>
  /** Does what the person wants with a snapshot: what the command of that name does. */
  readonly actOnSnapshot: (act: SnapshotAct, run: Run) => Promise<void>
  readonly setup: SetupAccess
  /** Pause between two runs of the checks when nothing happens, in milliseconds. */
  readonly pause: number
  readonly signal: AbortSignal
}

/** A language and its catalogue. */
export interface Language {
  readonly locale: Locale
  readonly messages: Messages
}

/** What the UI begins with. */
export interface Beginning {
  readonly study: Study
  readonly language: Language
  /** The lab to open at once. */
  readonly lab: string | undefined
  /** Whether the set-up comes first. */
  readonly setup: Exclude<SetupPurpose, 'look'> | undefined
}
