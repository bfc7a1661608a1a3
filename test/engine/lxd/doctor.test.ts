import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Finding, findingIds, type ProgressEvent, type Run } from '../../../src/engine/engine.ts'
import type { Host } from '../../../src/engine/host.ts'
import { findDaemon, groupName, preferredKind, socketCandidates } from '../../../src/engine/lxd/daemon.ts'
import { examine, fix, type Patient } from '../../../src/engine/lxd/doctor.ts'
import { QuorateError } from '../../../src/errors.ts'
import { en } from '../../../src/i18n/en/index.ts'
import { zhCN } from '../../../src/i18n/zh-CN/index.ts'
import type { ProgramResult } from '../../../src/process/run.ts'
import { FakeEngine } from './fake-engine.ts'

const gibibyte = 1024 ** 3

const watcherFile = '/proc/sys/fs/inotify/max_user_instances'

const everyProgram = ['lxd', 'dnsmasq', 'nft', 'mkfs.btrfs', 'lxcfs', 'mmdebstrap', 'mksquashfs', 'apt-ftparchive']

/** A machine that can be changed: what is installed, what is mounted, and which calls were made on it. */
class Machine implements Host {
  platform: NodeJS.Platform = 'linux'
  architecture = 'x64'
  environment: NodeJS.ProcessEnv = {}
  user: 'root' | 'other' = 'root'
  programs = new Set([...everyProgram, 'newuidmap', 'apt-get'])
  files = new Map([
    ['/proc/mounts', 'lxcfs /var/lib/lxcfs fuse.lxcfs rw 0 0\n'],
    ['/etc/group', 'root:x:0:\nlxd:x:112:student\n'],
    [watcherFile, '128\n'],
    ['/usr/share/keyrings/debian-archive-keyring.gpg', '']
  ])
  disk = 50 * gibibyte
  memory = 8 * gibibyte
  calls: string[] = []
  answer: (call: string) => ProgramResult | Promise<ProgramResult> = () => ended(0)

  runProgram: Host['runProgram'] = async (program, args, options = {}) => {
    const call = [program, ...args].join(' ')
    this.calls.push(call)
    options.onLine?.('0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.')
    options.onLine?.('Unpacking lxd (5.0.2-5) ...')
    return this.answer(call)
  }
  findProgram = async (name: string) => (this.programs.has(name) ? `/usr/bin/${name}` : undefined)
  readText = async (path: string) => this.files.get(path)
  exists = async (path: string) => this.files.has(path)
  groupOf = async () => 112
  freeDiskBytes = async () => this.disk
  freeMemoryBytes = () => this.memory
  memoryBytes = () => this.memory
}

const ended = (exitCode: number, stdout = '', stderr = ''): ProgramResult => ({
  kind: 'ended',
  exitCode,
  stdout,
  stderr
})

const hash = '0123456789ab'

let engine: FakeEngine
let machine: Machine
let patient: Patient

beforeEach(async () => {
  engine = await FakeEngine.start()
  machine = new Machine()
  machine.environment = { LXD_DIR: engine.socketPath.replace('/unix.socket', '') }
  patient = { kind: 'lxd', host: machine, hash }
})

afterEach(() => engine.stop())

const events: ProgressEvent[] = []
const run = (): Run => {
  events.length = 0
  return { report: (event) => events.push(event), signal: new AbortController().signal }
}

const levels = (findings: readonly Finding[]): Record<string, Finding['level']> =>
  Object.fromEntries(findings.map(({ id, level }) => [id, level]))

const found = async (id: Finding['id']): Promise<Finding | undefined> =>
  (await examine(patient)).find((finding) => finding.id === id)

const failureOf = async (promise: Promise<unknown>): Promise<QuorateError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason
  )
  if (error instanceof QuorateError) return error
  throw new Error(`no QuorateError: ${String(error)}`)
}

/** A template that is ready: what prepare leaves. */
const prepared = (): void => {
  engine.projects.set('quorate', { config: { 'user.quorate': 'true' } })
  engine.pools.set('quorate', { driver: 'btrfs', config: { 'user.quorate': 'true' } })
  engine.volumes.set('quorate', new Map([[`archive-${hash}`, 1]]))
  engine.instances.set(`template-${hash}`, {
    status: 'Stopped',
    config: {},
    devices: {},
    snapshots: new Set(['ready'])
  })
}

