import type { Controllers } from '../engine/engine.ts'
import { QuorateError } from '../errors.ts'
import type { NodeName } from '../topology.ts'

/** What can be asked of a machine's power: `ResetType` of Redfish, as far as this BMC knows it. */
export const resetTypes = [
  'On',
  'ForceOff',
  'GracefulShutdown',
  'GracefulRestart',
  'ForceRestart',
  'PowerCycle'
] as const
export type ResetType = (typeof resetTypes)[number]

export type PowerState = 'On' | 'Off'

/**
 * What became of a power action.
 * - `done`: the machine is as it was asked to be
 * - `refused`: Quorate itself was saving, restoring or removing the machines
 * - `busy`: too many actions waited for the same machine
 * - `failed`: the engine could not
 */
export const powerOutcomes = ['done', 'refused', 'busy', 'failed'] as const
export type PowerOutcome = (typeof powerOutcomes)[number]

/** One power action, as the fencing history keeps it. */
export interface PowerAction {
  readonly at: string
  readonly controller: NodeName
  readonly action: ResetType
  /** Who asked: an address, or the controller that has it. */
  readonly by: string
  readonly outcome: PowerOutcome
  readonly durationMs: number
}

/** The power switches of the controllers. */
export interface Power {
  stateOf(node: NodeName): Promise<PowerState>
  reset(node: NodeName, type: ResetType, by: string): Promise<PowerOutcome>
  /** Resolves when no action is under way. */
  idle(): Promise<void>
}

/** What of the controllers a power switch needs. */
export type Switchable = Pick<Controllers, 'inspect' | 'start' | 'stop' | 'close'>

/** What the power switches work on. */
export interface PowerPlant {
  /** Reaches the lab's controllers, anew for each use: the engine may have been started again since the last. */
  readonly reach: () => Promise<Switchable>
  /** Whether Quorate itself is at work on the machines and must not be disturbed. */
  readonly isSuspended: () => Promise<boolean>
  readonly note: (action: PowerAction) => Promise<void>
  /** Told why an action failed. */
  readonly onFailure: (error: unknown) => void
  /** How long an engine that does not answer is waited for, in milliseconds. */
  readonly patience: number
}

/** So many actions may wait for one machine. */
const longestQueue = 8

/** How often an engine that does not answer is asked again, in milliseconds. */
const askAgain = 500

const isUnreachable = (error: unknown): boolean =>
  error instanceof QuorateError && (error.code === 'engine-not-running' || error.code === 'engine-lost')

const use = async <T>(plant: PowerPlant, call: (controllers: Switchable) => Promise<T>): Promise<T> => {
  const controllers = await plant.reach()
  try {
    return await call(controllers)
  } finally {
    controllers.close()
  }
}

/** Power does not depend on the daemon of an engine: one that is being started again is waited for. */
const patiently = async <T>(plant: PowerPlant, call: (controllers: Switchable) => Promise<T>): Promise<T> => {
  const until = Date.now() + plant.patience
  for (;;) {
    try {
      return await use(plant, call)
    } catch (error) {
      if (!isUnreachable(error) || Date.now() >= until) throw error
      await new Promise((resolve) => setTimeout(resolve, askAgain))
    }
  }
}

type Step = 'off' | 'shut-down' | 'on'

const stepsOf = {
  On: ['on'],
  ForceOff: ['off'],
  GracefulShutdown: ['shut-down'],
  GracefulRestart: ['shut-down', 'on'],
  ForceRestart: ['off', 'on'],
  PowerCycle: ['off', 'on']
} as const satisfies Record<ResetType, readonly Step[]>

const stateIn = async (controllers: Switchable, node: NodeName): Promise<PowerState> => {
  const machine = (await controllers.inspect()).find(({ name }) => name === node)
  // A frozen machine has power: its processor only does nothing.
  return machine?.state === 'running' || machine?.state === 'frozen' ? 'On' : 'Off'
}

const take = async (controllers: Switchable, node: NodeName, step: Step): Promise<void> => {
  const state = await stateIn(controllers, node)
  switch (step) {
    case 'on':
      // Switching on what is on does nothing, frozen or not: it is no remedy for a machine that hangs.
      if (state === 'Off') await controllers.start([node])
      return
    case 'off':
      if (state === 'On') await controllers.stop([node], 'at-once')
      return
    case 'shut-down':
      if (state === 'On') await controllers.stop([node], 'gracefully')
  }
}

/** The power switches over a lab's controllers. Actions on one machine happen one after another, in order of asking. */
export const powerOver = (plant: PowerPlant): Power => {
  const queues = new Map<NodeName, { last: Promise<unknown>; length: number }>()

  const perform = async (node: NodeName, type: ResetType): Promise<PowerOutcome> => {
    try {
      for (const step of stepsOf[type]) {
        if (await plant.isSuspended()) return 'refused'
        await patiently(plant, (controllers) => take(controllers, node, step))
      }
      return 'done'
    } catch (error) {
      plant.onFailure(error)
      return 'failed'
    }
  }

  const enqueue = async (node: NodeName, type: ResetType): Promise<PowerOutcome> => {
    const queue = queues.get(node) ?? { last: Promise.resolve(), length: 0 }
    queues.set(node, queue)
    if (queue.length >= longestQueue) return 'busy'
    queue.length += 1
    const mine = queue.last.then(() => perform(node, type))
    queue.last = mine
    try {
      return await mine
    } finally {
      queue.length -= 1
    }
  }

  return {
    stateOf: (node) => patiently(plant, (controllers) => stateIn(controllers, node)),
    reset: async (node, type, by) => {
      const at = new Date()
      const outcome = await enqueue(node, type)
      const durationMs = Date.now() - at.getTime()
      await plant
        .note({ at: at.toISOString(), controller: node, action: type, by, outcome, durationMs })
        .catch(plant.onFailure)
      return outcome
    },
    idle: async () => {
      await Promise.all([...queues.values()].map(({ last }) => last))
    }
  }
}
