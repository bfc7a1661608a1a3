import { parseScript, type ShellScript, type SimpleCommand } from './shell.ts'

/** A command that a script runs, itself or by way of another one. */
export interface Invocation {
  readonly name: string
  /** In the script, from 0. */
  readonly line: number
}

/** How a program that runs another command is told which. */
interface Carrier {
  /** Its options of one letter that are followed by a value. */
  readonly valued?: string
  /** How many words stand between its options and the command. */
  readonly before?: number
  /** A shell reads what follows, with the spaces between words. */
  readonly isScript?: true
}

const carriers: Readonly<Record<string, Carrier>> = {
  command: {},
  env: { valued: 'uCS' },
  exec: { valued: 'a' },
  nice: { valued: 'n' },
  nohup: {},
  ssh: { valued: 'bcDEeFIiJLlmOopQRSWw', before: 1, isScript: true },
  sudo: { valued: 'CghpTUu' },
  time: {},
  timeout: { valued: 'ks', before: 1 },
  xargs: { valued: 'adEILnPs' }
}

const shells: readonly string[] = ['sh', 'bash']
/** Programs that run the file that is named to them. */
const interpreters: readonly string[] = [...shells, 'python3']

/** What the shell brings itself. */
export const shellBuiltins: readonly string[] =
  `. : [ alias bg bind break builtin caller cd command compgen complete continue declare dirs disown echo enable eval exec
  exit export false fc fg getopts hash help history jobs kill let local logout mapfile popd printf pushd pwd read readarray
  readonly return set shift shopt source suspend test time times trap true type typeset ulimit umask unalias unset
  wait`.split(/\s+/)

/** More commands within one another than anybody writes. */
const deepest = 10

/** Every command that a script runs, as far as it is named there: not what is in a variable. */
export const invocationsIn = (script: ShellScript, depth = 0): readonly Invocation[] =>
  script.commands.flatMap(({ words, line }) => invoked(words, line, depth)).filter(({ name }) => !/[$`]/.test(name))

const invoked = (words: readonly string[], line: number, depth: number): readonly Invocation[] => {
  const [name, ...rest] = words
  if (name === undefined || depth === deepest) return []
  const inner = (carried: readonly string[]): readonly Invocation[] => invoked(carried, line, depth + 1)
  const script = (text: string): readonly Invocation[] =>
    invocationsIn(parseScript(text), depth + 1).map((one) => ({ ...one, line }))
  const self: Invocation = { name, line }

  // quorate exec controller1 -- hostname
  if (name === 'quorate') return rest.includes('--') ? [self, ...inner(rest.slice(rest.indexOf('--') + 1))] : [self]
  if (interpreters.includes(name)) {
    const option = rest.findIndex((word) => /^-[a-z]*c$/.test(word))
    if (option >= 0) return shells.includes(name) ? [self, ...script(rest[option + 1] ?? '')] : [self]
    const file = rest.find((word) => !word.startsWith('-'))
    return file?.includes('/') ? [self, { name: file, line }] : [self]
  }
  const carrier = Object.hasOwn(carriers, name) ? carriers[name] : undefined
  if (carrier === undefined) return [self]
  const carried = behindOptions(rest, carrier.valued ?? '').slice(carrier.before ?? 0)
  return [self, ...(carrier.isScript ? script(carried.join(' ')) : inner(carried))]
}

/** What follows the options of a command, and the variables that it sets for another one. */
const behindOptions = (words: readonly string[], valued: string): readonly string[] => {
  let at = 0
  for (let word = words[at]; word !== undefined && /^-.|^[A-Za-z_]\w*=/.test(word); word = words[at]) {
    at += 1
    if (word === '--') break
    if (/^-.$/.test(word) && valued.includes(word.slice(1))) at += 1
  }
  return words.slice(at)
}

/** The files that a script makes: by redirection, or by `install`. */
export const filesMadeBy = ({ commands }: ShellScript): readonly string[] =>
  commands.flatMap(({ words, writes }: SimpleCommand) => [
    ...writes,
    ...(words[0] === 'install' ? words.slice(-1) : [])
  ])
