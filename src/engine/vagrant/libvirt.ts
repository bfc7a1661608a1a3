import { environmentError } from '../../errors.ts'
import type { RunProgram } from '../../process/run.ts'
import { type NodeName, nodeNames } from '../../topology.ts'
import type { Belonging, LabIdentity, MachineState } from '../engine.ts'
import { failureOf } from './failure.ts'
import type { Hypervisor } from './hypervisor.ts'
import { cards, machinePrefix, macOf, networkNames } from './vagrantfile.ts'

/** The network over which Vagrant reaches machines; the plug-in makes it, for all of a host. */
const vagrantNetwork = 'vagrant-libvirt'

/** The storage in which the plug-in keeps disks and copies of boxes. */
const pool = 'default'

/** The libvirt that Vagrant's plug-in works with. */
export const libvirtUri = (environment: NodeJS.ProcessEnv): string =>
  environment['LIBVIRT_DEFAULT_URI'] || 'qemu:///system'

const states: Readonly<Record<string, MachineState>> = {
  running: 'running',
  'in shutdown': 'running',
  paused: 'frozen',
  pmsuspended: 'frozen'
}

/** The state that `virsh domstate` names; a machine that has crashed is off. */
export const stateOf = (word: string): MachineState => states[word.trim()] ?? 'stopped'

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** virsh says so in words only: of a machine, a network, a snapshot or a disk that does not exist; of one that is so already. */
const isAbsence =
  /domain not found|failed to get domain|no domain snapshot with matching name|network not found|storage volume not found|failed to get vol/i
const isSoAlready =
  /domain is already running|domain is not running|domain is already active|network is already active|not paused/i

/**
 * The machines of a lab on libvirt, by `virsh`, which takes milliseconds where Vagrant takes seconds: three machines are
 * to be frozen, and after a restore to go on, at one instant. Vagrant sees what is done here: snapshots have its names.
 */
export const libvirtMachines = (identity: LabIdentity, runProgram: RunProgram, uri: string): Hypervisor => {
  const nameOf = (node: NodeName): string => `${machinePrefix(identity)}${node}`
  const networks = Object.values(networkNames(identity))

  /** What virsh printed, or undefined where what it was asked about does not exist. */
  const ask = async (...args: readonly string[]): Promise<string | undefined> => {
    const result = await runProgram('virsh', ['--quiet', '--connect', uri, ...args], {
      environment: { LC_ALL: 'C.UTF-8' }
    })
    if (result.kind !== 'ended')
      throw environmentError('vagrant-failed', { detail: `virsh ${args[0]}: ${result.kind}` })
    if (result.exitCode === 0 || isSoAlready.test(result.stderr)) return result.stdout
    if (isAbsence.test(result.stderr)) return undefined
    throw failureOf({ type: '', text: result.stderr })
  }
  const act = async (...args: readonly string[]): Promise<void> => {
    if ((await ask(...args)) === undefined)
      throw environmentError('vagrant-failed', { detail: `virsh ${args.join(' ')}` })
  }
  /** A machine that a person may have touched by virsh or by Vagrant: networks do not come back with the host. */
  const wakeNetworks = async (): Promise<void> => {
    const asleep = lines((await ask('net-list', '--inactive', '--name')) ?? '')
    for (const name of [vagrantNetwork, ...networks]) if (asleep.includes(name)) await act('net-start', name)
  }
  /** The disk is made before its machine. */
  const clear = async (node: NodeName): Promise<void> => {
    await ask('vol-delete', `${nameOf(node)}.img`, '--pool', pool)
  }
  const setLinks = async (node: NodeName, state: 'down' | 'up'): Promise<void> => {
    for (const card of cards) await act('domif-setlink', nameOf(node), macOf(identity, node, card), state)
  }
  const domains = async (): Promise<readonly string[]> => {
    const all = lines((await ask('list', '--all', '--name')) ?? '')
    return nodeNames.map(nameOf).filter((name) => all.includes(name))
  }
  const presentNetworks = async (): Promise<readonly string[]> => {
    const all = lines((await ask('net-list', '--all', '--name')) ?? '')
    return networks.filter((name) => all.includes(name))
  }

  return {
    state: async (node) => {
      const word = await ask('domstate', nameOf(node))
      return word === undefined ? 'absent' : stateOf(word)
    },
    start: async (node) => {
      await wakeNetworks()
      await act('start', nameOf(node))
    },
    powerOff: (node) => act('destroy', nameOf(node)),
    pressPower: (node) => act('shutdown', nameOf(node)),
    pause: (node) => act('suspend', nameOf(node)),
    resume: (node) => act('resume', nameOf(node)),
    links: {
      cut: (node) => setLinks(node, 'down'),
      heal: (node) => setLinks(node, 'up')
    },
    snapshots: {
      keys: async (node) => lines((await ask('snapshot-list', '--name', nameOf(node))) ?? ''),
      save: (node, key) => act('snapshot-create-as', nameOf(node), key),
      // Paused, so that all three go on together; by force, because a machine that was made anew has another id.
      restore: (node, key) => act('snapshot-revert', nameOf(node), key, '--paused', '--force'),
      delete: (node, key) => act('snapshot-delete', nameOf(node), key)
    },
    belongings: async () => [
      ...(await domains()).map((name): Belonging => ({ kind: 'controller', name })),
      ...(await presentNetworks()).map((name): Belonging => ({ kind: 'network', name }))
    ],
    clear,
    sweep: async () => {
      for (const name of await domains()) {
        await ask('destroy', name)
        await act('undefine', name, '--managed-save', '--snapshots-metadata', '--remove-all-storage')
      }
      for (const node of nodeNames) await clear(node)
      for (const name of await presentNetworks()) {
        await ask('net-destroy', name)
        await act('net-undefine', name)
      }
    },
    diskFolder: '/var/lib/libvirt/images'
  }
}

/**
 * Removes the copies of a box that the plug-in keeps in libvirt's storage: Vagrant forgets them with the box. One that a
 * disk is based on, of whichever lab, stays.
 */
export const removeBoxCopies = async (box: string, runProgram: RunProgram, uri: string): Promise<void> => {
  const virsh = async (...args: readonly string[]): Promise<string> => {
    const result = await runProgram('virsh', ['--quiet', '--connect', uri, ...args])
    return result.kind === 'ended' ? result.stdout : ''
  }
  const names = lines(await virsh('vol-list', pool)).map((line) => line.split(/\s+/)[0] ?? '')
  const described = await Promise.all(
    names.map(async (name) => ({ name, text: await virsh('vol-dumpxml', name, '--pool', pool) }))
  )
  const prefix = `${box.replaceAll('/', '-VAGRANTSLASH-')}_vagrant_box_image_`
  for (const copy of names.filter((name) => name.startsWith(prefix))) {
    if (described.some(({ name, text }) => name !== copy && text.includes(`/${copy}</path>`))) continue
    await virsh('vol-delete', copy, '--pool', pool)
  }
}
