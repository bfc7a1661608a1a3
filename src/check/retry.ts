import { type ClusterFacts, type Judgement, type Look, sinceChange } from './evaluate.ts'

/** Time as this module needs it: a test brings its own. */
export interface Clock {
  /** Milliseconds that only ever grow. */
  readonly now: () => number
  /** Resolves after so many milliseconds, or rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

export interface Settling {
  /** Looks at all controllers. */
  readonly collect: () => Promise<Look>
  readonly evaluate: (facts: ClusterFacts) => readonly Judgement[]
  readonly clock: Clock
  /** How much slower than expected this machine is: limits are multiplied by it. At least 1. */
  readonly slowness: number
  readonly signal: AbortSignal
  /** Whether there is nothing more to wait for; it ends the waiting when it is so twice in a row. */
  readonly isEnough?: (judgements: readonly Judgement[]) => boolean
  /** Called after each look, for those who show the waiting. */
  readonly onLook?: (judgements: readonly Judgement[]) => void
}

/** The last look, and how long after the start the outcome of each check was known for good. */
export interface Settled {
  /** Where something failed, with all that may explain it. */
  readonly facts: ClusterFacts
  readonly judgements: readonly Judgement[]
  /** In milliseconds, in the order of the judgements. */
  readonly knownAfter: readonly number[]
}

/** Between looks, in milliseconds: short at first, because most services are up at once. */
const firstPause = 150
const longestPause = 1000

/**
 * Looks, and looks again as long as a failed check may still become right: its `within` counts from the last change of
 * the systems that it looks at. What has been wrong for longer is told at once.
 */
export const settle = async (settling: Settling): Promise<Settled> => {
  const { collect, evaluate, clock, slowness, signal, isEnough = () => false, onLook } = settling
  const started = clock.now()
  let pause = firstPause
  let before: readonly { readonly outcome: string; readonly at: number }[] = []
  let wasEnough = false
  for (;;) {
    const look = await collect()
    const judgements = evaluate(look.facts)
    onLook?.(judgements)
    const now = clock.now() - started
    const known = judgements.map(({ outcome }, index) => {
      const last = before[index]
      return last?.outcome === outcome ? last : { outcome, at: now }
    })
    // When a cluster has changed is told by its log.
    const hasFailed = judgements.some(({ outcome }) => outcome === 'fail')
    const facts = hasFailed ? await look.explained() : look.facts
    // A service that starts over and over changes all the time: what it is granted in all has an end too.
    const left = judgements.map((judgement) => {
      const limit = (judgement.check.within ?? 0) * slowness
      return Math.min(limit - sinceChange(judgement.check, facts), limit - now)
    })
    const waiting = judgements.some((judgement, index) => mayBecomeRight(judgement) && (left[index] ?? 0) > 0)
    const enough = isEnough(judgements)
    if (!waiting || (enough && wasEnough)) return { facts, judgements, knownAfter: known.map(({ at }) => at) }
    before = known
    wasEnough = enough
    await clock.sleep(pause, signal)
    pause = Math.min(longestPause, pause * 1.5)
  }
}

/** What the learner has not begun does not begin by itself. */
const mayBecomeRight = ({ check, outcome }: Judgement): boolean =>
  outcome === 'fail' || (outcome === 'not-yet' && check.underWay !== undefined)
