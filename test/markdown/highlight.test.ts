import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { type CodeKind, codeKinds } from '../../src/code-kind.ts'
import { loadHighlight } from '../../src/markdown/code-colors.ts'
import { renderMarkdown } from '../../src/markdown/render.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import { mixedText } from '../terminal/text.ts'

// Every chalk that is loaded here colours whatever it is asked to: what it colours must be ours.
vi.stubEnv('FORCE_COLOR', '1')
const inColor = paintFor(true, true)
const highlight = (await loadHighlight(inColor))!

const tonesOf = (code: string, kind: CodeKind | undefined) =>
  highlight(code, kind, ['accent']).map(({ text, tones }) => [text, tones[0]])

describe('colours of code', () => {
  it('tell what is typed apart from its comments, its texts and what the shell itself reads', () => {
    for (const kind of ['sh', 'host'] as const) {
      expect(tonesOf('for node in a b; do\n  echo "$node is $(hostname)" # TODO: a\ndone', kind)).toEqual([
        ['for', 'keyword'],
        [' node ', 'accent'],
        ['in', 'keyword'],
        [' a b; ', 'accent'],
        ['do', 'keyword'],
        ['\n  echo ', 'accent'],
        ['"', 'literal'],
        ['$node', 'keyword'],
        [' is ', 'literal'],
        ['$(hostname)', 'accent'],
        ['"', 'literal'],
        [' ', 'accent'],
        ['# TODO: a', 'quiet'],
        ['\n', 'accent'],
        ['done', 'keyword']
      ])
    }
  })

  it('tell sections, options and comments of a file apart', () => {
    expect(tonesOf('[cache]\n# ours\nservers = "a" ; b\nplain 10.77.0.11', 'file')).toEqual([
      ['[cache]', 'strong'],
      ['\n', 'accent'],
      ['# ours', 'quiet'],
      ['\n', 'accent'],
      ['servers', 'accent'],
      [' = ', 'accent'],
      ['"a"', 'literal'],
      [' ', 'accent'],
      ['; b', 'quiet'],
      ['\nplain 10.77.0.11', 'accent']
    ])
  })

  it('are those of YAML where a file begins like it', () => {
    for (const code of ['# ours\n\nname: "a"', '---\nname: "a"']) {
      expect(highlight(code, 'file', []).at(-1)).toEqual({ text: '"a"', tones: ['literal'] })
      expect(highlight(code, 'file', [])).toContainEqual({ text: 'name:', tones: ['accent'] })
    }
    expect(highlight('url = a: b', 'file', [])[0]).toEqual({ text: 'url', tones: ['accent'] })
  })

  it.each([
    ['sh', 'systemctl enable --now x; ip addr help; cd /'],
    ['sh', 'echo a#b 10.77.0.11 true'],
    ['file', 'online; 10.77.0.11 64MB no'],
    ['file', 'a;b']
  ] as const)('are none in %s where they would be wrong: %s', (kind, code) => {
    expect(highlight(code, kind, [])).toEqual([{ text: code, tones: [] }])
  })

  it.each(['output', 'diagram', undefined] as const)('are none of %s', (kind) => {
    expect(highlight('for a in "b"; do # c', kind, ['accent'])).toEqual([
      { text: 'for a in "b"; do # c', tones: ['accent'] }
    ])
  })

  it('are none of code that is too long to be read, which would take long', () => {
    const code = `[a]\n${'a'.repeat(1_000_000)}`
    expect(highlight(code, 'file', [])).toEqual([{ text: code, tones: [] }])
  })

  it('are not loaded where none show, or where somebody listens', async () => {
    expect(await loadHighlight(paintFor(false, true))).toBeUndefined()
    expect(await loadHighlight(paintFor(true, true, { spoken: true }))).toBeUndefined()
  })
})

/** What the languages have marks for, and what the marks of terminals, of HTML and of ours are made of. */
const codeText = fc
  .array(
    fc.oneof(
      mixedText,
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('"', "'", '# ', '\\', ' ', '\n', '\t', '$(', '${', '$x', '))', '=', '<<EOF\n', 'EOF', 'for '),
      fc.constantFrom('[a]\n', 'a = ', 'b: ', '- ', '---\n', '|\n  ', '!!x ', '&a\n', '<%= ', '{{', '}}', '{', 'f() {'),
      fc.constantFrom(
        '&lt;',
        '<span class="hljs-string">',
        '</span>',
        '<!--',
        '\u001b[31m',
        '\u0001string\u0002',
        '\u0003'
      )
    ),
    { maxLength: 24 }
  )
  .map((parts) => parts.join(''))

describe('whatever the code', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(codeText, fc.constantFrom(undefined, ...codeKinds), (code, kind) => {
        const pieces = highlight(code, kind, [])
        expect(pieces.map(({ text }) => text).join('')).toBe(code)
      }),
      { numRuns: 2000 }
    )
  })

  it('shows as it does without colours, and with no other control sequences than ours', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
    const ours = /\u001b\[(?:1|2|22|3[2369])m/g
    fc.assert(
      fc.property(codeText, fc.constantFrom(...codeKinds), fc.integer({ min: 8, max: 100 }), (code, kind, columns) => {
        const markdown = `~~~${kind}\n${code}\n~~~`
        const rows = renderMarkdown(markdown, { columns, paint: inColor, highlight }).map((row) =>
          row.replace(ours, '')
        )
        expect(rows).toEqual(renderMarkdown(markdown, { columns, paint: inColor }).map((row) => row.replace(ours, '')))
        expect(rows.join('')).not.toMatch(/\p{Cc}/u)
      }),
      { numRuns: 1000 }
    )
  })
})
