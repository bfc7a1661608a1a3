import { setTimeout } from 'node:timers/promises'

/** Wakes whoever waits. */
export interface Bell {
  /** Wakes the one who waits, or the next one at once. */
  ring(): void
  /** Returns after so many milliseconds, when it rings, or when the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

export const newBell = (): Bell => {
  let rung = Promise.withResolvers<void>()
  return {
    ring: () => rung.resolve(),
    wait: async (milliseconds, signal) => {
      const end = new AbortController()
      const pause = setTimeout(milliseconds, undefined, { signal: AbortSignal.any([signal, end.signal]) })
      await Promise.race([pause.catch(() => undefined), rung.promise])
      end.abort()
      rung = Promise.withResolvers<void>()
    }
  }
}
