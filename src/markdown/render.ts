import { Lexer, lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { type CodeKind, codeKindOf } from '../code-kind.ts'
import { cut, widthOf } from '../terminal/cells.ts'
import { asciiOnly, type Paint, type Tone } from '../terminal/paint.ts'
import { type CodeBlock, paintRow, type Row, type Span, textOf, wrap } from '../terminal/wrap.ts'
import type { Highlight, Piece } from './code-colors.ts'
import { inlineSpans, markedTokens, withoutControls } from './inline.ts'
import { tableAsList, tableRows } from './table.ts'

/** Where Markdown is shown. */
export interface Page {
  /** No row is wider than this. */
  readonly columns: number
  readonly paint: Paint
  /** What is said of blocks instead of setting them off, where a screen reader says what shows. */
  readonly spoken?: SpokenMarks | undefined
  /** Colours code, where that is loaded. */
  readonly highlight?: Highlight | undefined
}

/** What stands before a block, and behind it. */
export interface SpokenMarks {
  readonly heading: string
  readonly quote: string
  readonly code: string
  readonly drawing: string
  readonly end: string
}

/** Longer lines of prose are hard to read, however wide the terminal is. Code and tables may use all of it. */
const readingWidth = 88

/** An indentation must leave at least this much room, else there is none. */
const leastRoom = 8

/** Markdown as rows for a terminal. */
export const renderMarkdown = (markdown: string, page: Page): readonly string[] => renderDocument(markdown, page).rows

/** One paragraph of Markdown as rows: nothing comes of how it begins, be it `1.` or `#`. */
export const renderInline = (markdown: string, page: Page): readonly string[] =>
  prose(inlineSpans(Lexer.lexInline(textFor(markdown, page)), page.paint.links), page).map((row) =>
    paintRow(row, page.paint)
  )

/** What a terminal can show of a text. */
const textFor = (markdown: string, { paint }: Page): string => {
  const text = withoutControls(markdown)
  return paint.unicode ? text : asciiOnly(text)
}

/** Where a block of code stands among the rows. */
export interface PlacedCode extends CodeBlock {
  readonly first: number
  readonly last: number
}

/** Markdown as rows for a terminal, and the blocks of code in it, in reading order. */
export const renderDocument = (
  markdown: string,
  page: Page
): { readonly rows: readonly string[]; readonly code: readonly PlacedCode[] } => {
  const rows = blocks(lexer(textFor(markdown, page)), page)
  const places = new Map<CodeBlock, PlacedCode>()
  for (const [index, row] of rows.entries()) {
    const block = row.find(({ code }) => code !== undefined)?.code
    if (block === undefined) continue
    places.set(block, { ...block, first: places.get(block)?.first ?? index, last: index })
  }
  return { rows: rows.map((row) => paintRow(row, page.paint)), code: [...places.values()] }
}

/** Blocks below one another, with an empty row between them; in a tight list they follow one another at once. */
const blocks = (tokens: readonly Token[], page: Page, isTight = false): Row[] =>
  markedTokens(tokens)
    .map((token) => block(token, page))
    .filter((rows) => rows.length > 0)
    .flatMap((rows, index) => (index > 0 && !isTight ? [[], ...rows] : rows))

const block = (token: MarkedToken, page: Page): Row[] => {
  switch (token.type) {
    case 'heading':
      return heading(token, page)
    case 'paragraph':
      return prose(inlineSpans(token.tokens, page.paint.links), page)
    case 'text':
      return prose(inlineSpans([token], page.paint.links), page)
    case 'list':
      return list(token, page)
    case 'code':
      return code({ text: token.text, kind: codeKindOf(token.lang ?? '') }, page)
    case 'blockquote': {
      if (page.spoken !== undefined) return said(page.spoken.quote, blocks(token.tokens, page), page.spoken)
      const bar: Span = { text: page.paint.unicode ? '│ ' : '| ', tones: ['quiet'] }
      return beside(bar, bar, page, (inner) => blocks(token.tokens, inner))
    }
    case 'table': {
      const cells = [token.header, ...token.rows].map((row) =>
        row.map((cell) => inlineSpans(cell.tokens, page.paint.links))
      )
      return page.spoken === undefined ? tableRows(cells, page.columns, lineOf(page)) : tableAsList(cells, page.columns)
    }
    case 'hr':
      return page.spoken === undefined ? [rule(page)] : []
    case 'html':
      // A comment is for authors.
      return token.text.trim().startsWith('<!--') ? [] : prose([{ text: token.text.trim(), tones: ['quiet'] }], page)
    default:
      return []
  }
}

const prose = (spans: readonly Span[], { columns }: Page): Row[] => wrap(spans, Math.min(columns, readingWidth))

const heading = ({ depth, tokens }: Tokens.Heading, page: Page): Row[] => {
  // Without colours, the marks of Markdown are what tells a heading from a paragraph.
  const sign = page.paint.color ? '' : `${'#'.repeat(depth)} `
  const mark: Span = { text: page.spoken?.heading ?? sign, tones: [] }
  return prose([mark, ...inlineSpans(tokens, page.paint.links, depth < 3 ? ['strong', 'accent'] : ['strong'])], page)
}

const list = ({ items, ordered, start, loose }: Tokens.List, page: Page): Row[] => {
  const first = typeof start === 'number' ? start : 1
  const bullets = items.map(({ task, checked }, index) => {
    if (task) return checked === true ? '[x] ' : '[ ] '
    return ordered ? `${first + index}. ` : '- '
  })
  const width = Math.max(...bullets.map((bullet) => bullet.length))
  const rest: Span = { text: ' '.repeat(width), tones: [] }
  return items.flatMap((item, index) => {
    const bullet: Span = { text: (bullets[index] ?? '').padStart(width), tones: [] }
    const content = item.tokens.filter(({ type }) => type !== 'checkbox')
    const rows = beside(bullet, rest, page, (inner) => blocks(content, inner, !item.loose))
    return loose && index > 0 ? [[], ...rows] : rows
  })
}

/** How code looks, and the lines above and below it: always, or where there are no colours to set it off. */
interface CodeLook {
  readonly tones: readonly Tone[]
  readonly lines?: { readonly of: 'strokes' | 'dots'; readonly always: boolean }
}

const typed: CodeLook = { tones: ['accent'], lines: { of: 'strokes', always: false } }
const shown: CodeLook = { tones: [], lines: { of: 'dots', always: true } }
const looks: Readonly<Record<CodeKind, CodeLook>> = {
  sh: typed,
  host: typed,
  output: shown,
  file: shown,
  diagram: { tones: [] }
}

/**
 * Code begins at the left edge and nothing stands in front of it, so that it can be copied. It is cut only where it
 * does not fit.
 */
const code = (block: CodeBlock, page: Page): Row[] => {
  const { tones, lines } = block.kind === undefined ? typed : looks[block.kind]
  const text = block.text.split('\n').map(withoutTabs).join('\n')
  const pieces = page.highlight?.(text, block.kind, tones) ?? [{ text, tones }]
  const rows = linesOf(pieces)
    .flatMap((line) => cutPieces(line, cut(textOf(line), page.columns)))
    .map((row): Row => row.map((piece) => ({ ...piece, code: block })))
  if (page.spoken !== undefined) {
    return said(block.kind === 'diagram' ? page.spoken.drawing : page.spoken.code, rows, page.spoken)
  }
  if (lines === undefined || (page.paint.color && !lines.always)) return rows
  const line = rule(page, lines.of === 'dots' ? dotOf(page) : lineOf(page))
  return [line, ...rows, line]
}

/** Rows between words that say what they are, and that they are over. */
const said = (what: string, rows: readonly Row[], { end }: SpokenMarks): Row[] => [wordRow(what), ...rows, wordRow(end)]

const wordRow = (text: string): Row => [{ text, tones: ['quiet'] }]

/** The pieces of each line of a block. */
const linesOf = (pieces: readonly Piece[]): Piece[][] => {
  const lines: Piece[][] = [[]]
  for (const { text, tones } of pieces) {
    const [first, ...others] = text.split('\n').map((part): Piece => ({ text: part, tones }))
    if (first !== undefined) lines.at(-1)?.push(first)
    lines.push(...others.map((part) => [part]))
  }
  return lines
}

/** The pieces of a line where it is cut into rows. */
const cutPieces = (pieces: readonly Piece[], rows: readonly string[]): Piece[][] => {
  let start = 0
  return rows.map((row) => {
    const [from, to] = [start, start + row.length]
    start = to
    let end = 0
    return pieces.flatMap(({ text, tones }) => {
      const at = end
      end += text.length
      const shown = text.slice(Math.max(0, from - at), Math.max(0, to - at))
      return shown === '' ? [] : [{ text: shown, tones }]
    })
  })
}

/** A tab goes to the next multiple of eight, as in a terminal. */
const withoutTabs = (line: string): string =>
  line.split('\t').reduce((before, after) => before + ' '.repeat(8 - (widthOf(before) % 8)) + after)

const lineOf = ({ paint }: Page): string => (paint.unicode ? '─' : '-')

const dotOf = ({ paint }: Page): string => (paint.unicode ? '·' : '.')

const rule = (page: Page, sign = lineOf(page)): Row => [
  { text: sign.repeat(Math.min(page.columns, readingWidth)), tones: ['quiet'] }
]

/** Rows with something before them: before the first one, and before the others. */
const beside = (first: Span, rest: Span, page: Page, render: (inner: Page) => Row[]): Row[] => {
  const columns = page.columns - widthOf(first.text)
  if (columns < leastRoom) return [[first], ...render(page)]
  const rows = render({ ...page, columns })
  return (rows.length === 0 ? [[]] : rows).map((row, index) =>
    row.length === 0 && index > 0 ? row : [index === 0 ? first : rest, ...row]
  )
}
