import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { piecesOf } from '../../src/markdown/highlight.ts'
import { mixedText } from '../terminal/text.ts'

const tonesOf = (line: string) => piecesOf(line, ['accent']).map(({ text, tones }) => [text, tones[0]])

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
          piecesOf(text, ['accent'])
            .map((piece) => piece.text)
            .join('')
        ).toBe(text)
      }),
      { numRuns: 1000 }
    )
  })
})
