import type { NodeName } from '../../topology.ts'
import { nodeNames } from '../../topology.ts'
import type { Belonging, LabIdentity, MachineState } from '../engine.ts'
import type { Hypervisor } from './hypervisor.ts'
import { saidOf } from './machine-readable.ts'
import type { Vagrant } from './vagrant.ts'
import { machinePrefix } from './vagrantfile.ts'

/** The states that providers name; a machine that is none of these is off. */
const states: Readonly<Record<string, MachineState>> = {
  running: 'running',
  paused: 'frozen',
  saved: 'frozen',
  suspended: 'frozen',
  not_created: 'absent',
  inaccessible: 'absent'
}

/** The state that a provider of Vagrant names. */
export const stateNamed = (word: string): MachineState => states[word] ?? 'stopped'

/**
 * The machines of a lab by Vagrant's own commands, which every provider has: slower, and one machine is suspended some
 * seconds before the next.
 */
export const machinesByVagrant = (identity: LabIdentity, vagrant: Vagrant): Hypervisor => {
  const act = async (...args: readonly string[]): Promise<void> => {
    await vagrant.call(args)
  }
  const state = async (node: NodeName): Promise<MachineState> =>
    stateNamed(saidOf(await vagrant.call(['status', node]), 'state').get(node) ?? 'not_created')
  return {
    state,
    start: (node) => act('up', node, '--no-provision'),
    powerOff: (node) => act('halt', node, '--force'),
    pressPower: (node) => act('halt', node),
    pause: (node) => act('suspend', node),
    resume: (node) => act('resume', node, '--no-provision'),
    snapshots: {
      keys: async (node) => {
        const messages = await vagrant.call(['snapshot', 'list', node])
        return messages.flatMap(({ type, data }) => (type === 'ui' && data[0] === 'detail' && data[1] ? [data[1]] : []))
      },
      // Always with the machine's name: alone, some versions read the snapshot's name as a machine.
      save: (node, key) => act('snapshot', 'save', node, key),
      restore: (node, key) => act('snapshot', 'restore', node, key, '--no-provision', '--no-start'),
      delete: (node, key) => act('snapshot', 'delete', node, key)
    },
    belongings: async () => {
      const found = await Promise.all(nodeNames.map(async (node) => ({ node, state: await state(node) })))
      return found
        .filter((machine) => machine.state !== 'absent')
        .map(({ node }): Belonging => ({ kind: 'controller', name: `${machinePrefix(identity)}${node}` }))
    },
    clear: async () => undefined,
    sweep: async () => undefined,
    diskFolder: vagrant.folder
  }
}
