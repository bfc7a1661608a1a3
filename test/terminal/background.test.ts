import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { describe, expect, it } from 'vitest'
import { askBackground, backgroundFrom, withoutAnswers } from '../../src/terminal/background.ts'
import { paintFor } from '../../src/terminal/paint.ts'

/** A terminal that answers what it is asked with the given input. */
const terminalThat = (answer: string | undefined) => {
  const stream = new PassThrough()
  const raw: boolean[] = []
  const stdin = Object.assign(stream, { isRaw: false, setRawMode: (isRaw: boolean) => raw.push(isRaw) })
  const asked: string[] = []
  const stdout = {
    write: (text: string | Uint8Array): boolean => {
      asked.push(String(text))
      if (answer !== undefined) for (const part of answer.split('|')) stream.write(part)
      return true
    }
  }
  return { stdin: stdin as unknown as ReadStream, stdout, asked, raw, left: () => String(stream.read() ?? '') }
}

const attributes = '\u001b[?62;22c'

describe('the background of a terminal', () => {
  it('is what its environment says', () => {
    expect(['15;0', '0;15', '0;default;15', '7;8', '0;7', '12;3'].map(backgroundFrom)).toEqual([
      'dark',
      'light',
      'light',
      'dark',
      'light',
      'dark'
    ])
    expect(['', 'default;default', '0;16', 'x', undefined].map(backgroundFrom)).toEqual(Array(5).fill(undefined))
  })

  it.each([
    ['\u001b]11;rgb:ffff/ffff/dddd\u0007', 'light'],
    ['\u001b]11;rgb:1e1e/1e1e/2e2e\u001b\\', 'dark'],
    ['\u001b]11;rgba:00/2b/36/ff\u001b\\', 'dark'],
    ['\u001b]11;rgb:fd|f6/e3e3/f\u0007', 'light'],
    ['\u001b]11;unknown\u0007', undefined],
    ['', undefined]
  ])('is what it answers: %j', async (answer, expected) => {
    const terminal = terminalThat(answer + attributes)
    expect(await askBackground(terminal.stdin, terminal.stdout, 10_000)).toBe(expected)
    expect(terminal.asked).toEqual(['\u001b]11;?\u001b\\\u001b[c'])
    expect([terminal.raw, terminal.left()]).toEqual([[true, false], ''])
  })

  it('is not waited for, where nobody answers', async () => {
    const terminal = terminalThat(undefined)
    expect(await askBackground(terminal.stdin, terminal.stdout, 5)).toBeUndefined()
    expect(terminal.raw).toEqual([true, false])
  })

  it('costs no key that is pressed meanwhile', async () => {
    const terminal = terminalThat(`q仲\u001b]11;rgb:0/0/0\u0007j|${attributes}\u0003`)
    expect(await askBackground(terminal.stdin, terminal.stdout, 10_000)).toBe('dark')
    expect(terminal.left()).toBe('q仲j\u0003')
  })

  it('is no key when its answer comes late', () => {
    expect(withoutAnswers(Buffer.from(`a\u001b]11;rgb:1/2/3\u001b\\仲${attributes}\u001b[A`)).toString()).toBe(
      'a仲\u001b[A'
    )
  })

  it('decides between colours that can be read on it', () => {
    const toneOn = (background: 'dark' | 'light') => paintFor(true, true, { background })('warning', 'x')
    expect([toneOn('dark'), toneOn('light')]).toEqual(['\u001b[33mx\u001b[39m', '\u001b[35mx\u001b[39m'])
  })
})
