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
