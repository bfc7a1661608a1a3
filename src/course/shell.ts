/** A command of a shell script without what the shell itself acts on. */
export interface SimpleCommand {
  /** As the shell would pass them; expansions such as `$(hostname)` stand as they were written. */
  readonly words: readonly string[]
  /** In the script, from 0. */
  readonly line: number
  /** The files that its output is redirected into. */
  readonly writes: readonly string[]
}

/** What a shell script runs and defines. */
export interface ShellScript {
  readonly commands: readonly SimpleCommand[]
  readonly functions: readonly string[]
}

interface HereDocument {
  readonly end: string
  /** `<<-`: tabs in front do not count. */
  readonly isIndented: boolean
  /** Its text is expanded, as that between double quotes. */
  readonly isExpanded: boolean
}

/** What the next word of a script is. */
type Expected =
  | 'command'
  | 'argument'
  /** Of a loop: `for name in …` */
  | 'header'
  /** Of `case`, up to `in`. */
  | 'subject'
  /** In `case`, up to a closing parenthesis. */
  | 'pattern'
  /** Of a function. */
  | 'name'
  /** Inside `[[ … ]]`. */
  | 'test'

/** Reserved words that a command follows. */
const openers: ReadonlySet<string> = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', '{'])
/** Reserved words that end something. */
const closers: ReadonlySet<string> = new Set(['fi', 'done', 'esac', '}'])
/** Reserved words that something else than a command follows. */
const heads: ReadonlyMap<string, Expected> = new Map([
  ['for', 'header'],
  ['select', 'header'],
  ['case', 'subject'],
  ['function', 'name'],
  ['[[', 'test']
])

const assignment = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/
const blanks = /(?:[ \t\r]|\\\n)+/y
const comment = /#[^\n]*/y
const redirection = /(?:\d*|&)(?<operator><<<|<<-|<<|<>|<&|>>|>\||>&|<|>)(?!\()/y
const separator = /;;&|;;|;&|&&|\|\||\|&|[;&|\n]/y
const emptyParentheses = /[ \t]*\([ \t]*\)/y
const endOfWord = /[ \t\r\n;&|()<>]/

/** Nothing that people write is nested deeper; what is beyond is read as if it were not. */
const deepest = 40

/**
 * Finds the commands of a bash script: those of pipelines, lists, loops, subshells and substitutions. It is no judge of
 * syntax: whatever the text, it reads on to the end.
 */
export const parseScript = (text: string): ShellScript => {
  const commands: SimpleCommand[] = []
  const functions: string[] = []
  let awaited: HereDocument[] = []
  let at = 0
  let depth = 0

  const lineAt = (index: number): number => text.slice(0, index).split('\n').length - 1
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text) ?? undefined
    at += found?.[0].length ?? 0
    return found
  }
  /** Reads something inside something else; where that goes too deep, one character instead. */
  const nest = (read: () => void): void => {
    if (depth === deepest) {
      at += 1
      return
    }
    depth += 1
    read()
    depth -= 1
  }

  const skipPast = (mark: string): void => {
    const end = text.indexOf(mark, at)
    at = end === -1 ? text.length : end + mark.length
  }
  const readUntil = (isEnd: () => boolean, isQuoted: boolean): string => {
    let read = ''
    while (at < text.length && !isEnd()) read += piece(isQuoted)
    return read
  }
  /** The inside of `(( … ))`, behind its beginning. */
  const arithmetic = (): void => {
    let open = 2
    while (at < text.length && open > 0) {
      if (text[at] === '$' || text[at] === '`') {
        piece(true)
        continue
      }
      if (text[at] === '(') open += 1
      if (text[at] === ')') open -= 1
      at += 1
    }
  }
  /** `$(…)`, `$((…))`, `${…}`, `` `…` ``, or the character that could have begun one, as it is written. */
  const expansion = (): string => {
    const start = at
    const begin = (mark: string): boolean => text.startsWith(mark, start)
    nest(() => {
      if (begin('`')) {
        at += 1
        const inner = at
        skipPast('`')
        const script = parseScript(text.slice(inner, at).replace(/`$/, ''))
        const line = lineAt(start)
        commands.push(...script.commands.map((command) => ({ ...command, line: line + command.line })))
      } else if (begin('$((')) {
        at += 3
        arithmetic()
      } else if (begin('$(')) {
        at += 2
        script(true)
      } else if (begin('${')) {
        at += 2
        readUntil(() => text[at] === '}', false)
        at += 1
      } else {
        at += 1
      }
    })
    return text.slice(start, at)
  }
  /** The next that belongs together: a character, or all between two quotes. */
  const piece = (isQuoted: boolean): string => {
    const start = at
    switch (text[start]) {
      case '\\':
        at += 2
        return text[start + 1] === '\n' ? '' : (text[start + 1] ?? '')
      case "'":
        if (isQuoted) break
        at += 1
        skipPast("'")
        return text.slice(start + 1, at).replace(/'$/, '')
      case '"': {
        if (isQuoted) break
        at += 1
        const read = readUntil(() => text[at] === '"', true)
        at += 1
        return read
      }
      case '$':
      case '`':
        return expansion()
    }
    at += 1
    return text[start] ?? ''
  }
  const word = (): string => readUntil(() => endOfWord.test(text[at] ?? ''), false)

  const skipHereDocuments = (): void => {
    const documents = awaited
    awaited = []
    for (const { end, isIndented, isExpanded } of documents) {
      const start = at
      let stop = at
      while (at < text.length) {
        stop = at
        skipPast('\n')
        const line = text.slice(stop, at).replace(/\r?\n$/, '')
        if ((isIndented ? line.replace(/^\t+/, '') : line) === end) break
        stop = at
      }
      const next = at
      at = start
      if (isExpanded) readUntil(() => at >= stop, true)
      at = next
    }
  }

  /** Reads commands up to the end, or past the parenthesis that ends the substitution that they stand in. */
  const script = (isSubstitution: boolean): void => {
    let expected = 'command' as Expected
    let words: string[] = []
    let writes: string[] = []
    let start = at
    let subshells = 0
    let cases = 0
    const finish = (): void => {
      if (words.length + writes.length > 0) commands.push({ words, writes, line: lineAt(start) })
      words = []
      writes = []
    }
    const redirect = (operator: string): void => {
      take(blanks)
      const from = at
      const target = word()
      if (operator.startsWith('<<') && operator !== '<<<') {
        const isExpanded = !/['"\\]/.test(text.slice(from, at))
        awaited.push({ end: target, isIndented: operator === '<<-', isExpanded })
      } else if (['>', '>>', '>|'].includes(operator)) writes.push(target)
    }
    const name = (called: string): void => {
      functions.push(called)
      take(emptyParentheses)
      expected = 'command'
    }
    const commandWord = (read: string): void => {
      if (assignment.test(read)) {
        // A list: name=(…)
        if (read.endsWith('=') && text[at] === '(') {
          while (at < text.length && text[at] !== ')') piece(false)
          at += 1
        }
        return
      }
      if (openers.has(read)) return
      emptyParentheses.lastIndex = at
      if (emptyParentheses.test(text)) {
        name(read)
        return
      }
      const next = heads.get(read)
      expected = next ?? 'argument'
      if (read === 'esac') cases = Math.max(0, cases - 1)
      if (next === undefined && !closers.has(read)) words.push(read)
    }
    const readWord = (): void => {
      const from = at
      const read = word()
      switch (expected) {
        case 'command':
          start = from
          commandWord(read)
          return
        case 'argument':
          if (words.length > 0) words.push(read)
          return
        case 'subject':
          if (read !== 'in') return
          cases += 1
          expected = 'pattern'
          return
        case 'pattern':
          if (read !== 'esac') return
          cases = Math.max(0, cases - 1)
          expected = 'argument'
          return
        case 'name':
          name(read)
          return
        case 'test':
          if (read === ']]') expected = 'argument'
          return
        case 'header':
          return
      }
    }
    /** Whether the parenthesis ended what this reads. */
    const close = (): boolean => {
      at += 1
      if (expected === 'test') return false
      if (expected === 'pattern') {
        expected = 'command'
        return false
      }
      finish()
      expected = 'argument'
      if (subshells === 0) return isSubstitution
      subshells -= 1
      return false
    }
    const open = (): void => {
      if (text.startsWith('((', at) && (expected === 'command' || expected === 'header')) {
        at += 2
        arithmetic()
        expected = 'argument'
        return
      }
      at += 1
      if (expected === 'command') subshells += 1
    }
    while (at < text.length) {
      if (take(blanks) !== undefined || take(comment) !== undefined) continue
      if (expected !== 'test') {
        const operator = take(redirection)?.groups?.['operator']
        if (operator !== undefined) {
          redirect(operator)
          continue
        }
      }
      const separated = take(separator)?.[0]
      if (separated === '\n') skipHereDocuments()
      if (separated !== undefined) {
        if (expected === 'test' || expected === 'pattern' || expected === 'subject') continue
        finish()
        expected = cases > 0 && /^;[;&]/.test(separated) ? 'pattern' : 'command'
        continue
      }
      if (text[at] === '(') open()
      else if (text[at] === ')') {
        if (close()) return
      } else if (text[at] === '<' || text[at] === '>') {
        // A process in place of a file, <(…); in a test, it compares.
        at += 1
        if (text[at] !== '(' || expected === 'test') continue
        at += 1
        nest(() => script(true))
      } else readWord()
    }
    finish()
  }

  script(false)
  return { commands, functions }
}
