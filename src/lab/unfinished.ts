import type { Home } from './home.ts'
import { holderOf } from './lock.ts'
import { type Pending, readPending } from './pending.ts'

/** What an earlier command left unfinished; what somebody is doing right now is not left unfinished. */
export const readUnfinished = async (home: Home): Promise<Pending['action'] | undefined> => {
  const [pending, holder] = await Promise.all([readPending(home), holderOf(home.lock)])
  return holder === undefined ? pending?.action : undefined
}
