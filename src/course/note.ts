import { nearest } from '../nearest.ts'
import type { Place, ProblemDetail, Referent } from '../problem.ts'

/** Takes down a problem. */
export type Note = (place: Place, detail: ProblemDetail) => void

/** The detail that something of a name does not exist, with the name that was probably meant. */
export const unknownOf = (of: Referent, id: string, known: readonly string[]): ProblemDetail => {
  const near = nearest(id, known)
  return { code: 'unknown', of, id, ...(near === undefined ? {} : { nearest: near }) }
}
