import { styleText } from 'node:util'
import type { Background } from './background.ts'
import { cellsOf } from './cells.ts'

/** What a piece of text is, not how it looks. */
export type Tone = 'good' | 'bad' | 'warning' | 'quiet' | 'strong' | 'emphasis' | 'accent' | 'literal' | 'keyword'

/** Gives text its look on this terminal: colours of the terminal's own sixteen, or none. */
export interface Paint {
  (tone: Tone, text: string): string
  /** Whether tones can be told apart on this terminal. */
  readonly color: boolean
  /** Whether the terminal can show more than ASCII. */
  readonly unicode: boolean
  /** Whether an address can be behind a text, so that a click on it leads there. */
  readonly links: boolean
  /** Whether a screen reader says what shows: words stand for signs then, and nothing is drawn. */
  readonly spoken: boolean
}

const onDark = {
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  quiet: 'dim',
  strong: 'bold',
  emphasis: 'italic',
  accent: 'cyan',
  literal: 'green',
  keyword: 'yellow'
} as const satisfies Record<Tone, string>

/** Yellow and cyan cannot be read on white in most palettes, as blue cannot on black. */
const formats = {
  dark: onDark,
  light: { ...onDark, warning: 'magenta', accent: 'blue', keyword: 'magenta' }
} as const satisfies Record<Background, Record<Tone, string>>

/** Whether the environment says UTF-8. POSIX order: LC_ALL, LC_CTYPE, LANG; Windows and macOS terminals are UTF-8. */
export const speaksUnicode = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean => {
  const charset = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || ''
  return platform === 'win32' || platform === 'darwin' || /utf-?8/i.test(charset)
}

/** What a terminal can do, or is wanted to, besides colours and characters. */
export interface PaintOptions {
  readonly links?: boolean
  readonly spoken?: boolean
  /** Where it is not known, the colours are those for a dark one. */
  readonly background?: Background | undefined
}

export const paintFor = (
  color: boolean,
  unicode: boolean,
  { links = false, spoken = false, background = 'dark' }: PaintOptions = {}
): Paint =>
  Object.assign(
    (tone: Tone, text: string): string =>
      color ? styleText(formats[background][tone], text, { validateStream: false }) : text,
    { color, unicode, links, spoken }
  )

/** What the catalogues use beyond ASCII, for terminals that cannot show it. */
const replacements: Readonly<Record<string, string>> = {
  '«': '"',
  '»': '"',
  '…': '...',
  '–': '-',
  '—': '-',
  '’': "'",
  '“': '"',
  '”': '"',
  '×': 'x',
  '✔': '+',
  '✖': 'x',
  '●': '*',
  '○': 'o',
  '·': '.',
  '█': '#',
  '░': '.',
  '│': '|',
  '─': '-',
  '→': '->',
  '←': '<-',
  '↑': '^',
  '↓': 'v',
  '›': '>'
}

/** Lines and corners of boxes, as programs draw them around their windows. */
const boxLikeness = (character: string): string | undefined => {
  if (/[─━┄┅┈┉╌╍═╴╶╸╺╼╾]/.test(character)) return '-'
  if (/[│┃┆┇┊┋╎╏║╵╷╹╻╽╿]/.test(character)) return '|'
  if (/[\u2500-\u257f]/.test(character)) return '+'
  return /[\u2580-\u259f\u25a0-\u25ff]/.test(character) ? '#' : undefined
}

/** A letter without its accents, where that leaves one of ASCII. */
const bareLetter = (character: string): string | undefined => /^[A-Za-z]/.exec(character.normalize('NFD'))?.[0]

const likenessOf = (character: string): string | undefined =>
  replacements[character] ?? boxLikeness(character) ?? bareLetter(character)

/** Where the first character of the replacement would say something else. */
const sameWidth: Readonly<Record<string, string>> = { '→': '>' }

/** A text for a terminal that shows ASCII only. What has no likeness becomes `?`. */
export const asciiOnly = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond ASCII is meant, control characters stay
  text.replace(/[^\x00-\x7f]/gu, (character) => likenessOf(character) ?? '?')

/** The same without moving anything: what stands in for a character fills the same cells. */
export const asciiInPlace = (text: string): string =>
  cellsOf(text)
    .map(({ text: character, width }) => {
      if (character.length === 1 && character < '\u0080') return character
      return (sameWidth[character] ?? likenessOf(character)?.at(0) ?? '?').repeat(width)
    })
    .join('')
