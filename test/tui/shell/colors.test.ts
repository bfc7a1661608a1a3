import { describe, expect, it } from 'vitest'
import { depthOf } from '../../../src/tui/shell/colors.ts'

describe('the colours of a terminal', () => {
  it.each([
    [1, 1],
    [4, 4],
    [8, 8],
    [24, 24]
  ])('are as many as it says: %d bits', (bits, depth) => {
    expect(depthOf({ color: true }, { getColorDepth: () => bits })).toBe(depth)
  })

  it('are none where the person wants none', () => {
    expect(depthOf({ color: false }, { getColorDepth: () => 24 })).toBe(1)
  })
})
