import { describe, expect, it } from 'vitest'
import { en } from '../../src/i18n/en/index.ts'
import { localeOf } from '../../src/i18n/locale.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'

/** A parameter object that has whatever is asked of it, as text. */
const anything: unknown = new Proxy(() => anything, {
  get: (_target, key) => {
    if (key === Symbol.toPrimitive) return () => 'x'
    if (key === Symbol.iterator) return undefined
    return key === 'length' ? 1 : anything
  }
})

/** The words within the quotes of a function's source. */
const wordsIn = (source: string): string =>
  [...source.matchAll(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/gu)].map(([text]) => text.replace(/\$\{[^{}]*\}/gu, '')).join(' ')

/** Every text of a catalogue by its path; that of a function is what its source has between quotes. */
const textsOf = (value: unknown, path: string): [string, string][] => {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, wordsIn(String(value))]]
  if (Array.isArray(value)) return []
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`))
  }
  return []
}

const chinese = /\p{Script=Han}/u

/** What changes the language is named in the one that it changes to: whoever needs it reads that one. */
const isLanguageKey = (path: string): boolean => path.startsWith('.tui.') && /\.language\./u.test(path)

/** Texts that are the same in every language: signs and units. */
const withoutWords = /^[^\p{L}]*$|^(?:\[y\/N\]|shell)$/u

describe('the message catalogues', () => {
  it('say every English text in Chinese, too', () => {
    expect(
      textsOf(zhCN, '').filter(
        ([path, text]) => !isLanguageKey(path) && !chinese.test(text) && !withoutWords.test(text)
      )
    ).toEqual([])
  })

  it('have no Chinese in English', () => {
    expect(textsOf(en, '').filter(([path, text]) => !isLanguageKey(path) && chinese.test(text))).toEqual([])
  })

  it('give for every error what happened and what to do', () => {
    for (const catalogue of [en.errors, zhCN.errors]) {
      for (const [code, render] of Object.entries(catalogue)) {
        const { message, fix } = (render as (parameters: unknown) => { message: string; fix: string })(anything)
        expect(message, code).toMatch(/\S/)
        expect(fix, code).toMatch(/\S/)
      }
    }
  })
})

describe('the language', () => {
  it('is the one that was asked for, else that of the environment, in POSIX order', () => {
    expect(localeOf('zh-CN', { LANG: 'en_US.UTF-8' })).toBe('zh-CN')
    expect(localeOf(undefined, { LANG: 'zh_CN.UTF-8' })).toBe('zh-CN')
    expect(localeOf(undefined, { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' })).toBe('en')
    expect(localeOf(undefined, { LC_MESSAGES: 'zh_CN.UTF-8', LANG: 'de_DE.UTF-8' })).toBe('zh-CN')
    expect(localeOf(undefined, {})).toBe('en')
  })
})
