import type { CheckReport, CheckResult, Outcome } from '../../src/check/outcome.ts'
import { factChecksOf } from '../../src/course/course.ts'
import { Interrupted } from '../../src/errors.ts'
import type { Locale } from '../../src/i18n/messages.ts'
import type { Home } from '../../src/lab/home.ts'
import { appendJournal } from '../../src/lab/journal.ts'
import { type LiveSnapshot, noSnapshot } from '../../src/lab/live-snapshot.ts'
import type { Study } from '../../src/lab/study.ts'
import type { AttachableShell } from '../../src/process/terminal.ts'
import type { Machines } from '../../src/tui/machines.ts'

/** A live cluster that is as a test says. */
class PreparedCluster {
  #snapshot = noSnapshot
  readonly #listeners = new Set<() => void>()
  isShown = false
  readonly getSnapshot = (): LiveSnapshot => this.#snapshot
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  setShown(isShown: boolean): void {
    this.isShown = isShown
  }

  become(snapshot: LiveSnapshot): void {
    this.#snapshot = snapshot
    for (const listener of this.#listeners) listener()
  }
}

/** Machines that do what a test says. */
export class PreparedMachines implements Machines {
  readonly home: Home
  outcomes: Readonly<Record<string, Outcome>> = {}
  more: Partial<CheckResult> = {}
  failure: unknown
  runs = 0
  running = 0
  mostRunning = 0
  begun: string[] = []
  noted = 0
  isClosed = false
  readonly shells: PreparedShell[] = []
  hold: Promise<void> | undefined
  readonly live = new PreparedCluster()

  constructor(home: Home) {
    this.home = home
  }

  async begin({ id }: { id: string }): Promise<void> {
    this.begun.push(id)
  }

  async check(lab: Study['current'], locale: Locale, withExperiments: unknown): Promise<CheckReport> {
    this.runs += 1
    this.running += 1
    this.mostRunning = Math.max(this.mostRunning, this.running)
    await this.hold
    this.running -= 1
    if (this.failure !== undefined) throw this.failure
    const wanted = withExperiments === true ? lab.checks : factChecksOf(lab)
    const checks = wanted.map((definition): CheckResult => {
      const outcome = this.outcomes[definition.id] ?? 'not-yet'
      return {
        id: `${lab.id}.${definition.id}`,
        task: definition.task,
        title: definition.title[locale],
        outcome,
        points: outcome === 'pass' ? definition.points : 0,
        possible: definition.points,
        durationMs: 4,
        ...(outcome === 'fail' ? this.more : {}),
        ...(outcome === 'blocked' ? { blockedBy: `${lab.id}.${definition.needs[0]}` } : {})
      }
    })
    const points = checks.reduce((sum, check) => sum + check.points, 0)
    const possible = checks.reduce((sum, check) => sum + check.possible, 0)
    const outcome = checks.every((check) => check.outcome === 'pass') ? 'pass' : 'fail'
    const result = { outcome, points, possible } as const
    return { ...result, durationMs: 12, labs: [{ ...result, id: lab.id, checks }] }
  }

  /** An experiment that goes on until the test ends it. */
  experimenting: { readonly step: () => void; readonly end: (outcome: Outcome) => void } | undefined

  async experiment(
    lab: Study['current'],
    { id }: { id: string },
    locale: Locale,
    signal: AbortSignal,
    onStep: () => void
  ): Promise<CheckReport> {
    const ended = Promise.withResolvers<Outcome>()
    this.experimenting = { step: onStep, end: ended.resolve }
    signal.addEventListener('abort', () => ended.reject(new Interrupted()))
    this.outcomes = { ...this.outcomes, [id]: await ended.promise }
    return this.check(lab, locale, true)
  }

  async note({ labs }: CheckReport): Promise<void> {
    const [result] = labs
    if (result === undefined) return
    const { id: lab, outcome, points, possible } = result
    const checks = Object.fromEntries(result.checks.map((check) => [check.id.slice(lab.length + 1), check.outcome]))
    await appendJournal(this.home, { event: 'checked', lab, outcome, points, possible, checks })
    this.noted += 1
  }

  async openShell(node: string): Promise<AttachableShell> {
    const shell = new PreparedShell(node)
    this.shells.push(shell)
    return shell
  }

  async close(): Promise<void> {
    this.isClosed = true
  }
}

/** A shell that ends when a test says so. */
export class PreparedShell implements AttachableShell {
  readonly node: string
  readonly #ended = Promise.withResolvers<number>()
  readonly exited = this.#ended.promise
  received = ''

  constructor(node: string) {
    this.node = node
  }

  #onOutput: ((chunk: Buffer) => void) | undefined
  onOutput(listener: (chunk: Buffer) => void): void {
    this.#onOutput = listener
  }

  print(text: string): void {
    this.#onOutput?.(Buffer.from(text))
  }

  resize(): void {}
  pause(): void {}
  resume(): void {}

  write(data: Buffer): void {
    this.received += data.toString()
  }

  close(): void {
    this.#ended.resolve(0)
  }
}
