import { describe, expect, it } from 'vitest'
import { isTooSmall, labLayout, windowStart } from '../../src/tui/layout.ts'

describe('the layout of a lab', () => {
  it('fills the window, whatever its size', () => {
    for (let columns = 60; columns <= 200; columns += 7) {
      for (let rows = 16; rows <= 60; rows += 3) {
        for (const notice of [1, 2, 3]) {
          const { main, list } = labLayout({ columns, rows }, notice, false)
          const inner = rows - 3 - notice
          if (list.where === 'beside') {
            expect([main.columns + 3 + list.columns, main.rows, list.rows]).toEqual([columns, inner, inner])
          } else {
            expect([main.columns, list.columns, main.rows + 1 + list.rows]).toEqual([columns, columns, inner])
          }
          expect(Math.min(main.rows, list.rows)).toBeGreaterThanOrEqual(4)
        }
      }
    }
  })

  it('leaves a lesson its 76 columns where the checks stand beside it', () => {
    for (let columns = 60; columns <= 200; columns += 1) {
      const { main } = labLayout({ columns, rows: 30 }, 1, false)
      expect(main.columns).toBeGreaterThanOrEqual(Math.min(columns, 76))
    }
  })

  it('gives the text all of it where the list is hidden', () => {
    expect(labLayout({ columns: 120, rows: 36 }, 1, true).main).toEqual({ columns: 120, rows: 32 })
  })

  it('is not tried below 60 columns and 16 rows', () => {
    expect(isTooSmall({ columns: 60, rows: 16 })).toBe(false)
    expect(isTooSmall({ columns: 59, rows: 16 })).toBe(true)
    expect(isTooSmall({ columns: 60, rows: 15 })).toBe(true)
  })
})

describe('the part of a list that shows', () => {
  it('has what is chosen in it and no empty rows', () => {
    for (let chosen = 0; chosen < 20; chosen += 1) {
      const start = windowStart(20, 7, chosen)
      expect(start).toBeGreaterThanOrEqual(0)
      expect(start + 7).toBeLessThanOrEqual(20)
      expect(chosen >= start && chosen < start + 7).toBe(true)
    }
    expect(windowStart(3, 7, 2)).toBe(0)
  })
})
