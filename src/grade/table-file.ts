import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { callError } from '../errors.ts'

/** A table in CSV as somebody else wrote it, that can be written again with nothing changed but what was filled in. */
export interface TableFile {
  readonly path: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly hasBom: boolean
  readonly delimiter: string
  readonly lineEnd: string
}

/** A roster or gradebook of more is not of a class. */
const mostBytes = 20 * 1024 ** 2

const delimiters = [',', ';', '\t']

/** The delimiter that the first line has most of. */
const delimiterOf = (text: string): string => {
  const [line = ''] = text.split(/\r?\n/, 1)
  const count = (delimiter: string): number => line.split(delimiter).length
  return delimiters.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best), ',')
}

const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Reads a table. @throws call errors that name the file */
export const readTable = async (path: string): Promise<TableFile> => {
  let content: Buffer
  try {
    content = await readFile(path)
  } catch (error) {
    throw callError('table-unreadable', { path, detail: detailOf(error) }, error)
  }
  return tableOf(path, content)
}

/** The table in the content of a file. @throws call errors that name the file */
export const tableOf = (path: string, content: Uint8Array): TableFile => {
  const text = textOf(path, content)
  const delimiter = delimiterOf(text)
  try {
    const [header = [], ...rows]: string[][] = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true
    })
    const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
    return { path, header, rows, hasBom: text.startsWith('\ufeff'), delimiter, lineEnd }
  } catch (error) {
    throw callError('table-unreadable', { path, detail: detailOf(error) }, error)
  }
}

const textOf = (path: string, content: Uint8Array): string => {
  if (content.length > mostBytes) throw callError('table-unreadable', { path, detail: `${content.length} B` })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch (error) {
    throw callError('table-encoding', { path }, error)
  }
}

/** The table as text, written as it was. */
export const textOfTable = ({ header, rows, hasBom, delimiter, lineEnd }: TableFile): string =>
  stringify([header, ...rows], { bom: hasBom, delimiter, record_delimiter: lineEnd })

/** The table with a value in some cells: `fill` gives what is new for a row, by the number of the column. */
export const fillTable = (
  table: TableFile,
  fill: (cells: readonly string[]) => ReadonlyMap<number, string>
): TableFile => ({
  ...table,
  rows: table.rows.map((cells) => {
    const filled = fill(cells)
    return filled.size === 0 ? cells : table.header.map((_, index) => filled.get(index) ?? cells[index] ?? '')
  })
})

/** Names of columns, as one compares them. */
const comparable = (name: string): string => name.normalize('NFKC').trim().toLowerCase()

/** The first column that has one of these names, whatever their case; -1 where there is none. */
export const columnOf = (header: readonly string[], names: readonly string[]): number =>
  header.findIndex((name) => names.some((known) => comparable(known) === comparable(name)))
