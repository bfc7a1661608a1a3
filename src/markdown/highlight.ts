import type { Tone } from '../terminal/paint.ts'

/** A piece of a line of code, and what it is. */
export interface Piece {
  readonly text: string
  readonly tones: readonly Tone[]
}

/**
 * What shells and configuration files agree on: comments, and texts in quotes that end on their line. Blocks of lessons
 * do not say what they are written in; guessing would colour what commands print and drawings as programs
 * (docs/decisions/011-markdown.md).
 */
const parts =
  /(?<comment>(?<![^\s])#[\s!].*$|^\s*#$)|(?<literal>(?<=^|[\s=(:,[{-])(?:"(?:[^"\\]|\\.)*"|'[^']*')(?!\w))/g

const plain: readonly Tone[] = ['accent']
const comment: readonly Tone[] = ['quiet']
const literal: readonly Tone[] = ['literal']

/** The pieces of a line of code: together they are the line. */
export const piecesOf = (line: string): readonly Piece[] => {
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

/** Boxes, arrows and lines of characters: what can be looked at, and not be typed or read aloud. */
export const isDrawing = (text: string): boolean =>
  /[\u2500-\u257f]|\+-{2,}\+|--+>|<--+|^\s*\|[\s|]*$|^\s*[v^][\sv^|]*$/m.test(text)
