import { serveLab } from '../../lab/serve.ts'
import type { Command } from '../context.ts'

/** `quorate serve`, which Quorate starts itself: the process of the lab host's services. */
export const run: Command<[]> = async (context) => {
  await serveLab(context.lab, context.run.signal)
  return 0
}
