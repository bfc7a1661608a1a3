/** How deep and how rich a JSON document may be. */
export interface JsonBounds {
  readonly depth: number
  /** Commas and opening brackets: nothing else makes values out of few bytes. */
  readonly marks: number
}

const [quote, backslash, comma, openList, closeList, openObject, closeObject] = [
  0x22, 0x5c, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d
]

/**
 * Whether the text of a JSON document keeps to bounds, before anything is made of it: a few megabytes of brackets would
 * become a hundred times as much in memory. Of what is no JSON at all it may say either.
 */
export const keepsTo = (text: Uint8Array, bounds: JsonBounds): boolean => {
  let depth = 0
  let marks = 0
  let isText = false
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at]
    if (isText) {
      if (byte === backslash) at += 1
      else if (byte === quote) isText = false
    } else if (byte === quote) isText = true
    else if (byte === comma) marks += 1
    else if (byte === openList || byte === openObject) {
      depth += 1
      marks += 1
    } else if (byte === closeList || byte === closeObject) depth -= 1
    if (depth > bounds.depth || marks > bounds.marks) return false
  }
  return true
}
