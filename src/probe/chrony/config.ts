import { linesOf, type Section } from '../probe.ts'

/** A source that chrony is told to ask: `server`, `pool` or `peer`. */
export interface ConfiguredSource {
  readonly kind: 'server' | 'pool' | 'peer'
  /** As it is written: a name or an address. */
  readonly host: string
  readonly port: number
}

/** What chrony's files say, as far as it matters here. Seen with chrony 4.3. */
export interface ChronyConfiguration {
  readonly sources: readonly ConfiguredSource[]
  /** The subnets of `allow`; `all` where it names none. */
  readonly allows: readonly string[]
  /** Undefined without the directive `local`. */
  readonly local: { readonly stratum: number; readonly orphan: boolean } | undefined
}

/** Why chronyd itself refuses its files. */
export interface BrokenConfiguration {
  readonly error: string
}

const ntpPort = 123

/** The stratum of `local` where none is written. */
const localStratum = 10

/**
 * Reads what `chronyd -p` printed: every directive of chrony.conf and of the files that it includes, one a line, and
 * after it the files of the directories of `sourcedir`, which it does not include. The exit code of chronyd stands in a
 * line of its own; without it the output was cut off.
 */
export const readConfiguration = ({
  output,
  exitCode
}: Section): ChronyConfiguration | BrokenConfiguration | undefined => {
  const lines = linesOf(output)
  const code = lines.find((line) => /^exit \d{1,3}$/.test(line))
  const error = /Fatal error : (?<text>.*)/.exec(output)?.groups?.['text']
  if (error !== undefined) return { error }
  if (exitCode !== 0 || code !== 'exit 0') return undefined
  const directives = lines.map(wordsOf)
  const local = directives.findLast(([name]) => name === 'local')
  return {
    sources: directives.flatMap(sourceOf),
    allows: directives.flatMap(([name, ...words]) =>
      name === 'allow' ? [words.filter((word) => word !== 'all')[0] ?? 'all'] : []
    ),
    local: local && { stratum: numberAfter('stratum', local) ?? localStratum, orphan: local.includes('orphan') }
  }
}

/** Lower case, because directives are not case-sensitive and names of hosts are not, either. */
const wordsOf = (line: string): readonly string[] =>
  /^\s*[!;#%]/.test(line) ? [] : line.trim().toLowerCase().split(/\s+/)

const sourceOf = (words: readonly string[]): readonly ConfiguredSource[] => {
  const [kind, host] = words
  if ((kind !== 'server' && kind !== 'pool' && kind !== 'peer') || host === undefined) return []
  return [{ kind, host, port: numberAfter('port', words) ?? ntpPort }]
}

const numberAfter = (option: string, words: readonly string[]): number | undefined => {
  const at = words.indexOf(option)
  const number = Number(at < 0 ? undefined : words[at + 1])
  return Number.isInteger(number) ? number : undefined
}

/**
 * The value of `DAEMON_OPTS` in an environment file of systemd, undefined where it does not set it. The last one
 * counts; quotes may stand around it.
 */
export const daemonOptionsIn = (file: string): string | undefined =>
  [...file.matchAll(/^[ \t]*DAEMON_OPTS=[ \t]*(?:"(?<double>[^"\n]*)"|'(?<single>[^'\n]*)'|(?<bare>[^\n]*))/gm)]
    .map(({ groups }) => groups?.['double'] ?? groups?.['single'] ?? groups?.['bare'] ?? '')
    .at(-1)
    ?.trim()

/** Whether words of a command line have the option `-x`, alone or after others that take no argument. */
export const leavesClockAlone = (words: readonly string[]): boolean =>
  words.some((word) => /^-[46dmnqQRt]*x/.test(word))
