import { describe, expect, it } from 'vitest'
import { soak } from '../../src/dev/soak.ts'

describe('a UI that stays open', () => {
  it('has been on every screen, and keeps nothing of what it showed', { timeout: 300_000 }, async () => {
    const reports = await soak(5, 4)
    const [, second, , last] = reports
    expect(reports.map(({ minutes }) => minutes)).toEqual([5, 10, 15, 20])
    expect(last?.unseen).toEqual([])
    // Megabytes. In the first minutes code is loaded and caches fill.
    expect((last?.heap ?? Number.NaN) - (second?.heap ?? Number.NaN)).toBeLessThan(3)
    for (const { memory } of reports) expect(memory).toBeLessThan(150)
  })
})
