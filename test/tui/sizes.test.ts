import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
// Loaded before the first window opens.
import '../../src/tui/screens/lab-screen.ts'
import type { Size } from '../../src/tui/layout.ts'
import { openWindow, walk } from './tour.ts'

const someSize = fc.record({ columns: fc.integer({ min: 60, max: 200 }), rows: fc.integer({ min: 16, max: 60 }) })

describe('every screen', () => {
  it('fits into its window, whatever its size and language, also when it is dragged to another one', async () => {
    await fc.assert(
      fc.asyncProperty(
        someSize,
        fc.array(someSize, { minLength: 3, maxLength: 3 }),
        fc.constantFrom('en' as const, 'zh-CN' as const),
        fc.boolean(),
        async (size, others, locale, color) => {
          const window = await openWindow({ size, locale, color })
          const { screen } = window
          await window.shows(locale === 'en' ? 'Three nodes' : '三个节点')
          const scrolled = screen.scrolled
          const holds = (name: string): void => {
            const seen = { name, size: screen.size }
            expect({
              ...seen,
              overflows: screen.overflows,
              scrolled: screen.scrolled,
              broken: screen.brokenCells
            }).toEqual({ ...seen, overflows: false, scrolled, broken: [] })
          }
          const drag = async (to: Size): Promise<void> => {
            const { written } = screen
            if (isDeepStrictEqual(to, screen.size)) return
            await screen.resize(to)
            // A smaller window first cuts through what stood there.
            await window.waitFor(
              () => screen.written > written && screen.rows[0] !== '' && screen.brokenCells.length === 0
            )
          }
          const sizes = [...others]
          await walk(window, locale, true, async (name) => {
            holds(name)
            const other = sizes.shift()
            if (other === undefined) return
            await drag(other)
            holds(`${name}, resized`)
            await drag(size)
            await window.shows(name)
          })
          window.interruption.abort()
          await window.exited
        }
      ),
      { numRuns: 8, endOnFailure: true }
    )
  }, 120_000)
})
