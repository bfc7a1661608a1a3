import type { Messages } from '../i18n/messages.ts'
import type { LiveSnapshot } from '../lab/live-snapshot.ts'
import { wrapText } from '../terminal/wrap.ts'
import { stripControl } from '../text.ts'
import { nodeNames } from '../topology.ts'
import { type TableRow, tableOf } from './cluster-table.ts'
import { eventText } from './cluster-words.ts'
import type { Size } from './layout.ts'

/** A row of the cluster in one sentence: what is the same on all three controllers is said once. */
const rowText = ({ title, cells }: TableRow, { spoken }: Messages['tui']): string => {
  const said = nodeNames.flatMap((name) => {
    const { text, tone } = cells[name]
    if (text === '') return []
    return { name, text: tone === 'bad' ? spoken.bad(text) : tone === 'warning' ? spoken.warning(text) : text }
  })
  const [first] = said
  const isSame = said.length === nodeNames.length && said.every(({ text }) => text === first?.text)
  if (first !== undefined && isSame) return spoken.row(title, spoken.all(first.text))
  return spoken.row(title, spoken.list(said.map(({ name, text }) => `${name} ${text}`)))
}

/** The live cluster as sentences, and then what happened, the last first. */
export const spokenCluster = (
  snapshot: LiveSnapshot,
  { columns, rows }: Size,
  { live, tui }: Messages
): readonly string[] => {
  const table = tableOf(snapshot, snapshot.at, live)
    .filter(({ cells }) => nodeNames.some((name) => cells[name].text !== ''))
    .map((row) => rowText(row, tui))
  const events = snapshot.events
    .toReversed()
    .map((event) => stripControl(eventText(event, live, (name) => name)).replace(/\s+/g, ' '))
  return [...table, ...(events.length === 0 ? [live.noEvents] : events)]
    .flatMap((text) => wrapText(text, columns))
    .slice(0, rows)
}
