import type { Key } from 'ink'
import type { Paint } from '../terminal/paint.ts'

/** Where keys are pressed. */
export type Place = 'course' | 'lab' | 'quiz' | 'shell' | 'snapshots' | 'setup'

export type Command =
  | 'help'
  | 'leave'
  | 'back'
  | 'open'
  | 'section'
  | 'shell'
  | 'hint'
  | 'questions'
  | 'answer'
  | 'question'
  | 'mark'
  | 'choose'
  | 'experiment'
  | 'code'
  | 'type'
  | 'focus'
  | 'move'
  | 'language'
  | 'page'
  | 'edge'
  | 'zoom'
  | 'hide'
  | 'unhide'
  | 'fullShell'
  | 'palette'
  | 'leaveShell'
  | 'shellPage'
  | 'snapshots'
  | 'saveSnapshot'
  | 'restoreSnapshot'
  | 'deleteSnapshot'
  | 'setup'
  | 'begin'
  | 'suspend'
  | 'quit'

/** A command and its keys. Its words are in the catalogues (`tui.keys`). */
export interface Binding {
  readonly command: Command
  /** Each key by its name, with what the command is told: a direction, or the place of a controller. */
  readonly keys: Readonly<Record<string, number>>
  /** The keys as help writes them: the first of several that do the same. */
  readonly shown: string
  readonly places: readonly Place[]
}

const everywhere = ['course', 'lab', 'quiz'] as const
const outsideQuiz = ['course', 'lab'] as const
/** Those, and what is opened over them. */
const allPlaces = [...everywhere, 'snapshots', 'setup'] as const

/**
 * Keys of a shell that has the keyboard do not come through this table: all others go to the shell. They stand in it for
 * those who look them up.
 */
const inShell: readonly Place[] = ['shell']

/** Letters and numbers of choices. Whoever has more of them moves there. */
const choiceKeys = { a: 0, 1: 0, b: 1, 2: 1, c: 2, 3: 2, d: 3, 4: 3, e: 4, 5: 4, f: 5, 6: 5 }

/** Every key, in the order in which the line of help gives them away when it runs out of room. */
export const bindings: readonly Binding[] = [
  { command: 'help', keys: { '?': 0 }, shown: '?', places: allPlaces },
  { command: 'palette', keys: { ':': 0, 'ctrl+p': 0 }, shown: ':', places: allPlaces },
  { command: 'leave', keys: { q: 0 }, shown: 'q', places: ['course'] },
  { command: 'back', keys: { q: 0, escape: 0 }, shown: 'q', places: ['lab', 'quiz', 'snapshots', 'setup'] },
  { command: 'open', keys: { return: 0 }, shown: 'Enter', places: outsideQuiz },
  { command: 'answer', keys: { return: 0 }, shown: 'Enter', places: ['quiz'] },
  { command: 'mark', keys: { ' ': 0 }, shown: 'Space', places: ['quiz'] },
  { command: 'choose', keys: choiceKeys, shown: 'a b c', places: ['quiz'] },
  { command: 'question', keys: { left: -1, p: -1, right: 1, n: 1 }, shown: '←→', places: ['quiz'] },
  { command: 'begin', keys: { return: 0 }, shown: 'Enter', places: ['setup'] },
  { command: 'restoreSnapshot', keys: { return: 0 }, shown: 'Enter', places: ['snapshots'] },
  { command: 'saveSnapshot', keys: { s: 0 }, shown: 's', places: ['snapshots'] },
  { command: 'deleteSnapshot', keys: { d: 0 }, shown: 'd', places: ['snapshots'] },
  { command: 'section', keys: { left: -1, p: -1, right: 1, n: 1 }, shown: '←→', places: ['lab'] },
  { command: 'shell', keys: { 1: 0, 2: 1, 3: 2 }, shown: '1 2 3', places: outsideQuiz },
  { command: 'hint', keys: { h: 0 }, shown: 'h', places: ['lab'] },
  { command: 'questions', keys: { a: 0 }, shown: 'a', places: ['lab'] },
  { command: 'experiment', keys: { e: 0 }, shown: 'e', places: ['lab'] },
  { command: 'focus', keys: { tab: 1, 'shift+tab': -1 }, shown: 'Tab', places: ['lab'] },
  { command: 'move', keys: { up: -1, k: -1, down: 1, j: 1 }, shown: '↑↓', places: allPlaces },
  { command: 'code', keys: { c: 1, C: -1 }, shown: 'c', places: ['lab'] },
  { command: 'type', keys: { t: 0 }, shown: 't', places: ['lab'] },
  { command: 'language', keys: { l: 0 }, shown: 'l', places: allPlaces },
  { command: 'zoom', keys: { z: 0 }, shown: 'z', places: ['lab'] },
  { command: 'hide', keys: { x: 0 }, shown: 'x', places: ['lab'] },
  { command: 'unhide', keys: { X: 0 }, shown: 'X', places: ['lab'] },
  { command: 'fullShell', keys: { f: 0 }, shown: 'f', places: ['lab'] },
  { command: 'page', keys: { pageUp: -1, b: -1, pageDown: 1, ' ': 1 }, shown: 'PgUp PgDn', places: ['lab', 'setup'] },
  { command: 'page', keys: { pageUp: -1, pageDown: 1 }, shown: 'PgUp PgDn', places: ['quiz'] },
  { command: 'edge', keys: { home: -1, g: -1, end: 1, G: 1 }, shown: 'Home End', places: allPlaces },
  { command: 'snapshots', keys: { s: 0 }, shown: 's', places: outsideQuiz },
  { command: 'setup', keys: { u: 0 }, shown: 'u', places: outsideQuiz },
  { command: 'leaveShell', keys: { 'ctrl+]': 0 }, shown: 'Ctrl-]', places: inShell },
  { command: 'shellPage', keys: { 'shift+pageUp': -1, 'shift+pageDown': 1 }, shown: 'PgUp PgDn', places: inShell },
  { command: 'suspend', keys: { 'ctrl+z': 0 }, shown: 'Ctrl-Z', places: allPlaces },
  { command: 'quit', keys: { 'ctrl+c': 0 }, shown: 'Ctrl-C', places: allPlaces }
]

