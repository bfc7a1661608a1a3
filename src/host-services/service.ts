import { setTimeout as pause } from 'node:timers/promises'

/**
 * How a service on the lab host's address is.
 * - `running`: it listens
 * - `waiting`: the address is not there yet
 * - `blocked`: another program has its port, or the system forbids listening
 */
export const serviceStates = ['running', 'waiting', 'blocked'] as const
export type ServiceState = (typeof serviceStates)[number]

/** Something that listens. */
export interface Listener {
  /** Resolves when it no longer listens, whatever ended it. */
  readonly ended: Promise<unknown>
  close(): Promise<void>
}

/** How often listening is tried again, in milliseconds. */
const tryAgain = 1000

/** `EADDRNOTAVAIL`: the engine makes the lab's network when it starts, which may be after us. */
const stateAfter = (error: unknown): ServiceState =>
  error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL' ? 'waiting' : 'blocked'

/** Keeps a service listening until the signal aborts: again and again until it can, and again when it was lost. */
export const keepListening = async (
  listen: () => Promise<Listener>,
  onState: (state: ServiceState, error?: unknown) => void,
  signal: AbortSignal
): Promise<void> => {
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  while (!signal.aborted) {
    try {
      const listener = await listen()
      onState('running')
      await Promise.race([listener.ended, aborted])
      await listener.close()
    } catch (error) {
      onState(stateAfter(error), error)
    }
    await pause(tryAgain, undefined, { signal }).catch(() => undefined)
  }
}
