import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellsOf, cut, fill, fit, widthOf } from '../../src/terminal/cells.ts'
import { mixedText } from './text.ts'

describe('the cells of a text', () => {
  it('are those of the characters that a reader counts', () => {
    expect(cellsOf('仲é👩‍💻e\u0301').map(({ text, width }) => [text, width])).toEqual([
      ['仲', 2],
      ['é', 1],
      ['👩‍💻', 2],
      ['e\u0301', 1]
    ])
  })
})

describe('cutting text to cells', () => {
  it('counts a Chinese character as two cells and a character of several code points as one', () => {
    expect([widthOf('VIP'), widthOf('仲裁'), widthOf('e\u0301'), widthOf('👩‍💻')]).toEqual([3, 4, 1, 2])
  })

  it('cuts into pieces that fit and loses nothing', () => {
    fc.assert(
      fc.property(mixedText, fc.integer({ min: 2, max: 40 }), (text, columns) => {
        const pieces = cut(text, columns)
        expect(pieces.join('')).toBe(text)
        expect(pieces.every((piece) => widthOf(piece) <= columns)).toBe(true)
      })
    )
  })

  it('never cuts a wide character in two', () => {
    expect(cut('仲裁ab', 3)).toEqual(['仲', '裁a', 'b'])
  })

  it('shows by an ellipsis that something is left out, within the width', () => {
    expect(fit('controller1', 8)).toBe('control…')
    expect(fit('三个节点', 6)).toBe('三个…')
    expect(fit('VIP', 3)).toBe('VIP')
    expect(fit('VIP', 0)).toBe('')
  })

  it('fills exactly the cells asked for', () => {
    fc.assert(
      fc.property(mixedText, fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(widthOf(fill(text, columns))).toBe(columns)
      })
    )
  })
})
