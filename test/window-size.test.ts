import { describe, expect, it } from 'vitest'
import { windowSizeOf } from '../src/window-size.ts'

describe('the size of a window', () => {
  it.each([
    [
      { columns: 120, rows: 36 },
      { columns: 120, rows: 36 }
    ],
    [
      { columns: 0, rows: 0 },
      { columns: 80, rows: 24 }
    ],
    [{}, { columns: 80, rows: 24 }]
  ])('that says %j is %j', (said, size) => {
    expect(windowSizeOf(said)).toEqual(size)
  })
})
