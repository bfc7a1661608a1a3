import { randomBytes } from 'node:crypto'
import { type Look, probesOf, sectionsToJudge, type WantedFacts } from '../check/evaluate.ts'
import type { Channel, Controllers, MachineState } from '../engine/engine.ts'
import { QuorateError } from '../errors.ts'
import type { UnknownReason } from '../probe/probe.ts'
import { type Reply, readReplies, unknownFacts } from '../probe/read.ts'
import { type NodeFacts, nameOfSection, type ProbeId, type SectionOf, sectionsOf } from '../probe/registry.ts'
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

/** What of the controllers somebody needs who only asks them. */
type Entrance = Pick<Controllers, 'identity' | 'openChannel' | 'inspect'>

/** A controller that could not be asked. */
interface NoReply {
  readonly reason: UnknownReason
}

const factsIn = (probes: readonly ProbeId[], reply: Reply | NoReply): NodeFacts =>
  'output' in reply ? readReplies([reply]) : unknownFacts(probes, reply.reason)

/** What the first question of a look gave, as it came: facts are made of it, and can be made of it again. */
export interface RecordedLook {
  readonly at: string
  /** The names of the sections that were asked for. */
  readonly sections: readonly string[]
  readonly nodes: Readonly<Record<NodeName, RecordedReply>>
}

/** What one controller printed, and how to find its sections there. */
export type RecordedReply = { readonly nonce: string; readonly output: string } | NoReply

const recordOf = (reply: Reply | NoReply): RecordedReply =>
  'output' in reply ? { nonce: reply.script.nonce, output: reply.output } : reply

/** Reads facts from the controllers, in one round trip each, over channels that stay open. */
export class FactsReader {
  readonly #controllers: Entrance
  readonly #slowness: number
  readonly #channels = new Map<NodeName, Channel>()
  #isClosed = false

  constructor(controllers: Entrance, slowness: number) {
    this.#controllers = controllers
    this.#slowness = slowness
  }

  /** One look at all controllers; the facts of one that cannot be asked are unknown, with the reason. */
  async look({ facts, toExplain }: WantedFacts): Promise<Look & { readonly recorded: RecordedLook }> {
    const at = new Date().toISOString()
    const probes = probesOf(facts)
    const atFirst = sectionsToJudge(facts)
    const later = sectionsOf(toExplain).filter(
      ({ probe, name }) => !atFirst.some((first) => first.probe === probe && first.name === name)
    )
    // Who answers first is read while the others are still at work.
    const answers = await forEachNode(async (node) => {
      const reply = await this.#ask(node, atFirst)
      return { reply, seen: factsIn(probes, reply) }
    })
    return {
      facts: await forEachNode(async (node) => answers[node].seen),
      recorded: {
        at,
        sections: atFirst.map(nameOfSection),
        nodes: await forEachNode(async (node) => recordOf(answers[node].reply))
      },
      explained: () =>
        forEachNode(async (node) => {
          const { reply: first, seen } = answers[node]
          // Whoever has not answered a moment ago is not waited for again.
          if (!('output' in first)) return unknownFacts([...probes, ...toExplain], first.reason)
          const second = await this.#ask(node, later)
          if (!('output' in second)) return { ...unknownFacts(toExplain, second.reason), ...seen }
          // What was understood stays understood, though its explanation was not.
          const whole = readReplies([first, second])
          const isLost = (id: ProbeId): boolean => whole[id]?.facts.kind === 'unknown'
          return { ...whole, ...Object.fromEntries(probes.flatMap((id) => (isLost(id) ? [[id, seen[id]]] : []))) }
        })
    }
  }

  /** Whoever is still looking finds no answer, and opens no channel again: it would keep the program from ending. */
  close(): void {
    this.#isClosed = true
    for (const channel of this.#channels.values()) channel.close()
    this.#channels.clear()
  }

  async #ask(node: NodeName, sections: readonly SectionOf[]): Promise<Reply | NoReply> {
    const seconds = secondsFor(new Set(sections.map(({ probe }) => probe)).size) * this.#slowness
    const context = { node, topology: this.#controllers.identity.topology }
    // A channel that was open may have closed since (a reboot, a restore): then a new one is tried, once.
    for (const isNew of [false, true]) {
      if (this.#isClosed) return { reason: 'no-answer' }
      const channel = isNew ? await this.#open(node) : this.#channels.get(node)
      if (channel === undefined) {
        if (isNew) return { reason: await this.#whyNot(node) }
        continue
      }
      const script = buildScript(sections, context, randomBytes(16).toString('hex'), seconds)
      const milliseconds = seconds * 1000 + wayThereAndBack
      const answer = await channel.ask(script.text, { milliseconds, bytes: script.bytes })
      if (answer.kind === 'output') return { script, output: answer.text }
      this.#channels.delete(node)
      channel.close()
      if (answer.reason === 'time-out') return { reason: await this.#whyNot(node, 'time-out') }
    }
    return { reason: await this.#whyNot(node) }
  }

  /** Undefined where the machine cannot be entered. @throws the errors of an engine that cannot be reached */
  async #open(node: NodeName): Promise<Channel | undefined> {
    try {
      const channel = await this.#controllers.openChannel(node)
      // Closed while it was opened.
      if (this.#isClosed) {
        channel.close()
        return undefined
      }
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
