import { lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { type CodeKind, codeKindOf } from '../code-kind.ts'
import { cut, widthOf } from '../terminal/cells.ts'
import { asciiOnly, type Paint, type Tone } from '../terminal/paint.ts'
import { type CodeBlock, paintRow, type Row, type Span, wrap } from '../terminal/wrap.ts'
import { inlineSpans, markedTokens, withoutControls } from './inline.ts'
import { tableRows } from './table.ts'

/** Where Markdown is shown. */
export interface Page {
  /** No row is wider than this. */
  readonly columns: number
  readonly paint: Paint
}

/** Longer lines of prose are hard to read, however wide the terminal is. Code and tables may use all of it. */
const readingWidth = 88

/** An indentation must leave at least this much room, else there is none. */
const leastRoom = 8

/** Markdown as rows for a terminal. */
export const renderMarkdown = (markdown: string, page: Page): readonly string[] => renderDocument(markdown, page).rows

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
  const text = withoutControls(markdown)
  const rows = blocks(lexer(page.paint.unicode ? text : asciiOnly(text)), page)
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
      return prose(inlineSpans(token.tokens), page)
    case 'text':
      return prose(inlineSpans([token]), page)
    case 'list':
      return list(token, page)
    case 'code':
      return code({ text: token.text, kind: codeKindOf(token.lang ?? '') }, page)
    case 'blockquote': {
      const bar: Span = { text: page.paint.unicode ? '│ ' : '| ', tones: ['quiet'] }
      return beside(bar, bar, page, (inner) => blocks(token.tokens, inner))
    }
    case 'table': {
      const cells = [token.header, ...token.rows].map((row) => row.map((cell) => inlineSpans(cell.tokens)))
      return tableRows(cells, page.columns, lineOf(page))
    }
    case 'hr':
      return [rule(page)]
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
  const mark: readonly Span[] = page.paint.color ? [] : [{ text: `${'#'.repeat(depth)} `, tones: [] }]
  return prose([...mark, ...inlineSpans(tokens, depth < 3 ? ['strong', 'accent'] : ['strong'])], page)
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
  const rows = block.text
    .split('\n')
    .flatMap((line) => cut(withoutTabs(line), page.columns))
    .map((line): Row => (line === '' ? [] : [{ text: line, tones, code: block }]))
  if (lines === undefined || (page.paint.color && !lines.always)) return rows
  const line = rule(page, lines.of === 'dots' ? dotOf(page) : lineOf(page))
  return [line, ...rows, line]
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
