/** The options of memcached that a lab looks at, with the values that count where an option is not given. */
export interface MemcachedOptions {
  /** In MiB. */
  readonly memory: number
  readonly connections: number
  readonly port: number
  /** 0: off */
  readonly udpPort: number
  /** What to listen on, as it is written; nothing means every address. */
  readonly addresses: readonly string[]
}

const defaults: MemcachedOptions = { memory: 64, connections: 1024, port: 11211, udpPort: 0, addresses: [] }

type Meaning = keyof MemcachedOptions

const meanings: Readonly<Record<string, Meaning>> = {
  m: 'memory',
  c: 'connections',
  p: 'port',
  U: 'udpPort',
  l: 'addresses'
}

/** Options of one letter that take an argument, in memcached 1.6. */
const withArgument = 'apsUmclBPufnRtDbIYeoN'

/** Long options and the letter that each stands for; those without a letter here take no argument that matters. */
const longOptions: Readonly<Record<string, string>> = {
  'unix-mask': 'a',
  'enable-shutdown': 'A',
  'enable-ssl': 'Z',
  port: 'p',
  'unix-socket': 's',
  'udp-port': 'U',
  'memory-limit': 'm',
  'disable-evictions': 'M',
  'conn-limit': 'c',
  'lock-memory': 'k',
  help: 'h',
  license: 'i',
  version: 'V',
  'enable-coredumps': 'r',
  verbose: 'v',
  daemon: 'd',
  listen: 'l',
  user: 'u',
  pidfile: 'P',
  'slab-growth-factor': 'f',
  'slab-min-size': 'n',
  threads: 't',
  'enable-largepages': 'L',
  'max-reqs-per-event': 'R',
  'disable-cas': 'C',
  'listen-backlog': 'b',
  protocol: 'B',
  'max-item-size': 'I',
  'enable-sasl': 'S',
  'disable-flush-all': 'F',
  'disable-dumping': 'X',
  'disable-watch': 'W',
  'auth-file': 'Y',
  'memory-file': 'e',
  extended: 'o',
  'napi-ids': 'N'
}

/** A letter and its argument, as getopt finds them: `-m64`, `-m 64`, `-vm64`, `--memory-limit=64`, `--mem 64`. */
function* givenOptions(words: readonly string[]): Generator<readonly [letter: string, argument: string]> {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') return
    const long = /^--(?<name>[^=]*)(?:=(?<argument>.*))?$/s.exec(word)?.groups
    if (long !== undefined) {
      const letter = letterOf(long['name'] ?? '')
      if (letter === undefined) continue
      const argument = long['argument']
      if (!withArgument.includes(letter)) yield [letter, '']
      else if (argument !== undefined) yield [letter, argument]
      else yield [letter, words[++at] ?? '']
      continue
    }
    if (!word.startsWith('-')) continue
    for (let letter = 1; letter < word.length; letter += 1) {
      const name = word.charAt(letter)
      if (!withArgument.includes(name)) {
        yield [name, '']
        continue
      }
      const attached = word.slice(letter + 1)
      yield [name, attached === '' ? (words[++at] ?? '') : attached]
      break
    }
  }
}

/** A long option may be cut short as long as only one begins like it. */
const letterOf = (name: string): string | undefined => {
  if (Object.hasOwn(longOptions, name)) return longOptions[name]
  const matching = Object.keys(longOptions).filter((option) => option.startsWith(name))
  return matching.length === 1 ? longOptions[matching[0] ?? ''] : undefined
}

/** What the words of a command line make memcached do: the last value of an option counts, addresses add up. */
export const readMemcachedOptions = (words: readonly string[]): MemcachedOptions => {
  let options = defaults
  for (const [letter, argument] of givenOptions(words)) {
    const meaning = Object.hasOwn(meanings, letter) ? meanings[letter] : undefined
    if (meaning === undefined) continue
    if (meaning === 'addresses') {
      const added = argument.split(/[;,]/).filter((address) => address !== '' && !options.addresses.includes(address))
      options = { ...options, addresses: [...options.addresses, ...added] }
    } else {
      // memcached reads leading digits and takes what follows for nothing: `64m` is 64.
      options = { ...options, [meaning]: Number(/^\s*[-+]?\d{1,15}/.exec(argument)?.[0] ?? 0) }
    }
  }
  return options
}

/**
 * The words that Debian's start script makes of `/etc/memcached.conf`: it strips comments, passes over `-d`, `-h` and
 * lines such as `logfile …` that are no options, and joins the rest to one command line for a shell.
 */
export const readConfigurationFile = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/(?<!\\)#[^#]*/g, '').trim())
    .filter((line) => line !== '' && !/^-[dh]/.test(line) && !/^[^-]\S*\s/.test(line))
    .flatMap((line) => [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, '')))

/** Whether two command lines make memcached do the same. The order of addresses makes no difference. */
export const sameOptions = (one: MemcachedOptions, other: MemcachedOptions): boolean =>
  one.memory === other.memory &&
  one.connections === other.connections &&
  one.port === other.port &&
  one.udpPort === other.udpPort &&
  [...one.addresses].sort().join(',') === [...other.addresses].sort().join(',')
