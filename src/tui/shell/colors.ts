import type { WriteStream } from 'node:tty'
import type { Paint } from '../../terminal/paint.ts'

/** How many colours a terminal shows, in bits as Node counts them: none, its own 16, 256, or all. */
export type ColorDepth = 1 | 4 | 8 | 24

/** The depth of the terminal that the UI is drawn on. */
export const depthOf = (paint: Pick<Paint, 'color'>, terminal: Pick<WriteStream, 'getColorDepth'>): ColorDepth => {
  const bits = paint.color ? terminal.getColorDepth() : 1
  return bits >= 24 ? 24 : bits >= 8 ? 8 : bits >= 4 ? 4 : 1
}

/** A colour as a program asked for it: the terminal's default, a place in its table of 256, or 0xRRGGBB. */
export type Color =
  | { readonly kind: 'default' }
  | { readonly kind: 'table'; readonly index: number }
  | { readonly kind: 'rgb'; readonly value: number }

type Rgb = readonly [red: number, green: number, blue: number]

/** The table's cube of 6x6x6 colours begins at 16, its 24 greys at 232. */
const cubeStart = 16
const greyStart = 232
const cubeLevels = [0, 95, 135, 175, 215, 255] as const

const levelOf = (index: number): number => cubeLevels[index] ?? 0

const rgbOfTable = (index: number): Rgb => {
  if (index >= greyStart) {
    const grey = 8 + 10 * (index - greyStart)
    return [grey, grey, grey]
  }
  const place = index - cubeStart
  return [levelOf(Math.floor(place / 36)), levelOf(Math.floor(place / 6) % 6), levelOf(place % 6)]
}

const rgbOf = (value: number): Rgb => [(value >> 16) & 255, (value >> 8) & 255, value & 255]

const distance = (a: Rgb, b: Rgb): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2

const nearestLevel = (value: number): number =>
  cubeLevels.reduce<number>(
    (best, level, index) => (Math.abs(level - value) < Math.abs(levelOf(best) - value) ? index : best),
    0
  )

const nearestInTable = (rgb: Rgb): number => {
  const [red, green, blue] = rgb
  const cube = cubeStart + 36 * nearestLevel(red) + 6 * nearestLevel(green) + nearestLevel(blue)
  const step = Math.round(((red + green + blue) / 3 - 8) / 10)
  const grey = greyStart + Math.max(0, Math.min(23, step))
  return distance(rgbOfTable(grey), rgb) < distance(rgbOfTable(cube), rgb) ? grey : cube
}

/** The likest of the 16: which of red, green and blue lead, and whether brightly. */
const nearestOfSixteen = (rgb: Rgb): number => {
  const brightest = Math.max(...rgb)
  if (brightest < 64) return 0
  const [red, green, blue] = rgb.map((value) => Number(value > brightest / 2))
  return (red ?? 0) + 2 * (green ?? 0) + 4 * (blue ?? 0) + (brightest >= 192 ? 8 : 0)
}

/** The 16 have codes of their own, so that they show as the terminal's theme has them. */
const ofSixteen = (index: number, isBackground: boolean): string =>
  String((index < 8 ? 30 + index : 82 + index) + (isBackground ? 10 : 0))

/** The parameters of SGR that choose a colour; none for the default, and on a terminal without colour. */
export const colorCode = (color: Color, isBackground: boolean, depth: ColorDepth): string => {
  if (depth === 1 || color.kind === 'default') return ''
  const long = isBackground ? '48' : '38'
  if (color.kind === 'table') {
    const { index } = color
    if (index < cubeStart) return ofSixteen(index, isBackground)
    return depth >= 8 ? `${long};5;${index}` : ofSixteen(nearestOfSixteen(rgbOfTable(index)), isBackground)
  }
  const rgb = rgbOf(color.value)
  if (depth === 24) return `${long};2;${rgb.join(';')}`
  return depth === 8 ? `${long};5;${nearestInTable(rgb)}` : ofSixteen(nearestOfSixteen(rgb), isBackground)
}
