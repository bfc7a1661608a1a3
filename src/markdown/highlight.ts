import Renderer from 'marked-terminal'
import type { CodeKind } from '../code-kind.ts'
import type { Tone } from '../terminal/paint.ts'
import type { Highlight, Piece } from './code-colors.ts'

/**
 * What is told apart of the scopes that highlight.js has in our languages. Those without a tone are often wrong: in
 * `systemctl enable` it finds a builtin of the shell, and in an address several numbers.
 */
const tonesOf: Readonly<Record<string, readonly Tone[] | undefined>> = {
  comment: ['quiet'],
  meta: ['quiet'],
  string: ['literal'],
  keyword: ['keyword'],
  variable: ['keyword'],
  attr: ['accent'],
  section: ['strong'],
  built_in: undefined,
  bullet: undefined,
  function: undefined,
  literal: undefined,
  number: undefined,
  subst: undefined,
  template: undefined,
  title: undefined,
  type: undefined
}

/** Scopes are marked by control characters, which marked-terminal lets none of through from the code itself. */
const markBefore = (scope: string): string => `\u0001${scope}\u0002`
const markBehind = '\u0003'
// biome-ignore lint/suspicious/noControlCharactersInRegex: the marks are what is looked for
const marks = /(\u0001\w+\u0002|\u0003)/

const marked = Object.fromEntries(
  Object.keys(tonesOf).map((scope) => [scope, (text: string) => `${markBefore(scope)}${text}${markBehind}`])
)
/** A `TODO` stays a part of its comment. */
const theme = { ...marked, doctag: (text: string) => text }

/** What the code renderer of marked-terminal puts behind a block. */
const behind = '\n\n'

const renderer = new Renderer({ tab: 0 }, { theme, ignoreIllegals: true })
// It would find out by itself whether there are colours. Whoever asks for them knows.
renderer.o.code.level = 1

/** In characters. There is none longer in the lessons, and the time that some text takes grows with its square. */
const longest = 4000

type Language = 'bash' | 'ini' | 'yaml'

/** Whether the first line that is no comment has a key of YAML, or begins a document. */
const isYaml = (code: string): boolean => /^(?:#.*\n|\s)*(?:---\s|[\w-]+:(?:\s|$))/.test(code)

/** What shells and files of configuration are written in, so far as the kind of a block says. */
const languages: Readonly<Partial<Record<CodeKind, (code: string) => Language>>> = {
  sh: () => 'bash',
  host: () => 'bash',
  file: (code) => (isYaml(code) ? 'yaml' : 'ini')
}

/** The scope that begins behind a text. It is no comment where nothing is between: `a#b` in a shell, `a;b` in a file. */
const scopeBehind = (before: string, scope: string): string => (scope === 'comment' && /\S$/.test(before) ? '' : scope)

/** The pieces of marked code; neighbours of one look are one. */
const piecesOf = (code: string, plain: readonly Tone[]): readonly Piece[] => {
  const pieces: { text: string; readonly tones: readonly Tone[] }[] = []
  const scopes: string[] = []
  for (const part of code.split(marks)) {
    if (part === markBehind) scopes.pop()
    else if (marks.test(part)) scopes.push(scopeBehind(pieces.at(-1)?.text ?? '', part.slice(1, -1)))
    else if (part !== '') {
      const tones = tonesOf[scopes.at(-1) ?? ''] ?? plain
      const last = pieces.at(-1)
      if (last?.tones === tones) last.text += part
      else pieces.push({ text: part, tones })
    }
  }
  return pieces
}

/** Code in the colours of marked-terminal's code renderer. The text stays what it is: else it has no colours. */
export const highlight: Highlight = (code, kind, plain) => {
  const language = kind && languages[kind]?.(code)
  if (language !== undefined && code.length <= longest) {
    const pieces = piecesOf(renderer.code(code, language).slice(0, -behind.length), plain)
    if (pieces.map(({ text }) => text).join('') === code) return pieces
  }
  return [{ text: code, tones: plain }]
}
