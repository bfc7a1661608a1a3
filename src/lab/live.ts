import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { Channel, Controllers, MachineState } from '../engine/engine.ts'
import type { PowerAction } from '../host-services/power.ts'
import { type QuestionId, questionIds, questions } from '../probe/pulse/findings.ts'
import { buildPulse, type Pulse, readPulse } from '../probe/pulse/pulse.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import { readFencing } from './fencing.ts'
import { eventsBetween, record } from './live-events.ts'
import { fingerprintOf, type LiveNode, type LiveSnapshot, noSnapshot } from './live-snapshot.ts'

/** How often everything is looked at, and how long an answer is waited for, in milliseconds. */
const paces = {
  shown: { period: 1000, patience: 1000 },
  hidden: { period: 5000, patience: 3000 }
} as const

/** So long after its last answer a controller counts as silent, if it also owes one. */
const silentAfter = 3000

/** An answer that takes longer than this does not come any more, in milliseconds. */
const givenUpAfter = 10_000

/** From this slowness of the machine on, everything is asked half as often. */
const slowFrom = 1.5

/** To look for processes is dear: those that began since the last look are seen so much later at most. */
const processesEvery = 3000

/** How often the engine is asked about machines that do not answer. */
const inspectEvery = 5000

/** Answers that come together are shown together. */
const gathering = 40

/** What is known of the way to one controller. */
interface Way {
  channel: Channel | undefined
  node: LiveNode
  /** Anything may have changed: ask for everything again. */
  isHurried: boolean
  answeredAt: number
  processesAt: number
  readonly askedAt: Map<QuestionId, number>
}

export interface LiveOptions {
  readonly controllers: Pick<Controllers, 'identity' | 'openChannel' | 'inspect'>
  /** How much slower than the reference machine this one is. */
  readonly slowness: number
  /** The history of the virtual BMC. */
  readonly fencing: string
}

/**
 * Watches the controllers, each over a channel of its own that stays open, with one question under way at a time. What
 * does not answer is told of, holds up nothing, and is never an error.
 */
export class LiveCluster {
  readonly #options: LiveOptions
  readonly #ways: Readonly<Record<NodeName, Way>>
  readonly #listeners = new Set<() => void>()
  /** What cuts a pause short, and what gives up waiting for the engine. */
  readonly #sleepers = new Set<() => void>()
  readonly #waiting = new Set<() => void>()
  #snapshot: LiveSnapshot = noSnapshot
  #fencing: readonly PowerAction[] = []
  #fencingChanged: number | undefined
  #inspectedAt = 0
  #isShown = true
  #isOver = false
  #gathered: NodeJS.Timeout | undefined

  constructor(options: LiveOptions) {
    this.#options = options
    this.#ways = { controller1: newWay(), controller2: newWay(), controller3: newWay() }
  }

  readonly getSnapshot = (): LiveSnapshot => this.#snapshot

