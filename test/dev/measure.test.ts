import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measure, percentile, tableOf, timed } from '../../src/dev/measure.ts'

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
    let value = 0
    const measured = await measure({
      what: 'it',
      unit: 'MB',
      budget: 10,
      runs: 2,
      needsLab: false,
      before: note('before'),
      prepare: note('prepare'),
      run: async () => {
        calls.push('run')
        value += 1
        return value
      },
      after: note('after')
    })
    expect(calls).toEqual(['before', 'prepare', 'run', 'prepare', 'run', 'prepare', 'run', 'after'])
    expect(measured.values).toEqual([2, 3])
  })

  it('times what is done', async () => {
    const start = performance.now()
    const taken = await timed(async () => {
      while (performance.now() - start < 5);
    })()
    expect(taken).toBeGreaterThan(4)
    expect(taken).toBeLessThanOrEqual(performance.now() - start)
  })
})

describe('the table', () => {
  it('shows each row in its unit against its budget, and which is over it', () => {
    const table = tableOf([
      { what: 'labs', unit: 'ms', budget: 250, values: [100, 125, 200] },
      { what: 'image', unit: 'ms', budget: 180_000, values: [270_000] },
      { what: 'memory', unit: 'MB', budget: 150, values: [60] },
      { what: 'start', unit: 'MB', budget: undefined, values: [60.4] },
      { what: 'output', unit: 'B/s', budget: 2700, values: [1234.5] }
    ])
    expect(table.split('\n')).toEqual([
      'what    budget    median    p95       runs  ratio',
      'labs    250 ms    125 ms    200 ms    3     0.50',
      'image   180.0 s   270.0 s   270.0 s   1     1.50 OVER',
      'memory  150 MB    60 MB     60 MB     1     0.40',
      'start   -         60 MB     60 MB     1     -',
      'output  2700 B/s  1235 B/s  1235 B/s  1     0.46'
    ])
  })

  it('holds the slow ones against a budget that is for them, and says so', () => {
    const values = Array.from({ length: 20 }, (_, index) => (index < 17 ? 5 : 40))
    expect(tableOf([{ what: 'key', unit: 'ms', budget: 33, share: 0.95, values }]).split('\n')[1]).toBe(
      'key   33 ms p95  5 ms    40 ms  20    1.21 OVER'
    )
  })
})
