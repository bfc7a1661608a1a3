import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  gutter,
  isTooSmall,
  type LabLayout,
  labLayout,
  type Pane,
  paneAt,
  panes,
  placesOf,
  type View,
  windowStart
} from '../../src/tui/layout.ts'

const view = (focus: Pane, hidden: readonly Pane[] = [], isZoomed = false): View => ({ focus, hidden, isZoomed })

/** Every cell of the panes and of their heads, as often as it is used. */
const cellsOf = (layout: LabLayout): Map<string, number> => {
  const cells = new Map<string, number>()
  for (const { x, y, columns, rows } of placesOf(layout)) {
    for (let row = y - 1; row < y + rows; row += 1) {
      for (let column = x; column < x + columns; column += 1) {
        const cell = `${column},${row}`
        cells.set(cell, (cells.get(cell) ?? 0) + 1)
      }
    }
  }
  return cells
}

describe('the layout of a lab', () => {
  const someView = fc.record({
    focus: fc.constantFrom(...panes),
    isZoomed: fc.boolean(),
    hidden: fc.subarray([...panes])
  })
  const someSize = fc.record({ columns: fc.integer({ min: 60, max: 220 }), rows: fc.integer({ min: 16, max: 70 }) })

  it('fills the window and overlaps nowhere, whatever its size and whatever is hidden', () => {
    fc.assert(
      fc.property(someSize, fc.integer({ min: 1, max: 3 }), someView, (size, notice, shown) => {
        const layout = labLayout(size, notice, shown)
        const cells = cellsOf(layout)
        const inner = size.rows - 2 - notice
        const between = layout.kind === 'panes' && layout.columns.length === 2 ? gutter * inner : 0
        expect([...cells.values()].every((times) => times === 1)).toBe(true)
        expect(cells.size + between).toBe(size.columns * inner)
        expect(placesOf(layout).map(({ pane }) => pane)).toContain(shown.focus)
        const found = Array.from({ length: size.rows * size.columns }, (_, cell) =>
          paneAt(placesOf(layout), { x: cell % size.columns, y: Math.floor(cell / size.columns) })
        )
        expect(found.filter((pane) => pane !== undefined)).toHaveLength(cells.size)
        for (const { rows } of placesOf(layout)) expect(rows).toBeGreaterThanOrEqual(7)
      }),
      { numRuns: 60 }
    )
  })

  it('leaves a lesson the 76 columns of its diagrams where other panes stand beside it', () => {
    for (let columns = 116; columns <= 220; columns += 1) {
      const lesson = placesOf(labLayout({ columns, rows: 40 }, 1, view('lesson'))).find(({ pane }) => pane === 'lesson')
      expect(lesson?.columns).toBeGreaterThanOrEqual(76)
    }
  })

  it('has one pane and tabs in a small window, and all panes in a large one', () => {
    const small = labLayout({ columns: 80, rows: 24 }, 1, view('tasks', ['cluster']))
    expect(small).toMatchObject({
      kind: 'tabs',
      tabs: ['lesson', 'tasks', 'shell'],
      place: { pane: 'tasks', rows: 20 }
    })
    const large = labLayout({ columns: 120, rows: 36 }, 1, view('lesson'))
    expect(placesOf(large).map(({ pane }) => pane)).toEqual(['lesson', 'shell', 'tasks', 'cluster'])
  })

  it('gives a zoomed pane all the room', () => {
    expect(placesOf(labLayout({ columns: 120, rows: 36 }, 1, view('shell', [], true)))).toEqual([
      { pane: 'shell', x: 0, y: 2, columns: 120, rows: 32 }
    ])
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
