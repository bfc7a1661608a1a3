import { linesOf } from '../probe.ts'

/** Where a proxy takes connections. */
export interface HaproxyBind {
  /** As it is written; `*` where the line names none. */
  readonly host: string
  readonly port: number
  /** Bound although the machine may not have the address. */
  readonly transparent: boolean
}

export interface HaproxyServer {
  readonly name: string
  readonly host: string
  /** Undefined: the port that the client came to. */
  readonly port: number | undefined
  readonly checked: boolean
  /** Where its health is asked, if not where its clients go. */
  readonly checkPort: number | undefined
  readonly backup: boolean
  readonly disabled: boolean
  /** Connections are cut when it is found dead, instead of waiting for TCP to notice. */
  readonly cutsWhenDown: boolean
}

/** What a health check asks; `tcp` is a connection that is opened and closed. */
export const healthCheckWords = ['none', 'tcp', 'http', 'mysql', 'other'] as const
export type HealthCheck = (typeof healthCheckWords)[number]

/** A `listen`, `frontend` or `backend` with what its `defaults` say. */
export interface HaproxyProxy {
  readonly kind: 'listen' | 'frontend' | 'backend'
  readonly name: string
  /** `tcp` or `http`. */
  readonly mode: string
  readonly balance: string
  readonly binds: readonly HaproxyBind[]
  readonly servers: readonly HaproxyServer[]
  readonly healthCheck: Exclude<HealthCheck, 'none'>
  readonly healthPath: string | undefined
  readonly backends: readonly string[]
  readonly statistics: boolean
  /** The statistics want a password. */
  readonly statisticsProtected: boolean
}

export interface HaproxyConfig {
  readonly proxies: readonly HaproxyProxy[]
  /** Paths of UNIX sockets that answer `show stat`. */
  readonly statsSockets: readonly string[]
}

/** What a line consists of: quoted text of both kinds, an escaped letter, a comment, blanks, and plain text. */
const piece =
  /"(?<weak>(?:\\.|[^"\\])*)"?|'(?<strong>[^']*)'?|\\(?<escaped>.?)|(?<comment>#.*)|(?<blank>\s+)|[^\s"'\\#]+/g

/**
 * Splits a line as HAProxy does: blanks separate, quotes and backslashes keep together, an open `#` begins a comment.
 */
export const splitHaproxyLine = (line: string): readonly string[] => {
  const words: string[] = []
  let isOpen = false
  for (const { 0: plain, groups } of line.matchAll(piece)) {
    const { weak, strong, escaped, comment, blank } = groups ?? {}
    if (comment !== undefined) break
    const text = weak?.replace(/\\(.)/g, '$1') ?? strong ?? escaped ?? plain
    if (blank === undefined) words.push(isOpen ? `${words.pop()}${text}` : text)
    isOpen = blank === undefined
  }
  return words
}

interface Section {
  readonly kind: string
  readonly name: string
  /** The `defaults` that it takes what it does not say from. */
  readonly from: Section | undefined
  readonly lines: (readonly string[])[]
}

const sectionNames = new Set([
  'global',
  'defaults',
  'listen',
  'frontend',
  'backend',
  'resolvers',
  'peers',
  'userlist',
  'program',
  'mailers',
  'cache',
  'ring',
  'log-forward',
  'log-profile',
  'http-errors',
  'fcgi-app',
  'crt-store',
  'traces',
  'acme'
])

