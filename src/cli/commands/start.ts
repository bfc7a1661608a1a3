import type { Command } from '../context.ts'
import { run as doctor } from './doctor.ts'
import { run as learn } from './learn.ts'
import { run as up } from './up.ts'

/**
 * `npm start`: sets everything up (asking first where somebody can be asked) and opens Quorate; without a terminal it
 * shows where things stand and what comes next.
 */
export const run: Command<[]> = async (context) => {
  const able = context.interactive ? context : { ...context, yes: true }
  const found = await doctor(able, { fix: true })
  if (found !== 0) return found
  const started = await up(able, {})
  if (started !== 0) return started
  if (context.interactive) return learn(context)
  context.print(context.messages.cli.start.next)
  return 0
}
