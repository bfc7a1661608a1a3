import type { CodeKind } from '../code-kind.ts'
import type { Paint, Tone } from '../terminal/paint.ts'

/** A piece of code, and what it is. */
export interface Piece {
  readonly text: string
  readonly tones: readonly Tone[]
}

/** The pieces of a block of code: together they are the block. What is nothing of its own has the given tones. */
export type Highlight = (code: string, kind: CodeKind | undefined, plain: readonly Tone[]) => readonly Piece[]

/** Loads what colours code, which is large, where colours show. Code is as well without: that it fails is no problem. */
export const loadHighlight = async ({ color, spoken }: Paint): Promise<Highlight | undefined> =>
  color && !spoken
    ? import('./highlight.ts').then(
        ({ highlight }) => highlight,
        () => undefined
      )
    : undefined