/** Reads a `haproxy.cfg`. What it does not know it passes over: whether all is well, `haproxy -c` says. */
export const parseHaproxyConfig = (text: string): HaproxyConfig => {
  const sections: Section[] = []
  let defaults: Section | undefined
  for (const line of linesOf(text)) {
    const [keyword, ...words] = splitHaproxyLine(line)
    if (keyword === undefined) continue
    if (!sectionNames.has(keyword)) {
      sections.at(-1)?.lines.push([keyword, ...words])
      continue
    }
    const named = words.indexOf('from')
    const from =
      named < 0 ? defaults : sections.find(({ kind, name }) => kind === 'defaults' && name === words[named + 1])
    // A `defaults` begins anew unless it says otherwise.
    const section: Section = {
      kind: keyword,
      name: words[0] ?? '',
      from: keyword === 'defaults' && named < 0 ? undefined : from,
      lines: []
    }
    if (keyword === 'defaults') defaults = section
    sections.push(section)
  }
  const global = sections.filter(({ kind }) => kind === 'global').flatMap(({ lines }) => lines)
  return {
    proxies: sections.flatMap((section) => (isProxy(section.kind) ? [proxyOf(section, section.kind)] : [])),
    statsSockets: global.flatMap(([one, two, path]) => {
      const plain = path?.replace(/^unix@/, '')
      return one === 'stats' && two === 'socket' && plain?.startsWith('/') ? [plain] : []
    })
  }
}

const isProxy = (kind: string): kind is HaproxyProxy['kind'] => ['listen', 'frontend', 'backend'].includes(kind)

/** All lines that count for a section, those of its defaults first: of two, the later one counts. */
const linesFor = (section: Section): readonly (readonly string[])[] => [
  ...(section.from === undefined ? [] : linesFor(section.from)),
  ...section.lines
]

const proxyOf = (section: Section, kind: HaproxyProxy['kind']): HaproxyProxy => {
  const lines = linesFor(section)
  const last = (keyword: string): readonly string[] | undefined =>
    lines.findLast(([first]) => first === keyword)?.slice(1)
  const serves = kind !== 'frontend'
  const defaultServer = lines.filter(([first]) => first === 'default-server').flatMap((words) => words.slice(1))
  const health = healthOf(lines)
  return {
    kind,
    name: section.name,
    mode: last('mode')?.[0] ?? 'tcp',
    balance: last('balance')?.[0] ?? 'roundrobin',
    binds: kind === 'backend' ? [] : section.lines.filter(([first]) => first === 'bind').flatMap(bindsOf),
    servers: serves
      ? section.lines
          .filter(([first]) => first === 'server')
          .flatMap((words) => serverOf(words, defaultServer, health.port) ?? [])
      : [],
    healthCheck: health.kind,
    healthPath: health.path,
    backends: lines.flatMap(([first, name]) =>
      (first === 'default_backend' || first === 'use_backend') && name !== undefined ? [name] : []
    ),
    statistics: lines.some(([first, second]) => first === 'stats' && (second === 'enable' || second === 'uri')),
    statisticsProtected: lines.some(
      ([first, second, third]) =>
        (first === 'stats' && (second === 'auth' || (second === 'http-request' && third === 'auth'))) ||
        (first === 'http-request' && second === 'auth')
    )
  }
}

/** The options that make a check ask more than whether the port is open. */
const healthOptions: Readonly<Record<string, Exclude<HealthCheck, 'none'>>> = {
  httpchk: 'http',
  'mysql-check': 'mysql',
  'tcp-check': 'tcp',
  'external-check': 'other',
  'ldap-check': 'other',
  'pgsql-check': 'other',
  'redis-check': 'other',
  smtpchk: 'other',
  'spop-check': 'other',
  'ssl-hello-chk': 'other'
}

/** The word after another one in a line. */
const after = (words: readonly string[], keyword: string): string | undefined => {
  const at = words.indexOf(keyword)
  return at < 0 ? undefined : words[at + 1]
}

