import { Box, Text } from 'ink'
import type { ReactElement } from 'react'
import { asciiInPlace, type Paint } from '../../terminal/paint.ts'
import type { Size } from '../layout.ts'

export interface RowsProps {
  readonly paint: Paint
  readonly size: Size
  /** Painted, and none wider than the size. Those that are too many do not show. */
  readonly rows: readonly string[]
}

/** Rows of text in exactly so much room. */
export const Rows = ({ paint, size, rows }: RowsProps): ReactElement => {
  const shown = rows.slice(0, size.rows)
  // What keeps columns apart is nothing to listen to.
  const text = (paint.spoken ? shown.map((row) => row.trimEnd()) : shown).join('\n')
  return (
    <Box width={size.columns} height={size.rows} flexShrink={0} overflow="hidden">
      <Text wrap="truncate">{paint.unicode ? text : asciiInPlace(text)}</Text>
    </Box>
  )
}
