import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { json, quorate, withControllers } from '../e2e/program.ts'

/** Runs the program with the Vagrant engine; what it said is shown where it fails. */
const must = async (...args: readonly string[]): Promise<void> => {
  const began = performance.now()
  const ran = await quorate(['--engine', 'vagrant', '--yes', ...args])
  process.stdout.write(`quorate ${args.join(' ')}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
}

/** What libvirt has of labs. */
const left = (): string[] =>
  ['list --all --name', 'net-list --all --name']
    .flatMap((call) =>
      execFileSync('virsh', ['--connect', 'qemu:///system', ...call.split(' ')], { encoding: 'utf8' }).split('\n')
    )
    .filter((name) => /^q-[0-9a-f]{8}-/.test(name))

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
})
