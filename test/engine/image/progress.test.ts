import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterLine,
  buildProgress,
  buildStart,
  countedFraction,
  countedLine,
  noPackages
} from '../../../src/engine/image/progress.ts'

const log = readFileSync(new URL('../../fixtures/image/mmdebstrap.txt', import.meta.url), 'utf8').split('\n')

const progressOf = (lines: readonly string[]) => {
  let state = buildStart
  return lines.map((line) => {
    state = afterLine(state, line)
    return buildProgress(state)
  })
}

describe('buildProgress', () => {
  it('follows a recorded build without ever going back, the root first and then the archive', () => {
    const progress = progressOf(log)
    const root = progress.filter(({ step }) => step === 'bootstrap-image').map(({ done }) => done)
    const archive = progress.filter(({ step }) => step === 'collect-archive').map(({ done }) => done)
    expect(root).toEqual(root.toSorted((a, b) => a - b))
    expect(archive).toEqual(archive.toSorted((a, b) => a - b))
    expect(root.at(-1)).toBeGreaterThan(0.97)
    expect(progress.findIndex(({ step }) => step === 'collect-archive')).toBe(root.length)
  })

  it('moves in small steps while packages are installed', () => {
    const dones = new Set(progressOf(log).map(({ step, done }) => `${step} ${Math.floor(done * 20)}`))
    expect(dones.size).toBeGreaterThan(25)
  })

  it('is a fraction whatever the log says', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(...log),
      fc.nat().map((count) => `0 upgraded, ${count} newly installed, 0 to remove`)
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        for (const { done } of progressOf(lines)) {
          expect(done).toBeGreaterThanOrEqual(0)
          expect(done).toBeLessThanOrEqual(1)
        }
      })
    )
  })
})

describe('countedFraction', () => {
  it('is the share of three lines a package that apt and dpkg have printed', () => {
    const lines = [
      '0 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.',
      'Get:1 http://mirror.example/debian bookworm/main amd64 chrony amd64 4.3-2 [295 kB]',
      'Unpacking chrony (4.3-2) ...',
      'Reading package lists...'
    ]
    expect(countedFraction(lines.reduce(countedLine, noPackages))).toBeCloseTo(2 / 6)
  })
})
