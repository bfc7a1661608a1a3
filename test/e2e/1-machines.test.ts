import pty from '@lydell/node-pty'
import { beforeAll, describe, expect, it } from 'vitest'
import { begin, environment, json, program, quorate, testPrefix } from './program.ts'

describe('three controllers from one command', () => {
  beforeAll(async () => {
    const up = await quorate(['up', '--prefix', testPrefix])
    expect(up, up.stderr).toMatchObject({ code: 0 })
  })

  it('are running, each with its own addresses on both networks', async () => {
    const status = await json(['status'])
    expect(status).toMatchObject({ version: 1, lab: 'running' })
    expect(status['nodes']).toEqual(
      [1, 2, 3].map((index) => ({
        name: `controller${index}`,
        state: 'running',
        addresses: [`${testPrefix}.0.1${index}`, `${testPrefix}.1.1${index}`]
      }))
    )
  })

  it('have their own host name and machine id, resolve one another, and booted without a failed unit', async () => {
    const script =
      'hostname; cat /etc/machine-id; getent hosts controller1 controller2 controller3 | cut -d" " -f1; systemctl is-system-running'
    const { nodes } = (await json(['exec', 'all', '--', 'sh', '-c', script])) as unknown as {
      nodes: { name: string; exitCode: number; stdout: string }[]
    }
    const addresses = [1, 2, 3].map((index) => `${testPrefix}.0.1${index}`)
    const ids = new Set<string>()
    for (const { name, exitCode, stdout } of nodes) {
      const [hostName, machineId, ...rest] = stdout.trim().split('\n')
      expect(exitCode).toBe(0)
      expect(hostName).toBe(name)
      expect(machineId).toMatch(/^[0-9a-f]{32}$/)
      ids.add(machineId ?? '')
      expect(rest).toEqual([...addresses, 'running'])
    }
    expect(ids.size).toBe(3)
  })

  it('reach one another on both networks', async () => {
    const targets = [1, 2, 3].flatMap((index) => [`${testPrefix}.0.1${index}`, `${testPrefix}.1.1${index}`])
    const ran = await quorate([
      'exec',
      'all',
      '--',
      'sh',
      '-c',
      targets.map((to) => `ping -qc1 -W2 ${to}`).join(' && ')
    ])
    expect(ran, ran.stdout).toMatchObject({ code: 0 })
  })

  it('install the packages of the labs without the internet', async () => {
    const ran = await quorate([
      'exec',
      'controller1',
      '--',
      'sh',
      '-c',
      'apt-get update -q && apt-get install -s -q memcached mariadb-server galera-4 rabbitmq-server corosync pacemaker crmsh pcs resource-agents fence-agents haproxy keepalived chrony'
    ])
    expect(ran, ran.stderr).toMatchObject({ code: 0 })
    const write = await quorate([
      'exec',
      'controller1',
      '--',
      'sh',
      '-c',
      'touch "$(findmnt -no TARGET -t btrfs,ext4 | tail -1)"/x /srv/packages/x'
    ])
    expect(write.code).not.toBe(0)
  })

  it('survive that a learner edits their hosts file and they boot again', async () => {
    const edit = 'echo 10.1.2.3 elsewhere >> /etc/hosts'
    expect(await quorate(['exec', 'controller3', '--', 'sh', '-c', edit])).toMatchObject({ code: 0 })
    expect(await quorate(['down'])).toMatchObject({ code: 0 })
    expect(await json(['status'])).toMatchObject({ lab: 'stopped' })
    expect(await quorate(['up'])).toMatchObject({ code: 0 })
    const { stdout } = await quorate(['exec', 'controller3', '--', 'getent', 'hosts', 'elsewhere'])
    expect(stdout).toContain('10.1.2.3')
  })
})

describe('exec', () => {
  it('gives the exit code of the command, and keeps its streams apart', async () => {
    const ran = await quorate(['exec', 'controller2', '--', 'sh', '-c', 'echo out; echo err >&2; exit 42'])
    expect(ran).toEqual({ code: 42, stdout: 'out\n', stderr: 'err\n' })
    expect((await quorate(['exec', 'controller2', '--', 'no-such-program'])).code).toBe(127)
  })

  it('leaves the options of the command alone', async () => {
    const { stdout } = await quorate(['exec', 'controller1', '--', 'echo', '--json', '--yes', '-h', '--', 'x'])
    expect(stdout).toBe('--json --yes -h -- x\n')
  })

  it('on all puts the name of the controller before each line, and fails if one fails', async () => {
    const ran = await quorate(['exec', 'all', '--', 'sh', '-c', 'echo one; echo two; [ "$(hostname)" != controller2 ]'])
    expect(ran.code).toBe(1)
    const lines = ran.stdout.trim().split('\n').sort()
    expect(lines).toEqual([1, 2, 3].flatMap((index) => [`controller${index} | one`, `controller${index} | two`]))
  })

  it('ends the command when it is interrupted', async () => {
    const running = begin(['exec', 'controller1', '--', 'sh', '-c', 'echo started >&2; exec sleep 987'])
    await running.saw('started')
    running.child.kill('SIGINT')
    const ran = await running.done
    expect(ran.code).toBe(130)
    expect(ran.stderr).toContain('The command can be repeated')
    expect((await quorate(['exec', 'controller1', '--', 'pgrep', '-f', 'sleep 987'])).code).toBe(1)
  })

  it('names the nearest controller for one that does not exist', async () => {
    const ran = await quorate(['exec', 'controler2', '--', 'true'])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain('controller2')
  })
})

describe('shell', () => {
  it('is a login shell in a terminal that knows its size, with job control, and gives its exit code', async () => {
    const terminal = pty.spawn(process.execPath, [program, 'shell', 'controller2'], {
      cols: 100,
      rows: 30,
      env: { ...environment, TERM: 'xterm-256color' }
    })
    let screen = ''
    let look = (): void => undefined
    terminal.onData((data) => {
      screen += data
      look()
    })
    /** Waits for a text after what was seen before. */
    const sees = (text: string): Promise<void> =>
      new Promise((resolve) => {
        look = () => {
          const at = screen.indexOf(text)
          if (at === -1) return
          screen = screen.slice(at + text.length)
          resolve()
        }
        look()
      })
    const exited = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)))
    await sees('controller2:~#')
    terminal.write('shopt -q login_shell && echo a-login-"shell"; stty size\r')
    await sees('a-login-shell')
    await sees('30 100')
    terminal.resize(132, 43)
    // It says itself when it has the terminal: a key that comes too early goes to the shell.
    terminal.write(`bash -c 'trap "echo continued" CONT; echo up-$((1+1)); while :; do sleep 0.1; done'\r`)
    await sees('up-2')
    terminal.write('\x1a')
    await sees('Stopped')
    await sees('controller2:~#')
    terminal.write('fg\r')
    await sees('continued')
    terminal.write('\x03')
    await sees('controller2:~#')
    terminal.write('stty size; exit 7\r')
    await sees('43 132')
    expect(await exited).toBe(7)
  }, 60_000)

  it('needs a terminal, and says so', async () => {
    const ran = await quorate(['shell', 'controller1'])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain('exec')
  })
})
