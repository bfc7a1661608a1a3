import { type ReactElement, useState } from 'react'
import type { Messages } from '../../i18n/messages.ts'
import { fill, fit, widthOf } from '../../terminal/cells.ts'
import type { Paint } from '../../terminal/paint.ts'
import { Rows } from '../components/Rows.tsx'
import { type Commands, useEveryKey } from '../hooks/useCommands.ts'
import { keyWords, type Place, shownKey } from '../keys.ts'
import { type Size, windowStart } from '../layout.ts'
import { type Choice, choicesAt, matching } from '../palette.ts'
import { cursorSign } from '../theme.ts'

export interface PaletteProps {
  readonly paint: Paint
  readonly messages: Messages
  readonly size: Size
  readonly place: Place
  readonly commands: Commands
  readonly onClose: () => void
}

/** More than anything is called. */
const longestText = 40

/** Everything that can be done at a place, by name. */
export const Palette = ({ paint, messages, size, place, commands, onClose }: PaletteProps): ReactElement => {
  const words = messages.tui.palette
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const able = choicesAt(place, messages, paint).filter(({ command }) => commands[command] !== undefined)
  const choices = matching(able, typed)
  const at = Math.min(chosen, choices.length - 1)
  const type = (text: string): void => {
    setTyped(text.slice(0, longestText))
    setChosen(0)
  }
  const run = ({ command, argument }: Choice): void => {
    onClose()
    commands[command]?.(argument)
  }
  useEveryKey((key) => {
    const choice = choices[at]
    if (key === 'escape' || key === 'ctrl+c') onClose()
    else if (key === 'up') setChosen(Math.max(0, at - 1))
    else if (key === 'down') setChosen(Math.min(choices.length - 1, at + 1))
    else if (key === 'backspace') type(Array.from(typed).slice(0, -1).join(''))
    else if (key === 'return' && choice !== undefined) run(choice)
    else if (Array.from(key).length === 1) type(typed + key)
  })
  const { columns } = size
  const keyWidth = Math.max(...able.map(({ key }) => widthOf(shownKey(key))))
  const list = choices.map(({ name, key }, index) => {
    if (paint.spoken) {
      const text = messages.tui.spoken.list([name, keyWords(shownKey(key), paint)])
      return fit(index === at ? messages.tui.spoken.chosen(text) : text, columns)
    }
    const text = fill(name, columns - keyWidth - 4)
    const sign = index === at ? paint('accent', cursorSign) : ' '
    return `${sign} ${index === at ? paint('strong', text) : text}  ${paint('quiet', shownKey(key))}`
  })
  const listRows = size.rows - 4
  const from = windowStart(list.length, listRows, at)
  const rows = [
    paint('strong', fit(words.title, columns)),
    fit(`${words.prompt} ${typed}`, columns),
    ...(list.length === 0 ? [paint('quiet', fit(words.none, columns))] : list.slice(from, from + listRows)),
    '',
    paint('quiet', fit(words.close, columns))
  ]
  return <Rows paint={paint} size={size} rows={rows} />
}
