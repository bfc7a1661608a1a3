import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderDocument, renderMarkdown } from '../../src/markdown/render.ts'
import { widthOf } from '../../src/terminal/cells.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import { mixedText, solid } from '../terminal/text.ts'

const inColor = paintFor(true, true)
const plain = paintFor(false, true)

const count = (text: string, letter: string): number => text.split(letter).length - 1

/** As seen: without colours. */
const seen = (markdown: string, columns: number, paint = inColor): string[] =>
  renderMarkdown(markdown, { columns, paint }).map((row) => stripVTControlCharacters(row).trimEnd())

describe('lessons in a terminal', () => {
  it('join the lines of a paragraph and break it anew', () => {
    expect(seen('Every request\ncarries a token.', 40)).toEqual(['Every request carries a token.'])
    expect(seen('每个请求\n都带着令牌。', 40)).toEqual(['每个请求都带着令牌。'])
    expect(seen('Every request\ncarries a token.', 14)).toEqual(['Every request', 'carries a', 'token.'])
  })

  it('keep prose to lines that can be read on a terminal that is very wide', () => {
    expect(Math.max(...seen('word '.repeat(100), 200).map(widthOf))).toBeLessThanOrEqual(88)
  })

  it('hang the lines of list items below their text', () => {
    expect(seen('- one two three\n- 一二三四五六', 10)).toEqual(['- one two', '  three', '- 一二三四', '  五六'])
  })

  it('number lists from where they begin, and align the numbers', () => {
    expect(seen('9. nine\n10. ten', 20)).toEqual([' 9. nine', '10. ten'])
  })

  it('nest lists, and set the paragraphs of loose ones apart', () => {
    expect(seen('- a\n  - b\n\n- c', 20)).toEqual(['- a', '', '  - b', '', '- c'])
    expect(seen('- a\n  - b\n- c', 20)).toEqual(['- a', '  - b', '- c'])
  })

  it('show inline markup in the items of tight lists', () => {
    expect(renderMarkdown('- **b** and `c:d`', { columns: 40, paint: inColor })).toEqual([
      '- \u001b[1mb\u001b[22m and \u001b[36mc:d\u001b[39m'
    ])
  })

  it('show tasks of a list as done or not', () => {
    expect(seen('- [ ] to do\n- [x] done', 20)).toEqual(['[ ] to do', '[x] done'])
  })

  it('leave code as it is: nothing before it, nothing joined, tabs as a terminal has them', () => {
    expect(seen('```sh\nfor a in b; do\n\techo $a\n\ndone\n```', 40)).toEqual([
      'for a in b; do',
      '        echo $a',
      '',
      'done'
    ])
  })

  it('cut a line of code only where it does not fit', () => {
    expect(seen('```\nsystemctl restart memcached\n```', 20)).toEqual(['systemctl restart me', 'mcached'])
  })

  it('set code and headings off by lines and marks where there is no colour', () => {
    expect(seen('## Do it\n\n```\napt update\n```', 12, plain)).toEqual([
      '## Do it',
      '',
      '────────────',
      'apt update',
      '────────────'
    ])
  })

  it('show what is typed in another way than what is printed, written or drawn, with and without colour', () => {
    const markdown = ['sh', 'host', 'output', 'file', 'diagram']
      .map((kind) => `\`\`\`${kind}\nx ${kind}\n\`\`\``)
      .join('\n')
    const dots = '·········'
    const strokes = '─────────'
    const ofShown = [dots, 'x output', dots, '', dots, 'x file', dots, '', 'x diagram']
    expect(seen(markdown, 9, plain)).toEqual([strokes, 'x sh', strokes, '', strokes, 'x host', strokes, '', ...ofShown])
    const rows = renderMarkdown(markdown, { columns: 20, paint: inColor })
    expect(rows.filter((row) => row.includes('x '))).toEqual([
      '\u001b[36mx sh\u001b[39m',
      '\u001b[36mx host\u001b[39m',
      'x output',
      'x file',
      'x diagram'
    ])
    expect(seen(markdown, 20, paintFor(false, false)).join('')).toMatch(/^[ -~]*$/)
  })

  it('show a link as its text and its address', () => {
    expect(seen('[the guide](https://docs.openstack.org) and <https://galera.org>', 80)).toEqual([
      'the guide (https://docs.openstack.org) and https://galera.org'
    ])
    expect(seen('[above](#install)', 80)).toEqual(['above'])
  })

  it('put addresses behind their texts where the terminal can', () => {
    const linking = paintFor(false, true, { links: true })
    const rows = renderMarkdown('See [the guide](https://docs.openstack.org/ha) first.', {
      columns: 12,
      paint: linking
    })
    const link = (text: string): string => `\u001b]8;;https://docs.openstack.org/ha\u001b\\${text}\u001b]8;;\u001b\\`
    expect(rows).toEqual([`See ${link('the')}`, `${link('guide')} first.`])
    // A text that says another address than it leads to does not hide that.
    expect(seen('[https://bank.example](https://thief.example)', 80, linking)).toEqual([
      'https://bank.example (https://thief.example)'
    ])
    expect(seen('[file](file:///etc/passwd) [script](javascript:alert)', 80, linking)).toEqual(['file script'])
  })

  it('let nothing out of the address of a link', () => {
    const linking = paintFor(false, true, { links: true })
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const rows = renderMarkdown(`[x](<https://a.example/${text}>) [y](https://b.example/${text})`, {
          columns: 40,
          paint: linking
        })
        // Nothing is left of control characters when whole links are taken away.
        // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
        const link = /\u001b\]8;;[!-~]*\u001b\\/g
        expect(rows.join('').replace(link, '')).not.toMatch(/\p{Cc}/u)
      }),
      { numRuns: 300 }
    )
  })

  it('decode entities, keep escaped marks and hide the comments of authors', () => {
    expect(seen('a &lt; b &amp; \\*c\\* &#8805;\n\n<!-- for authors -->\n\n`&lt;`', 40)).toEqual([
      'a < b & *c* ≥',
      '',
      '&lt;'
    ])
  })

  it('narrow the widest column of a table until it fits', () => {
    expect(seen('| name | what it is |\n|---|---|\n| memcached | 会遗忘的共享缓存，不做任何复制 |', 30)).toEqual([
      'name       what it is',
      '─────────  ───────────────────',
      'memcached  会遗忘的共享缓存，',
      '           不做任何复制'
    ])
  })

  it('show a table as a list where its columns cannot fit', () => {
    expect(seen('| a | b | c |\n|---|---|---|\n| 1111111 | 2222222 | 3333333 |', 12)).toEqual([
      'a: 1111111',
      'b: 2222222',
      'c: 3333333'
    ])
  })

  it('let no control sequence through', () => {
    expect(renderMarkdown('a\u001b[2Jb\u009b1m `c\u0007` &#27;[1m', { columns: 40, paint: plain }).join('')).toBe(
      'a[2Jb1m c [1m'
    )
  })

  it('are ASCII where the terminal shows nothing else', () => {
    const rows = renderMarkdown('# “A” → b\n\n---\n\n> 三', { columns: 20, paint: paintFor(false, false) })
    expect(rows.join('\n')).toMatch(/^[ -~\n]*$/)
    expect(rows[0]).toBe('# "A" -> b')
  })

  it('fit any width, and lose no text', () => {
    // Joiners without a width are taken out of what is shown.
    const safe = mixedText
      .map((text) => text.replaceAll('\u200d', ''))
      .filter((text) => text.trim() !== '')
      .map((text) => `x${text.trim()}`)
    const block = fc.oneof(
      safe,
      safe.map((text) => `## ${text}`),
      safe.map((text) => `- ${text}\n  - ${text}`),
      safe.map((text) => `1. ${text}\n\n   ${text}`),
      safe.map((text) => `> ${text}`),
      safe.map((text) => `\`\`\`\n${text}\n\`\`\``),
      safe.map((text) => `x **${text}** *x${text}*`),
      safe.map((text) => `| x | y |\n|---|---|\n| ${text} | ${text} |`)
    )
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.integer({ min: 8, max: 120 }), (blocks, columns) => {
        const markdown = blocks.join('\n\n')
        const rows = seen(markdown, columns)
        for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(columns)
        // The rows of one table cell are not one after the other: letters are counted.
        const shown = solid(rows.join(''))
        for (const letter of new Set(solid(markdown).replace(/[-#*`|>1.]/g, ''))) {
          expect(count(shown, letter)).toBeGreaterThanOrEqual(count(markdown, letter))
        }
      }),
      { numRuns: 500 }
    )
  })
})

