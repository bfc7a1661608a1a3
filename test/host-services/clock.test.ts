import { describe, expect, it } from 'vitest'
import { fineClock, systemSources } from '../../src/host-services/clock.ts'

/** A machine whose true time runs on by itself, a little with every look. */
const machine = (start: number) => {
  let time = start
  let set = 0
  const look = (): number => {
    time += 0.003
    return time
  }
  return {
    sources: { wall: () => Math.floor(look() + set), counter: () => look() - start + 7777 },
    pass: (milliseconds: number) => {
      time += milliseconds
    },
    set: (by: number) => {
      set += by
    },
    truth: () => time + set
  }
}

describe('the fine clock', () => {
  it('is finer than a millisecond', () => {
    const { sources, pass, truth } = machine(1_000_000.4)
    const now = fineClock(sources)
    for (const step of [0.1, 0.35, 0.7, 12.3, 1000.25]) {
      pass(step)
      expect(Math.abs(now() - truth())).toBeLessThan(0.02)
    }
  })

  it.each([3_600_000, -3_600_000, 2, -2])('follows when the time of day is set by %d ms', (by) => {
    const { sources, pass, set, truth } = machine(1_000_000)
    const now = fineClock(sources)
    pass(50)
    set(by)
    expect(Math.abs(now() - truth())).toBeLessThan(0.02)
    pass(50)
    expect(Math.abs(now() - truth())).toBeLessThan(0.02)
  })

  it('agrees with the clock of this machine', () => {
    const now = fineClock(systemSources)
    for (let time = 0; time < 100; time += 1) {
      const before = Date.now()
      const fine = now()
      expect(fine).toBeGreaterThan(before - 0.1)
      expect(fine).toBeLessThan(Date.now() + 1.1)
    }
  })
})
