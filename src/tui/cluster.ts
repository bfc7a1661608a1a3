import type { Messages } from '../i18n/messages.ts'
import type { LiveEvent } from '../lab/live-events.ts'
import type { LiveSnapshot } from '../lab/live-snapshot.ts'
import { fill, fit, widthOf } from '../terminal/cells.ts'
import type { Paint } from '../terminal/paint.ts'
import { stripControl } from '../text.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import { rowsOf, type TableRow, tableOf } from './cluster-table.ts'
import { eventText, type Spell } from './cluster-words.ts'
import type { Size } from './layout.ts'
import { horizontal } from './theme.ts'

/** What a change stays marked for, in milliseconds. */
const freshFor = 5000

/** From this width on controllers have their whole names. */
const namesFrom = 64

/** A cell wider than this says nothing more. */
const widestCell = 22

const signs = { good: '✔', bad: '✖', warning: '!', quiet: ' ' } as const
/** Stands between sign and text of a cell that has changed. */
const freshSign = '*'

type Fresh = (row: string, name: NodeName) => boolean

/** What changed in these seconds, by row and controller. */
const freshIn = (events: readonly LiveEvent[], now: number): Fresh => {
  const places = events
    .filter(({ at }) => now - at < freshFor)
    .flatMap((event) => rowsOf(event).map((row) => ({ row, nodes: event.nodes })))
  return (row, name) => places.some((place) => place.row === row && place.nodes.includes(name))
}

/** The rows that there is room for: what is wrong or new before what is well, in their usual order. */
const mostTelling = (table: readonly TableRow[], room: number, isFresh: Fresh): readonly TableRow[] => {
  const urgency = ({ id, cells }: TableRow): number => {
    const tones = nodeNames.map((name) => cells[name].tone)
    if (nodeNames.some((name) => isFresh(id, name)) || tones.includes('bad')) return 0
    return tones.includes('warning') ? 1 : 2
  }
  const byTelling = table.toSorted((a, b) => urgency(a) - urgency(b) || a.rank - b.rank)
  const kept = new Set(byTelling.slice(0, Math.max(0, room)))
  return table.filter((row) => kept.has(row))
}

const clock = (at: number): string => new Date(at).toTimeString().slice(0, 8)

/** The cluster in exactly so much room: a table with a column for each controller, and what happened last. */
export const clusterRows = (
  snapshot: LiveSnapshot,
  now: number,
  { columns, rows }: Size,
  messages: Messages,
  paint: Paint
): readonly string[] => {
  const words = messages.live
  const { events } = snapshot
  const isFresh = freshIn(events, now)
  const spell: Spell = (name) => (columns >= namesFrom ? name : name.replace('controller', 'c'))

  const table = tableOf(snapshot, now, words)
  const body = Math.max(0, rows - 1)
  const hasRule = rows >= 12
  const strip = Math.min(Math.max(1, events.length), Math.max(2, Math.floor(rows / 4)))
  const shown = mostTelling(table, body - strip - (hasRule ? 1 : 0), isFresh)
  const left = Math.max(0, body - shown.length - (hasRule ? 1 : 0))

  const widestTitle = Math.max(...table.map(({ title }) => widthOf(title)))
  const titleWidth = Math.min(widestTitle, Math.max(8, Math.floor(columns * 0.26)))
  const cellWidth = Math.min(widestCell, Math.max(1, Math.floor((columns - titleWidth) / nodeNames.length) - 1))
  const line = (title: string, cell: (name: NodeName) => string): string =>
    title + nodeNames.map((name) => ` ${cell(name)}`).join('')

  const hidden = table.length - shown.length
  const head = line(paint('quiet', fill(hidden > 0 ? `+${hidden}` : '', titleWidth)), (name) =>
    paint('strong', fill(spell(name), cellWidth))
  )
  const tableRows = shown.map(({ id, title, cells }) =>
    line(fill(title, titleWidth), (name) => {
      const { text, tone } = cells[name]
      const isNew = isFresh(id, name)
      const painted = paint(tone, fill(`${signs[tone]}${isNew ? freshSign : ' '}${text}`, cellWidth))
      return isNew ? paint('strong', painted) : painted
    })
  )
  const rule = hasRule ? [paint('quiet', horizontal.repeat(columns))] : []
  const happened = events
    .slice(-left)
    .toReversed()
    .map((event) => {
      const text = fit(
        `${clock(event.at)} ${stripControl(eventText(event, words, spell)).replace(/\s+/g, ' ')}`,
        columns
      )
      return paint(now - event.at < freshFor ? 'strong' : 'quiet', text)
    })
  const strips = events.length === 0 ? [paint('quiet', fit(words.noEvents, columns))] : happened
  return [head, ...tableRows, ...rule, ...strips].slice(0, rows)
}
