import { chooseEngine } from '../../engine/open.ts'
import { up } from '../../lab/machines.ts'
import type { MachineSize } from '../../topology.ts'
import type { Command } from '../context.ts'
import { run as showStatus } from './status.ts'

/** `quorate up`: makes sure that the three controllers exist and are up, and shows them. */
export const run: Command<[{ prefix?: string; size?: MachineSize; seed?: string }]> = async (context, options) => {
  await up(context.lab, () => chooseEngine(context.engine), options, context.run)
  return showStatus(context)
}
