import type { Command } from '../context.ts'
import { run as doctor } from './doctor.ts'
import { canShowUi, showUi } from './learn.ts'
import { run as up } from './up.ts'

/**
 * `npm start`: opens Quorate, which sets everything up first (asking before it installs anything); without a terminal
 * it sets everything up, and shows where things stand and what comes next.
 */
export const run: Command<[]> = async (context) => {
  if (canShowUi(context)) return showUi(context, { wantsControllers: true })
  const able = { ...context, yes: true }
  const found = await doctor(able, { fix: true })
  if (found !== 0) return found
  const started = await up(able, {})
  if (started !== 0) return started
  context.print(context.messages.cli.start.next)
  return 0
}
