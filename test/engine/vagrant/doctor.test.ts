import { describe, expect, it } from 'vitest'
import type { Host } from '../../../src/engine/host.ts'
import { examine, fix } from '../../../src/engine/vagrant/doctor.ts'
import type { ProgramResult } from '../../../src/process/run.ts'
import { recorded } from './recorded.ts'

const ended = (stdout = '', stderr = '', exitCode = 0): ProgramResult => ({ kind: 'ended', exitCode, stdout, stderr })

/** A machine with everything but KVM; `answers` are by a program and its first words. */
const host = (answers: Readonly<Record<string, ProgramResult>> = {}, more: Partial<Host> = {}): Host => ({
  platform: 'linux',
  architecture: 'x64',
  environment: {},
  user: 'other',
  runProgram: async (file, args) => {
    const call = [file, ...args].join(' ')
    const found = Object.entries(answers).find(([words]) => call.startsWith(words))
    if (found !== undefined) return found[1]
    if (call === 'vagrant plugin list') return ended('vagrant-libvirt (0.11.2, system)\n')
    if (call === 'vagrant --version') return ended('Vagrant 2.3.4\n')
    if (file === 'virsh') return ended('Using API: QEMU 9.0.0\nRunning hypervisor: QEMU 7.2.22\n')
    if (file === 'qemu-system-x86_64') return ended('', 'failed to initialize kvm', 1)
    return ended()
  },
  findProgram: async (name) => `/usr/bin/${name}`,
  readText: async () => undefined,
  exists: async () => false,
  groupOf: async () => undefined,
  freeDiskBytes: async () => 100 * 1024 ** 3,
  freeMemoryBytes: () => 8 * 1024 ** 3,
  ...more
})

const levels = async (of: Host, box: string | undefined = 'quorate/controller-0123456789ab') =>
  Object.fromEntries((await examine(of, async () => box)).map(({ id, level }) => [id, level]))

describe('what a machine lacks for Vagrant', () => {
  it('is nothing where everything is there, and without KVM only speed', async () => {
    const found = await levels(host())
    expect(found).toMatchObject({ 'vagrant.program': 'ok', 'vagrant.libvirt': 'ok', 'vagrant.box': 'ok' })
    expect(found['vagrant.hardware']).toBe('warn')
    // What the boot sector ends QEMU with, where KVM runs it.
    expect(await levels(host({ 'qemu-system-x86_64': ended('', '', 3) }))).toMatchObject({ 'vagrant.hardware': 'ok' })
  })

  it('is a plug-in that breaks every call, in its own words', async () => {
    const { stdout, stderr, exitCode } = recorded('broken-plugin')
    const findings = await examine(host({ 'vagrant plugin': ended(stdout, stderr, exitCode) }), async () => undefined)
    expect(findings.find(({ id }) => id === 'vagrant.program')).toMatchObject({ level: 'error', fixable: false })
  })

  it("is the plug-in for libvirt, which is another package than Vagrant's", async () => {
    const findings = await examine(host({ 'vagrant plugin': ended('No plugins installed.\n') }), async () => undefined)
    expect(findings.find(({ id }) => id === 'vagrant.packages')).toMatchObject({
      level: 'error',
      detail: 'vagrant-libvirt',
      fixable: true
    })
  })

  it('is what makes a box only while there is none', async () => {
    const bare = host({}, { findProgram: async (name) => (name === 'syslinux' ? undefined : `/usr/bin/${name}`) })
    expect((await levels(bare))['vagrant.box-tools']).toBe('warn')
    const findings = await examine(bare, async () => undefined)
    expect(findings.find(({ id }) => id === 'vagrant.box-tools')).toMatchObject({ level: 'error', detail: 'syslinux' })
  })

  it('has nothing to do with libvirt where another provider was named', async () => {
    const found = await levels(host({}, { environment: { VAGRANT_DEFAULT_PROVIDER: 'virtualbox' } }))
    expect(Object.keys(found).filter((id) => /libvirt|packages|hardware/.test(id))).toEqual([])
  })

  it('is not mended by who is not root', async () => {
    const down = host({ virsh: ended('', 'error: failed to connect to the hypervisor', 1) })
    const run = { report: () => undefined, signal: new AbortController().signal }
    await expect(fix(down, run)).rejects.toMatchObject({ code: 'root-needed' })
  })
})
