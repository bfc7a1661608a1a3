import { randomBytes } from 'node:crypto'
import type { Channel, Controllers, MachineState } from '../engine/engine.ts'
import { QuorateError } from '../errors.ts'
import { type Look, type Looks, readLook } from '../probe/look.ts'
import type { UnknownReason } from '../probe/probe.ts'
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

  /**
   * The facts of all controllers; those of one that cannot be asked are unknown, with the reason. `onLook` is called with
   * what they were made of.
   */
  async read(
    probes: readonly ProbeId[],
    onLook?: (looks: Looks) => void
  ): Promise<Readonly<Record<NodeName, NodeFacts>>> {
    const at = new Date().toISOString()
    const { topology } = this.#controllers.identity
    const { controller1, controller2, controller3 } = await forEachNode(async (node) => {
      const look = await this.#lookAt(node, probes)
      // Not when all have answered: the others are waited for meanwhile.
      return { look, facts: readLook(look, probes, { node, topology }) }
    })
    onLook?.({
      at,
      probes,
      nodes: { controller1: controller1.look, controller2: controller2.look, controller3: controller3.look }
    })
    return { controller1: controller1.facts, controller2: controller2.facts, controller3: controller3.facts }
  }

  close(): void {
    for (const channel of this.#channels.values()) channel.close()
    this.#channels.clear()
  }

  async #lookAt(node: NodeName, probes: readonly ProbeId[]): Promise<Look> {
    const seconds = secondsFor(probes.length) * this.#slowness
    const context = { node, topology: this.#controllers.identity.topology }
    // A channel that was open may have closed since (a reboot, a restore): then a new one is tried, once.
    for (const isNew of [false, true]) {
      const channel = isNew ? await this.#open(node) : this.#channels.get(node)
      if (channel === undefined) {
        if (isNew) return this.#unknown(node)
        continue
      }
      const script = buildScript(probes, context, randomBytes(16).toString('hex'), seconds)
      const milliseconds = seconds * 1000 + wayThereAndBack
      const answer = await channel.ask(script.text, { milliseconds, bytes: script.bytes })
      if (answer.kind === 'output') return { nonce: script.nonce, output: answer.text }
      this.#channels.delete(node)
      channel.close()
      if (answer.reason === 'time-out') return this.#unknown(node, 'time-out')
    }
    return this.#unknown(node)
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

  async #unknown(node: NodeName, ofRunning: UnknownReason = 'no-answer'): Promise<Look> {
    const machine = (await this.#controllers.inspect()).find(({ name }) => name === node)
    const state = machine?.state ?? 'absent'
    return { unknown: state === 'running' ? ofRunning : reasonOf[state] }
  }
}