const healthOf = (lines: readonly (readonly string[])[]) => {
  let kind: Exclude<HealthCheck, 'none'> = 'tcp'
  let path: string | undefined
  let port: number | undefined
  for (const [first, second, ...rest] of lines) {
    const option = first === 'no' && second === 'option' ? rest[0] : first === 'option' ? second : undefined
    const found = option === undefined ? undefined : healthOptions[option]
    if (first === 'option' && found !== undefined) {
      kind = found
      // `option httpchk /path` and `option httpchk GET /path`; without either it asks `OPTIONS /`.
      path = found === 'http' ? (rest.find((word) => word.startsWith('/')) ?? '/') : undefined
    } else if (found !== undefined && found === kind) kind = 'tcp'
    if (first === 'http-check' && second === 'send') path = after(rest, 'uri') ?? path
    if ((first === 'http-check' || first === 'tcp-check') && second === 'connect') port = portOf(after(rest, 'port'))
  }
  return { kind, path: kind === 'http' ? path : undefined, port }
}

const portOf = (text: string | undefined): number | undefined => {
  const port = /^\d{1,5}$/.test(text ?? '') ? Number(text) : undefined
  return port !== undefined && port > 0 && port < 65536 ? port : undefined
}

/** `host:port` with what may stand before it; undefined for sockets of other families. */
const addressOf = (text: string): { readonly host: string; readonly port: number | undefined } | undefined => {
  const plain = text.replace(/^(?:ipv[46]|tcp[46]?)@/, '')
  if (plain.startsWith('/') || plain.includes('@')) return undefined
  const { host, port } = /^(?<host>.*?)(?::\+?(?<port>\d{1,5}))?$/.exec(plain)?.groups ?? {}
  return { host: host === undefined || host === '' ? '*' : host.replace(/^\[(.*)\]$/, '$1'), port: portOf(port) }
}

const bindsOf = ([, addresses = '', ...options]: readonly string[]): readonly HaproxyBind[] =>
  addresses.split(',').flatMap((text) => {
    const address = addressOf(text)
    return address?.port === undefined
      ? []
      : [{ host: address.host, port: address.port, transparent: options.includes('transparent') }]
  })

/** Options of a server that stand alone; every other one takes an argument. */
const flags = new Set([
  'agent-check',
  'allow-0rtt',
  'backup',
  'check',
  'check-send-proxy',
  'check-ssl',
  'check-via-socks4',
  'disabled',
  'enabled',
  'force-sslv3',
  'force-tlsv10',
  'force-tlsv11',
  'force-tlsv12',
  'force-tlsv13',
  'no-agent-check',
  'no-backup',
  'no-check',
  'no-check-ssl',
  'no-send-proxy',
  'no-send-proxy-v2',
  'no-ssl',
  'no-sslv3',
  'no-ssl-reuse',
  'no-tfo',
  'no-tls-tickets',
  'no-tlsv10',
  'no-tlsv11',
  'no-tlsv12',
  'no-tlsv13',
  'no-verifyhost',
  'non-stick',
  'send-proxy',
  'send-proxy-v2',
  'send-proxy-v2-ssl',
  'send-proxy-v2-ssl-cn',
  'ssl',
  'ssl-reuse',
  'stick',
  'tfo',
  'tls-tickets'
])

const serverOf = (
  [, name, written, ...own]: readonly string[],
  defaults: readonly string[],
  healthPort: number | undefined
): HaproxyServer | undefined => {
  const address = addressOf(written ?? '')
  if (name === undefined || address === undefined) return undefined
  const settings = new Map<string, string>()
  let option: string | undefined
  for (const word of [...defaults, ...own]) {
    if (option !== undefined) {
      settings.set(option, word)
      option = undefined
    } else if (!flags.has(word)) option = word
    else if (word.startsWith('no-')) settings.delete(word.slice(3))
    else if (word === 'enabled') settings.delete('disabled')
    else settings.set(word, '')
  }
  return {
    name,
    host: address.host,
    port: address.port,
    checked: settings.has('check'),
    checkPort: healthPort ?? portOf(settings.get('port')),
    backup: settings.has('backup'),
    disabled: settings.has('disabled'),
    cutsWhenDown: settings.get('on-marked-down') === 'shutdown-sessions'
  }
}
