import { describe, expect, it } from 'vitest'
import { machinesByVagrant, stateNamed } from '../../../src/engine/vagrant/by-vagrant.ts'
import { Vagrant } from '../../../src/engine/vagrant/vagrant.ts'
import { identity } from './identity.ts'
import { recorded } from './recorded.ts'

/** Machines of a Vagrant that answers every call as it answered `vagrant status`. */
const machines = () => {
  const calls: string[] = []
  const vagrant = new Vagrant('/lab', async (_file, args) => {
    calls.push(args.slice(1).join(' '))
    const { exitCode, stdout, stderr } = recorded('status')
    return { kind: 'ended', exitCode, stdout, stderr }
  })
  return { calls, of: machinesByVagrant(identity, vagrant) }
}

describe('machines by the commands of Vagrant', () => {
  it('are in the state that their provider names', async () => {
    const { of } = machines()
    expect(await of.state('controller1')).toBe('stopped')
    expect(await of.state('controller2')).toBe('running')
    expect(await of.state('controller3')).toBe('absent')
    expect(['running', 'saved', 'poweroff', 'aborted', 'not_created'].map(stateNamed)).toEqual([
      'running',
      'frozen',
      'stopped',
      'stopped',
      'absent'
    ])
  })

  it('are saved and put back by the name of machine and snapshot both, and not started by that', async () => {
    const { of, calls } = machines()
    await of.snapshots.save('controller1', 's-1')
    await of.snapshots.restore('controller1', 's-1')
    expect(calls).toEqual([
      'snapshot save controller1 s-1',
      'snapshot restore controller1 s-1 --no-provision --no-start'
    ])
  })

  it('belong to the lab where they exist', async () => {
    expect((await machines().of.belongings()).map(({ name }) => name)).toEqual([
      'q-0a1b2c3d-controller1',
      'q-0a1b2c3d-controller2'
    ])
  })
})
