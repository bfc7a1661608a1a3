import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Action, initialState, reduce, type State } from '../../src/tui/state.ts'

const galera = { id: 'galera', hidden: [] }

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
      { type: 'open-lab', lab: galera },
      { type: 'go-to-section', section: 3, check: 2 },
      { type: 'scroll', by: 5, limit: 40 }
    )
    const back = applied(inside, { type: 'back' })
    expect(back.lab).toBeUndefined()
    expect(applied(back, { type: 'open-lab', lab: galera }).lab).toEqual(inside.lab)
  })

  it('goes from a check back to the same place in the lesson', () => {
    const reading = applied(initialState(0, galera), { type: 'scroll', by: 7, limit: 40 })
    const opened = applied(reading, { type: 'show', page: 'check' }, { type: 'scroll', by: 2, limit: 9 })
    expect(opened.lab).toMatchObject({ page: 'check', scroll: 2, lessonScroll: 7 })
    expect(applied(opened, { type: 'back' }).lab).toMatchObject({
      page: 'lesson',
      lessonScroll: 7,
      view: { focus: 'tasks' }
    })
  })

  it('begins another part of the lesson at its top', () => {
    const state = applied(
      initialState(0, galera),
      { type: 'scroll', by: 7, limit: 40 },
      { type: 'go-to-section', section: 1, check: undefined }
    )
    expect(state.lab).toMatchObject({ section: 1, lessonScroll: 0, check: 0 })
  })

  it('follows a window that grew: what was scrolled away no longer is', () => {
    const low = applied(initialState(0, galera), { type: 'scroll', by: 30, limit: 30 })
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
        const { lab } = applied(initialState(0, galera), ...actions)
        expect(lab?.lessonScroll).toBeGreaterThanOrEqual(0)
        expect(lab?.lessonScroll).toBeLessThanOrEqual(actions.at(-1)?.limit ?? 0)
      })
    )
  })

  it('goes round the panes that show, in both directions', () => {
    const around = (by: number, times: number) =>
      applied(initialState(0, galera), ...Array.from({ length: times }, () => ({ type: 'focus-next', by }) as const))
        .lab?.view.focus
    expect([1, 2, 3, 4].map((times) => around(1, times))).toEqual(['tasks', 'cluster', 'shell', 'lesson'])
    expect(around(-1, 1)).toBe('shell')
    const hidden = applied(initialState(0, galera), { type: 'focus', pane: 'tasks' }, { type: 'hide' })
    expect(hidden.lab?.view).toEqual({ focus: 'lesson', isZoomed: false, hidden: ['tasks'] })
    expect(applied(hidden, { type: 'focus-next', by: 1 }).lab?.view.focus).toBe('cluster')
  })

  it('never hides the last pane, and shows a hidden one when the focus goes there', () => {
    const hide = Array.from({ length: 9 }, () => ({ type: 'hide' }) as const)
    const last = applied(initialState(0, galera), ...hide)
    expect(last.lab?.view.hidden).toHaveLength(3)
    const shell = applied(last, { type: 'shell', node: 'controller3' })
    expect(shell).toMatchObject({ node: 'controller3', lab: { view: { focus: 'shell' } } })
    expect(shell.lab?.view.hidden).not.toContain('shell')
    expect(applied(last, { type: 'unhide' }).lab?.view.hidden).toEqual([])
  })

  it('brings a chosen block of code into view, and its begin where it is longer than the pane', () => {
    const choose = (first: number, last: number, scroll: number) =>
      applied(
        initialState(0, galera),
        { type: 'scroll', by: scroll, limit: 100 },
        { type: 'choose-code', code: 0, first, last, rows: 10 }
      ).lab?.lessonScroll
    expect(choose(12, 14, 5)).toBe(5)
    expect(choose(3, 4, 5)).toBe(3)
    expect(choose(20, 22, 5)).toBe(13)
    expect(choose(20, 50, 5)).toBe(20)
  })
})
