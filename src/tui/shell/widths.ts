import type { IUnicodeVersionProvider } from '@xterm/headless'
import { cellsOfCodePoint } from '../../terminal/cells.ts'

/** More marks than this on one character are no language, but a way to fill memory. */
const mostMarks = 8

/** How xterm keeps what it knows of a character: whether it joins the one before, its cells, and a count of ours. */
const properties = (marks: number, width: number, joins: boolean): number => (marks << 3) | (width << 1) | Number(joins)

const cellsIn = (kept: number): number => (kept >> 1) & 3
const marksIn = (kept: number): number => kept >> 3

/**
 * Counts cells as the rest of the UI does. What has no width of its own joins the character before it, and fills a cell
 * where there is none: the emulator would lose count of its columns otherwise.
 */
export const uiWidths: IUnicodeVersionProvider = {
  version: 'ui',
  wcwidth: cellsOfCodePoint,
  charProperties: (codePoint, preceding) => {
    const width = cellsOfCodePoint(codePoint)
    if (width > 0) return properties(0, width, false)
    const joins = cellsIn(preceding) > 0 && marksIn(preceding) < mostMarks
    return joins ? properties(marksIn(preceding) + 1, cellsIn(preceding), true) : properties(0, 1, false)
  }
}
