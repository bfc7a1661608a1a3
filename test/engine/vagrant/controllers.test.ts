import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MachineState, Run } from '../../../src/engine/engine.ts'
import { VagrantControllers } from '../../../src/engine/vagrant/controllers.ts'
import type { Hypervisor } from '../../../src/engine/vagrant/hypervisor.ts'
import { SshConnections } from '../../../src/engine/vagrant/ssh.ts'
import { Vagrant } from '../../../src/engine/vagrant/vagrant.ts'
import type { RunProgram } from '../../../src/process/run.ts'
import { type NodeName, nodeNames } from '../../../src/topology.ts'
import { identity } from './identity.ts'

/**
 * An ssh whose every machine is this one, and which runs what it is given: so what would change this one is replaced.
 * `-O` has nothing to close.
 */
const fakes = {
  ssh: `#!/bin/sh
for last; do :; done
case " $* " in *' -O '*) exit 0 ;; esac
[ -e "$2" ] || { echo "Can't open user config file $2" >&2; exit 255; }
[ ! -e "$QUORATE_TEST_FOLDER/unreachable" ] || { echo 'connect to host: No route to host' >&2; exit 255; }
exec bash -c "$last"
`,
  sudo: '#!/bin/sh\nshift 2\nexec "$@"\n',
  systemctl: '#!/bin/sh\n[ "$1" != poweroff ] || : >"$QUORATE_TEST_FOLDER/off"\n',
  date: '#!/bin/sh\n',
  sync: '#!/bin/sh\n'
} as const

