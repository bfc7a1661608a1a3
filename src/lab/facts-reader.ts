import { randomBytes } from 'node:crypto'
import type { Channel, Controllers, MachineState } from '../engine/engine.ts'
import { QuorateError } from '../errors.ts'
import type { UnknownReason } from '../probe/probe.ts'
import { readOutput, unknownFacts } from '../probe/read.ts'
import type { NodeFacts, ProbeId } from '../probe/registry.ts'
import { buildScript } from '../probe/script.ts'
import type { NodeName } from '../topology.ts'
import { forEachNode } from './record.ts'

/**
 * How long the probes of a controller may take together, in seconds; multiplied by the machine's slowness. A probe gives
 * up by itself on a daemon that hangs: each of several may have one, and the last must still get its turn.
 */
const secondsFor = (probes: number): number => 3 + 2 * probes

/** What is allowed on top for the way there and back, in milliseconds. */
const wayThereAndBack = 1000

const reasonOf = {
  stopped: 'machine-stopped',
  frozen: 'machine-frozen',
  absent: 'machine-absent',
  running: 'no-answer'
} as const satisfies Record<MachineState, UnknownReason>

/** Reads facts from the controllers, in one round trip each, over channels that stay open. */
export class FactsReader {
  readonly #controllers: Controllers
  readonly #slowness: number
  readonly #channels = new Map<NodeName, Channel>()

  constructor(controllers: Controllers, slowness: number) {
    this.#controllers = controllers
    this.#slowness = slowness
  }

  /** The facts of all controllers; those of one that cannot be asked are unknown, with the reason. */
  async read(probes: readonly ProbeId[]): Promise<Readonly<Record<NodeName, NodeFacts>>> {
    return forEachNode((node) => this.#readNode(node, probes))
  }

  close(): void {
    for (const channel of this.#channels.values()) channel.close()
    this.#channels.clear()
  }

  async #readNode(node: NodeName, probes: readonly ProbeId[]): Promise<NodeFacts> {
    const seconds = secondsFor(probes.length) * this.#slowness
    const context = { node, topology: this.#controllers.identity.topology }
    // A channel that was open may have closed since (a reboot, a restore): then a new one is tried, once.
    for (const isNew of [false, true]) {
      const channel = isNew ? await this.#open(node) : this.#channels.get(node)
      if (channel === undefined) {
        if (isNew) return unknownFacts(probes, await this.#whyNot(node))
        continue
      }
      const script = buildScript(probes, context, randomBytes(16).toString('hex'), seconds)
      const milliseconds = seconds * 1000 + wayThereAndBack
      const answer = await channel.ask(script.text, { milliseconds, bytes: script.bytes })
      if (answer.kind === 'output') return readOutput(script, answer.text)
      this.#channels.delete(node)
      channel.close()
      if (answer.reason === 'time-out') return unknownFacts(probes, await this.#whyNot(node, 'time-out'))
    }
    return unknownFacts(probes, await this.#whyNot(node))
  }

  /** Undefined where the machine cannot be entered. @throws the errors of an engine that cannot be reached */
  async #open(node: NodeName): Promise<Channel | undefined> {
    try {
      const channel = await this.#controllers.openChannel(node)
      this.#channels.set(node, channel)
      return channel
    } catch (error) {
      if (error instanceof QuorateError && error.code === 'engine-refused') return undefined
      throw error
    }
  }

  async #whyNot(node: NodeName, ofRunning: UnknownReason = 'no-answer'): Promise<UnknownReason> {
    const machine = (await this.#controllers.inspect()).find(({ name }) => name === node)
    const state = machine?.state ?? 'absent'
    return state === 'running' ? ofRunning : reasonOf[state]
  }
}
