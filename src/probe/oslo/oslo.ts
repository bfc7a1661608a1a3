import { z } from 'zod'
import { nearest } from '../../nearest.ts'
import { isNodeName, type NodeName, nodeNames, type Topology } from '../../topology.ts'
import { defineProbe, linesLike, notUnderstood } from '../probe.ts'
import { osloBoolean, osloList, osloNumber, parseOsloConfig } from './config.ts'

/** The file in which a learner tells a service about the cache. */
const serviceConfiguration = '/etc/nova/nova.conf'

/** More than any configuration file has, the whole commented sample included. A longer one is not looked at. */
const longestFile = 400_000

/** The port of memcached on the controllers, and of a server that names none. */
const servicePort = 11211

const separators = ['commas', 'spaces', 'mixed', 'single', 'none'] as const
const controllers = z.array(z.enum(nodeNames))

/** What both lists of servers have: that of the token cache and that of oslo.cache. */
interface ServerList {
  /** The value as it is written; none where the option is not set. */
  readonly line: string | undefined
  /** What stands between the entries. Only commas make several servers of them. */
  readonly separator: (typeof separators)[number]
  /** The servers that the service sees, in order, as `host:port`. */
  readonly servers: readonly string[]
  /** The controllers whose memcached they lead to, in the order of the controllers; twice where one is named twice. */
  readonly controllers: readonly NodeName[]
  readonly missing: readonly NodeName[]
  readonly duplicates: readonly NodeName[]
  readonly ports: readonly number[]
  /** Entries that lead to no controller's memcached: another name, or another port. */
  readonly strangers: readonly string[]
  /** The controllers that those entries most likely mean. */
  readonly meant: readonly NodeName[]
}

/** Reads a list of memcached servers as the services do, and tells what is odd about it. */
export const readServerList = (line: string | undefined, topology: Topology): ServerList => {
  const entries = osloList(line ?? '').map((entry) => readServer(entry, topology))
  const named = entries.flatMap(({ controller, port }) => (port === servicePort ? (controller ?? []) : []))
  const strangers = entries.filter(({ controller, port }) => controller === undefined || port !== servicePort)
  return {
    line,
    separator: separatorOf(line ?? ''),
    servers: entries.map(({ host, port }) => `${host}:${port}`),
    controllers: nodeNames.flatMap((name) => named.filter((other) => other === name)),
    missing: nodeNames.filter((name) => !named.includes(name)),
    duplicates: nodeNames.filter((name) => named.indexOf(name) !== named.lastIndexOf(name)),
    ports: [...new Set(entries.map(({ port }) => port))],
    strangers: strangers.map(({ host, port }) => `${host}:${port}`),
    meant: strangers.flatMap(({ host, controller }) => controller ?? nearest(host, nodeNames) ?? []).filter(isNodeName)
  }
}

const separatorOf = (line: string): ServerList['separator'] => {
  const text = line.trim()
  const commas = text.replace(/,+$/, '').includes(',')
  const spaces = /[^\s,]\s+[^\s,]/.test(text)
  if (commas && spaces) return 'mixed'
  if (commas) return 'commas'
  if (spaces) return 'spaces'
  return text === '' ? 'none' : 'single'
}

const readServer = (entry: string, topology: Topology) => {
  const [, host = entry, digits] = /^(.*?)(?::(\d{1,5}))?$/s.exec(entry) ?? []
  const port = digits === undefined ? servicePort : Number(digits)
  const controller = nodeNames.find((name) => name === host || topology.nodes[name].management === host)
  return { host, port, controller }
}

/** The keystonemiddleware and oslo.cache that Debian 12 ships: the values that count where nothing is written. */
const defaults = {
  cacheBackend: 'dogpile.cache.null',
  cacheDeadRetry: 300,
  cacheSocketTimeout: 1,
  tokenDeadRetry: 300,
  tokenSocketTimeout: 3
} as const

