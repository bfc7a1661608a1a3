import { setTimeout as pause } from 'node:timers/promises'
import type { CheckReport } from '../check/outcome.ts'
import type { Settling } from '../check/retry.ts'
import { type Behave, runChecks } from '../check/run.ts'
import type { CourseLab } from '../course/course.ts'
import { Interrupted } from '../errors.ts'
import { loadMessages } from '../i18n/locale.ts'
import type { Locale } from '../i18n/messages.ts'
import { FactsReader, type RecordedLook } from './facts-reader.ts'
import type { OpenLab } from './snapshots.ts'
import type { Study } from './study.ts'

/** Runs checks on the real controllers over channels that stay open between runs. */
export interface Checker {
  /**
   * Looks once, or (with `settle`) as long as something that has just changed may still become right, or until it is
   * enough; runs experiments with `behave`, and leaves behaviour checks out without it. A machine that does not answer
   * gives the outcome `error` within seconds; it never hangs and never throws for it.
   */
  check(
    labs: readonly CourseLab[],
    options: {
      readonly settle: boolean | Pick<Settling, 'isEnough'>
      readonly signal: AbortSignal
      readonly behave?: Behave | undefined
      /** Called with what the controllers printed, each time that the run looked. */
      readonly onLook?: (look: RecordedLook) => void
    }
  ): Promise<CheckReport>
  close(): void
}

const clock = {
  now: () => performance.now(),
  sleep: async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    try {
      await pause(milliseconds, undefined, { signal })
    } catch {
      throw new Interrupted()
    }
  }
}

/** Opens a checker on a lab; the words of its reports are in the language given. */
export const openChecker = (lab: OpenLab, study: Study, locale: Locale): Checker => {
  const { slowness } = lab.record
  const reader = new FactsReader(lab.controllers, slowness)
  return {
    check: async (labs, { settle, signal, behave, onLook }) =>
      runChecks({
        course: study.course,
        labs,
        voice: { messages: await loadMessages(locale), locale, values: study.values },
        collect: async (wanted) => {
          const look = await reader.look(wanted)
          onLook?.(look.recorded)
          return look
        },
        clock,
        signal,
        ...(settle === false ? {} : { settle: { slowness, ...(settle === true ? {} : settle) } }),
        ...(behave === undefined ? {} : { behave })
      }),
    close: () => reader.close()
  }
}
