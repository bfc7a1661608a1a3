/** A size in cells. */
export interface Size {
  readonly columns: number
  readonly rows: number
}

/** The smallest window that everything is readable in. */
export const leastSize: Size = { columns: 60, rows: 16 }

export const isTooSmall = ({ columns, rows }: Size): boolean => columns < leastSize.columns || rows < leastSize.rows

/** The parts of a lab's screen, in the order in which the focus goes round. */
export const panes = ['lesson', 'tasks', 'cluster', 'shell'] as const
export type Pane = (typeof panes)[number]

/** Which panes a person wants to see. */
export interface View {
  readonly focus: Pane
  /** The focused pane has all the room. */
  readonly isZoomed: boolean
  readonly hidden: readonly Pane[]
}

/** Above and below the panes: the title, and the keys. */
const titleRows = 1
const frameRows = titleRows + 1

/** From this size on there is room for several panes at once; below it they are tabs. Diagrams are up to 76 cells wide. */
const roomy: Size = { columns: 116, rows: 28 }
const lessonColumns = 76

/** Between two columns of panes: a line with a space on both sides. */
export const gutter = 3

/** A pane with its room, which is below its head of one row. */
export interface PanePlace extends Size {
  readonly pane: Pane
  /** The first cell of the room in the window. */
  readonly x: number
  readonly y: number
}

/** Where the panes of a lab's screen are. */
export type LabLayout =
  /** One pane below a row of tabs. */
  | { readonly kind: 'tabs'; readonly tabs: readonly Pane[]; readonly place: PanePlace }
  /** Columns of panes below one another, each with a row of its own as head. */
  | { readonly kind: 'panes'; readonly columns: readonly (readonly PanePlace[])[] }

/** The panes that can be seen at all: the focused one always can. */
export const shownPanes = ({ hidden, focus }: View): readonly Pane[] =>
  panes.filter((pane) => pane === focus || !hidden.includes(pane))

/** @param isLinear one pane after the other, however large the window is */
export const labLayout = (size: Size, noticeRows: number, view: View, isLinear = false): LabLayout => {
  const rows = size.rows - frameRows - noticeRows
  const shown = shownPanes(view)
  const isRoomy = !isLinear && size.columns >= roomy.columns && size.rows >= roomy.rows
  if (!isRoomy) {
    const place = { pane: view.focus, x: 0, y: titleRows + 1, columns: size.columns, rows: rows - 1 }
    return { kind: 'tabs', tabs: shown, place }
  }
  if (view.isZoomed) return { kind: 'panes', columns: [below([view.focus], { x: 0, columns: size.columns }, rows)] }
  const left = shown.filter((pane) => pane === 'lesson' || pane === 'shell')
  const right = shown.filter((pane) => pane === 'tasks' || pane === 'cluster')
  if (left.length === 0 || right.length === 0) {
    return { kind: 'panes', columns: [below([...left, ...right], { x: 0, columns: size.columns }, rows)] }
  }
  const side = Math.min(60, Math.round(size.columns * 0.36), size.columns - gutter - lessonColumns)
  const x = size.columns - side
  return {
    kind: 'panes',
    columns: [below(left, { x: 0, columns: x - gutter }, rows), below(right, { x, columns: side }, rows)]
  }
}

/** The lower of two gets a little less: the lesson, and what is to be done, are what one looks at first. */
const lowerPart = 0.45

const below = (
  [upper, lower]: readonly Pane[],
  place: { readonly x: number; readonly columns: number },
  rows: number
): readonly PanePlace[] => {
  if (upper === undefined) return []
  const lowerRows = lower === undefined ? 0 : Math.round(rows * lowerPart)
  const upperRows = rows - lowerRows
  const y = titleRows + 1
  const first = { pane: upper, ...place, y, rows: upperRows - 1 }
  return lower === undefined ? [first] : [first, { pane: lower, ...place, y: y + upperRows, rows: lowerRows - 1 }]
}

/** Every pane that shows, and its room. */
export const placesOf = (layout: LabLayout): readonly PanePlace[] =>
  layout.kind === 'tabs' ? [layout.place] : layout.columns.flat()

/** The pane that a cell of the window belongs to, its head included. */
export const paneAt = (
  places: readonly PanePlace[],
  { x, y }: { readonly x: number; readonly y: number }
): Pane | undefined =>
  places.find((place) => x >= place.x && x < place.x + place.columns && y >= place.y - 1 && y < place.y + place.rows)
    ?.pane

/** The first of `count` items to show in so many rows, so that one of them is well in view. */
export const windowStart = (count: number, rows: number, chosen: number): number =>
  Math.max(0, Math.min(chosen - Math.floor(rows / 2), count - rows))

/** The first row to show so that a block is in view: its begin, where it is longer than the pane. */
export const inViewFrom = (
  scroll: number,
  { first, last, rows }: { readonly first: number; readonly last: number; readonly rows: number }
): number => (first < scroll ? first : last >= scroll + rows ? Math.min(first, last - rows + 1) : scroll)
