import { Box } from 'ink'
import type { ReactElement, ReactNode } from 'react'
import type { Messages } from '../../i18n/messages.ts'
import { fit, widthOf } from '../../terminal/cells.ts'
import type { Paint } from '../../terminal/paint.ts'
import { bindingsShown, keyWords, type Place } from '../keys.ts'
import type { Size } from '../layout.ts'
import { horizontal } from '../theme.ts'
import { Rows } from './Rows.tsx'

export interface FrameProps {
  readonly paint: Paint
  readonly messages: Messages
  readonly size: Size
  readonly place: Place
  readonly title: string
  /** At the right end of the title's row. */
  readonly aside: string
  /** Rows that are said above the keys. */
  readonly notice: readonly string[]
  /** What fills the rest begins with a row of its own that sets it off. */
  readonly isHeaded?: boolean
  /** What keys do, where it is not what they do at the place otherwise. */
  readonly keys?: string
  /** Fills what is left between head and notice. */
  readonly children?: ReactNode
}

/** What every screen has: title, line, notice and keys, in a box of exactly the window's size. */
export const Frame = ({
  paint,
  messages,
  size,
  place,
  title,
  aside,
  notice,
  isHeaded,
  keys,
  children
}: FrameProps): ReactElement => {
  const { columns } = size
  const line = isHeaded === true || paint.spoken ? [] : [paint('quiet', horizontal.repeat(columns))]
  const head = [titleRow(title, aside, columns, paint), ...line]
  return (
    <Box width={columns} height={size.rows} flexDirection="column" overflow="hidden">
      <Rows paint={paint} size={{ columns, rows: head.length }} rows={head} />
      <Box flexGrow={1}>{children}</Box>
      <Rows paint={paint} size={{ columns, rows: notice.length }} rows={notice} />
      <Rows
        paint={paint}
        size={{ columns, rows: 1 }}
        rows={[keys === undefined ? keyRow(place, messages, columns, paint) : paint('accent', fit(keys, columns))]}
      />
    </Box>
  )
}

const titleRow = (title: string, aside: string, columns: number, paint: Paint): string => {
  if (paint.spoken) return aside === '' ? fit(title, columns) : `${fit(title, columns - widthOf(aside) - 2)}, ${aside}`
  const shown = fit(title, columns - widthOf(aside) - 2)
  const gap = ' '.repeat(Math.max(0, columns - widthOf(shown) - widthOf(aside)))
  return paint('strong', shown) + gap + paint('quiet', aside)
}

/** As many keys as there is room for. */
export const keyRow = (place: Place, messages: Messages, columns: number, paint: Paint): string => {
  const shown: string[] = []
  let used = 0
  for (const binding of bindingsShown(place, paint)) {
    const { brief } = messages.tui.keys[binding.command]
    const key = keyWords(binding.shown, paint)
    const width = widthOf(`${key} ${brief}`) + (used === 0 ? 0 : 2)
    if (used + width > columns) break
    shown.push(`${paint('accent', key)} ${paint('quiet', brief)}`)
    used += width
  }
  return shown.join(paint.spoken ? ', ' : '  ')
}
