import { openVagrant } from '../../engine/open.ts'
import type { Command } from '../context.ts'

/** `quorate box build`: makes a box for libvirt from the distribution's packages, where it is not there yet. */
export const build: Command<[]> = async (context) => {
  const name = await openVagrant(context.home).buildBox(context.run)
  if (context.json) context.printJson({ box: name })
  else context.print(context.messages.cli.box.built({ name }))
  return 0
}
