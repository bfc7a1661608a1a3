import type { ReactElement } from 'react'
import type { Messages } from '../../i18n/messages.ts'
import { withoutControls } from '../../markdown/inline.ts'
import { cut, fit } from '../../terminal/cells.ts'
import type { Paint } from '../../terminal/paint.ts'
import type { NodeName } from '../../topology.ts'
import { Rows } from '../components/Rows.tsx'
import { useEveryKey } from '../hooks/useCommands.ts'
import type { Size } from '../layout.ts'
import type { HeldPaste } from '../shell/input.ts'

export interface PasteProps {
  readonly paint: Paint
  readonly messages: Messages
  readonly size: Size
  readonly node: NodeName
  readonly paste: HeldPaste
  readonly onAnswer: (isWanted: boolean) => void
}

/** Asks before text of several lines goes to a shell, which may run each of them. */
export const Paste = ({ paint, messages, size, node, paste, onAnswer }: PasteProps): ReactElement => {
  const words = messages.tui.paste
  useEveryKey((key) => {
    if (key === 'return') onAnswer(true)
    else if (key === 'escape' || key === 'q' || key === 'ctrl+c') onAnswer(false)
  })
  const lines = paste.text.split(/\r\n|\r|\n/)
  const { columns } = size
  const room = size.rows - 5
  const shown = lines.slice(0, room).flatMap((line) => cut(withoutControls(line.replaceAll('\t', '    ')), columns))
  const rows = [
    paint('strong', fit(words.title(lines.length, node), columns)),
    ...(paste.isWhole ? [] : [paint('warning', fit(words.cutOff, columns))]),
    '',
    ...shown.slice(0, room).map((row) => paint('accent', row)),
    ...(shown.length > room || lines.length > room ? [paint('quiet', '…')] : []),
    '',
    paint('quiet', fit(words.keys, columns))
  ]
  return <Rows paint={paint} size={size} rows={rows} />
}
