import { callError } from '../../errors.ts'
import { withLab } from '../../lab/session.ts'
import { attachShell } from '../../process/terminal.ts'
import type { Command } from '../context.ts'
import { nodeNamed } from './exec.ts'

/** `quorate shell NODE`: a login shell as root. */
export const run: Command<[string]> = async (context, name) => {
  const node = nodeNamed(name, false)
  if (!process.stdin.isTTY || !process.stdout.isTTY) throw callError('needs-terminal', { node })
  return withLab(context.lab, 'to-look', context.run, async ({ controllers }) =>
    attachShell((size) => controllers.openShell(node, size))
  )
}
