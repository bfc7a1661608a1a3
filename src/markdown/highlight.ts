import type { Tone } from '../terminal/paint.ts'

/** A piece of a line of code, and what it is. */
export interface Piece {
  readonly text: string
  readonly tones: readonly Tone[]
}

/**
 * What shells and configuration files agree on: comments, and texts in quotes that end on their line. Blocks of lessons
 * say whether they are typed, printed, written or drawn, not in which language (docs/decisions/011-markdown.md).
 */
const parts =
  /(?<comment>(?<![^\s])#[\s!].*$|^\s*#$)|(?<literal>(?<=^|[\s=(:,[{-])(?:"(?:[^"\\]|\\.)*"|'[^']*')(?!\w))/g

const comment: readonly Tone[] = ['quiet']
const literal: readonly Tone[] = ['literal']

/** The pieces of a line of code: together they are the line. What is nothing of its own has the given tones. */
export const piecesOf = (line: string, plain: readonly Tone[]): readonly Piece[] => {
  const pieces: Piece[] = []
  let from = 0
  const add = (to: number, tones: readonly Tone[]): void => {
    if (to > from) pieces.push({ text: line.slice(from, to), tones })
    from = to
  }
  for (const found of line.matchAll(parts)) {
    add(found.index, plain)
    add(found.index + found[0].length, found.groups?.['comment'] === undefined ? literal : comment)
  }
  add(line.length, plain)
  return pieces
}
