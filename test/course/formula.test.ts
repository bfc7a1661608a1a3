import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateFormula, type Formula, NotAFormula, parseFormula, variablesOf } from '../../src/course/formula.ts'

const value = (text: string, values = {}) => evaluateFormula(parseFormula(text), values)

/** Writes a formula with every parenthesis. */
const write = (formula: Formula): string => {
  switch (formula.kind) {
    case 'number':
      return String(formula.value)
    case 'variable':
      return formula.name
    case 'negative':
      return `-(${write(formula.of)})`
    case 'rounded':
      return `${formula.how}(${write(formula.of)})`
    case 'binary':
      return `(${write(formula.left)} ${formula.operator} ${write(formula.right)})`
  }
}

const { formula: anyFormula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constant('number' as const), value: fc.nat(9999) }),
    fc.record({ kind: fc.constant('variable' as const), name: fc.constantFrom('a', 'memory', 'x1') }),
    fc.record({ kind: fc.constant('negative' as const), of: tie('formula') }),
    fc.record({
      kind: fc.constant('rounded' as const),
      how: fc.constantFrom('floor' as const, 'ceil' as const),
      of: tie('formula')
    }),
    fc.record({
      kind: fc.constant('binary' as const),
      operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
      left: tie('formula'),
      right: tie('formula')
    })
  )
}))

describe('a formula', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 2 - 3', 5],
    ['16 / 4 / 2', 2],
    ['2 - -3', 5],
    ['- (2 + 1) * 2', -6],
    ['floor(7 / 2)', 3],
    ['ceil(7 / 2) + 0.5', 4.5],
    ['3 * memory', 384],
    [' 2*memory/3 ', 256 / 3]
  ])('%s comes to %d', (text, expected) => {
    expect(value(text, { memory: 128 })).toBeCloseTo(expected, 10)
  })

  it('names its variables', () => {
    expect(variablesOf(parseFormula('a + floor(b * -a)'))).toEqual(['a', 'b', 'a'])
  })

  it.each([
    ['', 0],
    ['1 +', 3],
    ['1 2', 2],
    ['(1', 2],
    ['1)', 1],
    ['* 2', 0],
    ['2 ** 3', 3],
    ['floor 2', 6],
    ['a.b', 1],
    ['{{a}} * 2', 0],
    ['a; b', 1],
    ['alert("x")', 6],
    ['1e9', 1]
  ])('is not what «%s» is, from position %d on', (text, position) => {
    expect(() => parseFormula(text)).toThrowError(expect.objectContaining({ name: 'NotAFormula', position }))
  })

  it('has no number where it divides by zero or lacks a variable', () => {
    expect(value('1 / 0')).toBe(Number.POSITIVE_INFINITY)
    expect(value('a')).toBeNaN()
    expect(value('a', { a: 'text' })).toBeNaN()
    expect(value('constructor')).toBeNaN()
  })

  it('means the same however it is written', () => {
    fc.assert(
      fc.property(anyFormula, (formula) => {
        const text = write(formula)
        fc.pre(text.length <= 500)
        expect(parseFormula(text)).toEqual(formula)
      })
    )
  })

  it('is either read or refused, whatever the text', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[-+*/() 0-9a-z.]{0,600}$/))
    fc.assert(
      fc.property(text, (anything) => {
        try {
          const outcome = evaluateFormula(parseFormula(anything), { a: 1 })
          expect(typeof outcome).toBe('number')
        } catch (error) {
          expect(error).toBeInstanceOf(NotAFormula)
        }
      })
    )
  })
})
