import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CheckReport, CheckResult } from '../../src/check/outcome.ts'
import type { LabProof } from '../../src/lab/verify.ts'
import { begin, json, quorate, testPrefix } from './program.ts'

const check = async (expected: number): Promise<Map<string, CheckResult>> => {
  const report = (await json(['check', 'memcached'], expected)) as unknown as CheckReport
  return new Map(report.labs.flatMap(({ checks }) => checks).map((result) => [result.id, result]))
}

const on = async (node: string, script: string): Promise<void> => {
  const ran = await quorate(['exec', node, '--', 'sh', '-c', script])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
}

beforeAll(async () => {
  expect(await quorate(['up', '--prefix', testPrefix])).toMatchObject({ code: 0 })
  expect(await quorate(['reset', 'memcached', '--yes'])).toMatchObject({ code: 0 })
})

describe('a learner of the lab memcached', () => {
  it('who has done nothing is told that nothing is started, not that it is wrong', async () => {
    const results = [...(await check(1)).values()]
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['not-yet', 'blocked']))
  })

  it('who only installs it sees why the others are refused, with evidence and where to look', async () => {
    await on('all', 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -yqq memcached >/dev/null')
    const listens = (await check(1)).get('memcached.management-address')
    expect(listens).toMatchObject({ outcome: 'fail', points: 0 })
    expect(listens?.diagnoses?.[0]?.code).toBe('memcached.loopback-only')
    expect(listens?.diagnoses?.[0]?.look).toBeTruthy()
    expect(listens?.evidence?.some(({ excerpt }) => excerpt.includes('127.0.0.1:11211'))).toBe(true)
  })

  it('gets it right on one controller, and is told of the other two only', async () => {
    await on(
      'controller1',
      `sed -i 's/^-l .*/-l ${testPrefix}.0.11/' /etc/memcached.conf && systemctl restart memcached`
    )
    const listens = (await check(1)).get('memcached.management-address')
    expect(listens?.outcome).toBe('fail')
    expect(listens?.observed).not.toContain('controller1')
    expect(listens?.observed).toContain('controller2')
  })

  it('sees a controller that is off as one that could not be checked, at once', async () => {
    await on('controller3', 'systemctl poweroff --force --force || true').catch(() => undefined)
    for (;;) {
      const { nodes } = (await json(['status'])) as unknown as { nodes: { state: string }[] }
      if (nodes[2]?.state === 'stopped') break
    }
    const began = Date.now()
    const results = [...(await check(1)).values()]
    expect(Date.now() - began).toBeLessThan(10_000)
    expect(results.some(({ outcome }) => outcome === 'error')).toBe(true)
    expect(results.every(({ outcome }) => outcome !== 'pass')).toBe(true)
    expect(await quorate(['up'])).toMatchObject({ code: 0 })
  })

  it('takes hints rung by rung, and answers questions', async () => {
    const first = await json(['hint', 'memcached', 'address'])
    const second = await json(['hint', 'memcached', 'address'])
    expect([first['rung'], second['rung']]).toEqual([1, 2])
    expect(first['hint']).not.toEqual(second['hint'])
    const { questions } = (await json(['quiz', 'memcached'])) as unknown as { questions: { id: string }[] }
    expect(questions.length).toBeGreaterThanOrEqual(5)
    const ran = await quorate(['quiz', 'memcached', '--answer', `${questions[0]?.id}=zzz`])
    expect(ran.code).toBe(2)
  })

  it('watches until it is solved, and has it as JUnit XML', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quorate-junit-'))
    const watching = begin(['check', 'memcached', '--watch', '--junit', join(folder, 'result.xml')])
    expect(await quorate(['solve', 'memcached'])).toMatchObject({ code: 0 })
    expect(await watching.done).toMatchObject({ code: 0 })
    const xml = readFileSync(join(folder, 'result.xml'), 'utf8')
    expect(xml).toContain('<testsuite')
    expect(xml).not.toContain('<failure')
    rmSync(folder, { recursive: true })
    const { labs } = (await json(['labs'])) as unknown as { labs: { id: string; state: string }[] }
    expect(labs.find(({ id }) => id === 'memcached')?.state).toBe('passed')
  })

  it('tries it: a server is stopped, the keys are counted, and the server runs again', async () => {
    const report = (await json(['check', 'memcached', '--behaviour'])) as unknown as CheckReport
    expect(report).toMatchObject({ outcome: 'pass' })
    expect(report.labs[0]?.checks.find(({ id }) => id === 'memcached.loses-a-third')).toMatchObject({ outcome: 'pass' })
    await on('all', 'systemctl is-active memcached && [ ! -e /run/quorate-keys.py ]')
  })

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'finds the server running again, whatever ends the experiment (%s)',
    async (signal) => {
      const trying = begin(['check', 'memcached', '--behaviour'])
      // The step after the one that stops the server is under way.
      await trying.saw('goes on without an error')
      trying.child.kill(signal)
      expect((await trying.done).code).toBe(signal === 'SIGINT' ? 130 : 137)
      if (signal === 'SIGKILL') {
        expect((await quorate(['status'])).stdout).toContain('behaviour check was interrupted')
      }
      const results = await check(0)
      expect(results.get('memcached.reach-all')?.outcome).toBe('pass')
      expect((await quorate(['status'])).stdout).not.toContain('interrupted')
      await on('all', 'systemctl is-active memcached && [ ! -e /run/quorate-keys.py ]')
    }
  )

  it('can go back to where it started', async () => {
    expect(await quorate(['reset', '--yes'])).toMatchObject({ code: 0 })
    expect((await quorate(['exec', 'controller1', '--', 'test', '-e', '/etc/memcached.conf'])).code).toBe(1)
  })
})

describe('the lab memcached', () => {
  it('is proved: red, green, red and green again, other ways green, and each mistake caught for what it is', async () => {
    const { labs, ok } = (await json(['verify', 'memcached', '--yes'])) as unknown as { labs: LabProof[]; ok: boolean }
    expect(labs[0]?.mistakes.filter((mistake) => !mistake.ok)).toEqual([])
    expect(ok).toBe(true)
  })
})