describe('examine', () => {
  it('finds everything well where everything is there, in the order of the findings', async () => {
    prepared()
    const findings = await examine(patient)
    expect(findings.map(({ id }) => id)).toEqual(findingIds.filter((id) => id.startsWith('lxd.')))
    expect(new Set(findings.map(({ level }) => level))).toEqual(new Set(['ok']))
  })

  it('starts no program and changes nothing on the engine', async () => {
    await examine(patient)
    expect(machine.calls).toEqual([])
    expect(engine.changes).toBe(0)
  })

  it('says only that the platform is wrong where it is', async () => {
    machine.platform = 'darwin'
    expect(levels(await examine(patient))).toEqual({ 'lxd.platform': 'error' })
    machine.platform = 'linux'
    machine.architecture = 'riscv64'
    expect(levels(await examine(patient))).toEqual({ 'lxd.platform': 'error' })
  })

  it('names the packages that are missing, and can mend that only where there is apt', async () => {
    machine.programs.delete('dnsmasq')
    machine.programs.delete('mksquashfs')
    machine.files.delete('/usr/share/keyrings/debian-archive-keyring.gpg')
    expect(await found('lxd.packages')).toMatchObject({ level: 'error', detail: 'dnsmasq-base', fixable: true })
    expect(await found('lxd.image-tools')).toMatchObject({ detail: 'squashfs-tools debian-archive-keyring' })
    machine.programs.delete('apt-get')
    expect(await found('lxd.packages')).toMatchObject({ fixable: false })
  })

  it('takes iptables as well as nft', async () => {
    machine.programs.delete('nft')
    machine.programs.add('iptables')
    expect(await found('lxd.packages')).toMatchObject({ level: 'ok' })
  })

  it('asks for newuidmap only of those who are not root', async () => {
    machine.programs.delete('newuidmap')
    expect(await found('lxd.image-tools')).toMatchObject({ level: 'ok' })
    machine.user = 'other'
    expect(await found('lxd.image-tools')).toMatchObject({ level: 'error', detail: 'uidmap' })
  })

  it('only warns of missing build programs where the template is ready', async () => {
    prepared()
    machine.programs.delete('mmdebstrap')
    expect(await found('lxd.image-tools')).toMatchObject({ level: 'warn' })
  })

  it('tells a daemon that does not run from one that is not installed', async () => {
    await engine.stop()
    expect(await found('lxd.packages')).toMatchObject({ level: 'ok' })
    expect(await found('lxd.daemon')).toMatchObject({ level: 'error', fixable: true })
    machine.programs.delete('lxd')
    expect(await found('lxd.packages')).toMatchObject({ level: 'error', detail: 'lxd' })
    engine = await FakeEngine.start()
  })

  it('names the group that may use a daemon that trusts nobody here', async () => {
    engine.server.auth = 'untrusted'
    expect(await found('lxd.permission')).toMatchObject({ level: 'error', detail: 'lxd', fixable: false })
    expect(await found('lxd.project')).toBeUndefined()
  })

  it('warns of little memory and disk, by what the pool has left too', async () => {
    machine.memory = 2 * gibibyte
    machine.disk = 5 * gibibyte
    expect(await found('lxd.memory')).toMatchObject({ level: 'warn', detail: '2.0 GiB' })
    expect(await found('lxd.disk')).toMatchObject({ level: 'warn', detail: '5.0 GiB' })
    machine.memory = gibibyte / 2
    machine.disk = gibibyte
    expect(await found('lxd.memory')).toMatchObject({ level: 'error' })
    expect(await found('lxd.disk')).toMatchObject({ level: 'error' })
    machine.disk = 500 * gibibyte
    prepared()
    expect(await found('lxd.disk')).toMatchObject({ detail: '29.0 GiB' })
  })

  it('warns where controllers would see the memory of the machine', async () => {
    machine.files.set('/proc/mounts', 'proc /proc proc rw 0 0\n')
    expect(await found('lxd.lxcfs')).toMatchObject({ level: 'warn', fixable: true })
  })

  it('warns where another lab would use up the inotify instances that all controllers share', async () => {
    prepared()
    const addLab = (id: string): void => {
      for (const node of ['controller1', 'controller2', 'controller3']) {
        const config = { 'user.quorate.lab': id }
        engine.instances.set(`q-${id}-g1-${node}`, { status: 'Running', config, devices: {}, snapshots: new Set() })
      }
    }
    addLab('00000001')
    addLab('00000002')
    expect(await found('lxd.watchers')).toMatchObject({ level: 'ok', detail: '128' })
    addLab('00000003')
    expect(await found('lxd.watchers')).toMatchObject({ level: 'warn', detail: '128', fixable: true })
    machine.files.set(watcherFile, '1024\n')
    expect(await found('lxd.watchers')).toMatchObject({ level: 'ok', detail: '1024' })
  })

  it('says nothing of inotify where the kernel does not', async () => {
    machine.files.delete(watcherFile)
    expect(await found('lxd.watchers')).toBeUndefined()
  })
})

