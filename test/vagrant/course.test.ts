import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VagrantControllers } from '../../src/engine/vagrant/controllers.ts'
import { json, quorate, withControllers } from '../e2e/program.ts'

/** Runs the program with the Vagrant engine; what it said is shown where it fails. */
const must = async (...args: readonly string[]): Promise<void> => {
  const began = performance.now()
  const ran = await quorate(['--engine', 'vagrant', '--yes', ...args])
  process.stdout.write(`quorate ${args.join(' ')}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
}

/** Does something to the machines that only virtual ones can have done to them. */
const withMachines = (use: (controllers: VagrantControllers) => Promise<void>): Promise<void> =>
  withControllers((controllers) => {
    if (!(controllers instanceof VagrantControllers)) throw new Error(`the lab runs on ${controllers.engine}`)
    return use(controllers)
  })

/** What libvirt has of labs. */
const left = (): string[] =>
  ['list --all --name', 'net-list --all --name']
    .flatMap((call) =>
      execFileSync('virsh', ['--connect', 'qemu:///system', ...call.split(' ')], { encoding: 'utf8' }).split('\n')
    )
    .filter((name) => /^q-[0-9a-f]{8}-/.test(name))

/** How long a cluster gets to see what happened: the slowest machines are a hundred times slower than the fastest. */
const patience = { timeout: 5 * 60_000, interval: 2000 }

describe('the course on virtual machines', () => {
  beforeAll(async () => {
    expect(left(), 'machines of another lab').toEqual([])
    await must('doctor', '--fix')
    await must('box', 'build')
    await must('up', '--prefix', '10.97')
  })

  afterAll(async () => {
    await must('destroy')
    expect(left()).toEqual([])
  })

  it('has three machines that run, each with its own addresses', async () => {
    const status = await json(['status'])
    expect(status).toMatchObject({ engine: 'vagrant', lab: 'running' })
    expect(status['nodes']).toEqual(
      [1, 2, 3].map((index) => ({
        name: `controller${index}`,
        state: 'running',
        addresses: [`10.97.0.1${index}`, `10.97.1.1${index}`]
      }))
    )
  })

  for (const lab of ['memcached', 'galera']) {
    it(`finds ${lab} undone, and done when it is solved`, async () => {
      expect((await quorate(['check', lab])).code).toBe(1)
      await must('solve', lab)
      await must('check', lab)
    })
  }

  it('goes back to a snapshot of all three, with the cluster whole', async () => {
    await must('snapshot', 'save', 'solved')
    await must('exec', 'all', '--', 'sh', '-c', 'echo lost > /root/since; systemctl stop memcached')
    await must('snapshot', 'restore', 'solved')
    expect((await quorate(['exec', 'controller1', '--', 'test', '-e', '/root/since'])).code).toBe(1)
    await must('check', 'memcached', 'galera')
  })

  it('cuts the power of one machine and gives it back, and the cluster takes it in again', async () => {
    await withControllers(async (controllers) => {
      await controllers.stop(['controller3'], 'at-once')
      expect((await controllers.inspect()).map(({ state }) => state)).toEqual(['running', 'running', 'stopped'])
      await controllers.start(['controller3'])
    })
    await must('up')
    await must('check', 'galera')
  })

  it('finds no program by its words that does not run', async () => {
    expect((await quorate(['exec', 'controller1', '--', 'pgrep', '-f', 'no-such-daemon'])).code).toBe(1)
  })

  it('cuts one machine off from outside, which runs on alone, and joins it again', async () => {
    const clusterSize = async (): Promise<string> => {
      const query = "SHOW STATUS LIKE 'wsrep_cluster_size'"
      return (await quorate(['exec', 'controller1', '--', 'mariadb', '-N', '-e', query])).stdout.trim()
    }
    await withMachines((controllers) => controllers.cutLinks('controller3'))
    await expect.poll(clusterSize, patience).toMatch(/2$/)
    expect((await quorate(['exec', 'controller3', '--', 'true'])).code).toBe(0)
    await withMachines((controllers) => controllers.healLinks('controller3'))
    await expect.poll(clusterSize, patience).toMatch(/3$/)
  })
})
