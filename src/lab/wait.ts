import { setTimeout as pause } from 'node:timers/promises'
import { Interrupted } from '../errors.ts'

/**
 * Asks again and again until the answer is there or the limit (milliseconds) runs out.
 * @returns the answer, or undefined at the limit.
 * @throws Interrupted when the signal aborts.
 */
export const waitFor = async <T>(
  ask: () => Promise<T | undefined>,
  limits: { readonly limit: number; readonly interval: number; readonly signal: AbortSignal }
): Promise<T | undefined> => {
  const until = Date.now() + limits.limit
  for (;;) {
    if (limits.signal.aborted) throw new Interrupted()
    const answer = await ask()
    if (answer !== undefined || Date.now() >= until) return answer
    try {
      await pause(limits.interval, undefined, { signal: limits.signal })
    } catch {
      throw new Interrupted()
    }
  }
}
