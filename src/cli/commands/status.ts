import { stripControl } from '../../check/text.ts'
import { type LabStatus, readStatus } from '../../lab/status.ts'
import type { CliContext, Command } from '../context.ts'
import { table } from '../table.ts'

/** `quorate status`: engine, controllers, addresses, snapshots. */
export const run: Command<[]> = async (context) => {
  const status = await readStatus(context.lab)
  if (context.json) context.printJson(status.document)
  else context.print(statusText(context, status))
  return 0
}

const statusText = (context: CliContext, { document, pending }: LabStatus): string => {
  const { messages, paint } = context
  const words = messages.cli.status
  const tone = { running: 'good', stopped: 'quiet', frozen: 'warning', absent: 'quiet', partial: 'warning' } as const
  const lines = [
    `${words.lab}${paint(tone[document.lab], words.labStates[document.lab])} (${document.engine})`,
    ...table(
      document.nodes.map((node) => [
        `  ${node.name}`,
        paint(tone[node.state], messages.engine.states[node.state]),
        node.addresses.map((address) => stripControl(address)).join(' ')
      ])
    )
  ]
  if (document.snapshots.length > 0) {
    lines.push(`${words.snapshots}${document.snapshots.map(({ name }) => name).join(', ')}`)
  }
  if (pending !== undefined) lines.push(paint('warning', words.pending(pending)))
  if (document.lab !== 'running') lines.push(words.next)
  return lines.join('\n')
}
