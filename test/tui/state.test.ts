import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Action, initialState, reduce, type State } from '../../src/tui/state.ts'

const applied = (state: State, ...actions: readonly Action[]): State => actions.reduce(reduce, state)

describe('moving about in the UI', () => {
  it('stays within the list of labs', () => {
    const state = initialState(0, undefined)
    expect(applied(state, { type: 'choose-lab', by: -1, count: 3 }).chosen).toBe(0)
    expect(applied(state, { type: 'choose-lab', by: 9, count: 3 }).chosen).toBe(2)
  })

  it('comes back to a lab as it was left', () => {
    const inside = applied(
      initialState(0, undefined),
      { type: 'open-lab', id: 'galera' },
      { type: 'go-to-section', section: 3, check: 2 },
      { type: 'scroll', by: 5, limit: 40 }
    )
    const back = applied(inside, { type: 'back' })
    expect(back.lab).toBeUndefined()
    expect(applied(back, { type: 'open-lab', id: 'galera' }).lab).toEqual(inside.lab)
  })

  it('goes from a check back to the same place in the lesson', () => {
    const reading = applied(initialState(0, 'galera'), { type: 'scroll', by: 7, limit: 40 })
    const opened = applied(reading, { type: 'show', pane: 'check' }, { type: 'scroll', by: 2, limit: 9 })
    expect(opened.lab).toMatchObject({ pane: 'check', scroll: 2, lessonScroll: 7 })
    expect(applied(opened, { type: 'back' }).lab).toMatchObject({ pane: 'lesson', lessonScroll: 7 })
  })

  it('begins another part of the lesson at its top', () => {
    const state = applied(
      initialState(0, 'galera'),
      { type: 'scroll', by: 7, limit: 40 },
      { type: 'go-to-section', section: 1, check: undefined }
    )
    expect(state.lab).toMatchObject({ section: 1, lessonScroll: 0, check: 0 })
  })

  it('follows a window that grew: what was scrolled away no longer is', () => {
    const low = applied(initialState(0, 'galera'), { type: 'scroll', by: 30, limit: 30 })
    expect(applied(low, { type: 'scroll', by: -1, limit: 10 }).lab?.lessonScroll).toBe(9)
  })

  it('never scrolls out of the text, whatever is pressed', () => {
    const scroll = fc.record({
      type: fc.constant('scroll' as const),
      by: fc.integer({ min: -50, max: 50 }),
      limit: fc.integer({ min: 0, max: 30 })
    })
    fc.assert(
      fc.property(fc.array(scroll, { minLength: 1 }), (actions) => {
        const { lab } = applied(initialState(0, 'galera'), ...actions)
        expect(lab?.lessonScroll).toBeGreaterThanOrEqual(0)
        expect(lab?.lessonScroll).toBeLessThanOrEqual(actions.at(-1)?.limit ?? 0)
      })
    )
  })

  it('shows the list again when the focus goes there', () => {
    const hidden = applied(initialState(0, 'galera'), { type: 'zoom' })
    expect(hidden.lab).toMatchObject({ isListHidden: true, isListFocused: false })
    expect(applied(hidden, { type: 'focus' }).lab).toMatchObject({ isListHidden: false, isListFocused: true })
  })
})