describe('fix', () => {
  it('starts nothing and makes project and pool where the daemon runs', async () => {
    await fix(patient, run())
    expect(machine.calls).toEqual([])
    expect([...engine.projects.keys()]).toEqual(['quorate'])
    expect([...engine.pools.keys()]).toEqual(['quorate'])
    const changes = engine.changes
    await fix(patient, run())
    expect(engine.changes).toBe(changes)
  })

  it('installs what is missing without asking, and reports how far apt is', async () => {
    machine.programs.delete('mmdebstrap')
    await fix(patient, run())
    expect(machine.calls).toEqual([expect.stringMatching(/^apt-get install --yes .* mmdebstrap$/)])
    const fractions = events.filter(({ step }) => step === 'install-packages').map(({ done }) => done)
    expect(fractions.at(-1)).toBeCloseTo(1 / 3)
  })

  it('fetches the lists when the installation fails, and says why when it fails again', async () => {
    machine.programs.delete('mmdebstrap')
    machine.answer = (call) => ended(call.includes(' install ') ? 100 : 0, '', 'E: Unable to locate package mmdebstrap')
    const error = await failureOf(fix(patient, run()))
    expect(error.code).toBe('packages-not-installed')
    expect(error.render(en).message).toContain('Unable to locate package mmdebstrap')
    expect(machine.calls.map((call) => call.split(' ')[1])).toEqual(['install', 'update', 'install'])
  })

  it('starts a daemon by hand where no systemd runs, and waits until it answers', async () => {
    await engine.stop()
    machine.answer = async (call) => {
      if (call.includes('setsid')) {
        engine = await FakeEngine.start()
        machine.environment = { LXD_DIR: engine.socketPath.replace('/unix.socket', '') }
      }
      return ended(0)
    }
    await fix(patient, run())
    expect(machine.calls).toHaveLength(1)
    expect(machine.calls[0]).toMatch(/^sh -c .*setsid --fork.* \/usr\/bin\/lxd --group lxd --logfile /)
    expect([...engine.pools.keys()]).toEqual(['quorate'])
  })

  it('starts units where systemd runs, lxcfs before the daemon', async () => {
    await engine.stop()
    machine.files.set('/run/systemd/system', '')
    machine.files.set('/proc/mounts', '')
    machine.answer = async (call) => {
      if (call.includes('lxcfs.service')) machine.files.set('/proc/mounts', 'lxcfs /var/lib/lxcfs fuse.lxcfs rw 0 0\n')
      if (call.includes('lxd.socket')) {
        engine = await FakeEngine.start()
        machine.environment = { LXD_DIR: engine.socketPath.replace('/unix.socket', '') }
      }
      return ended(0)
    }
    await fix(patient, run())
    expect(machine.calls).toEqual(['systemctl start lxcfs.service', 'systemctl start lxd.socket lxd.service'])
  })

  it('raises the limit of inotify instances where it is too low, as root only', async () => {
    machine.files.set(watcherFile, '40\n')
    machine.user = 'other'
    await fix(patient, run())
    expect(machine.calls).toEqual([])
    machine.user = 'root'
    await fix(patient, run())
    expect(machine.calls).toEqual([expect.stringMatching(/^sh -c .*max_user_instances/)])
    machine.files.set(watcherFile, '1024\n')
    await fix(patient, run())
    expect(machine.calls).toHaveLength(1)
  })

  it('starts a daemon afresh that could not find its firewall program before', async () => {
    machine.files.set('/run/systemd/system', '')
    machine.programs.delete('nft')
    await fix(patient, run())
    expect(machine.calls.slice(1)).toEqual(['systemctl restart lxd.service', 'systemctl start lxd.socket lxd.service'])
  })

  it('says what root has to do where it would need root, and runs nothing', async () => {
    machine.user = 'other'
    machine.programs.delete('mmdebstrap')
    const error = await failureOf(fix(patient, run()))
    expect(error.code).toBe('root-needed')
    expect(error.render(en)).toMatchObject({ message: expect.stringContaining('mmdebstrap') })
    expect(machine.calls).toEqual([])
  })

  it('needs no root of a member of the group where all is installed and running', async () => {
    machine.user = 'other'
    await fix(patient, run())
    expect([...engine.projects.keys()]).toEqual(['quorate'])
  })

  it('says so where it can do nothing: wrong platform, no apt, a daemon that lets nobody in', async () => {
    machine.programs.delete('mmdebstrap')
    machine.programs.delete('apt-get')
    expect((await failureOf(fix(patient, run()))).code).toBe('no-package-manager')
    engine.server.auth = 'untrusted'
    expect((await failureOf(fix(patient, run()))).code).toBe('engine-group')
    machine.platform = 'darwin'
    expect((await failureOf(fix(patient, run()))).code).toBe('platform-unsupported')
    expect(machine.calls).toEqual([])
  })
})