export const oslo = defineProbe({
  id: 'oslo',
  sections: {
    file: {
      command: () => `grep -E '^\\[|memcache|enabled|backend' ${serviceConfiguration}`,
      script: () => `file=${serviceConfiguration}
if [ ! -e "$file" ]; then echo "$file: No such file or directory"; exit 1; fi
if [ ! -f "$file" ]; then echo "$file: not a regular file"; exit 2; fi
head -c ${longestFile} "$file" || exit 3`,
      excerpt: linesLike(/^\[|memcache|enabled|backend|No such file|not a regular file/)
    }
  },
  facts: z.object({
    /** Whether the service can read the file at all. */
    wellFormed: z.boolean(),
    /** The line at which it cannot. */
    brokenLine: z.string().optional(),

    /** `[keystone_authtoken] memcached_servers` */
    tokenLine: z.string().optional(),
    tokenSeparator: z.enum(separators),
    tokenServers: z.array(z.string()),
    tokenControllers: controllers,
    tokenMissing: controllers,
    tokenDuplicates: controllers,
    tokenPorts: z.array(z.number()),
    tokenStrangers: z.array(z.string()),
    tokenMeant: controllers,
    /** The list stands under the name that keystonemiddleware still takes, but calls deprecated. */
    tokenDeprecatedName: z.boolean(),
    /** Time-outs stand here under the names that only oslo.cache knows. */
    tokenTimeoutsMisnamed: z.boolean(),
    tokenDeadRetry: z.number().optional(),
    tokenSocketTimeout: z.number().optional(),

    /** `[cache] memcache_servers` */
    cacheLine: z.string().optional(),
    cacheSeparator: z.enum(separators),
    cacheServers: z.array(z.string()),
    cacheControllers: controllers,
    cacheMissing: controllers,
    cacheDuplicates: controllers,
    cachePorts: z.array(z.number()),
    cacheStrangers: z.array(z.string()),
    cacheMeant: controllers,
    /** The list stands under a name that oslo.cache ignores: `memcached_servers`, with a d. */
    cacheMisnamed: z.boolean(),
    /** Time-outs stand here under the names that only keystonemiddleware knows. */
    cacheTimeoutsMisnamed: z.boolean(),
    cacheEnabled: z.boolean(),
    cacheBackend: z.string(),
    cacheDeadRetry: z.number().optional(),
    cacheSocketTimeout: z.number().optional()
  }),
  shownBy: 'file',
  absenceShownBy: 'file',
  parse: ({ file }, { topology }) => {
    if (file.exitCode === 1) return { kind: 'absent' }
    if (file.exitCode !== 0 || Buffer.byteLength(file.output) >= longestFile) return notUnderstood
    const config = parseOsloConfig(file.output)
    const options = (section: string): ReadonlyMap<string, string> =>
      (config.ok ? config.sections.get(section) : undefined) ?? new Map()
    const token = options('keystone_authtoken')
    const cache = options('cache')
    const tokenList = readServerList(token.get('memcached_servers') ?? token.get('memcache_servers'), topology)
    const cacheList = readServerList(cache.get('memcache_servers'), topology)
    const number = (
      section: ReadonlyMap<string, string>,
      option: string,
      kind: 'integer' | 'float',
      otherwise: number
    ) => {
      const value = section.get(option)
      return value === undefined ? otherwise : osloNumber(value, kind)
    }
    return {
      kind: 'known',
      facts: {
        wellFormed: config.ok,
        brokenLine: config.ok ? undefined : `${config.line}: ${config.text}`,
        tokenLine: tokenList.line,
        tokenSeparator: tokenList.separator,
        tokenServers: [...tokenList.servers],
        tokenControllers: [...tokenList.controllers],
        tokenMissing: [...tokenList.missing],
        tokenDuplicates: [...tokenList.duplicates],
        tokenPorts: [...tokenList.ports],
        tokenStrangers: [...tokenList.strangers],
        tokenMeant: [...tokenList.meant],
        tokenDeprecatedName: !token.has('memcached_servers') && token.has('memcache_servers'),
        tokenTimeoutsMisnamed: token.has('memcache_dead_retry') || token.has('memcache_socket_timeout'),
        tokenDeadRetry: number(token, 'memcache_pool_dead_retry', 'integer', defaults.tokenDeadRetry),
        tokenSocketTimeout: number(token, 'memcache_pool_socket_timeout', 'integer', defaults.tokenSocketTimeout),
        cacheLine: cacheList.line,
        cacheSeparator: cacheList.separator,
        cacheServers: [...cacheList.servers],
        cacheControllers: [...cacheList.controllers],
        cacheMissing: [...cacheList.missing],
        cacheDuplicates: [...cacheList.duplicates],
        cachePorts: [...cacheList.ports],
        cacheStrangers: [...cacheList.strangers],
        cacheMeant: [...cacheList.meant],
        cacheMisnamed: !cache.has('memcache_servers') && cache.has('memcached_servers'),
        cacheTimeoutsMisnamed: cache.has('memcache_pool_dead_retry') || cache.has('memcache_pool_socket_timeout'),
        cacheEnabled: osloBoolean(cache.get('enabled') ?? 'false') ?? false,
        cacheBackend: cache.get('backend') ?? defaults.cacheBackend,
        cacheDeadRetry: number(cache, 'memcache_dead_retry', 'integer', defaults.cacheDeadRetry),
        cacheSocketTimeout: number(cache, 'memcache_socket_timeout', 'float', defaults.cacheSocketTimeout)
      }
    }
  }
})
