import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { type ExperimentEnd, type Kept, keep, nodesOf, type StepResult, verdictOf } from '../check/experiment.ts'
import type { BehaviourCheck, ExperimentStep } from '../course/schema.ts'
import { fill, fillText, type Values } from '../course/variables.ts'
import type { Controllers } from '../engine/engine.ts'
import { Interrupted, QuorateError } from '../errors.ts'
import type { LocalizedText } from '../i18n/messages.ts'
import type { NodeName } from '../topology.ts'
import type { Home } from './home.ts'
import { acquire } from './lock.ts'
import { clearPending, writePending } from './pending.ts'

/** What an experiment is run with. */
export interface Laboratory {
  readonly home: Home
  readonly controllers: Controllers
  readonly values: Values
  /** Limits are multiplied by it. */
  readonly slowness: number
  readonly signal: AbortSignal
  /** Called before each step with what has to come of it. */
  readonly onStep: (says: LocalizedText) => void
  /** Called after each step with what its script gave on each controller. */
  readonly onResults?: (results: readonly StepResult[]) => void
}

/** What takes one step back, as it is written down before the step begins. */
export interface Undoing {
  readonly nodes: NodeName[]
  readonly script: string
  readonly kept: Kept
}

/** How long one run of a script may take, in milliseconds. */
const scriptLimit = 60_000

/** How long the undoing of one step may take in all: a controller may have to boot and rejoin. */
const undoLimit = 180_000

/** Between attempts, in milliseconds. */
const attemptPause = 500

/** How much of an output is kept: its end, where the reason is. */
const mostCharacters = 16_000

const ending = (text: string): string => text.slice(-mostCharacters)

/** Runs a script on one controller. A machine that cannot be asked, or a script that hangs, gives no exit code. */
const runOn = async (
  controllers: Controllers,
  node: NodeName,
  script: string,
  kept: Kept,
  milliseconds: number,
  signal: AbortSignal
): Promise<StepResult> => {
  let stdout = ''
  let printed = ''
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000))
  const given = new AbortController()
  const stop = AbortSignal.any([signal, given.signal])
  const command = ['timeout', '-k', '2', String(seconds), 'bash', '-c', script, 'experiment']
  const end = (exitCode: number | undefined): StepResult => ({ node, exitCode, stdout, printed })
  // Over what timeout(1) bounds, for a machine that goes away together with it.
  const lost = pause((seconds + 5) * 1000, undefined, { signal: stop }).then(
    () => end(undefined),
    () => end(undefined)
  )
  const run = controllers
    .exec(node, command, {
      environment: { DEBIAN_FRONTEND: 'noninteractive', ...kept },
      signal: stop,
      onOutput: (stream, chunk) => {
        const text = chunk.toString('utf8')
        printed = ending(printed + text)
        if (stream === 'stdout') stdout = ending(stdout + text)
      }
    })
    .then(
      // Half of what it printed may mean something else: as good as no answer.
      ({ exitCode, isWhole }) => end(exitCode === 124 || exitCode === 137 || !isWhole ? undefined : exitCode),
      (error: unknown) => {
        if (error instanceof QuorateError && error.kind !== 'environment') throw error
        return end(undefined)
      }
    )
  try {
    return await Promise.race([run, lost])
  } finally {
    given.abort()
  }
}

/** Runs a script on controllers at once, again and again until it is so on all of them or the time is over. */
const runUntilSo = async (
  { controllers, signal, slowness }: Pick<Laboratory, 'controllers' | 'signal' | 'slowness'>,
  nodes: readonly NodeName[],
  script: string,
  kept: Kept,
  within: number
): Promise<readonly StepResult[]> => {
  const until = performance.now() + within * slowness
  const limit = scriptLimit * slowness
  let seen: readonly StepResult[] | undefined
  for (;;) {
    const left = within === 0 ? limit : Math.min(limit, Math.max(1000, until - performance.now()))
    const results = await Promise.all(nodes.map((node) => runOn(controllers, node, script, kept, left, signal)))
    if (signal.aborted) throw new Interrupted()
    const verdict = verdictOf(results)
    if (verdict === 'failed') seen = results
    // The last attempt is cut off when the time is over: what was surely seen before it counts.
    if (verdict === 'so' || performance.now() + attemptPause >= until) {
      return verdict === 'not-looked' ? (seen ?? results) : results
    }
    await pause(attemptPause, undefined, { signal }).catch(() => {
      throw new Interrupted()
    })
  }
}

const isWrong = ({ exitCode }: StepResult): boolean => exitCode !== 0

/** Takes steps back, the last one first. @returns what could not be taken back, if anything */
export const undo = async (
  laboratory: Pick<Laboratory, 'controllers' | 'signal' | 'slowness'>,
  undoing: readonly Undoing[]
): Promise<{ readonly script: string; readonly results: readonly StepResult[] } | undefined> => {
  for (const { nodes, script, kept } of undoing.toReversed()) {
    const results = (await runUntilSo(laboratory, nodes, script, kept, undoLimit)).filter(isWrong)
    if (results.length > 0) return { script, results }
  }
  return undefined
}

/**
 * Runs the experiment of a behaviour check. What a step will disturb is written down before the step begins; it is put
 * back at the end, also when the experiment fails or is interrupted. What a killed program left is put back by the next
 * one, which finds it written down.
 * @throws Interrupted, after everything was put back
 */
export const runExperiment = async (laboratory: Laboratory, check: BehaviourCheck): Promise<ExperimentEnd> => {
  const { home, values } = laboratory
  const undoing: Undoing[] = []
  let kept: Kept = {}
  const failure = (
    kind: 'failed' | 'not-looked',
    step: ExperimentStep,
    script: string,
    results: readonly StepResult[]
  ): ExperimentEnd => ({ kind, says: fillText(step.says, values), script, results })
  const perform = async (): Promise<ExperimentEnd> => {
    for (const step of check.experiment) {
      const says = fillText(step.says, values)
      laboratory.onStep(says)
      const script = fill(step.run, values)
      const nodes = nodesOf(step.on, kept)
      if (nodes === undefined) return failure('not-looked', step, script, [])
      if (step.undo !== undefined) {
        undoing.push({ nodes: [...nodes], script: fill(step.undo, values), kept })
        await writePending(home, { action: 'experiment', check: check.id, undoing })
      }
      const results = await runUntilSo(laboratory, nodes, script, kept, step.within ?? 0)
      laboratory.onResults?.(results)
      const verdict = verdictOf(results)
      if (verdict !== 'so') return failure(verdict, step, script, results.filter(isWrong))
      kept = keep(kept, step, results)
    }
    return { kind: 'held' }
  }
  let end: ExperimentEnd | undefined
  try {
    end = await perform()
  } finally {
    // Also after an interruption: nobody is left with half an experiment.
    const left = await undo({ ...laboratory, signal: new AbortController().signal }, undoing)
    if (left === undefined) await clearPending(home)
    else if (end !== undefined) end = { kind: 'not-undone', says: check.title, ...left }
  }
  return end
}

/** Runs an experiment under the lock of the lab: nobody else changes it meanwhile. `command` is what holds the lock. */
export const runExperimentAlone = async (
  command: string,
  laboratory: Laboratory,
  check: BehaviourCheck
): Promise<ExperimentEnd> => {
  const lock = await acquire(laboratory.home.lock, command)
  try {
    return await runExperiment(laboratory, check)
  } finally {
    await lock.release()
  }
}
