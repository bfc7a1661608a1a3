import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { widthOf } from '../../src/terminal/cells.ts'
import { mixedText } from './text.ts'

describe('the width of text in a terminal', () => {
  it('is what string-width says, of characters from all over Unicode', () => {
    const differing: string[] = []
    for (let code = 0x20; code < 0x30000; code += code < 0x3400 ? 1 : 23) {
      const character = String.fromCodePoint(code)
      // Halves of a surrogate pair, half a flag, and Arabic signs that go around what follows: terminals do not agree.
      if (
        /[\p{Surrogate}\p{Regional_Indicator}\u0600-\u0605\u06dd\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u.test(character)
      )
        continue
      if (widthOf(character) !== stringWidth(character)) differing.push(code.toString(16))
    }
    expect(differing).toEqual([])
  })

  it('is what string-width says, of characters that are composed', () => {
    for (const text of ['👩‍💻', '🇨🇳', '1️⃣', '⚠️', '⚠', '❤️‍🔥', 'ｶﾞ', '한국', '각', '👍🏽', 'e\u0301', '©️', 'か\u3099']) {
      expect([text, widthOf(text)]).toEqual([text, stringWidth(text)])
    }
  })

  it('is what string-width says, of lessons', () => {
    fc.assert(fc.property(mixedText, (text) => void expect(widthOf(text)).toBe(stringWidth(text))))
  })

  it('does not count colours and links', () => {
    expect(widthOf('\u001b[1m\u001b[36m仲裁\u001b[39m\u001b[22m \u001b]8;;https://a.b\u0007c\u001b]8;;\u0007')).toBe(6)
  })
})
