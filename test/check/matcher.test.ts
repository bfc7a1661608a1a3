import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meets } from '../../src/check/matcher.ts'
import type { Matcher } from '../../src/course/schema.ts'
import type { FactValue } from '../../src/probe/probe.ts'

const cases: readonly (readonly [Matcher, FactValue, boolean])[] = [
  [3, 3, true],
  [3, 4, false],
  [3, '3', false],
  ['a', 'a', true],
  [true, true, true],
  [true, false, false],
  [['a', 'b'], ['a', 'b'], true],
  [['a', 'b'], ['b', 'a'], false],
  [['a'], 'a', false],
  [[], [], true],
  [{ gte: 3 }, 3, true],
  [{ gte: 3 }, 2, false],
  [{ gte: 3 }, '4', false],
  [{ lte: 3 }, 3, true],
  [{ lte: 3 }, 4, false],
  [{ oneOf: ['a', 'b'] }, 'b', true],
  [{ oneOf: ['a', 'b'] }, 'c', false],
  [{ matches: '^1\\.' }, '1.6.18', true],
  [{ matches: '^2\\.' }, '1.6.18', false],
  [{ matches: '1' }, 1, false],
  [{ matches: '(' }, '(', false],
  [{ includes: 'a' }, ['b', 'a'], true],
  [{ includes: 'a' }, ['b'], false],
  [{ includes: 'a' }, 'cat', true],
  [{ includes: 1 }, 'cat', false],
  [{ not: 'everywhere' }, 'management', true],
  [{ not: 'everywhere' }, 'everywhere', false],
  [{ not: { includes: 'a' } }, ['b'], true],
  [{ not: [] }, ['x'], true],
  [{ not: [] }, [], false]
]

describe('a matcher', () => {
  it.each(cases)('%j of %j is %s', (matcher, value, expected) => {
    expect(meets(matcher, value, [])).toBe(expected)
  })

  it.each(cases.map(([matcher]) => matcher))('%j is not met by what is not there', (matcher) => {
    expect(meets(matcher, undefined, [])).toBe(false)
    expect(meets({ not: matcher }, undefined, [])).toBe(false)
  })

  it('that wants the same everywhere is failed by the odd one out', () => {
    expect(meets({ same: true }, 'a', ['a', 'a'])).toBe(true)
    expect(meets({ same: true }, 'a', ['a', 'b'])).toBe(true)
    expect(meets({ same: true }, 'b', ['a', 'a'])).toBe(false)
    expect(meets({ same: true }, 'a', ['b', 'c'])).toBe(false)
    expect(meets({ same: true }, 'a', ['b'])).toBe(false)
    expect(
      meets(
        { same: true },
        ['a', 'b'],
        [
          ['a', 'b'],
          ['a', 'b']
        ]
      )
    ).toBe(true)
    expect(
      meets(
        { same: true },
        ['a', 'b'],
        [
          ['b', 'a'],
          ['b', 'a']
        ]
      )
    ).toBe(false)
    expect(meets({ same: true }, 'a', [undefined, undefined])).toBe(false)
  })

  it('that wants another on each is failed by two that are the same', () => {
    expect(meets({ distinct: true }, 'a', ['b', 'c'])).toBe(true)
    expect(meets({ distinct: true }, 'a', ['b', 'a'])).toBe(false)
  })

  it('of the same value holds on all, or fails on at least one', () => {
    const value = fc.constantFrom('a', 'b', 'c', 1, true)
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (values) => {
        const met = values.map((one, index) =>
          meets(
            { same: true },
            one,
            values.filter((_, other) => other !== index)
          )
        )
        expect(met.every(Boolean)).toBe(new Set(values).size === 1)
      })
    )
  })
})
