import { down } from '../../lab/machines.ts'
import { withLab } from '../../lab/session.ts'
import type { Command } from '../context.ts'
import { run as showStatus } from './status.ts'

/** `quorate down`: stops the three controllers. */
export const run: Command<[]> = async (context) => {
  await withLab(context.lab, 'exclusively', context.run, (lab) => down(lab, context.run))
  return showStatus(context)
}
