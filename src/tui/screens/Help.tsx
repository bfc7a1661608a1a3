import type { ReactElement } from 'react'
import type { Messages } from '../../i18n/messages.ts'
import { fill, fit, widthOf } from '../../terminal/cells.ts'
import type { Paint } from '../../terminal/paint.ts'
import { Rows } from '../components/Rows.tsx'
import { useEveryKey } from '../hooks/useCommands.ts'
import { bindingsShown, keyWords, type Place } from '../keys.ts'
import type { Size } from '../layout.ts'

export interface HelpProps {
  readonly paint: Paint
  readonly messages: Messages
  readonly size: Size
  readonly place: Place
  readonly onClose: () => void
}

/** All keys of a place; any of them closes the page. */
export const Help = ({ paint, messages, size, place, onClose }: HelpProps): ReactElement => {
  useEveryKey(onClose)
  const { keys } = messages.tui
  const bindings = bindingsShown(place, paint).map(({ command, shown }) => ({
    command,
    shown: keyWords(shown, paint)
  }))
  const width = Math.max(...bindings.map(({ shown }) => widthOf(shown)))
  const rows = [
    paint('strong', fit(keys.title, size.columns)),
    ...bindings.map(
      ({ command, shown }) =>
        `${paint('accent', fill(shown, width))}  ${fit(keys[command].long, size.columns - width - 2)}`
    ),
    paint('quiet', fit(keys.close, size.columns))
  ]
  return <Rows paint={paint} size={size} rows={rows} />
}
