import { describe, expect, it } from 'vitest'
import { libvirtMachines, removeBoxCopies, stateOf } from '../../../src/engine/vagrant/libvirt.ts'
import type { ProgramResult, RunProgram } from '../../../src/process/run.ts'
import { identity } from './identity.ts'
import { recorded } from './recorded.ts'

const ended = (stdout = '', stderr = '', exitCode = 0): ProgramResult => ({ kind: 'ended', exitCode, stdout, stderr })

/** A virsh that answers by its first words, and remembers what it was asked. */
const virsh = (answers: Readonly<Record<string, ProgramResult>>): { calls: string[]; run: RunProgram } => {
  const calls: string[] = []
  return {
    calls,
    run: async (_file, args) => {
      const call = args.slice(3).join(' ')
      calls.push(call)
      return Object.entries(answers).find(([words]) => call.startsWith(words))?.[1] ?? ended()
    }
  }
}

const machines = (run: RunProgram) => libvirtMachines(identity, run, 'qemu:///system')

describe('a disk without its machine', () => {
  it('is removed, and that there is none is no error', async () => {
    const none = ended('', "error: failed to get vol 'x.img'\nerror: Storage volume not found: no storage vol", 1)
    const { calls, run } = virsh({ 'vol-delete': none })
    await machines(run).clear('controller1')
    expect(calls).toEqual(['vol-delete q-0a1b2c3d-controller1.img --pool default'])
  })
})

describe('the cables of a machine', () => {
  it("are those of the lab's two networks, by which neither Vagrant nor we come in", async () => {
    const { calls, run } = virsh({})
    await machines(run).links?.cut('controller2')
    await machines(run).links?.heal('controller2')
    expect(calls).toEqual([
      'domif-setlink q-0a1b2c3d-controller2 02:0a:1b:2c:3d:03 down',
      'domif-setlink q-0a1b2c3d-controller2 02:0a:1b:2c:3d:04 down',
      'domif-setlink q-0a1b2c3d-controller2 02:0a:1b:2c:3d:03 up',
      'domif-setlink q-0a1b2c3d-controller2 02:0a:1b:2c:3d:04 up'
    ])
  })
})

describe('the state of a machine on libvirt', () => {
  it('is absent where libvirt does not know it', async () => {
    const { exitCode, stdout, stderr } = recorded('virsh-no-domain')
    const { run } = virsh({ domstate: ended(stdout, stderr, exitCode) })
    expect(await machines(run).state('controller1')).toBe('absent')
  })

  it('is what virsh names, and off where it has crashed', () => {
    expect(['running\n', 'paused', 'in shutdown', 'shut off', 'crashed'].map(stateOf)).toEqual([
      'running',
      'frozen',
      'running',
      'stopped',
      'stopped'
    ])
  })

  it('is an error where libvirt does not answer', async () => {
    const down = ended('', "error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/run/x'", 1)
    await expect(machines(virsh({ domstate: down }).run).state('controller1')).rejects.toMatchObject({
      code: 'vagrant-libvirt-down'
    })
  })
})

describe('an act on a machine', () => {
  it('that is so already is done', async () => {
    const { run } = virsh({ destroy: ended('', 'error: Requested operation is not valid: domain is not running', 1) })
    await machines(run).powerOff('controller1')
  })

  it('on a machine that is not there fails', async () => {
    const { run } = virsh({ suspend: ended('', "error: failed to get domain 'q-0a1b2c3d-controller1'", 1) })
    await expect(machines(run).pause('controller1')).rejects.toMatchObject({ code: 'vagrant-failed' })
  })

  it('wakes the networks of the lab first where the host has forgotten them, and no others', async () => {
    const { run, calls } = virsh({ 'net-list --inactive': ended('default\nq-0a1b2c3d-cluster\nvagrant-libvirt\n') })
    await machines(run).start('controller2')
    expect(calls.filter((call) => !call.startsWith('net-list'))).toEqual([
      'net-start vagrant-libvirt',
      'net-start q-0a1b2c3d-cluster',
      'start q-0a1b2c3d-controller2'
    ])
  })
})

describe('sweeping up', () => {
  it("takes the lab's own machines, disks and networks, and nothing that has another name", async () => {
    const { run, calls } = virsh({
      'list --all': ended('q-0a1b2c3d-controller2\nq-ffffffff-controller2\nmine\n'),
      'net-list --all': ended('default\nq-0a1b2c3d-management\nq-ffffffff-management\n')
    })
    await machines(run).sweep()
    const changes = calls
      .filter((call) => !/^(?:net-)?list/.test(call))
      .map((call) => call.split(' ').slice(0, 2).join(' '))
    expect(changes).toEqual([
      'destroy q-0a1b2c3d-controller2',
      'undefine q-0a1b2c3d-controller2',
      'vol-delete q-0a1b2c3d-controller1.img',
      'vol-delete q-0a1b2c3d-controller2.img',
      'vol-delete q-0a1b2c3d-controller3.img',
      'net-destroy q-0a1b2c3d-management',
      'net-undefine q-0a1b2c3d-management'
    ])
  })
})

describe('the copies of a box', () => {
  const copy = 'quorate-VAGRANTSLASH-controller-0123456789ab_vagrant_box_image_0_1_box.img'
  const list = ended(`${copy}   /images/${copy}\ndisk.img   /images/disk.img\nother.img  /images/other.img\n`)

  it('are removed with it, and nothing else', async () => {
    const { run, calls } = virsh({ 'vol-list': list })
    await removeBoxCopies('quorate/controller-0123456789ab', run, 'qemu:///system')
    expect(calls.filter((call) => call.startsWith('vol-delete'))).toEqual([`vol-delete ${copy} --pool default`])
  })

  it('stay while a disk is based on them', async () => {
    const based = ended(`<volume><backingStore><path>/images/${copy}</path></backingStore></volume>`)
    const { run, calls } = virsh({ 'vol-list': list, 'vol-dumpxml disk.img': based })
    await removeBoxCopies('quorate/controller-0123456789ab', run, 'qemu:///system')
    expect(calls.filter((call) => call.startsWith('vol-delete'))).toEqual([])
  })
})
