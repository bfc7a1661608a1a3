import type { Machine, MachineState } from '../../src/engine/engine.ts'
import { environmentError } from '../../src/errors.ts'
import type { PowerAction, PowerPlant, Switchable } from '../../src/host-services/power.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'

/** Three machines with power switches that take as long as they are let, and an engine that may be away. */
export class Switches implements PowerPlant {
  readonly states = new Map<NodeName, MachineState>(nodeNames.map((node) => [node, 'running']))
  readonly calls: string[] = []
  readonly noted: PowerAction[] = []
  readonly failures: unknown[] = []
  patience = 0
  suspended = false
  /** What reaching the engine fails with, call by call. */
  absences: ('engine-not-running' | 'engine-refused')[] = []
  /** Called before a change takes effect. */
  onChange: (call: string) => Promise<void> | void = () => undefined
  open = 0

  readonly reach = async (): Promise<Switchable> => {
    const absence = this.absences.shift()
    if (absence === 'engine-not-running') throw environmentError('engine-not-running', {})
    if (absence === 'engine-refused') throw environmentError('engine-refused', { detail: 'no' })
    this.open += 1
    const change = async (call: string, nodes: readonly NodeName[], state: MachineState): Promise<void> => {
      this.calls.push(`${call} ${nodes}`)
      await this.onChange(`${call} ${nodes}`)
      for (const node of nodes) this.states.set(node, state)
    }
    return {
      inspect: async (): Promise<Machine[]> =>
        nodeNames.map((name) => ({ name, state: this.states.get(name) ?? 'absent', addresses: [] })),
      start: (nodes) => change('start', nodes, 'running'),
      stop: (nodes, how) => change(`stop ${how}`, nodes, 'stopped'),
      close: () => {
        this.open -= 1
      }
    }
  }

  readonly isSuspended = async (): Promise<boolean> => this.suspended

  readonly note = async (action: PowerAction): Promise<void> => {
    this.noted.push(action)
  }

  readonly onFailure = (error: unknown): void => {
    this.failures.push(error)
  }
}
