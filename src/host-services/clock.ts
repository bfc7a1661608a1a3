/** Where times come from: an argument, so that tests can have their own. Both in milliseconds. */
export interface TimeSources {
  /** The time of day in whole milliseconds, which somebody may set. */
  readonly wall: () => number
  /** A counter with fractions of a microsecond, which nobody sets. */
  readonly counter: () => number
}

/** How far the two may disagree before the time of day is taken to have been set, in milliseconds. */
const tolerance = 0.05

/** How closely the edge of a millisecond has to be seen, and how often it is tried in a process that is interrupted. */
const edgeWidth = 0.02
const mostEdges = 8

/**
 * The time of day finer than JavaScript has it, which is whole milliseconds: the counter since the edge of a millisecond
 * that was seen once, and is looked for again when the time of day was set.
 */
export const fineClock = ({ wall, counter }: TimeSources): (() => number) => {
  const findOffset = (): number => {
    let offset = 0
    for (let edges = 0; edges < mostEdges; edges += 1) {
      const start = wall()
      let before = counter()
      for (;;) {
        const now = wall()
        const after = counter()
        if (now !== start) {
          offset = now - after
          if (after - before < edgeWidth) return offset
          break
        }
        before = after
      }
    }
    return offset
  }
  let offset = findOffset()
  return () => {
    const time = offset + counter()
    const now = wall()
    if (time >= now - tolerance && time < now + 1 + tolerance) return time
    offset = findOffset()
    return offset + counter()
  }
}

/** This machine's clock. */
export const systemSources: TimeSources = { wall: Date.now, counter: () => performance.now() }
