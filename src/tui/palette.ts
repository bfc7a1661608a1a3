import type { Messages } from '../i18n/messages.ts'
import type { Paint } from '../terminal/paint.ts'
import { bindingsShown, type Command, type Place } from './keys.ts'

/** Something that can be done at a place, by name. */
export interface Choice {
  readonly command: Command
  readonly argument: number
  readonly name: string
  /** The key that does the same. */
  readonly key: string
}

/** What only makes sense as a key: it is pressed again and again while one looks. */
const onlyKeys: readonly Command[] = ['move', 'page', 'edge', 'choose', 'palette']

/** Everything that can be done at a place, in the order of the keys. */
export const choicesAt = (
  place: Place,
  messages: Messages,
  paint: Pick<Paint, 'unicode' | 'spoken'>
): readonly Choice[] =>
  bindingsShown(place, paint)
    .filter(({ command }) => !onlyKeys.includes(command))
    .flatMap(({ command, keys }) => {
      const seen = new Set<number>()
      return Object.entries(keys).flatMap(([key, argument]) => {
        if (seen.has(argument)) return []
        seen.add(argument)
        const words: { readonly long: string; readonly each?: Readonly<Record<number, string>> } =
          messages.tui.keys[command]
        return [{ command, argument, name: words.each?.[argument] ?? words.long, key }]
      })
    })

/** The choices that have every word of a text in their name, or are called so in the table of keys. */
export const matching = (choices: readonly Choice[], typed: string): readonly Choice[] => {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return choices.filter(({ name, command }) => {
    const text = `${name} ${command}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
