import type { Controllers, LabIdentity, MachineState } from '../../src/engine/engine.ts'
import { environmentError } from '../../src/errors.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'

/**
 * Machines that can be made to refuse at any step. What real ones do when Quorate or the engine is killed is tested end
 * to end; a refusal of one machine at a chosen step can only be had from machines like these.
 */
export class Machines {
  readonly states = new Map<NodeName, MachineState>(nodeNames.map((node) => [node, 'running']))
  readonly saved = new Map<NodeName, Set<string>>(nodeNames.map((node) => [node, new Set<string>()]))
  readonly calls: string[] = []
  free = 10 * 1024 ** 3
  refuse: (call: string) => boolean = () => false

  #call(name: string): void {
    this.calls.push(name)
    if (this.refuse(name)) throw environmentError('engine-refused', { detail: name })
  }

  /** How often a machine still says that it starts. */
  starting = new Map<NodeName, number>()
  #systemState(node: NodeName): string {
    const left = this.starting.get(node) ?? 0
    this.starting.set(node, Math.max(0, left - 1))
    return left > 0 ? 'starting' : 'running'
  }

  #answer(node: NodeName, identity: LabIdentity): string {
    const { management, cluster } = identity.topology.nodes[node]
    return `${node}\n${node.padEnd(32, '0')}\n${this.#systemState(node)}\n${management} ${cluster}\ndbus\n`
  }

  bound(identity: LabIdentity): Controllers {
    const each = async (nodes: readonly NodeName[], action: string, state: MachineState): Promise<void> => {
      for (const node of nodes) {
        this.#call(`${action} ${node}`)
        this.states.set(node, state)
      }
    }
    return {
      engine: 'lxd',
      identity,
      inspect: async () => nodeNames.map((name) => ({ name, state: this.states.get(name) ?? 'absent', addresses: [] })),
      create: async () => undefined,
      start: (nodes) => each(nodes, 'start', 'running'),
      stop: (nodes) => each(nodes, 'stop', 'stopped'),
      freeze: (nodes) => each(nodes, 'freeze', 'frozen'),
      thaw: async (nodes) => {
        for (const node of nodes) if (this.states.get(node) === 'frozen') this.states.set(node, 'running')
      },
      belongings: async () => [],
      remove: async () => undefined,
      exec: async () => ({ exitCode: 0, stdout: '', stderr: '', isWhole: true }),
      openChannel: async (node) => {
        if (this.states.get(node) !== 'running') throw environmentError('engine-refused', { detail: 'not running' })
        return { ask: async () => ({ kind: 'output', text: this.#answer(node, identity) }), close: () => undefined }
      },
      openShell: () => Promise.reject(new Error('no shell here')),
      snapshots: {
        keys: async (node) => [...(this.saved.get(node) ?? [])],
        save: async (node, key) => {
          this.#call(`save ${node}`)
          this.saved.get(node)?.add(key)
        },
        restore: async (node) => {
          this.#call(`restore ${node} g${identity.generations[node]}`)
          this.states.set(node, 'stopped')
        },
        delete: async (node, key) => void this.saved.get(node)?.delete(key)
      },
      space: async () => ({ free: this.free, total: 20 * 1024 ** 3 }),
      withIdentity: (other) => this.bound(other),
      close: () => undefined
    }
  }
}
