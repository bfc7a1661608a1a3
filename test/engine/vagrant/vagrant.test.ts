import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { failureIn, failureOf } from '../../../src/engine/vagrant/failure.ts'
import type { Message } from '../../../src/engine/vagrant/machine-readable.ts'
import { Vagrant } from '../../../src/engine/vagrant/vagrant.ts'
import { type ErrorCode, QuorateError } from '../../../src/errors.ts'
import { en } from '../../../src/i18n/en/index.ts'
import { type ProgramOptions, type RunProgram, runProgram } from '../../../src/process/run.ts'
import { recordings } from './recorded.ts'

const replay = fileURLToPath(new URL('./replay.js', import.meta.url))

/** A `vagrant` that does what was recorded, in a process of its own. */
const replaying =
  (name: string, calls: { args: readonly string[]; options: ProgramOptions | undefined }[] = []): RunProgram =>
  (_file, args, options) => {
    calls.push({ args, options })
    return runProgram(process.execPath, [replay, `${recordings}${name}.json`], options)
  }

const failing = async (run: RunProgram): Promise<QuorateError> => {
  try {
    await new Vagrant('/lab', run).call(['up', 'controller1'])
  } catch (error) {
    if (error instanceof QuorateError) return error
    throw error
  }
  throw new Error('did not fail')
}

describe('a call of Vagrant', () => {
  it('is machine-readable, in the folder of the lab, and in one language', async () => {
    const calls: { args: readonly string[]; options: ProgramOptions | undefined }[] = []
    await new Vagrant('/a lab', replaying('status', calls)).call(['status'])
    expect(calls[0]?.args).toEqual(['--machine-readable', 'status'])
    expect(calls[0]?.options?.environment).toMatchObject({ VAGRANT_CWD: '/a lab', LC_ALL: 'C.UTF-8' })
  })

  it('hands on each message as it comes, and gives all of them', async () => {
    const seen: Message[] = []
    const all = await new Vagrant('/lab', replaying('up')).call(['up'], { onMessage: (message) => seen.push(message) })
    expect(seen).toEqual(all)
    expect(all.some(({ data }) => data[1]?.includes('Machine booted and ready!'))).toBe(true)
  })

  const recordedFailures: readonly (readonly [string, ErrorCode, string])[] = [
    ['locked', 'vagrant-locked', 'another process is already executing an action'],
    ['unknown-provider', 'vagrant-no-provider', "The provider 'nonsense' could not be found"],
    ['provider-not-usable', 'vagrant-no-provider', 'could not detect VirtualBox'],
    ['version-too-old', 'vagrant-version', '>= 99'],
    ['broken-plugin', 'vagrant-plugin', 'vagrant-nowhere'],
    ['box-missing', 'vagrant-box', "The box 'quorate/no-such-box' could not be found"],
    ['disk-full-box-add', 'vagrant-disk-full', 'Failure writing output'],
    ['disk-full-box-unpack', 'vagrant-disk-full', 'failed to unpackage'],
    ['name-taken', 'vagrant-name-taken', 'is already taken'],
    ['libvirt-down', 'vagrant-libvirt-down', '/run/nowhere']
  ]
  for (const [name, code, words] of recordedFailures) {
    it(`that failed (${name}) says ${code}, why, and what to do`, async () => {
      const error = await failing(replaying(name))
      expect(error).toMatchObject({ code, kind: 'environment' })
      const { message, fix } = error.render(en)
      expect(message).toContain(words)
      expect(message).not.toMatch(/[\n\r]|very early stage/)
      expect(fix).not.toBe('')
    })
  }

  it('says that there is no Vagrant', async () => {
    expect(await failing(() => runProgram('no-such-vagrant', []))).toMatchObject({ code: 'vagrant-missing' })
  })

  it('shows what it does not know, without what a terminal would act on and not without end', async () => {
    const error = await failing(async () => ({
      kind: 'ended',
      exitCode: 1,
      stdout: '',
      stderr: `\u001b[31mboom\u001b[0m ${'x'.repeat(5000)}`
    }))
    expect(error.code).toBe('vagrant-failed')
    const { message } = error.render(en)
    expect(message).toContain('boom xxx')
    expect(message).not.toContain('\u001b')
    expect(message.length).toBeLessThan(500)
  })
})

describe('a script that failed in a machine', () => {
  const said = (...words: readonly string[]): readonly Message[] => [
    ...words.map((text) => ({ target: 'controller1', type: 'ui', data: ['detail', `    controller1: ${text}`] })),
    {
      target: '',
      type: 'error-exit',
      data: [
        'Vagrant::Errors::VagrantError',
        'The SSH command responded with a non-zero exit status. Vagrant\nassumes…'
      ]
    }
  ]

  it('is told by its own last words, which Vagrant keeps to itself', () => {
    const error = failureIn(said('Reading lists', "E: Unable to resolve 'mirror'"))
    expect(error).toMatchObject({ code: 'vagrant-setup' })
    expect(error?.render(en).message).toContain("Reading lists E: Unable to resolve 'mirror'")
  })

  it('is a full disk where it says so', () => {
    expect(failureIn(said('tar: x.deb: Cannot write: No space left on device'))?.code).toBe('vagrant-disk-full')
  })

  it('is no error where a call names none', () => {
    expect(failureIn([{ target: '', type: 'ui', data: ['info', 'all is well'] }])).toBeUndefined()
  })
})

describe('what providers are documented to say', () => {
  // Not recorded: VirtualBox does not run where the recordings were made.
  const documented: readonly (readonly [ErrorCode, string, string])[] = [
    [
      'vagrant-range',
      'Vagrant::Errors::VirtualBoxInvalidHostSubnet',
      'The IP address configured for the host-only network is not within the\nallowed ranges. Please update the address used to be within the allowed\nranges and run the command again.\n\n  Address: 10.77.0.11\n  Ranges: 192.168.56.0/21\n\nValid ranges can be modified in the /etc/vbox/networks.conf file.'
    ],
    [
      'vagrant-virtualisation',
      'Vagrant::Errors::VBoxManageError',
      'VBoxManage: error: VT-x is disabled in the BIOS for all CPU modes (VERR_VMX_MSR_ALL_VMX_DISABLED)'
    ],
    [
      'vagrant-disk-full',
      'Vagrant::Errors::VBoxManageError',
      'Could not create the imported disk image (VERR_DISK_FULL)'
    ],
    ['vagrant-disk-full', '', 'qemu-img: error while writing: No space left on device']
  ]
  for (const [code, type, text] of documented) {
    it(`is ${code}: ${text.slice(0, 60).replaceAll('\n', ' ')}`, () =>
      expect(failureOf({ type, text }).code).toBe(code))
  }
})
