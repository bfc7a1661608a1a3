import type { LabResult } from '../check/outcome.ts'
import type { CourseLab } from '../course/course.ts'
import { defect } from '../errors.ts'
import type { Locale } from '../i18n/messages.ts'
import type { Bell } from './bell.ts'
import type { MachineAccess } from './machines.ts'

/** What is watched, and who hears of it. */
export interface Watch {
  readonly machines: MachineAccess
  readonly lab: CourseLab
  readonly locale: Locale
  /** From the end of one run to the begin of the next, in milliseconds, when nothing happens. */
  readonly pause: number
  /** Rings when something may have changed. */
  readonly bell: Bell
  readonly signal: AbortSignal
  readonly onBegin: () => void
  readonly onResult: (result: LabResult) => void
  /** What the checks gave was written down: only what differs from the run before is. */
  readonly onNoted: () => void
  /** The machines cannot be reached or failed; they are reached for again after the pause. */
  readonly onProblem: (error: unknown) => void
}

/** Opens a lab and runs its checks again and again, one run after the other, until the signal aborts. */
export const watchLab = async (watch: Watch): Promise<void> => {
  const { machines, lab, locale, pause, bell, signal } = watch
  let isBegun = false
  let noted: string | undefined
  while (!signal.aborted) {
    try {
      const reached = await machines.get()
      if (!isBegun && !signal.aborted) {
        watch.onBegin()
        await reached.begin(lab)
        isBegun = true
      }
      if (signal.aborted) return
      const report = await reached.check(lab, locale, signal)
      if (signal.aborted) return
      const result = report.labs.find(({ id }) => id === lab.id)
      if (result === undefined) throw defect(`no result for the lab ${lab.id}`)
      watch.onResult(result)
      const outcomes = result.checks.map(({ id, outcome }) => `${id} ${outcome}`).join()
      if (outcomes !== noted) {
        await reached.note(report)
        noted = outcomes
        watch.onNoted()
      }
    } catch (error) {
      if (signal.aborted) return
      watch.onProblem(error)
      await machines.drop().catch(() => undefined)
    }
    await bell.wait(pause, signal)
  }
}
