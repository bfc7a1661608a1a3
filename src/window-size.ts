/** A size in cells. */
interface WindowSize {
  readonly columns: number
  readonly rows: number
}

/** The size of a terminal's window. There are terminals that say nothing of it, or 0: they are taken for usual ones. */
export const windowSizeOf = ({ columns, rows }: Partial<WindowSize>): WindowSize => ({
  columns: columns || 80,
  rows: rows || 24
})