describe('blocks of code', () => {
  it('say what they are, as far as their fences do', () => {
    const { code } = renderDocument('```sh\na\n```\n```output\nb\n```\n```python\nc\n```\n```\nd\n```', {
      columns: 40,
      paint: plain
    })
    expect(code.map(({ kind }) => kind)).toEqual(['sh', 'output', undefined, undefined])
  })

  it('are said to be drawings, or code, where they are listened to', () => {
    const spoken = { heading: '', quote: '', code: 'code:', drawing: 'drawing:', end: 'end' }
    const rows = renderMarkdown('```diagram\na b\n```\n```output\na --> b\n```', { columns: 40, paint: plain, spoken })
    expect(rows).toEqual(['drawing:', 'a b', 'end', '', 'code:', 'a --> b', 'end'])
  })

  it('are found with what was written, wherever they stand and however they were cut', () => {
    const markdown = [
      'Do:',
      '',
      '```',
      'one \\',
      '',
      '  two',
      '```',
      '',
      '- then',
      '',
      '  ```',
      `  echo ${'x'.repeat(60)}`,
      '  ```'
    ].join('\n')
    const { rows, code } = renderDocument(markdown, { columns: 40, paint: plain })
    expect(code.map(({ text }) => text)).toEqual(['one \\\n\n  two', `echo ${'x'.repeat(60)}`])
    expect(code.map(({ first, last }) => rows.slice(first, last + 1).map((row) => row.trim()))).toEqual([
      ['one \\', '', 'two'],
      [`echo ${'x'.repeat(33)}`, 'x'.repeat(27)]
    ])
  })
})
