import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeySplitter, type ShellInput } from '../../../src/tui/shell/keys.ts'

const plainModes = { wantsApplicationKeys: false, isFullScreen: false }

const bytes = (text: string): Buffer => Buffer.from(text)

/** All inputs of so many chunks, with neighbouring keys as one. */
const inputsOf = (chunks: readonly Buffer[], modes = plainModes): ShellInput[] => {
  const splitter = new KeySplitter()
  const all = [...chunks.flatMap((chunk) => splitter.feed(chunk, modes)), ...splitter.flush()]
  const joined: ShellInput[] = []
  for (const input of all) {
    const last = joined.at(-1)
    if (input.kind === 'keys' && last?.kind === 'keys') {
      joined[joined.length - 1] = { kind: 'keys', bytes: Buffer.concat([last.bytes, input.bytes]) }
    } else joined.push(input)
  }
  return joined
}

const keys = (text: string): ShellInput => ({ kind: 'keys', bytes: bytes(text) })

/** Everything that the splitter knows, whole and in pieces, among what it does not know. Nothing leaves the shell. */
const typed = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b',
        '\u001b[',
        '\u001b[A',
        '\u001b[5~',
        '\u001b[6;2~',
        '\u001b[200~',
        '\u001b[201~',
        '\u001b[2'
      ),
      fc.constantFrom('ls -l\r', '仲裁', '\u0003', '\u001bb', '\u001b[1;5C', '0~', '~')
    ),
    { maxLength: 12 }
  )
  .map((pieces) => bytes(pieces.join('')))

describe('keys for a shell', () => {
  it('mean the same however the bytes arrive', () => {
    fc.assert(
      fc.property(typed, fc.array(fc.nat(60)), fc.boolean(), (all, places, isFullScreen) => {
        const modes = { wantsApplicationKeys: isFullScreen, isFullScreen }
        const cuts = [0, ...places.map((place) => Math.min(place, all.length)).sort((a, b) => a - b), all.length]
        const chunks = cuts.slice(1).map((cut, index) => all.subarray(cuts[index], cut))
        expect(inputsOf(chunks, modes)).toEqual(inputsOf([all], modes))
      })
    )
  })

  it('reach it unchanged, any bytes but those that the UI keeps for itself', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (any) => {
        // Ctrl-] leaves, and Escape may begin a key that means something else.
        const all = Buffer.from(any.map((byte) => (byte === 0x1d || byte === 0x1b ? 0x20 : byte)))
        expect(inputsOf([all])).toEqual(all.length === 0 ? [] : [{ kind: 'keys', bytes: all }])
      })
    )
  })

  it('leave the shell with Ctrl-], wherever it stands in a chunk', () => {
    expect(inputsOf([bytes('ab\u001dcd')])).toEqual([keys('ab'), { kind: 'leave', rest: bytes('cd') }])
  })

  it('send arrows as the program wants them', () => {
    const modes = { wantsApplicationKeys: true, isFullScreen: true }
    expect(inputsOf([bytes('\u001b[A\u001b[H\u001b[1;5D')], modes)).toEqual([keys('\u001bOA\u001bOH\u001b[1;5D')])
    expect(inputsOf([bytes('\u001b[A')])).toEqual([keys('\u001b[A')])
  })

  it('page through the lines before, unless the program has pages of its own', () => {
    expect(inputsOf([bytes('\u001b[5~')])).toEqual([{ kind: 'page', by: -1 }])
    const modes = { wantsApplicationKeys: false, isFullScreen: true }
    expect(inputsOf([bytes('\u001b[5~\u001b[6;2~')], modes)).toEqual([keys('\u001b[5~'), { kind: 'page', by: 1 }])
  })

  it('give a paste as one, with what is around it', () => {
    expect(inputsOf([bytes('a\u001b[200~ls\n\u001d仲裁\u001b[201~b')])).toEqual([
      keys('a'),
      { kind: 'paste', text: 'ls\n\u001d仲裁', isWhole: true },
      keys('b')
    ])
  })

  it('give a paste whose end is lost, and say so', () => {
    const splitter = new KeySplitter()
    expect(splitter.feed(bytes('\u001b[200~ls'), plainModes)).toEqual([])
    expect(splitter.waitsFor).toBe('paste')
    expect(splitter.flush()).toEqual([{ kind: 'paste', text: 'ls', isWhole: false }])
    expect(splitter.feed(bytes('x'), plainModes)).toEqual([keys('x')])
  })

  it('keep no more of a paste than a megabyte, and find its end all the same', () => {
    const splitter = new KeySplitter()
    const inputs = [
      ...splitter.feed(bytes('\u001b[200~'), plainModes),
      ...Array.from({ length: 80 }, () => splitter.feed(Buffer.alloc(64 * 1024, 'x'), plainModes)).flat(),
      ...splitter.feed(bytes('\u001b[201~q'), plainModes)
    ]
    expect(inputs.map(({ kind }) => kind)).toEqual(['paste', 'keys'])
    const [paste] = inputs
    expect(paste).toMatchObject({ isWhole: false })
    expect(paste?.kind === 'paste' && paste.text.length).toBe(1024 * 1024)
  })

  it('wait for the rest of a key only where there may be one', () => {
    const splitter = new KeySplitter()
    splitter.feed(bytes('\u001bx'), plainModes)
    expect(splitter.waitsFor).toBe('nothing')
    expect(splitter.feed(bytes('a\u001b'), plainModes)).toEqual([keys('a')])
    expect(splitter.waitsFor).toBe('key')
  })
})
