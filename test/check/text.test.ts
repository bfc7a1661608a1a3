import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excerptOf, oneLine } from '../../src/check/text.ts'

describe('an excerpt', () => {
  it('is the beginning, and says that there was more', () => {
    const output = Array.from({ length: 50 }, (_, index) => `line ${index}`).join('\n')
    expect(excerptOf(output).split('\n')).toHaveLength(13)
    expect(excerptOf(output)).toMatch(/^line 0\n.*\n…$/s)
    expect(excerptOf('one\n\n  two  \n')).toBe('one\n  two')
    expect(excerptOf('x'.repeat(300))).toHaveLength(200)
    expect(excerptOf('')).toBe('')
  })

  it('is bounded, whatever the output', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (output) => {
        const lines = excerptOf(output, { lines: 3, columns: 20 }).split('\n')
        expect(lines.length).toBeLessThanOrEqual(4)
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(20)
      })
    )
  })

  it('of one line has no others', () => {
    expect(oneLine(' a\n\tb  c ')).toBe('a b c')
    expect(oneLine('abcdef', 4)).toBe('abc…')
  })
})
