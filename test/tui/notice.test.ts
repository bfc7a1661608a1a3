import { describe, expect, it } from 'vitest'
import { environmentError } from '../../src/errors.ts'
import { en } from '../../src/i18n/en/index.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'
import { widthOf } from '../../src/terminal/cells.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import { bindings } from '../../src/tui/keys.ts'
import { noticeRows, textOf } from '../../src/tui/notice.ts'

const paint = paintFor(false, true)

describe('a notice', () => {
  it('keeps one row free where there is nothing to say', () => {
    expect(noticeRows({ text: '', tone: 'quiet' }, 40, paint)).toEqual([''])
  })

  it('takes three rows at most, and shows that there is more', () => {
    const rows = noticeRows({ text: 'word '.repeat(60).trim(), tone: 'quiet' }, 30, paint)
    expect(rows).toHaveLength(3)
    expect(rows.at(-1)).toMatch(/…$/)
    expect(rows.every((row) => widthOf(row) <= 30)).toBe(true)
  })

  it('says what an error says, and what to do', () => {
    expect(textOf(environmentError('prefix-invalid', { prefix: 'x' }), en)).toBe(
      "x is not a prefix for the lab's networks. Give the first two numbers of a private network, from 10.0 to 10.255, such as 10.78."
    )
    expect(textOf(environmentError('engine-permission', {}), zhCN)).toMatch(/。[^ ]/)
  })

  it('names a key where there is one for it, and not the command that does the same', () => {
    expect(textOf(environmentError('lab-absent', {}), en)).toBe(
      'There is no lab yet. u, in a lab or in the list of labs, sets three controllers up.'
    )
    expect(textOf(environmentError('lab-absent', {}), zhCN)).toBe(
      '实验环境还没有创建。在实验或实验列表里按 u，创建三台控制节点。'
    )
  })

  it('names keys that do it, and each error by its code', () => {
    const keysIn = (text: string): readonly string[] =>
      text.match(/(?<![\w'])[a-z](?![\w'])/g)?.filter((key) => key !== 'a') ?? []
    for (const { tui, errors } of [en, zhCN]) {
      for (const [code, fix] of Object.entries(tui.fixes)) {
        expect(Object.keys(errors)).toContain(code)
        for (const key of keysIn(fix)) expect(bindings.flatMap(({ keys }) => Object.keys(keys))).toContain(key)
      }
    }
  })

  it('says what another error says, in one line without control sequences', () => {
    expect(textOf(new Error('a\n\u001b[31mb'), en)).toBe('a b')
  })
})
