import { describe, expect, it } from 'vitest'
import { asciiOnly, paintFor, speaksUnicode } from '../../src/terminal/paint.ts'

describe('painting text for a terminal', () => {
  it('adds nothing where there is no colour', () => {
    expect(paintFor(false, true)('bad', 'no')).toBe('no')
    expect(paintFor(true, true)('bad', 'no')).toBe('\u001b[31mno\u001b[39m')
  })

  it('takes the character set from the variable that POSIX puts first', () => {
    expect(speaksUnicode({ LC_ALL: 'C', LANG: 'C.UTF-8' }, 'linux')).toBe(false)
    expect(speaksUnicode({ LC_ALL: '', LANG: 'zh_CN.utf8' }, 'linux')).toBe(true)
    expect(speaksUnicode({}, 'linux')).toBe(false)
    expect(speaksUnicode({}, 'darwin')).toBe(true)
  })

  it('puts what ASCII has in for what it has not', () => {
    expect(asciiOnly('✔ «a» → b …仲')).toBe('+ "a" -> b ...?')
  })
})
