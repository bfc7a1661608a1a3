import { widthOf } from '../terminal/cells.ts'

/** Rows in aligned columns, measured in terminal cells: a Chinese character takes two. */
export const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))
  }
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))
      )
      .join('  ')
      .trimEnd()
  )
}
