import { setTimeout as pause } from 'node:timers/promises'
import { environmentError, Interrupted, QuorateError } from '../../errors.ts'
import { EngineRefusal, EngineUnreachable } from './client.ts'

/** ENOSPC and EDQUOT as the engines word them: they give no code for it. */
const noSpacePattern = /no space left on device|disk quota exceeded/i

/** How long a file system may take to give back what was deleted, in milliseconds. */
const cleaningLimit = 60_000

/**
 * Repeats a call for which there is no space while space is being given back: btrfs does so behind the call that
 * deleted something, which for a full pool is whatever replaced the first of its machines.
 */
export const whenSpaceIsBack = async <T>(call: () => Promise<T>): Promise<T> => {
  const until = Date.now() + cleaningLimit
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof EngineRefusal) || !noSpacePattern.test(error.message) || Date.now() > until) throw error
      await pause(1000)
    }
  }
}

/** A pool with less than this part of it free is as good as full: btrfs keeps about a fortieth for itself. */
const littleSpace = 1 / 25

/** btrfs gives back what was deleted when it commits, by default every 30 seconds; in milliseconds. */
const commitInterval = 35_000

/**
 * Runs a call that deletes, and, where the pool was full before, waits until no more space is given back: until then
 * a daemon that starts can still find the disk full.
 */
export const givingSpaceBack = async (
  space: () => Promise<{ readonly free: number; readonly total: number }>,
  call: () => Promise<unknown>
): Promise<void> => {
  const before = await space()
  await call()
  if (before.free >= before.total * littleSpace) return
  let most = before.free
  for (let since = Date.now(); Date.now() - since < commitInterval; await pause(1000)) {
    const { free } = await space()
    if (free <= most) continue
    most = free
    since = Date.now()
  }
}

/** What a failure of the engine means to a person. Our own errors and interruptions pass as they are. */
const explained = (error: unknown): unknown => {
  if (error instanceof QuorateError || error instanceof Interrupted) return error
  if (error instanceof EngineUnreachable) {
    if (error.code === 'EACCES') return environmentError('engine-permission', {}, error)
    if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')
      return environmentError('engine-not-running', {}, error)
    return environmentError('engine-lost', { detail: error.code }, error)
  }
  if (error instanceof EngineRefusal) {
    if (noSpacePattern.test(error.message)) return environmentError('engine-full', {}, error)
    return environmentError('engine-refused', { detail: error.message }, error)
  }
  return error
}

/** Runs a call to the engine; what goes wrong is thrown as an error that a person understands. */
export const explaining = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call()
  } catch (error) {
    throw explained(error)
  }
}
