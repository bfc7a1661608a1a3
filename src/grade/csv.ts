import { stringify } from 'csv-stringify/sync'
import { stripControl } from '../text.ts'

/** A cell of a table that we write. */
export type Cell = string | number

/** A text for one cell: a spreadsheet runs nothing of it, and nothing of it becomes another row. */
const tame = (cell: Cell): Cell => (typeof cell === 'string' ? stripControl(cell).replace(/\s+/g, ' ').trim() : cell)

/**
 * A table of our own as CSV (RFC 4180). Texts that a spreadsheet would take for a formula begin with an apostrophe; the
 * mark of the byte order is what makes Excel read Chinese.
 */
export const csvOf = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  stringify([header, ...rows.map((row) => row.map(tame))], {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true
  })