let folder: string
let acts: string[]
let states: Record<NodeName, MachineState>
let kept: Map<string, NodeName>
const run: Run = { report: () => undefined, signal: new AbortController().signal }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vagrant lab '))
  acts = []
  states = { controller1: 'running', controller2: 'running', controller3: 'running' }
  kept = new Map()
  for (const [name, text] of Object.entries(fakes)) {
    await writeFile(join(folder, name), text)
    await chmod(join(folder, name), 0o755)
  }
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`)
  vi.stubEnv('QUORATE_TEST_FOLDER', folder)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const hypervisor = (): Hypervisor => {
  const become =
    (act: string, state: MachineState) =>
    async (node: NodeName): Promise<void> => {
      acts.push(`${act} ${node}`)
      states[node] = state
    }
  return {
    state: async (node) => {
      // What the machine itself did about its power.
      if (states[node] === 'running' && existsSync(join(folder, 'off'))) {
        await rm(join(folder, 'off'))
        states[node] = 'stopped'
      }
      return states[node]
    },
    start: become('start', 'running'),
    powerOff: become('power off', 'stopped'),
    pressPower: become('press power', 'stopped'),
    pause: become('pause', 'frozen'),
    resume: become('resume', 'running'),
    snapshots: {
      keys: async (node) => [...kept].filter(([, of]) => of === node).map(([key]) => key.split(' ')[1] ?? ''),
      save: async (node, key) => void kept.set(`${node} ${key}`, node),
      restore: become('restore', 'frozen'),
      delete: async (node, key) => void kept.delete(`${node} ${key}`)
    },
    belongings: async () => [],
    clear: async (node) => void acts.push(`clear ${node}`),
    sweep: async () => void acts.push('sweep'),
    diskFolder: folder
  }
}

const sshConfig = (node: NodeName): string =>
  `Host ${node}\n  HostName 127.0.0.1\n  User vagrant\n  Port 22\n  IdentityFile /nowhere\n`

/** A `vagrant up` makes a machine that runs, unless `broken` says that it fails. */
const controllers = (broken: NodeName[] = []) => {
  const runProgram: RunProgram = async (_program, args) => {
    const node = nodeNames.find((name) => args.includes(name))
    acts.push(args.filter((arg) => arg !== '--machine-readable').join(' '))
    if (node === undefined) return { kind: 'ended', exitCode: 0, stdout: '', stderr: '' }
    if (args.includes('ssh-config')) return { kind: 'ended', exitCode: 0, stdout: sshConfig(node), stderr: '' }
    if (broken.includes(node)) return { kind: 'ended', exitCode: 1, stdout: '', stderr: 'boom' }
    states[node] = 'running'
    return { kind: 'ended', exitCode: 0, stdout: '', stderr: '' }
  }
  const vagrant = new Vagrant(folder, runProgram)
  return new VagrantControllers(identity, {
    folder,
    vagrant,
    hypervisor: hypervisor(),
    connections: new SshConnections(folder, {
      sshConfig: (node) => vagrant.sshConfig(node),
      isRunning: async (node) => states[node] === 'running'
    }),
    furnish: async () => undefined,
    made: async (node) => void acts.push(`made ${node}`)
  })
}

/** Without the calls that only ask. */
const done = (): string[] => acts.filter((act) => !/^(?:ssh-config|made|clear)/.test(act))

describe('exec', () => {
  it('gives the exit code, keeps the streams apart, and hands over environment and input', async () => {
    const result = await controllers().exec('controller1', ['sh', '-c', 'cat; echo "$A" >&2; exit 42'], {
      stdin: 'in',
      environment: { A: "it's" }
    })
    expect(result).toEqual({ exitCode: 42, stdout: 'in', stderr: "it's\n" })
  })

  it('says 127 of a command that does not exist', async () => {
    expect((await controllers().exec('controller1', ['no-such-program'])).exitCode).toBe(127)
  })

  it('ends the command when it is interrupted', async () => {
    const interruption = new AbortController()
    const result = await controllers().exec('controller1', ['sh', '-c', 'echo begun; exec sleep 600'], {
      signal: interruption.signal,
      onOutput: () => interruption.abort()
    })
    expect(result.exitCode).toBe(143)
  })

  it('says of a machine that lets nobody in what ssh said of it', async () => {
    await writeFile(join(folder, 'unreachable'), '')
    await expect(controllers().exec('controller2', ['true'])).rejects.toMatchObject({ code: 'engine-refused' })
  })

  it('asks Vagrant only once how to reach a machine', async () => {
    const lab = controllers()
    await lab.exec('controller1', ['true'])
    await lab.exec('controller1', ['true'])
    expect(acts).toEqual(['ssh-config controller1'])
  })
})

describe('inspect', () => {
  it('does not wait for a machine that boots and is not known yet', async () => {
    const [first] = await controllers().inspect()
    expect(first).toEqual({ name: 'controller1', state: 'running', addresses: [] })
    expect(acts).toEqual([])
  })
})

describe('a channel', () => {
  it('answers one script after another', async () => {
    const channel = await controllers().openChannel('controller1')
    const limits = { milliseconds: 20_000, bytes: 100 }
    expect(await channel.ask('echo one', limits)).toEqual({ kind: 'output', text: 'one\n' })
    expect(await channel.ask('echo two', limits)).toEqual({ kind: 'output', text: 'two\n' })
    channel.close()
  })
})

describe('create', () => {
  beforeEach(() => {
    states = { controller1: 'absent', controller2: 'absent', controller3: 'absent' }
  })

  it('makes each machine to its end before the next, and leaves all of them off', async () => {
    await controllers().create(run)
    const ups = done().filter((act) => act.startsWith('up '))
    expect(ups).toEqual(nodeNames.map((node) => `up ${node} --provision`))
    expect(Object.values(states)).toEqual(['stopped', 'stopped', 'stopped'])
  })

  it('lets what a machine has fetched be kept before it is off', async () => {
    await controllers().create(run)
    expect(acts.filter((act) => act.startsWith('made'))).toEqual(nodeNames.map((node) => `made ${node}`))
  })

  it('goes on after a failure with the machine that was not made to its end', async () => {
    await expect(controllers(['controller2']).create(run)).rejects.toMatchObject({ code: 'vagrant-failed' })
    // Vagrant has left half a machine.
    states.controller2 = 'running'
    acts = []
    await controllers().create(run)
    expect(done().filter((act) => act.startsWith('up '))).toEqual([
      'up controller2 --provision',
      'up controller3 --provision'
    ])
  })

  it('clears away what a killed call left only where there is no machine', async () => {
    states.controller2 = 'stopped'
    await controllers().create(run)
    expect(acts.filter((act) => act.startsWith('clear'))).toEqual(['clear controller1', 'clear controller3'])
  })

  it('makes a machine anew that somebody has destroyed', async () => {
    await controllers().create(run)
    states.controller3 = 'absent'
    acts = []
    await controllers().create(run)
    expect(done().filter((act) => act.startsWith('up '))).toEqual(['up controller3 --provision'])
  })
})

describe('power', () => {
  it('is given to what is off, and what is frozen goes on', async () => {
    states = { controller1: 'running', controller2: 'stopped', controller3: 'frozen' }
    await controllers().start(nodeNames)
    expect(done()).toEqual(['start controller2', 'resume controller3'])
  })

  it('is cut from what is frozen too, and what is off or absent stays so', async () => {
    states = { controller1: 'absent', controller2: 'stopped', controller3: 'frozen' }
    await controllers().stop(nodeNames, 'at-once')
    expect(done()).toEqual(['power off controller3'])
  })

  it('is asked for by the button where services are to stop first', async () => {
    await controllers().stop(['controller1'], 'gracefully')
    expect(done()).toEqual(['press power controller1'])
  })
})

describe('snapshots', () => {
  it('leave a machine held where they put it back, so that all three go on together', async () => {
    const lab = controllers()
    await lab.snapshots.save('controller1', 's-1')
    await lab.snapshots.restore('controller1', 's-1')
    expect((await lab.inspect())[0]).toMatchObject({ state: 'frozen' })
  })

  it('that do not exist are no error to delete, and one to restore that makes nobody build a new machine', async () => {
    const lab = controllers()
    await lab.snapshots.delete('controller1', 's-1')
    await expect(lab.snapshots.restore('controller1', 's-1')).rejects.toMatchObject({ code: 'vagrant-failed' })
  })
})

describe('remove', () => {
  it('destroys the machines, sweeps up what Vagrant does not know of, and removes the folder', async () => {
    const inner = join(folder, 'Vagrantfile')
    await writeFile(inner, '')
    await controllers().remove(run)
    expect(done()).toEqual(['destroy --force', 'sweep'])
    await expect(readFile(inner)).rejects.toMatchObject({ code: 'ENOENT' })
    // For `afterEach`.
    folder = await mkdtemp(join(tmpdir(), 'vagrant lab '))
  })
})
