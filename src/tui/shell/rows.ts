import type { IBuffer, IBufferCell, IBufferLine } from '@xterm/headless'
import { cellsOf } from '../../terminal/cells.ts'
import { asciiInPlace } from '../../terminal/paint.ts'
import { type Color, type ColorDepth, colorCode } from './colors.ts'

/** What the terminal can show that the rows are drawn on. */
export interface Look {
  readonly depth: ColorDepth
  readonly unicode: boolean
}

/** A character, the cells that it fills, and the parameters of SGR that it shows with. */
interface Glyph {
  text: string
  readonly width: number
  readonly style: string
}

const printableAscii = /^[ -~]*$/

/** Formats, separators and what joins pictures: terminals do not agree on how much room is left with them. */
const unsure = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu

/** Flags are made of two letters each. Terminals do not agree on what shows, nor on how wide: the letters do. */
const flagLetters = /[\u{1f1e6}-\u{1f1ff}]/gu
const letterOf = (flagLetter: string): string => String.fromCodePoint((flagLetter.codePointAt(0) ?? 0) - 0x1f1e6 + 0x41)

/** What shows in a cell, or blanks where no text is sure to fill it as it was counted. */
const shownIn = (characters: string, width: number): string => {
  const blanks = ' '.repeat(width)
  if (characters === '') return blanks
  if (characters.length === 1 && printableAscii.test(characters)) return width === 1 ? characters : blanks
  const text = characters.replace(unsure, '').replace(flagLetters, letterOf)
  const [cell, ...others] = cellsOf(text)
  return cell?.width === width && others.length === 0 ? text : blanks
}

const colorOf = (cell: IBufferCell, isBackground: boolean): Color => {
  const isRgb = isBackground ? cell.isBgRGB() : cell.isFgRGB()
  const isTable = isBackground ? cell.isBgPalette() : cell.isFgPalette()
  const value = isBackground ? cell.getBgColor() : cell.getFgColor()
  if (isRgb) return { kind: 'rgb', value }
  return isTable ? { kind: 'table', index: value } : { kind: 'default' }
}

const styleOf = (cell: IBufferCell, depth: ColorDepth): string => {
  if (cell.isAttributeDefault()) return ''
  return [
    cell.isBold() ? '1' : '',
    cell.isDim() ? '2' : '',
    cell.isItalic() ? '3' : '',
    cell.isUnderline() ? '4' : '',
    cell.isInverse() ? '7' : '',
    cell.isStrikethrough() ? '9' : '',
    colorCode(colorOf(cell, false), false, depth),
    colorCode(colorOf(cell, true), true, depth)
  ]
    .filter((code) => code !== '')
    .join(';')
}

const glyphsOf = (line: IBufferLine, columns: number, cell: IBufferCell, { depth }: Look): Glyph[] => {
  const glyphs: Glyph[] = []
  let column = 0
  while (column < columns) {
    line.getCell(column, cell)
    const characters = cell.isInvisible() ? '' : cell.getChars()
    const style = styleOf(cell, depth)
    const cells = cell.getWidth()
    // A wide character is followed by a cell of no width. Where that one was written over, half a character is left.
    const width = cells === 2 && column + 1 < columns && line.getCell(column + 1, cell)?.getWidth() === 0 ? 2 : 1
    glyphs.push({ text: cells === width ? shownIn(characters, width) : ' '.repeat(width), width, style })
    column += width
  }
  return glyphs
}

/** Leaves the room of a glyph empty that would become one character with the glyph before, as halves of a syllable do. */
const keepApart = (glyphs: readonly Glyph[]): void => {
  let before = ''
  for (const glyph of glyphs) {
    const pair = before + glyph.text
    if (!printableAscii.test(pair) && glyph.text.trim() !== '' && before !== '' && cellsOf(pair).length < 2) {
      glyph.text = ' '.repeat(glyph.width)
    }
    before = glyph.text.trim() === '' ? '' : glyph.text
  }
}

const painted = (glyphs: readonly Glyph[]): string => {
  let row = ''
  let shown = ''
  for (const { text, style } of glyphs) {
    if (style !== shown) {
      row += style === '' ? '\u001b[0m' : shown === '' ? `\u001b[${style}m` : `\u001b[0;${style}m`
      shown = style
    }
    row += text
  }
  return shown === '' ? row : `${row}\u001b[0m`
}

const rowOf = (line: IBufferLine, columns: number, cell: IBufferCell, look: Look): string => {
  const glyphs = glyphsOf(line, columns, cell, look)
  if (look.unicode) keepApart(glyphs)
  else for (const glyph of glyphs) glyph.text = asciiInPlace(glyph.text)
  return painted(glyphs)
}

/**
 * Rows of a screen from a line of its buffer on, each exactly as wide as the screen. All that is in them besides text
 * are colours and the like, and a row ends without any.
 */
export const screenRows = (
  buffer: IBuffer,
  from: number,
  size: { readonly columns: number; readonly rows: number },
  look: Look
): readonly string[] => {
  const cell = buffer.getNullCell()
  return Array.from({ length: size.rows }, (_, row) => {
    const line = buffer.getLine(from + row)
    return line === undefined ? ' '.repeat(size.columns) : rowOf(line, size.columns, cell, look)
  })
}
