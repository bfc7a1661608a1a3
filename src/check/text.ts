import { stripControl } from '../text.ts'

export { stripControl }

/** How much of a hostile text is shown at most. */
export interface Bounds {
  readonly lines: number
  readonly columns: number
}

const excerptBounds: Bounds = { lines: 12, columns: 200 }

/** The beginning of an output, safe to show; `…` stands for what was left out. */
export const excerptOf = (output: string, { lines, columns }: Bounds = excerptBounds): string => {
  // What is shown comes from the beginning: the rest of a huge output need not be looked at.
  const beginning = output.slice(0, lines * columns * 4)
  const shown = stripControl(beginning)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  const kept = shown.slice(0, lines).map((line) => shorten(line, columns))
  const isWhole = shown.length <= lines && beginning.length === output.length
  return isWhole ? kept.join('\n') : [...kept, '…'].join('\n')
}

/** One line of a hostile text, safe to show. */
export const oneLine = (text: string, columns = 120): string =>
  shorten(
    stripControl(text.slice(0, columns * 4))
      .replace(/\s+/g, ' ')
      .trim(),
    columns
  )

const shorten = (line: string, columns: number): string => {
  const characters = [...line]
  return characters.length > columns ? `${characters.slice(0, columns - 1).join('')}…` : line
}
