import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filesMadeBy, invocationsIn } from '../../src/course/commands.ts'
import { parseScript } from '../../src/course/shell.ts'

const namesIn = (text: string): readonly string[] => invocationsIn(parseScript(text)).map(({ name }) => name)

describe('the commands of a script', () => {
  it.each([
    ['a pipeline and lists', 'a | b |& c && d || e; f & g', ['a', 'b', 'c', 'd', 'e', 'f', 'g']],
    ['lines, and one that goes on', 'a x \\\n  b\nc', ['a', 'c']],
    ['variables before a command, and alone', 'A=1 B="x y" a\nC=$(b)\nD=(x y)\ne', ['a', 'b', 'e']],
    ['loops', 'for x in a b; do c; done\nwhile d; do e; done > f\nuntil g\ndo h\ndone', ['c', 'd', 'e', 'g', 'h']],
    ['a loop that counts', 'for ((i = 0; i < 3; i++)); do a; done', ['a']],
    ['conditions', 'if a; then b; elif ! c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
    ['tests', '[ -f x ] && a; [[ $x < y && z =~ (b|c) ]] && d; (( 2 > 1 )) && e', ['[', 'a', 'd', 'e']],
    ['cases', 'case $x in\n  a|b) c ;;\n  (d) e; f ;;\n  *) g\nesac\nh', ['c', 'e', 'f', 'g', 'h']],
    ['subshells and groups', '(a; b) | { c; d; }', ['a', 'b', 'c', 'd']],
    [
      'substitutions, wherever they stand',
      'a $(b | c) "$(d "$(e)")" `f g` ${x:-$(h)}',
      ['b', 'c', 'e', 'd', 'f', 'h', 'a']
    ],
    ['arithmetic with a command in it', 'a $(($(b) - 3600)) c', ['b', 'a']],
    ['processes in place of files', 'a <(b c) > >(d)', ['b', 'd', 'a']],
    ['quotes, comments and escapes', `a 'b; c' "d | e" # f; g\n\\h i#j`, ['a', 'h']],
    ['redirections', 'a 2>&1 >/dev/null <b\n>c d &>e', ['a', 'd']],
    ['functions', 'f() { a; }\nfunction g { b; }\nf', ['a', 'b', 'f']],
    ['none that a variable names', '$tool x; "${tool}" y', []]
  ])('are found in %s', (_, text, names) => {
    expect(namesIn(text)).toEqual(names)
  })

  it('are not looked for in here-documents, except where the shell runs them', () => {
    const body = 'no $(yes)\n\tEND no\nEND \n'
    expect(namesIn(`a <<'END' | b\n${body}END\nc`)).toEqual(['a', 'b', 'c'])
    expect(namesIn(`a <<END\n${body}END\nc`)).toEqual(['yes', 'a', 'c'])
    expect(namesIn(`a <<-X <<Y\none\n\tX\ntwo\nY\nc <<<"d"`)).toEqual(['a', 'c'])
    expect(namesIn('a <<END\nno\n$(yes')).toEqual(['yes', 'a'])
  })

  it.each([
    ['sudo -u nobody a x', ['sudo', 'a']],
    ['timeout -k 1 5 a', ['timeout', 'a']],
    ['nice -n 19 timeout 90 a', ['nice', 'timeout', 'a']],
    ['env -u X A=1 B=2 a', ['env', 'a']],
    ['a | xargs -n 1 b -c', ['a', 'xargs', 'b']],
    ['ssh -n -o ConnectTimeout=1 host "a | b" && c', ['ssh', 'a', 'b', 'c']],
    ['ssh -n host a', ['ssh', 'a']],
    ['sh -c \'a; bash -ec "b"\'', ['sh', 'a', 'bash', 'b']],
    ['python3 /root/a.py b; sh -x ./c', ['python3', '/root/a.py', 'sh', './c']],
    ["python3 -c 'a/b'", ['python3']],
    ["quorate exec all -- sh -c 'sh /a > /b'", ['quorate', 'sh', 'sh', '/a']],
    ['quorate check', ['quorate']]
  ])('are those that others run as well: %s', (text, names) => {
    expect(namesIn(text)).toEqual(names)
  })

  it('are told with their lines', () => {
    const text = 'a \\\n  b\n\nc "\n" && d\ne <<X\nx\nX\nf `\ng`'
    expect(invocationsIn(parseScript(text)).map(({ name, line }) => [name, line])).toEqual([
      ['a', 0],
      ['c', 3],
      ['d', 4],
      ['e', 5],
      ['g', 9],
      ['f', 8]
    ])
  })

  it('come with the functions and the files that the script makes', () => {
    const script = parseScript(
      "f () { :; }\ncat > '/root/a b' <<X\nX\nb >> c 2> /dev/null >&2\ninstall -m 755 /dev/stdin d"
    )
    expect(script.functions).toEqual(['f'])
    expect(filesMadeBy(script)).toEqual(['/root/a b', 'c', '/dev/null', 'd'])
  })
})

describe('any text', () => {
  const marks =
    '$( ) (( )) ${ } ` \' " \\ \n ; ;; & && | < > << <<- <<< <( a=( case in esac [[ ]] for do done if fi { ! # {{x}} EOF ssh sh -c'
  const soup = fc
    .array(fc.oneof(fc.constantFrom(...marks.split(' '), ' '), fc.string({ maxLength: 3 })), { maxLength: 40 })
    .map((pieces) => pieces.join(''))

  it('is read to its end, and its commands stand in its lines', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        const lines = text.split('\n').length
        for (const { line } of invocationsIn(parseScript(text))) {
          expect(line).toBeGreaterThanOrEqual(0)
          expect(line).toBeLessThan(lines)
        }
      }),
      { numRuns: 2000 }
    )
  })

  it('keeps a command that stands before it', () => {
    fc.assert(
      fc.property(soup, (text) => {
        expect(namesIn(`first; ${text}`)[0]).toBe('first')
      })
    )
  })

  it.each([
    '$(',
    '${',
    '$((',
    '`$(',
    '"$(',
    '(',
    '((',
    '{ ',
    '<(',
    'f() ',
    'if ',
    'case x in ',
    'ssh h ',
    'env ',
    "sh -c '"
  ])('is read however deep %j is nested', (piece) => {
    expect(() => invocationsIn(parseScript(piece.repeat(3000)))).not.toThrow()
  })
})
