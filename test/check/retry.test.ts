import { describe, expect, it } from 'vitest'
import { type ClusterFacts, evaluate } from '../../src/check/evaluate.ts'
import { type Clock, type Settling, settle } from '../../src/check/retry.ts'
import type { FactCheck } from '../../src/course/schema.ts'
import { nodeNames } from '../../src/topology.ts'
import { absent, check, given, solved, unknown } from './facts.ts'

/** Time that passes when somebody sleeps, and 50 ms for each look. */
const clockOf = (): Clock & { time: number } => ({
  time: 0,
  now() {
    return this.time
  },
  async sleep(milliseconds, signal) {
    signal.throwIfAborted()
    this.time += milliseconds
  }
})

/** The facts of a system that changed so long ago, in seconds, when the first look is taken. */
const changed = (facts: ClusterFacts, secondsAgo: number): ClusterFacts =>
  nodeNames.reduce((all, node) => given(all, node, {}, secondsAgo), facts)

const run = async (
  checks: readonly FactCheck[],
  factsAt: (milliseconds: number) => ClusterFacts,
  slowness = 1,
  signal = new AbortController().signal,
  isEnough: Settling['isEnough'] = () => false
) => {
  const clock = clockOf()
  let looks = 0
  const settled = await settle({
    collect: async () => {
      looks += 1
      clock.time += 50
      const facts = factsAt(clock.time)
      return { facts, explained: async () => facts }
    },
    evaluate: (facts) => evaluate(checks, facts, {}),
    clock,
    slowness,
    signal,
    isEnough
  })
  return {
    looks,
    time: clock.time,
    outcomes: settled.judgements.map(({ outcome }) => outcome),
    knownAfter: settled.knownAfter
  }
}

const active = check('active', { 'memcached.active': true }, { within: 5000 })
const bound = check('bound', { 'memcached.bound': 'management' }, { needs: ['active'] })
const stopped = given(solved, 'controller1', { 'memcached.active': false })

describe('what is wrong', () => {
  it('is told at once where nothing has changed for long', async () => {
    expect(await run([active, bound], () => changed(stopped, 60))).toMatchObject({
      looks: 1,
      outcomes: ['fail', 'blocked']
    })
  })

  it('is waited for where something has just changed, as long as the check allows', async () => {
    const result = await run([active, bound], (time) => changed(time < 2000 ? stopped : solved, time / 1000))
    expect(result.outcomes).toEqual(['pass', 'pass'])
    expect(result.time).toBeGreaterThanOrEqual(2000)
    expect(result.time).toBeLessThan(3200)
    expect(result.knownAfter).toEqual([result.time, result.time])
  })

  it('is waited for where it is on its way, and not where nobody has begun', async () => {
    const facts = (time: number) => changed(time < 2000 ? stopped : solved, time / 1000)
    const onItsWay = { ...active, underWay: { 'memcached.active': false } }
    expect((await run([onItsWay], facts)).outcomes).toEqual(['pass'])
    const notBegun = { ...active, on: ['controller1' as const], notBegun: { 'memcached.active': false } }
    expect(await run([notBegun], facts)).toMatchObject({ looks: 1, outcomes: ['not-yet'] })
  })

  it('counts from the change, not from the first look', async () => {
    const result = await run([active], (time) => changed(stopped, 4 + time / 1000))
    expect(result.outcomes).toEqual(['fail'])
    expect(result.time).toBeGreaterThan(900)
    expect(result.time).toBeLessThan(2200)
    expect(result.knownAfter).toEqual([50])
  })

  it('may come from a change on another controller', async () => {
    const facts = (time: number) => given(changed(stopped, 60), 'controller3', {}, time / 1000)
    expect((await run([active], facts)).time).toBeGreaterThan(4000)
  })

  it('is not waited for where the system changes for ever', async () => {
    const result = await run([active], () => changed(stopped, 0))
    expect(result.outcomes).toEqual(['fail'])
    expect(result.time).toBeLessThan(6500)
  })

  it('is not waited for where the check allows no time, or another system changed', async () => {
    expect((await run([check('now', { 'memcached.active': true })], () => changed(stopped, 0))).looks).toBe(1)
    const wrong = given(changed(solved, 60), 'controller1', { 'memcached.active': false }, 60)
    expect((await run([active], () => wrong)).looks).toBe(1)
  })

  it('is granted more time on a slow machine, and none where nobody wants to wait', async () => {
    expect((await run([active], (time) => changed(stopped, time / 1000), 3)).time).toBeGreaterThan(14_000)
    expect((await run([active], () => changed(stopped, 0), 0)).looks).toBe(1)
  })
})

describe('what is not there yet, or could not be looked at', () => {
  it('is not waited for', async () => {
    expect((await run([active], () => absent(changed(solved, 0), 'controller1', 'memcached'))).looks).toBe(1)
    expect((await run([active], () => unknown(changed(solved, 0), 'controller1', 'time-out'))).looks).toBe(1)
  })
})

it('waiting ends when it is enough twice in a row, and not when it was so for a moment', async () => {
  const isEnough = (judgements: readonly { outcome: string }[]) => judgements[0]?.outcome === 'fail'
  const failing = await run([active], () => changed(stopped, 0), 1, undefined, isEnough)
  expect(failing).toMatchObject({ looks: 2, outcomes: ['fail'] })
  const facts = (time: number) =>
    changed(
      time < 100 ? stopped : time < 1000 ? given(solved, 'controller2', { 'memcached.active': false }) : stopped,
      0
    )
  const isFirst = (judgements: readonly { nodes: readonly { outcome: string }[] }[]) =>
    judgements[0]?.nodes[0]?.outcome === 'fail'
  const later = await run([active], facts, 1, undefined, isFirst)
  expect(later.time).toBeGreaterThan(1000)
})

it('waiting ends when somebody interrupts', async () => {
  const abort = new AbortController()
  const facts = () => {
    abort.abort()
    return changed(stopped, 0)
  }
  await expect(run([active], facts, 1, abort.signal)).rejects.toThrow()
})
