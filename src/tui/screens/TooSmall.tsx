import { Box } from 'ink'
import type { ReactElement } from 'react'
import type { Messages } from '../../i18n/messages.ts'
import type { Paint } from '../../terminal/paint.ts'
import { wrapText } from '../../terminal/wrap.ts'
import { Rows } from '../components/Rows.tsx'
import { type Commands, useCommands } from '../hooks/useCommands.ts'
import { leastSize, type Size } from '../layout.ts'

export interface TooSmallProps {
  readonly paint: Paint
  readonly messages: Messages
  readonly size: Size
  readonly commands: Commands
}

/** Says that the window is too small, and waits for a larger one. */
export const TooSmall = ({ paint, messages, size, commands }: TooSmallProps): ReactElement => {
  useCommands('course', commands)
  const text = messages.tui.tooSmall({ ...size, leastColumns: leastSize.columns, leastRows: leastSize.rows })
  return (
    <Box width={size.columns} height={size.rows} overflow="hidden">
      <Rows paint={paint} size={size} rows={wrapText(text, size.columns)} />
    </Box>
  )
}
