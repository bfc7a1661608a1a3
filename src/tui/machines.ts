import type { CheckReport } from '../check/outcome.ts'
import type { CourseLab } from '../course/course.ts'
import type { Locale } from '../i18n/messages.ts'
import type { AttachableShell, TerminalSize } from '../process/terminal.ts'
import type { NodeName } from '../topology.ts'

/** What the UI needs of the machines. */
export interface Machines {
  /** Marks a lab of the course as opened and keeps where it starts, at the first time. */
  begin(lab: CourseLab): Promise<void>
  /** Runs the checks of a lab once; the words of the report are in the language asked for. */
  check(lab: CourseLab, locale: Locale, signal: AbortSignal): Promise<CheckReport>
  /** Writes down what checks gave. */
  note(report: CheckReport): Promise<void>
  /** `environment` is added to what a login sets up. */
  openShell(
    node: NodeName,
    size: TerminalSize,
    environment?: Readonly<Record<string, string>>
  ): Promise<AttachableShell>
  close(): Promise<void>
}

/** The machines as the UI holds them: reached when they are needed first, and anew after they failed. */
export interface MachineAccess {
  get(): Promise<Machines>
  /** Lets go of machines that failed; the next `get` reaches for them again. */
  drop(): Promise<void>
}

export const accessTo = (open: () => Promise<Machines>): MachineAccess => {
  let opened: Promise<Machines> | undefined
  return {
    get: () => {
      const opening = opened ?? open()
      opened = opening
      return opening
    },
    drop: async () => {
      const dropped = opened
      opened = undefined
      // Machines that could not be reached need not be let go of.
      const machines = await dropped?.catch(() => undefined)
      await machines?.close()
    }
  }
}
