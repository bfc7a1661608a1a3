import { eastAsianWidth } from 'get-east-asian-width'

const printableAscii = /^[ -~]*$/
/**
 * Text in which each code point is a character of its own: Latin, Chinese and their marks, arrows, lines. Telling the
 * characters of other text apart needs tables that take Node a tenth of a second to load; most commands never do.
 */
const simple =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2039-\u203a\u2190-\u21ff\u2500-\u25ff\u2713-\u2718\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*$/

/** Marks above or around others, and what formats or controls: they fill no cell of their own. */
const invisible = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]$/u
/** A picture made of several, or a character that is asked for as a picture. */
const composedPicture = /\u200d\p{Extended_Pictographic}|.\ufe0f/u
/** Colours and links, which fill no cells. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const sequences = /\u001b\[[0-9:;]*m|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g

let graphemes: Intl.Segmenter | undefined

/** The characters of a text as readers count them. */
const charactersOf = (text: string): readonly string[] => {
  if (simple.test(text)) return Array.from(text)
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(graphemes.segment(text), ({ segment }) => segment)
}

const widthOfCodePoint = (character: string): number => eastAsianWidth(character.codePointAt(0) ?? 0)

/** How many cells a terminal gives to a code point by itself: none to marks, formats and controls. */
export const cellsOfCodePoint = (codePoint: number): 0 | 1 | 2 => {
  if (codePoint >= 0x20 && codePoint < 0x7f) return 1
  return invisible.test(String.fromCodePoint(codePoint)) ? 0 : eastAsianWidth(codePoint)
}

/** How many cells of a terminal one character fills. */
const widthOfCharacter = (character: string): number => {
  if (character.length === 1 && printableAscii.test(character)) return 1
  if (composedPicture.test(character)) return 2
  const [first, ...others] = Array.from(character).filter((part) => !invisible.test(part))
  if (first === undefined) return 0
  const width = widthOfCodePoint(first)
  // What follows a wide character is composed with it: syllables of Hangul, tones of skin.
  return width > 1 ? width : others.reduce((sum, part) => sum + widthOfCodePoint(part), width)
}

/** How many cells of a terminal a text fills; colours fill none. */
export const widthOf = (text: string): number => {
  const plain = text.includes('\u001b') ? text.replace(sequences, '') : text
  if (printableAscii.test(plain)) return plain.length
  return charactersOf(plain).reduce((sum, character) => sum + widthOfCharacter(character), 0)
}

/** What a reader takes for one character, and how many cells of the terminal it fills. */
export interface Cell {
  readonly text: string
  readonly width: number
}

/** A text without control characters, character by character. */
export const cellsOf = (text: string): readonly Cell[] =>
  charactersOf(text).map((character) => ({ text: character, width: widthOfCharacter(character) }))

/** Cuts a text into pieces of at most so many cells, wherever that falls: nothing is added, nothing left out. */
export const cut = (text: string, columns: number): string[] => {
  const pieces: string[] = []
  let piece = ''
  let used = 0
  for (const cell of cellsOf(text)) {
    if (piece !== '' && used + cell.width > columns) {
      pieces.push(piece)
      piece = ''
      used = 0
    }
    piece += cell.text
    used += cell.width
  }
  return [...pieces, piece]
}

const ellipsis = '…'

/** A text in at most so many cells: one that is longer ends in an ellipsis. */
export const fit = (text: string, columns: number): string => {
  if (widthOf(text) <= columns) return text
  if (columns < 1) return ''
  const [kept = ''] = cut(text, columns - 1)
  return `${widthOf(kept) < columns ? kept : ''}${ellipsis}`
}

/** A text in exactly so many cells. */
export const fill = (text: string, columns: number): string => {
  const fitted = fit(text, columns)
  return fitted + ' '.repeat(Math.max(0, columns - widthOf(fitted)))
}
