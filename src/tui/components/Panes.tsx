import { Box } from 'ink'
import type { ReactElement } from 'react'
import { fit, widthOf } from '../../terminal/cells.ts'
import type { Paint } from '../../terminal/paint.ts'
import type { LabLayout, Pane, PanePlace } from '../layout.ts'
import { cursorSign, horizontal, vertical } from '../theme.ts'
import { Rows } from './Rows.tsx'

/** What stands above a pane. */
export interface Head {
  readonly title: string
  /** At the right end; in a tab, behind the title. */
  readonly aside: string
  /** The pane draws its head itself, in a row of its own. */
  readonly isOwn?: boolean
}

export interface PanesProps {
  readonly paint: Paint
  readonly layout: LabLayout
  readonly focus: Pane
  readonly heads: Readonly<Record<Pane, Head>>
  /** What is in a pane, in exactly its room. */
  readonly content: (place: PanePlace) => ReactElement
}

/** The panes of a lab's screen where the layout has them, each below its head. */
export const Panes = ({ paint, layout, focus, heads, content }: PanesProps): ReactElement => {
  if (layout.kind === 'tabs') {
    const { tabs, place } = layout
    return (
      <Box flexDirection="column" flexShrink={0}>
        <Rows
          paint={paint}
          size={{ columns: place.columns, rows: 1 }}
          rows={[tabRow(tabs, focus, heads, place.columns, paint)]}
        />
        {content(place)}
      </Box>
    )
  }
  return (
    <Box flexShrink={0}>
      {layout.columns.map((stack, index) => (
        <Box key={stack.map(({ pane }) => pane).join()} flexShrink={0}>
          {index > 0 && <Line paint={paint} rows={stack.reduce((sum, { rows }) => sum + rows + 1, 0)} />}
          <Box flexDirection="column" flexShrink={0}>
            {stack.map((place) =>
              heads[place.pane].isOwn === true ? (
                <Box key={place.pane} flexShrink={0}>
                  {content({ ...place, y: place.y - 1, rows: place.rows + 1 })}
                </Box>
              ) : (
                <Box key={place.pane} flexDirection="column" flexShrink={0}>
                  <Rows
                    paint={paint}
                    size={{ columns: place.columns, rows: 1 }}
                    rows={[headRow(heads[place.pane], place.pane === focus, place.columns, paint)]}
                  />
                  {content(place)}
                </Box>
              )
            )}
          </Box>
        </Box>
      ))}
    </Box>
  )
}

const Line = ({ paint, rows }: { readonly paint: Paint; readonly rows: number }): ReactElement => (
  <Rows
    paint={paint}
    size={{ columns: 3, rows }}
    rows={Array.from({ length: rows }, () => ` ${paint('quiet', vertical)} `)}
  />
)

/** A line with a title in it. The focused pane's differs without colour, too. */
const headRow = ({ title, aside }: Head, isFocused: boolean, columns: number, paint: Paint): string => {
  const end = aside === '' ? '' : ` ${aside}`
  const shown = fit(title, Math.max(0, columns - widthOf(end) - 4))
  const line = horizontal.repeat(Math.max(0, columns - widthOf(shown) - widthOf(end) - 3))
  return isFocused
    ? `${paint('accent', cursorSign)} ${paint('accent', paint('strong', shown))} ${paint('accent', line)}${paint('quiet', end)}`
    : `${paint('quiet', horizontal)} ${shown} ${paint('quiet', `${line}${end}`)}`
}

/** The panes that could show, side by side as names; what does not fit is cut off at the right. */
const tabRow = (
  tabs: readonly Pane[],
  focus: Pane,
  heads: PanesProps['heads'],
  columns: number,
  paint: Paint
): string => {
  // The others are told of by the key that leads to them.
  if (paint.spoken)
    return fit([heads[focus].title, heads[focus].aside].filter((words) => words !== '').join(', '), columns)
  const shown: string[] = []
  let used = 0
  for (const pane of tabs) {
    const { title, aside } = heads[pane]
    const text = aside === '' ? title : `${title} ${aside}`
    const room = columns - used - (used === 0 ? 2 : 5)
    if (room < 4) break
    const fitted = fit(text, room)
    if (used > 0) shown.push(paint('quiet', ` ${vertical} `))
    shown.push(
      pane === focus
        ? `${paint('accent', cursorSign)} ${paint('accent', paint('strong', fitted))}`
        : paint('quiet', `  ${fitted}`)
    )
    used += widthOf(fitted) + (used === 0 ? 2 : 5)
  }
  return shown.join('')
}