  /** @returns what ends the subscription */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Looks often while somebody sees it, and at once when somebody begins to. */
  setShown(isShown: boolean): void {
    if (isShown && !this.#isShown) this.#wakeAll()
    this.#isShown = isShown
  }

  /** Watches until the signal aborts, and then lets go of the channels. */
  async run(signal: AbortSignal): Promise<void> {
    const end = (): void => {
      this.#isOver = true
      clearTimeout(this.#gathered)
      for (const giveUp of this.#waiting) giveUp()
      for (const name of nodeNames) this.#drop(this.#ways[name])
      this.#wakeAll()
    }
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
    await Promise.all([this.#followHost(), ...nodeNames.map((name) => this.#follow(name))])
  }

  /** Follows one controller. */
  async #follow(name: NodeName): Promise<void> {
    const way = this.#ways[name]
    while (!this.#isOver) {
      const begun = Date.now()
      await this.#ask(name, way)
      const isNew = way.node.kind === 'answering' && this.#due(way, way.node.pulse).some((id) => !way.askedAt.has(id))
      if (!isNew) await this.#rest(begun)
    }
  }

  /** Follows what the engine and the virtual BMC say. */
  async #followHost(): Promise<void> {
    while (!this.#isOver) {
      const begun = Date.now()
      const isSilent = nodeNames.some((name) => this.#ways[name].node.kind === 'silent')
      if (isSilent && begun - this.#inspectedAt >= inspectEvery) void this.#inspect()
      await this.#readFencing()
      this.#gather()
      await this.#rest(begun)
    }
  }

  async #ask(name: NodeName, way: Way): Promise<void> {
    const { patience } = paces[this.#isShown ? 'shown' : 'hidden']
    const owed = Math.max(patience, way.answeredAt + silentAfter - Date.now())
    // After a stop of the whole program the time is up before what came meanwhile is read: that is done first.
    let isOwed = true
    const timer = setTimeout(() => setImmediate(() => isOwed && this.#fallSilent(way)), owed)
    try {
      const wasOpen = way.channel !== undefined
      let pulse = await this.#pulse(name, way)
      // A channel that was open may have closed since (a reboot, a restore): then a new one is tried, once.
      const isClosed = wasOpen && way.channel === undefined && !this.#isOver
      if (pulse === undefined && isClosed) pulse = await this.#pulse(name, way)
      if (pulse !== undefined) this.#hear(way, pulse)
      else if (way.channel === undefined || Date.now() - way.answeredAt >= silentAfter) this.#fallSilent(way)
    } catch {
      // Whatever the engine says of it, it gave no answer.
      this.#drop(way)
      this.#fallSilent(way)
    } finally {
      isOwed = false
      clearTimeout(timer)
    }
  }

  /** Undefined where there is no answer, or one that cannot be understood; then the channel may be gone, too. */
  async #pulse(name: NodeName, way: Way): Promise<Pulse | undefined> {
    const { controllers } = this.#options
    if (way.channel === undefined) {
      way.channel = await this.#within(controllers.openChannel(name), (late) => late.close())
      if (way.channel === undefined) return undefined
    }
    const now = Date.now()
    const last = way.node.kind === 'answering' ? way.node.pulse : undefined
    const asked = last === undefined ? [] : this.#due(way, last)
    const isSearch = way.isHurried || now - way.processesAt >= processesEvery * this.#factor
    const known = last === undefined || isSearch ? [] : last.machine.processes
    way.isHurried = false
    const context = { node: name, topology: controllers.identity.topology }
    const script = buildPulse(asked, known, context, randomBytes(16).toString('hex'))
    const answer = await way.channel.ask(script.text, { milliseconds: givenUpAfter, bytes: script.bytes })
    if (answer.kind === 'silent') {
      this.#drop(way)
      return undefined
    }
    if (isSearch) way.processesAt = now
    for (const id of asked) way.askedAt.set(id, now)
    return readPulse(script, answer.text, last?.findings)
  }

  /** What of a controller that runs is to be asked now. */
  #due(way: Way, { machine }: Pulse): readonly QuestionId[] {
    const now = Date.now()
    return questionIds.filter((id) => {
      const { service, every } = questions[id]
      if (machine.services[service].kind !== 'running') {
        way.askedAt.delete(id)
        return false
      }
      const asked = way.askedAt.get(id)
      // A little early is better than a whole period late.
      return asked === undefined || way.isHurried || now - asked >= every * 1000 * this.#factor - 200
    })
  }

  #hear(way: Way, pulse: Pulse): void {
    if (this.#isOver) return
    const before = way.node
    way.node = { kind: 'answering', pulse, clusterAt: way.askedAt.get('cluster') ?? 0 }
    way.answeredAt = Date.now()
    // What changed on one may change on all.
    if (before.kind === 'answering' && fingerprintOf(before) !== fingerprintOf(way.node)) {
      for (const name of nodeNames) this.#ways[name].isHurried = true
    }
    this.#gather()
  }

  #fallSilent(way: Way): void {
    if (this.#isOver || way.node.kind === 'silent') return
    const pulse = way.node.kind === 'answering' ? way.node.pulse : undefined
    way.node = { kind: 'silent', since: Date.now(), machine: undefined, pulse }
    way.askedAt.clear()
    way.processesAt = 0
    for (const name of nodeNames) this.#ways[name].isHurried = true
    void this.#inspect()
    this.#gather()
  }

  async #inspect(): Promise<void> {
    this.#inspectedAt = Date.now()
    const machines = await this.#within(this.#options.controllers.inspect()).catch(() => undefined)
    for (const name of nodeNames) {
      const way = this.#ways[name]
      if (way.node.kind !== 'silent') continue
      const machine: MachineState | undefined =
        machines && (machines.find((one) => one.name === name)?.state ?? 'absent')
      way.node = { ...way.node, machine }
    }
    this.#gather()
  }

  async #readFencing(): Promise<void> {
    try {
      const { mtimeMs } = await stat(this.#options.fencing)
      if (mtimeMs === this.#fencingChanged) return
      this.#fencing = await readFencing(this.#options.fencing)
      this.#fencingChanged = mtimeMs
    } catch {
      // There is none yet, or it cannot be read: then nothing is known of it.
      this.#fencing = []
      this.#fencingChanged = undefined
    }
  }

  /** Shows what is known, together with what comes in this moment. */
  #gather(): void {
    if (this.#isOver) return
    this.#gathered ??= setTimeout(() => {
      this.#gathered = undefined
      this.#show()
    }, gathering)
  }

  #show(): void {
    const { controller1, controller2, controller3 } = this.#ways
    const nodes = { controller1: controller1.node, controller2: controller2.node, controller3: controller3.node }
    const before = this.#snapshot
    const after = { at: Date.now(), nodes, fencing: this.#fencing, events: before.events }
    this.#snapshot = { ...after, events: record(before.events, eventsBetween(before, after)) }
    for (const listener of this.#listeners) listener()
  }

  #drop(way: Way): void {
    way.channel?.close()
    way.channel = undefined
  }

  get #factor(): number {
    return this.#options.slowness >= slowFrom ? 2 : 1
  }

  /** What the engine answers in time, or nothing; what comes too late is done away with. */
  #within<T>(answer: Promise<T>, discard?: (late: T) => void): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      let isLate = false
      const give = (settle: () => void): void => {
        clearTimeout(timer)
        this.#waiting.delete(giveUp)
        settle()
      }
      const giveUp = (): void => {
        isLate = true
        give(() => resolve(undefined))
      }
      const timer = setTimeout(giveUp, givenUpAfter)
      this.#waiting.add(giveUp)
      answer.then(
        (value) => (isLate ? discard?.(value) : give(() => resolve(value))),
        (error: unknown) => give(() => reject(error))
      )
    })
  }

  /** Waits until the next look is due, counted from the begin of the last, or somebody wants to see. */
  async #rest(begun: number): Promise<void> {
    if (this.#isOver) return
    const { period } = paces[this.#isShown ? 'shown' : 'hidden']
    const left = Math.max(0, begun + period * this.#factor - Date.now())
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        this.#sleepers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, left)
      this.#sleepers.add(wake)
    })
  }

  #wakeAll(): void {
    for (const wake of this.#sleepers) wake()
  }
}

const newWay = (): Way => ({
  channel: undefined,
  node: { kind: 'unseen' },
  isHurried: false,
  answeredAt: Date.now(),
  processesAt: 0,
  askedAt: new Map()
})
