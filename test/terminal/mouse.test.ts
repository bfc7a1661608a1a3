import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MouseAct, MouseReader } from '../../src/terminal/mouse.ts'

/** What is read of pieces that arrive one after the other. */
const readAll = (pieces: readonly string[]): { keys: string; acts: readonly MouseAct[] } => {
  const reader = new MouseReader()
  const read = pieces.map((piece) => reader.take(Buffer.from(piece)))
  return { keys: Buffer.concat(read.map(({ keys }) => keys)).toString(), acts: read.flatMap(({ acts }) => acts) }
}

const cell = fc.integer({ min: 0, max: 499 })
const someAct: fc.Arbitrary<MouseAct> = fc.oneof(
  fc.record({ kind: fc.constant('click' as const), x: cell, y: cell }),
  fc.record({ kind: fc.constant('wheel' as const), by: fc.constantFrom(-1 as const, 1 as const), x: cell, y: cell })
)
/** With Shift, Alt or Ctrl held, or without. */
const reportOf = (act: MouseAct, held: number): string => {
  const button = act.kind === 'click' ? 0 : act.by < 0 ? 64 : 65
  return `\u001b[<${button + held};${act.x + 1};${act.y + 1}M`
}
const someKeys = fc.constantFrom('a', '仲', '\r', '\u001b[A', '\u001b[1;5C', '\u0003', '[<1M', '\u001bOP')

describe('what the terminal reports of the mouse', () => {
  it.each([
    ['a click', '\u001b[<0;1;1M', [{ kind: 'click', x: 0, y: 0 }]],
    [
      'the wheel',
      '\u001b[<64;3;9M\u001b[<65;3;9M',
      [
        { kind: 'wheel', by: -1, x: 2, y: 8 },
        { kind: 'wheel', by: 1, x: 2, y: 8 }
      ]
    ],
    ['a button that is let go of', '\u001b[<0;1;1m', []],
    ['other buttons, movement, a wheel to the side', '\u001b[<1;1;1M\u001b[<2;1;1M\u001b[<35;1;1M\u001b[<66;1;1M', []]
  ])('is %s', (_, text, acts) => {
    expect(readAll([text])).toEqual({ keys: '', acts })
  })

  it('is told from keys, none of which is lost, wherever it is cut', () => {
    const part = fc.oneof(
      fc.record({ act: someAct, held: fc.constantFrom(0, 4, 8, 16) }),
      someKeys.map((keys) => ({ keys }))
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 8 }), (parts, places) => {
        const texts = parts.map((one) => ('keys' in one ? one.keys : reportOf(one.act, one.held)))
        // Before its third byte, a report that comes alone looks like a key.
        const cuts: number[] = []
        let at = 0
        for (const [index, text] of texts.entries()) {
          const place = places[index]
          if (place !== undefined && text.startsWith('\u001b[<')) cuts.push(at + 3 + (place % (text.length - 3)))
          else if (place !== undefined) cuts.push(at)
          at += text.length
        }
        const all = texts.join('')
        const pieces = [0, ...cuts].map((from, index) => all.slice(from, cuts[index] ?? all.length))
        expect(readAll(pieces)).toEqual({
          keys: parts.flatMap((one) => ('keys' in one ? [one.keys] : [])).join(''),
          acts: parts.flatMap((one) => ('act' in one ? [one.act] : []))
        })
      })
    )
  })

  it('may be cut anywhere where many come at once, as of a wheel', () => {
    const acts: MouseAct[] = Array.from({ length: 8 }, (_, y) => ({ kind: 'wheel', by: 1, x: 3, y }))
    const all = acts.map((act) => reportOf(act, 0)).join('')
    for (let cut = reportOf(acts[0]!, 0).length; cut < all.length; cut += 1) {
      expect(readAll([all.slice(0, cut), all.slice(cut)])).toEqual({ keys: '', acts })
    }
  })

  it('leaves Esc alone', () => {
    expect(readAll(['\u001b'])).toEqual({ keys: '\u001b', acts: [] })
  })
})