/** What there is no use for where a screen reader says what shows: one pane at a time, and shells outside of them. */
const ofPanes: readonly Command[] = ['zoom', 'hide', 'unhide', 'type']

/** What help names at a place. A terminal that shows ASCII only has no other language to switch to. */
export const bindingsShown = (
  place: Place,
  { unicode, spoken }: Pick<Paint, 'unicode' | 'spoken'>
): readonly Binding[] =>
  bindings.filter(
    ({ command, places }) =>
      places.includes(place) && (unicode || command !== 'language') && !(spoken && ofPanes.includes(command))
  )

/** What a key does at a place. */
export const commandOf = (place: Place, key: string): { command: Command; argument: number } | undefined => {
  const found = bindings.find(({ keys, places }) => places.includes(place) && Object.hasOwn(keys, key))
  const argument = found?.keys[key]
  return found === undefined || argument === undefined ? undefined : { command: found.command, argument }
}

/** Names of keys as keyboards have them. */
const shownNames: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageUp: 'PgUp',
  pageDown: 'PgDn',
  home: 'Home',
  end: 'End',
  return: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  'shift+tab': 'Shift-Tab',
  'ctrl+c': 'Ctrl-C',
  'ctrl+z': 'Ctrl-Z',
  'ctrl+p': 'Ctrl-P',
  ' ': 'Space'
}

/** A key as it is written for people. */
export const shownKey = (key: string): string => shownNames[key] ?? key

const arrowNames: Readonly<Record<string, string>> = { '↑': 'Up', '↓': 'Down', '←': 'Left', '→': 'Right' }

/** Keys as they are shown, or said: an arrow is called by its name then. */
export const keyWords = (shown: string, { spoken }: Pick<Paint, 'spoken'>): string =>
  spoken
    ? Array.from(shown, (sign) => (sign in arrowNames ? `${arrowNames[sign]} ` : sign))
        .join('')
        .trim()
    : shown

const named = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageUp'],
  ['pageDown', 'pageDown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'return'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'backspace']
] as const satisfies readonly (readonly [keyof Key, string])[]

/** Keys that come without a name where they come together with others. */
const unnamed: Readonly<Record<string, string>> = {
  '\r': 'return',
  '\n': 'return',
  '\t': 'tab',
  '\u0003': 'ctrl+c',
  '\u001a': 'ctrl+z'
}

/** The names of the keys in one piece of input: who types fast sends several at once. */
export const keysIn = (input: string, key: Key): readonly string[] => {
  const name = named.find(([flag]) => key[flag])?.[1]
  if (name !== undefined) return [key.shift ? `shift+${name}` : name]
  if (key.ctrl) return [`ctrl+${input}`]
  return key.meta ? [] : Array.from(input, (character) => unnamed[character] ?? character)
}

/** What a terminal sends for keys that have names. */
const sequences: Readonly<Record<string, string>> = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageUp: '\u001b[5~',
  pageDown: '\u001b[6~',
  return: '\r',
  escape: '\u001b',
  tab: '\t',
  'shift+tab': '\u001b[Z',
  backspace: '\u007f'
}

/** The bytes that a terminal sends for keys: the other way round than `keysIn`. */
export const bytesOf = (keys: readonly string[]): Buffer =>
  Buffer.from(
    keys
      .map((key) => {
        const control = /^ctrl\+(.)$/.exec(key)?.[1]
        return control === undefined ? (sequences[key] ?? key) : String.fromCharCode(control.charCodeAt(0) & 0x1f)
      })
      .join('')
  )
