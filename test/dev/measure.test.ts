import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measure, percentile, tableOf } from '../../src/dev/measure.ts'

describe('a percentile', () => {
  it('is one of the values, and that share of them is not above it', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (given, share) => {
        const found = percentile(given, share)
        expect(given).toContain(found)
        expect(given.filter((value) => value <= found).length).toBeGreaterThanOrEqual(share * given.length)
      })
    )
  })

  it.each([
    [[3, 1, 2], 0.5, 2],
    [[1, 2, 3, 4], 0.5, 2],
    [Array.from({ length: 20 }, (_, index) => index + 1), 0.95, 19]
  ])('of %j at %d is %d', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected)
  })
})

describe('measuring', () => {
  it('prepares each run, and leaves the first one, which warms up, out', async () => {
    const calls: string[] = []
    const note = (call: string) => async () => void calls.push(call)
    const measured = await measure({ what: 'it', budget: 10, runs: 2, prepare: note('prepare'), run: note('run') })
    expect(calls).toEqual(['prepare', 'run', 'prepare', 'run', 'prepare', 'run'])
    expect(measured.durations).toHaveLength(2)
  })
})

describe('the table', () => {
  it('shows each row against its budget, and which is over it', () => {
    const table = tableOf([
      { what: 'labs', budget: 250, durations: [100, 125, 200] },
      { what: 'image', budget: 180_000, durations: [270_000] }
    ])
    expect(table.split('\n')).toEqual([
      'what   budget   median   p95      runs  ratio',
      'labs   250 ms   125 ms   200 ms   3     0.50',
      'image  180.0 s  270.0 s  270.0 s  1     1.50 OVER'
    ])
  })
})
