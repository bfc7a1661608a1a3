import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stripControl } from '../src/text.ts'

const esc = '\u001b'

describe('a hostile text', () => {
  it.each([
    ['colours', `${esc}[1;31mred${esc}[0m`, 'red'],
    ['the cursor', `a${esc}[2J${esc}[Hb`, 'ab'],
    ['the title of the window', `${esc}]0;evil\u0007a`, 'a'],
    ['a link', `${esc}]8;;http://x${esc}\\text${esc}]8;;${esc}\\`, 'text'],
    ['a device control string', `${esc}Pq#0;2;0${esc}\\a`, 'a'],
    ['the C1 forms', '\u009b31mred\u009d0;x\u009ca', 'reda'],
    ['a string that never ends', `${esc}]0;kept`, '0;kept'],
    ['a string that ends on another line', `${esc}]0;a\nb\u0007`, '0;a\nb'],
    ['a charset', `${esc}(Ba${esc}cb`, 'ab'],
    ['carriage returns', 'good\rbad\r\nx', 'goodbad\nx'],
    ['backspaces, bells and NUL', 'a\bb\u0007c\u0000d', 'abcd'],
    ['reversed direction', 'a\u202etxt.exe\u202c\u2066b\u2069', 'atxt.exeb'],
    ['what has no width', 'a\u200bb\u200dc\ufeffd\u00ade', 'abcde'],
    ['tags', 'a\u{e0041}b', 'ab'],
    ['half a character', 'a\ud83db', 'ab'],
    ['an escape alone', `a${esc}`, 'a']
  ])('loses %s', (_, text, expected) => {
    expect(stripControl(text)).toBe(expected)
  })

  it('keeps what is meant to be read', () => {
    for (const text of ['a\tb\nc', '三个节点', 'é ü', '🙂', '«→»']) expect(stripControl(text)).toBe(text)
  })

  it('has nothing left that a terminal acts on, and is the same when stripped again', () => {
    const nasty = fc.constantFrom(
      esc,
      '[',
      ']',
      '\u009b',
      '0',
      ';',
      'm',
      '\u0007',
      '\\',
      '\u202e',
      '\r',
      'P',
      '\ud800',
      'x',
      '\n'
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(nasty).map((all) => all.join(''))
        ),
        (text) => {
          const stripped = stripControl(text)
          // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
          expect(stripped).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/)
          expect(stripControl(stripped)).toBe(stripped)
        }
      )
    )
  })
})
