import { beforeAll, describe, expect, it } from 'vitest'
import type { CheckReport, CheckResult } from '../../src/check/outcome.ts'
import { knownCommands } from '../../src/course/lint-code.ts'
import { loadCourse } from '../../src/course/loader.ts'
import { json, quorate, upUntouched, withControllers } from './program.ts'

/** The whole course on one lab, lab after lab: what a class does, and what shows whether the labs get along. */
const { labs } = await loadCourse('labs')

/** The commands that its lessons may name. */
const commands = await knownCommands('labs', (place, problem) => {
  throw new Error(`${place.file}: ${problem.code}`)
})

const solvedState = 'course-solved'

const check = async (args: readonly string[], expected: number): Promise<readonly CheckResult[]> => {
  const report = (await json(['check', ...args], expected)) as unknown as CheckReport
  return report.labs.flatMap(({ checks }) => checks)
}

const on = async (node: string, script: string): Promise<void> => {
  const ran = await quorate(['exec', node, '--', 'sh', '-c', script])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
}

const notPassed = (checks: readonly CheckResult[]) =>
  checks.filter(({ outcome }) => outcome !== 'pass').map(({ id, outcome, observed }) => ({ id, outcome, observed }))

beforeAll(upUntouched)

describe('the labs in the order of the course', () => {
  it.each(labs.filter(({ checks }) => checks.length > 0).map(({ id }) => id))(
    '%s: nothing passes before, and everything after the reference solution, experiments included',
    async (id) => {
      const before = await check([id], 1)
      expect(before.filter(({ outcome }) => outcome === 'pass' || outcome === 'error')).toEqual([])
      const solved = await quorate(['solve', id])
      expect(solved, solved.stderr).toMatchObject({ code: 0 })
      expect(notPassed(await check([id, '--behaviour'], 0))).toEqual([])
    }
  )

  it('leave one another alone: at the end, all checks of the course pass', async () => {
    expect(notPassed(await check(['--all'], 0))).toEqual([])
  })

  it('bring every command that lessons may name', async () => {
    // Those that are missing are printed; a path counts where it can be run.
    const script = 'for name; do command -v "$name" > /dev/null || echo "$name"; done'
    const ran = await quorate(['exec', 'controller1', '--', 'sh', '-lc', script, 'sh', ...commands])
    expect(ran).toMatchObject({ code: 0, stdout: '' })
  })

  it('are back, every cluster of them, when the controllers were switched off and on', async () => {
    expect(await quorate(['down'])).toMatchObject({ code: 0 })
    expect(await quorate(['up'])).toMatchObject({ code: 0 })
    expect(await json(['status'])).toMatchObject({ services: { time: 'running', bmc: 'running' } })
    expect(notPassed(await check(['--all'], 0))).toEqual([])
  })

  it('are back after a roll-back', async () => {
    expect(await quorate(['snapshot', 'save', solvedState])).toMatchObject({ code: 0 })
    expect(await quorate(['snapshot', 'restore', solvedState, '--yes'])).toMatchObject({ code: 0 })
    expect(notPassed(await check(['--all'], 0))).toEqual([])
  })
})

/** How long a look at everything may take when nothing answers, in milliseconds. */
const patience = 90_000

/** Every check that does not pass says why: what was seen, or what stands in its way. */
const unexplained = (checks: readonly CheckResult[]) =>
  checks.filter(
    ({ outcome, observed, blockedBy }) => outcome !== 'pass' && observed === undefined && blockedBy === undefined
  )

const checkInTime = async (): Promise<readonly CheckResult[]> => {
  const began = Date.now()
  const checks = await check(['--all'], 1)
  expect(Date.now() - began).toBeLessThan(patience)
  return checks
}

/** Takes all space at once, without writing it. */
const fillDisk = `n=0
for size in 1G 64M 4M; do while fallocate -l $size /root/full.$n; do n=$((n+1)); done; done
dd if=/dev/zero of=/root/full.rest bs=64K || true`

describe('controllers in trouble', () => {
  // The others would fence a controller whose cluster is silent, and it would be well again. This begins where the
  // roll-back ended.
  beforeAll(() => on('controller1', 'crm configure property stonith-enabled=false'))

  it('that are frozen are an error with its reason, and pass no check of theirs', async () => {
    await withControllers((controllers) => controllers.freeze(['controller3']))
    const checks = await checkInTime()
    await withControllers((controllers) => controllers.thaw(['controller3']))
    expect(unexplained(checks)).toEqual([])
    expect(checks.some(({ observed }) => observed?.includes('frozen'))).toBe(true)
    expect(new Set(checks.map(({ outcome }) => outcome))).not.toContain('not-yet')
  })

  it('whose daemons hang, whose disk is full or that have no bash are told of, and nothing waits for them', async () => {
    const daemons = ['chronyd', 'memcached', 'mariadbd', 'beam.smp', 'corosync', 'haproxy']
    await on('controller2', `pkill -STOP -x '${daemons.join('|')}'`)
    await on('controller1', fillDisk)
    await on('controller3', 'mv /bin/bash /bin/bash.away')
    const checks = await checkInTime()
    expect(unexplained(checks)).toEqual([])
    // The tour looks at no daemon, and needs neither room nor bash.
    for (const { id } of labs.filter((lab) => lab.checks.length > 0 && lab.id !== 'lab-tour')) {
      const own = checks.filter((one) => one.id.startsWith(`${id}.`))
      expect(notPassed(own), id).not.toEqual([])
      expect(
        own.filter(({ outcome }) => outcome === 'not-yet'),
        id
      ).toEqual([])
    }
  })
})
