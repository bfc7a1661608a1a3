import { closest, distance } from 'fastest-levenshtein'

/** The known name that a misspelt one most likely means, or undefined where none is near. */
export const nearest = (name: string, known: readonly string[]): string | undefined => {
  const bounded = name.slice(0, 80)
  if (known.length === 0) return undefined
  const best = closest(bounded, known)
  const allowed = Math.max(2, Math.floor(best.length / 3))
  return distance(bounded, best) <= allowed || best.startsWith(bounded) ? best : undefined
}
