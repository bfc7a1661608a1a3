import { stripControl } from '../../check/text.ts'
import type { HostServices } from '../../lab/host-services.ts'
import { type LabStatus, readStatus, type StatusDocument } from '../../lab/status.ts'
import type { CliContext, Command } from '../context.ts'
import { table } from '../table.ts'

/** `quorate status`: engine, controllers, addresses, snapshots. */
export const run: Command<[]> = async (context) => {
  const status = await readStatus(context.lab)
  if (context.json) context.printJson(status.document)
  else context.print(statusText(context, status))
  return 0
}

/** So many power actions are shown; the others are in `--json`. */
const shownActions = 6

const servicesLine = ({ messages, paint }: CliContext, { services }: StatusDocument): string => {
  const words = messages.cli.status
  const tone = { running: 'good', starting: 'quiet', stopped: 'quiet', waiting: 'warning', blocked: 'bad' } as const
  const painted = (state: HostServices['time']): string => paint(tone[state], words.serviceStates[state])
  return words.services(painted(services.time), painted(services.bmc))
}

const fencingLines = ({ messages, locale, paint }: CliContext, { fencing }: StatusDocument): string[] => {
  const words = messages.cli.status
  const shown = fencing.slice(-shownActions)
  if (shown.length === 0) return []
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
  return [
    words.fencing(shown.length),
    ...table(
      shown.map(({ at, controller, action, by, outcome }) => [
        `  ${time.format(new Date(at))}`,
        controller,
        action,
        words.fencedBy(stripControl(by)),
        paint(outcome === 'done' ? 'quiet' : 'warning', words.fencingOutcomes[outcome])
      ])
    )
  ]
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
  if (document.lab !== 'absent') lines.push(servicesLine(context, document))
  lines.push(...fencingLines(context, document))
  if (pending !== undefined) lines.push(paint('warning', words.pending(pending)))
  if (document.lab !== 'running') lines.push(words.next)
  return lines.join('\n')
}
