import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDrawing, piecesOf } from '../../src/markdown/highlight.ts'
import { mixedText } from '../terminal/text.ts'

const tonesOf = (line: string) => piecesOf(line).map(({ text, tones }) => [text, tones[0]])

describe('a line of code', () => {
  it('is told apart from its comment, and from texts in quotes', () => {
    expect(tonesOf('listen = "10.77.0.11" # management')).toEqual([
      ['listen = ', 'accent'],
      ['"10.77.0.11"', 'literal'],
      [' ', 'accent'],
      ['# management', 'quiet']
    ])
    expect(tonesOf('echo \'a # b\' "c \\" d"')).toEqual([
      ['echo ', 'accent'],
      ["'a # b'", 'literal'],
      [' ', 'accent'],
      ['"c \\" d"', 'literal']
    ])
    expect(tonesOf('#!/bin/sh')).toEqual([['#!/bin/sh', 'quiet']])
  })

  it.each(['root@controller1:~# id', 'echo $# ${a#b} a#b', "controller1's and controller2's", "awk '", 'x="a'])(
    'is one piece where nothing of it is: %s',
    (line) => {
      expect(tonesOf(line)).toEqual([[line, 'accent']])
    }
  )

  it('comes out whole', () => {
    const line = fc
      .array(fc.oneof(mixedText, fc.constantFrom('"', "'", '# ', '#', '\\', ' ', '$(', '=')), { maxLength: 12 })
      .map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(line, (text) => {
        expect(
          piecesOf(text)
            .map((piece) => piece.text)
            .join('')
        ).toBe(text)
      }),
      { numRuns: 1000 }
    )
  })
})

describe('a drawing', () => {
  it('is made of boxes, lines and arrows; commands and what they print are not', () => {
    expect(['+-----+\n| a |', 'a --> b', '  key\n   |\n   v\n  server', '┌─┐'].map(isDrawing)).toEqual([
      true,
      true,
      true,
      true
    ])
    expect(['nc -z -w 2 controller3 3306 && echo open', 'printf x | nc y 1 |\n  cat', 'a\n\nb'].map(isDrawing)).toEqual(
      [false, false, false]
    )
  })
})
