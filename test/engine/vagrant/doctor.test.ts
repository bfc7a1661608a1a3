import { describe, expect, it } from 'vitest'
import type { Host } from '../../../src/engine/host.ts'
import type { Choice } from '../../../src/engine/vagrant/boxes.ts'
import { examine, fix } from '../../../src/engine/vagrant/doctor.ts'
import { environmentError } from '../../../src/errors.ts'
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
  memoryBytes: () => 16 * 1024 ** 3,
  ...more
})

const libvirt: Choice = { provider: 'libvirt', box: 'debian/bookworm64', isThere: true }

/** What there is to choose where nothing can run a machine. */
const nothing = async (): Promise<Choice> => {
  throw environmentError('vagrant-no-provider', { detail: '' })
}

const levels = async (of: Host, choice: Choice = libvirt) =>
  Object.fromEntries((await examine(of, async () => choice)).map(({ id, level }) => [id, level]))

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
    const findings = await examine(host({ 'vagrant plugin': ended(stdout, stderr, exitCode) }), nothing)
    expect(findings.find(({ id }) => id === 'vagrant.program')).toMatchObject({ level: 'error', fixable: false })
  })

  it("is the plug-in for libvirt, which is another package than Vagrant's", async () => {
    const findings = await examine(host({ 'vagrant plugin': ended('No plugins installed.\n') }), nothing)
    expect(findings.find(({ id }) => id === 'vagrant.packages')).toMatchObject({
      level: 'error',
      detail: 'vagrant-libvirt',
      fixable: true
    })
  })

  it('is no box while none was fetched, which is no error, nor that none can be made here', async () => {
    const bare = host({}, { findProgram: async (name) => (name === 'syslinux' ? undefined : `/usr/bin/${name}`) })
    const findings = await examine(bare, async () => ({ ...libvirt, isThere: false }))
    expect(findings.find(({ id }) => id === 'vagrant.box')).toMatchObject({ level: 'warn', detail: libvirt.box })
    // Who is not root and needs no box of their own is not sent to somebody who is.
    expect(findings.find(({ id }) => id === 'vagrant.box-tools')).toMatchObject({
      level: 'warn',
      detail: 'syslinux',
      fixable: false
    })
  })

  it('is a provider, where Vagrant has none that will do', async () => {
    const findings = await examine(host({}, { platform: 'darwin' }), nothing)
    expect(findings.find(({ id }) => id === 'vagrant.provider')).toMatchObject({ level: 'error', fixable: false })
    expect(findings.some(({ id }) => id === 'vagrant.box')).toBe(false)
  })

  it('has nothing to do with libvirt where the machines run on another provider', async () => {
    const found = await levels(host(), { ...libvirt, provider: 'virtualbox' })
    expect(Object.keys(found).filter((id) => /libvirt|packages|hardware/.test(id))).toEqual([])
  })

  it('is not mended by who is not root', async () => {
    const down = host({ virsh: ended('', 'error: failed to connect to the hypervisor', 1) })
    const run = { report: () => undefined, signal: new AbortController().signal }
    await expect(fix(down, nothing, run)).rejects.toMatchObject({ code: 'root-needed' })
  })
})
