/** A size in cells. */
export interface Size {
  readonly columns: number
  readonly rows: number
}

/** The smallest window that everything is readable in. */
export const leastSize: Size = { columns: 60, rows: 16 }

export const isTooSmall = ({ columns, rows }: Size): boolean => columns < leastSize.columns || rows < leastSize.rows

/** Title and the line below it; the line of keys at the bottom. */
const headRows = 2
const keyRows = 1

/** From this width on the checks stand beside the lesson, whose diagrams are up to 76 cells wide. */
const besideFrom = 116

/** Where the parts of a lab's screen are. */
export interface LabLayout {
  readonly main: Size
  readonly list: Size & { readonly where: 'beside' | 'below' | 'hidden' }
}

/** Space for a line between panes: one row below one another, three columns beside one another. */
export const labLayout = (size: Size, noticeRows: number, isListHidden: boolean): LabLayout => {
  const rows = size.rows - headRows - keyRows - noticeRows
  if (isListHidden) {
    return { main: { columns: size.columns, rows }, list: { columns: 0, rows: 0, where: 'hidden' } }
  }
  if (size.columns >= besideFrom) {
    const columns = Math.min(48, Math.round(size.columns * 0.32))
    return { main: { columns: size.columns - columns - 3, rows }, list: { columns, rows, where: 'beside' } }
  }
  const listRows = Math.max(4, Math.round(rows * 0.35))
  return {
    main: { columns: size.columns, rows: rows - listRows - 1 },
    list: { columns: size.columns, rows: listRows, where: 'below' }
  }
}

/** The first of `count` items to show in so many rows, so that one of them is well in view. */
export const windowStart = (count: number, rows: number, chosen: number): number =>
  Math.max(0, Math.min(chosen - Math.floor(rows / 2), count - rows))
