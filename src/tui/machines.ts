import type { CheckReport } from '../check/outcome.ts'
import type { CourseLab } from '../course/course.ts'
import type { BehaviourCheck } from '../course/schema.ts'
import type { ProgressStep, Report } from '../engine/engine.ts'
import type { Locale } from '../i18n/messages.ts'
import type { LiveCluster } from '../lab/live.ts'
import type { AttachableShell, TerminalSize } from '../process/terminal.ts'
import type { NodeName } from '../topology.ts'

/** What the UI needs of the machines. */
export interface Machines {
  /** Marks a lab of the course as opened and keeps where it starts, at the first time. */
  begin(lab: CourseLab): Promise<void>
  /** Runs the checks of a lab once; the words of the report are in the language asked for. */
  check(lab: CourseLab, locale: Locale, signal: AbortSignal): Promise<CheckReport>
  /**
   * Runs the checks of a lab, and the experiment of one of them: it disturbs the cluster and puts it back, also when the
   * signal aborts. `onStep` is called as each of its steps begins.
   */
  experiment(
    lab: CourseLab,
    check: BehaviourCheck,
    locale: Locale,
    signal: AbortSignal,
    onStep: () => void
  ): Promise<CheckReport>
  /** Writes down what checks gave. */
  note(report: CheckReport): Promise<void>
  /** `environment` is added to what a login sets up. */
  openShell(
    node: NodeName,
    size: TerminalSize,
    environment?: Readonly<Record<string, string>>
  ): Promise<AttachableShell>
  /** The cluster as it is now, second by second. */
  readonly live: Pick<LiveCluster, 'subscribe' | 'getSnapshot' | 'setShown'>
  /** Waits until an experiment that was stopped has put everything back. */
  close(): Promise<void>
}

/** The machines as the UI holds them: reached when they are needed first, and anew after they failed. */
export interface MachineAccess {
  get(): Promise<Machines>
  /** The machines, once they are reached and until they are let go of. */
  getSnapshot(): Machines | undefined
  /** What takes time while they are reached: an interrupted restore is finished first. */
  getStep(): ProgressStep | undefined
  /** Calls the listener when they are reached or let go of, or another step begins; returns what ends that. */
  subscribe(listener: () => void): () => void
  /** Lets go of machines that failed; the next `get` reaches for them again. */
  drop(): Promise<void>
}

export const accessTo = (open: (report: Report) => Promise<Machines>): MachineAccess => {
  const listeners = new Set<() => void>()
  let opened: Promise<Machines> | undefined
  let reached: Machines | undefined
  let step: ProgressStep | undefined
  const become = (machines: Machines | undefined, next?: ProgressStep): void => {
    if (machines === reached && next === step) return
    reached = machines
    step = next
    for (const listener of listeners) listener()
  }
  /** Which reaching for them counts: what comes of one before it does not. */
  let turn = 0
  const begin = (): Promise<Machines> => {
    turn += 1
    const own = turn
    const becomeIn = (machines: Machines | undefined, next?: ProgressStep): void => {
      if (own === turn) become(machines, next)
    }
    const opening = open((event) => becomeIn(undefined, event.step))
    opened = opening
    opening.then(
      (machines) => becomeIn(machines),
      // Whoever waits for them hears of it.
      () => becomeIn(undefined)
    )
    return opening
  }
  return {
    get: () => opened ?? begin(),
    getSnapshot: () => reached,
    getStep: () => step,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    drop: async () => {
      const dropped = opened
      opened = undefined
      turn += 1
      become(undefined)
      // Machines that could not be reached need not be let go of.
      const machines = await dropped?.catch(() => undefined)
      await machines?.close()
    }
  }
}
