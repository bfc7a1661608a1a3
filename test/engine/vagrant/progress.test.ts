import { describe, expect, it } from 'vitest'
import { parseMessages } from '../../../src/engine/vagrant/machine-readable.ts'
import { bootProgress, fetchedPart } from '../../../src/engine/vagrant/progress.ts'
import { recorded } from './recorded.ts'

describe('the progress of a machine', () => {
  it('only goes forward, in several steps, and is nearly whole when Vagrant has done its part', () => {
    const seen = [0]
    let progress = bootProgress()
    for (const message of parseMessages(recorded('up').stdout)) {
      progress = progress.after(message)
      seen.push(progress.done)
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(new Set(seen).size).toBeGreaterThan(5)
    expect(progress.done).toBeGreaterThanOrEqual(0.9)
    expect(progress.done).toBeLessThan(1)
  })
})

describe('the fetching of a box', () => {
  it('goes as far as Vagrant says, and other messages say nothing of it', () => {
    const parts = parseMessages(recorded('disk-full-box-unpack').stdout).map(fetchedPart)
    expect(parts.filter((part) => part !== undefined)).toEqual([0, 0.14, 0.77])
    expect(parts).toContain(undefined)
  })
})
