import type xterm from '@xterm/headless'

/** The colours of a terminal, as many of them are set up: the first eight, then the bright ones. */
const palette = [
  '#1e1e2e',
  '#e06c75',
  '#98c379',
  '#e5c07b',
  '#61afef',
  '#c678dd',
  '#56b6c2',
  '#c8ccd4',
  '#6b7280',
  '#f28b92',
  '#b5dd9a',
  '#f5d99b',
  '#8cc4f5',
  '#d79eea',
  '#7fd0da',
  '#ffffff'
] as const
const paper = '#16181d'
const ink = '#d7dae0'

/** A cell in pixels. */
const cell = { width: 8.4, height: 18 }
const margin = 12

/** What shows next to each other in one look. */
interface Stretch {
  readonly x: number
  readonly cells: number
  readonly text: string
  readonly color: string
  readonly background: string | undefined
  readonly isBold: boolean
}

const colorOf = (index: number, isPalette: boolean, isRgb: boolean, otherwise: string): string =>
  isRgb ? `#${index.toString(16).padStart(6, '0')}` : isPalette ? (palette[index] ?? otherwise) : otherwise

const lookOf = (one: xterm.IBufferCell): Pick<Stretch, 'color' | 'background' | 'isBold'> => {
  const front = colorOf(one.getFgColor(), one.isFgPalette(), one.isFgRGB(), ink)
  const back = one.isBgDefault() ? undefined : colorOf(one.getBgColor(), one.isBgPalette(), one.isBgRGB(), paper)
  const isBold = one.isBold() !== 0
  if (one.isInverse() !== 0) return { color: back ?? paper, background: front, isBold }
  return { color: one.isDim() !== 0 ? '#8b909c' : front, background: back, isBold }
}

const stretchesOf = (line: xterm.IBufferLine, columns: number): readonly Stretch[] => {
  const stretches: Stretch[] = []
  for (let x = 0; x < columns; x += 1) {
    const one = line.getCell(x)
    // The second half of a wide character has no cell of its own.
    if (one === undefined || one.getWidth() === 0) continue
    const look = lookOf(one)
    const text = one.getChars() === '' ? ' ' : one.getChars()
    const last = stretches.at(-1)
    const isSame = last?.color === look.color && last.background === look.background && last.isBold === look.isBold
    // Wide characters stand for themselves: fonts do not agree with terminals on how wide they are.
    if (last !== undefined && isSame && one.getWidth() === 1 && last.cells === last.text.length) {
      stretches[stretches.length - 1] = { ...last, cells: last.cells + 1, text: last.text + text }
    } else stretches.push({ ...look, x, cells: one.getWidth(), text })
  }
  return stretches
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const rounded = (value: number): string => String(Math.round(value * 10) / 10)

const drawn = ({ x, cells, text, color, background, isBold }: Stretch, row: number): string => {
  const left = margin + x * cell.width
  const width = cells * cell.width
  const top = margin + row * cell.height
  const box =
    background === undefined
      ? ''
      : `<rect x="${rounded(left)}" y="${rounded(top)}" width="${rounded(width)}" height="${cell.height}" fill="${background}"/>`
  const weight = isBold ? ' font-weight="bold"' : ''
  const look = `y="${rounded(top + 13.5)}" fill="${color}"${weight}`
  // Spaces that follow one another are one to whoever shows the picture: what stands between them has a place of its own.
  const words = [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: word, index }) => {
    const length = word === text ? width : word.length * cell.width
    return `<text x="${rounded(left + index * cell.width)}" textLength="${rounded(length)}" ${look}>${escaped(word)}</text>`
  })
  return box + words.join('')
}

/** A picture of what a terminal shows; every character stands in its cell, whatever the font. */
export const svgOf = (
  buffer: xterm.IBuffer,
  { columns, rows }: { readonly columns: number; readonly rows: number }
): string => {
  const width = rounded(2 * margin + columns * cell.width)
  const height = rounded(2 * margin + rows * cell.height)
  const lines = Array.from({ length: rows }, (_, row) => {
    const line = buffer.getLine(buffer.baseY + row)
    return line === undefined
      ? ''
      : stretchesOf(line, columns)
          .map((stretch) => drawn(stretch, row))
          .join('')
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<rect width="100%" height="100%" rx="8" fill="${paper}"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14">',
    ...lines.filter((line) => line !== ''),
    '</g></svg>',
    ''
  ].join('\n')
}