describe('findDaemon', () => {
  it('does not take one daemon for the other', async () => {
    machine.environment = { INCUS_DIR: machine.environment['LXD_DIR'] }
    expect((await findDaemon(machine, 'incus')).state).toBe('not-installed')
    engine.server.kind = 'incus'
    expect(await findDaemon(machine, 'incus')).toMatchObject({ state: 'ready', version: '5.0.2' })
  })

  it('looks where the environment says and nowhere else, or where packages and snaps put it', () => {
    expect(socketCandidates('lxd', { LXD_DIR: '/opt/lxd' })).toEqual(['/opt/lxd/unix.socket'])
    expect(socketCandidates('lxd', {})).toContain('/var/snap/lxd/common/lxd/unix.socket')
    expect(socketCandidates('incus', { LXD_DIR: '/opt/lxd' })).toContain('/var/lib/incus/unix.socket')
  })
})

describe('preferredKind', () => {
  it('is the daemon that runs, also where the other is installed', async () => {
    machine.programs.add('incusd')
    expect(await preferredKind(machine)).toBe('lxd')
    engine.server.kind = 'incus'
    machine.environment = { LXD_DIR: '/nowhere', INCUS_DIR: machine.environment['LXD_DIR'] }
    expect(await preferredKind(machine)).toBe('incus')
  })

  it('is the one that apt knows where none is installed', async () => {
    machine.environment = { LXD_DIR: '/nowhere', INCUS_DIR: '/nowhere' }
    machine.programs.delete('lxd')
    machine.answer = (call) => ended(call.endsWith(' incus') ? 0 : 100)
    expect(await preferredKind(machine)).toBe('incus')
    machine.answer = () => ended(0)
    expect(await preferredKind(machine)).toBe('lxd')
  })
})

describe('groupName', () => {
  it('finds the name of a group by its number, or gives the number', () => {
    expect(groupName('root:x:0:\nlxd:x:112:a,b\n', 112)).toBe('lxd')
    expect(groupName('root:x:0:\n', 998)).toBe('998')
  })

  it('gives one word of what it read, whatever that is', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (groups, id) => {
        expect(groupName(groups, id)).not.toContain('\n')
        expect(groupName(groups, id)).not.toContain(':')
      })
    )
  })
})

describe('the words of findings', () => {
  it('are there for every finding and level in both languages; a fix wherever something is wrong', () => {
    for (const messages of [en, zhCN]) {
      for (const id of findingIds) {
        const words = messages.doctor.findings[id]
        expect(words.ok({ detail: 'x' }).message).not.toBe('')
        for (const level of ['warn', 'error'] as const) {
          expect(words[level]({ detail: 'x' }).message).not.toBe('')
          expect(words[level]({ detail: 'x' }).fix).not.toBe('')
        }
      }
    }
  })
})
