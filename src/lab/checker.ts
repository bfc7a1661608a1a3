import type { CheckReport } from '../check/outcome.ts'
import type { CourseLab } from '../course/course.ts'

/** Runs checks on the real controllers over channels that stay open between runs. */
export interface Checker {
  /**
   * Looks once, or (with `settle`) as long as something that has just changed may still become right.
   * A machine that does not answer gives the outcome `error` within seconds; it never hangs and never throws for it.
   */
  check(
    labs: readonly CourseLab[],
    options: { readonly settle: boolean; readonly signal: AbortSignal }
  ): Promise<CheckReport>
  close(): void
}
