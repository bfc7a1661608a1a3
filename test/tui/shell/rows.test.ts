import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { widthOf } from '../../../src/terminal/cells.ts'
import type { ColorDepth } from '../../../src/tui/shell/colors.ts'
import { Emulator } from '../../../src/tui/shell/emulator.ts'
import { type Look, screenRows } from '../../../src/tui/shell/rows.ts'
import { mixedText } from '../../terminal/text.ts'
import { colorful, plain } from './pty.ts'

const silent = { onReply: () => undefined, onMark: () => undefined }

const rowsAfter = async (
  output: string | Buffer,
  size = { columns: 20, rows: 4 },
  look: Look = colorful
): Promise<readonly string[]> => {
  const { terminal } = new Emulator(size, silent)
  await new Promise<void>((resolve) => terminal.write(output, resolve))
  const { active } = terminal.buffer
  const rows = screenRows(active, active.baseY, size, look)
  terminal.dispose()
  return rows
}

const firstRow = async (output: string, look?: Look): Promise<string> =>
  (await rowsAfter(output, undefined, look))[0]?.trimEnd() ?? ''

/** What programs may send: text of any kind, sequences with any parameters, and any bytes. */
const output = fc
  .array(
    fc.oneof(
      mixedText,
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('👍🏽', '👩\u200d💻', '🇨', '⚠\ufe0f', '\u0301\u0301', 'का', 'क्ष', '\u1112\u1161\u11ab', '\ufeff'),
      fc.constantFrom(
        '\t',
        '\r\n',
        '\b',
        '\u001b[H',
        '\u001b[2J',
        '\u001bc',
        '\u001b[?1049h',
        '\u001b(0lqk',
        '\u001b[4h'
      ),
      fc
        .tuple(
          fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 5 }),
          fc.constantFrom(...'ABCDGHIJKLMPSTXZ@bdmr')
        )
        .map(([parameters, final]) => `\u001b[${parameters.join(';')}${final}`),
      fc.string({ maxLength: 12 }).map((text) => `\u001b]8;;${text}\u0007`),
      fc.string({ maxLength: 12 }).map((text) => `\u001bP${text}\u001b\\`)
    ),
    { maxLength: 40 }
  )
  .map((pieces) => pieces.join(''))

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/

describe('rows of a screen', () => {
  it('are as wide as the pane whatever a program sends, and hold nothing but text and colours', async () => {
    await fc.assert(
      fc.asyncProperty(
        output,
        fc.integer({ min: 2, max: 40 }),
        fc.constantFrom<ColorDepth>(1, 4, 8, 24),
        fc.boolean(),
        async (text, columns, depth, unicode) => {
          for (const row of await rowsAfter(text, { columns, rows: 5 }, { depth, unicode })) {
            expect(plain(row)).not.toMatch(control)
            expect(widthOf(row)).toBe(columns)
            expect(stringWidth(row)).toBe(columns)
            if (!unicode) expect(plain(row)).toMatch(/^[ -~]*$/)
          }
        }
      ),
      { numRuns: 400 }
    )
  })

  it('survive any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        for (const row of await rowsAfter(Buffer.from(bytes))) expect(widthOf(row)).toBe(20)
      })
    )
  })

  it('show wide characters without gaps, and leave half a character out', async () => {
    expect(await firstRow('こんにちは|')).toBe('こんにちは|')
    expect(await firstRow('仲裁\u001b[2Dx')).toBe('仲x')
    expect(await firstRow('仲裁\u001b[3Dx')).toBe(' x裁')
  })

  it('keep accents, and show what terminals disagree about in a way that all understand', async () => {
    expect(await firstRow('e\u0301|')).toBe('e\u0301|')
    expect(await firstRow('👩\u200d💻|')).toBe('👩💻|')
    expect(await firstRow('🇨🇳|')).toBe('CN|')
    expect(await firstRow('👍🏽|')).toBe('👍  |')
    expect(await firstRow('⚠\ufe0f|')).toBe('⚠|')
  })

  it('change the look only where it changes, and end without any', async () => {
    expect(await firstRow('a\u001b[1;31mbc\u001b[m d')).toBe('a\u001b[1;31mbc\u001b[0m d')
    expect(await firstRow('\u001b[32ma\u001b[33mb\u001b[0m')).toBe('\u001b[32ma\u001b[0;33mb\u001b[0m')
  })

  it('leave the sixteen colours to the terminal and fit others to what it has', async () => {
    const at = (depth: ColorDepth, sgr: string) => firstRow(`\u001b[${sgr}mx\u001b[0m`, { depth, unicode: true })
    expect(await at(4, '91;42')).toBe('\u001b[91;42mx\u001b[0m')
    expect(await at(24, '38;2;1;2;3')).toBe('\u001b[38;2;1;2;3mx\u001b[0m')
    expect(await at(8, '38;2;255;0;0')).toBe('\u001b[38;5;196mx\u001b[0m')
    expect(await at(8, '48;2;128;128;128')).toBe('\u001b[48;5;244mx\u001b[0m')
    expect(await at(4, '38;5;196')).toBe('\u001b[91mx\u001b[0m')
    expect(await at(4, '48;5;232')).toBe('\u001b[40mx\u001b[0m')
    expect(await at(4, '38;2;130;130;130')).toBe('\u001b[37mx\u001b[0m')
  })

  it('keep what means something without colour where there is none', async () => {
    expect(await firstRow('\u001b[7;31mx\u001b[0m', { depth: 1, unicode: true })).toBe('\u001b[7mx\u001b[0m')
    expect(await firstRow('\u001b[31mx\u001b[0m', { depth: 1, unicode: true })).toBe('x')
  })

  it('draw boxes with ASCII where there is nothing else', async () => {
    expect(await firstRow('┌─┬╮│█é仲', { depth: 4, unicode: false })).toBe('+-++|#e??')
    expect(await firstRow('\u001b(0lqk\u001b(B', { depth: 4, unicode: false })).toBe('+-+')
  })

  it('do not show what a program wants hidden', async () => {
    expect(await firstRow('a\u001b[8msecret\u001b[0mb')).toBe('a      b')
  })
})
