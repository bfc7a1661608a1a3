import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rateLimiter } from '../../src/host-services/rate.ts'

describe('the rate limiter', () => {
  it('lets a burst through, then so many a second, and forgives a pause', () => {
    const isAllowed = rateLimiter({ burst: 4, perSecond: 2 })
    const at = (time: number): boolean => isAllowed('10.80.0.11', time)
    expect([0, 0, 0, 0, 0].map(at)).toEqual([true, true, true, true, false])
    expect([499, 500, 600, 1000].map(at)).toEqual([false, true, false, true])
    expect([60_000, 60_000, 60_000, 60_000, 60_000].map(at)).toEqual([true, true, true, true, false])
  })

  it('lets nobody suffer for another', () => {
    const isAllowed = rateLimiter({ burst: 1, perSecond: 1 })
    expect(isAllowed('a', 0)).toBe(true)
    expect(isAllowed('a', 1)).toBe(false)
    expect(isAllowed('b', 2)).toBe(true)
  })

  it('never lets more through than its allowance, however the requests come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 })), (pauses) => {
        const isAllowed = rateLimiter({ burst: 5, perSecond: 10 })
        let now = 0
        let passed = 0
        for (const pause of pauses) {
          now += pause
          if (isAllowed('peer', now)) passed += 1
        }
        expect(passed).toBeLessThanOrEqual(5 + (now / 1000) * 10)
      })
    )
  })
})
