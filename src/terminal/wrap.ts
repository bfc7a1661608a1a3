import type { CodeKind } from '../code-kind.ts'
import { type Cell, cellsOf, widthOf } from './cells.ts'
import { type Link, linked } from './link.ts'
import type { Paint, Tone } from './paint.ts'

/** A piece of text with one look; of several tones, the first is the outermost. */
export interface Span {
  readonly text: string
  readonly tones: readonly Tone[]
  /** The block of code that the piece is part of. */
  readonly code?: CodeBlock
  /** The address behind it. */
  readonly link?: Link
}

/** A block of code as it was written: what a person may want to type. */
export interface CodeBlock {
  readonly text: string
  /** What it says of itself. */
  readonly kind: CodeKind | undefined
}

/** A row of the terminal. */
export type Row = readonly Span[]

/** Stands in a text where a new row must begin; a line feed may become a space, or nothing between Chinese. */
export const hardBreak = '\u2028'

interface Glyph extends Cell {
  readonly tones: readonly Tone[]
  readonly link?: Link
}

/** A run of glyphs that stays in one row as long as it fits, and the spaces behind it. */
interface Word {
  readonly glyphs: Glyph[]
  width: number
  spaces: Glyph[]
}

/** May not begin a row. */
const closing = new Set('，。；：、！？）」』】》〉〕］｝”’…—·％,.;:!?)]}%')
/** May not end a row. */
const opening = new Set('（「『【《〈〔［｛“‘([{')

/** Whether a row may end between two glyphs, neither of them a space. */
const isBreakable = (before: Glyph, after: Glyph): boolean =>
  (before.width > 1 || after.width > 1) && !closing.has(after.text) && !opening.has(before.text)

/** Line feeds of the source become spaces, except between two wide characters: Chinese has none between words. */
const joinLines = (glyphs: readonly Glyph[]): Glyph[] =>
  glyphs.flatMap((glyph, index) => {
    if (glyph.text !== '\n') return [glyph]
    const isWide = (neighbour: Glyph | undefined): boolean => (neighbour?.width ?? 0) > 1
    return isWide(glyphs[index - 1]) && isWide(glyphs[index + 1]) ? [] : [{ ...glyph, text: ' ', width: 1 }]
  })

const wordsOf = (glyphs: readonly Glyph[]): Word[] => {
  const words: Word[] = []
  let previous: Glyph | undefined
  for (const glyph of glyphs) {
    const word = words.at(-1)
    if (glyph.text === ' ') {
      word?.spaces.push(glyph)
    } else if (word !== undefined && word.spaces.length === 0 && previous && !isBreakable(previous, glyph)) {
      word.glyphs.push(glyph)
      word.width += glyph.width
    } else {
      words.push({ glyphs: [glyph], width: glyph.width, spaces: [] })
    }
    previous = glyph
  }
  return words
}

const breakWords = (words: readonly Word[], columns: number): Glyph[][] => {
  const rows: Glyph[][] = [[]]
  let used = 0
  let gap: Glyph[] = []
  const newRow = (): void => {
    rows.push([])
    used = 0
    gap = []
  }
  const put = (glyphs: readonly Glyph[], width: number): void => {
    rows.at(-1)?.push(...glyphs)
    used += width
  }
  for (const { glyphs, width, spaces } of words) {
    if (used > 0 && used + gap.length + width > columns) newRow()
    put(gap, gap.length)
    for (const glyph of width <= columns ? [] : glyphs) {
      if (used > 0 && used + glyph.width > columns) newRow()
      put([glyph], glyph.width)
    }
    if (width <= columns) put(glyphs, width)
    gap = spaces
  }
  return rows
}

/** Neighbours of one look become one span. */
const spansOf = (glyphs: readonly Glyph[]): Span[] => {
  const spans: { text: string; tones: readonly Tone[]; link?: Link }[] = []
  for (const { text, tones, link } of glyphs) {
    const last = spans.at(-1)
    if (last?.tones === tones && last.link === link) last.text += text
    else spans.push({ text, tones, ...(link === undefined ? {} : { link }) })
  }
  return spans
}

/**
 * Breaks text into rows of at most so many cells. Chinese breaks between characters, but no row begins with a closing
 * mark or ends with an opening one; other words stay whole, unless one is longer than a row.
 */
export const wrap = (spans: readonly Span[], columns: number): Row[] => {
  const glyphs = spans.flatMap(({ text, tones, link }) =>
    // A tab would go further in the terminal than it is counted for.
    cellsOf(text.replaceAll('\t', ' ')).map(
      (cell): Glyph => ({ ...cell, tones, ...(link === undefined ? {} : { link }) })
    )
  )
  const paragraphs: Glyph[][] = [[]]
  for (const glyph of glyphs) {
    if (glyph.text === hardBreak) paragraphs.push([])
    else paragraphs.at(-1)?.push(glyph)
  }
  return paragraphs.flatMap((paragraph) => breakWords(wordsOf(joinLines(paragraph)), columns).map(spansOf))
}

/** Breaks text without tones into rows; its own line feeds begin a new row. */
export const wrapText = (text: string, columns: number): string[] =>
  wrap([{ text: text.replaceAll('\n', hardBreak), tones: [] }], columns).map(textOf)

export const textOf = (row: Row): string => row.map(({ text }) => text).join('')

export const widthOfRow = (row: Row): number => widthOf(textOf(row))

/** A row as the terminal takes it. Each span opens and closes its own look, so rows can be cut apart and moved. */
export const paintRow = (row: Row, paint: Paint): string =>
  row
    .map(({ text, tones, link }) => {
      const painted = tones.reduceRight((inner, tone) => paint(tone, inner), text)
      return link === undefined ? painted : linked(painted, link)
    })
    .join('')
