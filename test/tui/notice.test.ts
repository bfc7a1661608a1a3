import { describe, expect, it } from 'vitest'
import { environmentError } from '../../src/errors.ts'
import { en } from '../../src/i18n/en/index.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'
import { widthOf } from '../../src/terminal/cells.ts'
import { paintFor } from '../../src/terminal/paint.ts'
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
    expect(textOf(environmentError('lab-absent', {}), en)).toBe('There is no lab yet. Run: quorate up')
    expect(textOf(environmentError('lab-absent', {}), zhCN)).toBe('实验环境还没有创建。请运行：quorate up')
  })

  it('says what another error says, in one line without control sequences', () => {
    expect(textOf(new Error('a\n\u001b[31mb'), en)).toBe('a b')
  })
})
