import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { widthOf } from '../../src/terminal/cells.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import { hardBreak, paintRow, type Span, textOf, widthOfRow, wrap, wrapText } from '../../src/terminal/wrap.ts'
import { mixedText, solid } from './text.ts'

const plain = (text: string): readonly Span[] => [{ text, tones: [] }]

describe('breaking text into rows', () => {
  it('makes no row too wide and loses no text', () => {
    fc.assert(
      fc.property(mixedText, fc.integer({ min: 2, max: 60 }), (text, columns) => {
        const rows = wrapText(text, columns)
        expect(rows.every((row) => widthOf(row) <= columns)).toBe(true)
        expect(solid(rows.join(''))).toBe(solid(text))
      }),
      { numRuns: 1000 }
    )
  })

  it('begins no row with a closing mark and ends none with an opening one', () => {
    const sentences = fc
      .array(fc.constantFrom('仲裁，', '（集群）', '节点。', '「控制」', 'VIP、', '一份：', '缓存；'), {
        minLength: 1,
        maxLength: 30
      })
      .map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(sentences, fc.integer({ min: 14, max: 60 }), (text, columns) => {
        for (const row of wrapText(text, columns)) {
          expect(row).not.toMatch(/^[，。；：、）」]/)
          expect(row).not.toMatch(/[（「]$/)
        }
      })
    )
  })

  it('keeps words of Latin letters whole, also between Chinese characters', () => {
    expect(wrapText('运行在controller1上的集群', 12)).toEqual(['运行在', 'controller1', '上的集群'])
  })

  it('cuts a word only when it is longer than a row', () => {
    expect(wrapText('see https://docs.openstack.org now', 12)).toEqual([
      'see',
      'https://docs',
      '.openstack.o',
      'rg now'
    ])
  })

  it('drops the spaces at which it breaks', () => {
    expect(wrapText('one two  three', 7)).toEqual(['one two', 'three'])
  })

  it('reads a line feed of the source as a space, and as nothing between Chinese characters', () => {
    expect(wrap(plain('three\nnodes，三个\n节点'), 40).map(textOf)).toEqual(['three nodes，三个节点'])
  })

  it('begins a new row where the text asks for one', () => {
    expect(wrap(plain(`one${hardBreak}two`), 40).map(textOf)).toEqual(['one', 'two'])
    expect(wrapText('one\n\ntwo', 40)).toEqual(['one', '', 'two'])
  })

  it('opens and closes the look of a text on each row that it goes over', () => {
    const rows = wrap([{ text: 'one two', tones: ['strong'] }], 4)
    const paint = paintFor(true, true)
    expect(rows.map((row) => paintRow(row, paint))).toEqual(['\u001b[1mone\u001b[22m', '\u001b[1mtwo\u001b[22m'])
    expect(rows.map((row) => paintRow(row, paintFor(false, true)))).toEqual(['one', 'two'])
  })

  it('breaks text of several looks as it breaks the same text without', () => {
    fc.assert(
      fc.property(fc.array(mixedText, { maxLength: 4 }), fc.integer({ min: 2, max: 60 }), (texts, columns) => {
        const spans = texts.map((text, index): Span => ({ text, tones: index % 2 === 0 ? [] : ['accent'] }))
        const rows = wrap(spans, columns)
        // A character may be composed of the end of one span and the begin of the next: then its width differs.
        fc.pre(widthOf(texts.join('')) === texts.reduce((sum, text) => sum + widthOf(text), 0))
        expect(rows.map(textOf)).toEqual(wrapText(texts.join(''), columns))
        expect(rows.every((row) => widthOfRow(row) <= columns)).toBe(true)
      })
    )
  })
})
