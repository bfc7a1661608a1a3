import type { Tone } from '../terminal/paint.ts'
import { type Row, type Span, widthOfRow, wrap } from '../terminal/wrap.ts'

/** The cells of a table; the first row is its head. */
export type Cells = readonly (readonly (readonly Span[])[])[]

const gap = 2
/** Narrower columns than this are harder to read than one cell below the other. */
const leastWidth = 6

/** How wide each column is, so that all fit: the widest ones give way first. */
const columnWidths = (natural: readonly number[], columns: number): readonly number[] | undefined => {
  const room = columns - gap * (natural.length - 1)
  const widths = [...natural]
  for (let total = widths.reduce((sum, width) => sum + width, 0); total > room; total -= 1) {
    const widest = widths.indexOf(Math.max(...widths))
    const width = widths[widest] ?? 0
    if (width <= leastWidth) return undefined
    widths[widest] = width - 1
  }
  return widths
}

const padded = (row: Row, width: number): Row => {
  const missing = width - widthOfRow(row)
  return missing > 0 ? [...row, { text: ' '.repeat(missing), tones: [] }] : row
}

const emphasized = (spans: readonly Span[], tone: Tone): readonly Span[] =>
  spans.map((span) => ({ ...span, tones: [tone, ...span.tones] }))

/** A table without a frame: columns stand below their heads. Where they cannot fit, each row becomes a list. */
export const tableRows = (cells: Cells, columns: number, rule: string): Row[] => {
  const [head = [], ...body] = cells
  const natural = head.map((_, column) =>
    Math.max(1, ...cells.map((row) => widthOfRow(wrap(row[column] ?? [], Number.POSITIVE_INFINITY)[0] ?? [])))
  )
  const widths = columnWidths(natural, columns)
  if (widths === undefined) return tableAsList(cells, columns)
  const line = (row: readonly (readonly Span[])[]): Row[] => {
    const wrapped = widths.map((width, column) => wrap(row[column] ?? [], width))
    const height = Math.max(...wrapped.map((rows) => rows.length))
    return Array.from({ length: height }, (_, at) =>
      wrapped.flatMap((rows, column): Row => {
        const isLast = column === widths.length - 1
        const cell = rows[at] ?? []
        return isLast ? cell : [...padded(cell, widths[column] ?? 0), { text: ' '.repeat(gap), tones: [] }]
      })
    )
  }
  const ruled: Row = widths.map((width, column) => ({
    text: rule.repeat(width) + (column === widths.length - 1 ? '' : ' '.repeat(gap)),
    tones: ['quiet']
  }))
  return [...line(head.map((cell) => emphasized(cell, 'strong'))), ruled, ...body.flatMap(line)]
}

/** Each row of a table as a list of its cells, with what stands in the head above them. */
export const tableAsList = ([head = [], ...body]: Cells, columns: number): Row[] =>
  body.flatMap((row, index) => {
    const rows = row.flatMap((cell, column) =>
      wrap([...emphasized(head[column] ?? [], 'strong'), { text: ': ', tones: [] }, ...cell], columns)
    )
    return index === 0 ? rows : [[], ...rows]
  })
