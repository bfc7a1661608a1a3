/**
 * Control characters that a terminal would act on (C0 but for tab and line feed, DEL, C1), what reverses or hides text
 * (marks and overrides of direction, characters without width, tags), and lone halves of surrogate pairs.
 */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu

/**
 * Whole sequences that begin with ESC or their C1 form: CSI with its parameters; OSC, DCS, SOS, PM and APC with what
 * they carry, as far as they are ended on the same line; and the short ones.
 */
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]/g

/** A text that a terminal shows as it is: what would move the cursor, colour, reverse or hide anything is taken out. */
export const stripControl = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(sequences, '').replace(unsafe, '')

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
