import { z } from 'zod'
import { type NodeName, nodeNames } from '../../topology.ts'
import { packageSection, readPackage } from '../packages.ts'
import { defineProbe, linesLike, linesOf, notUnderstood, type ProbeContext, type Section } from '../probe.ts'
import { isStopped, processesSection, readProcesses } from '../processes.ts'
import { quote } from '../shell.ts'
import { boundOf, boundWords, readSockets, socketsSection, spellSocket } from '../sockets.ts'
import { factsOfUnit, readUnit, shownByUnit, type Unit, unitFacts, unitSection } from '../systemd.ts'
import { readConfigurationFile, readMemcachedOptions, sameOptions } from './options.ts'

/** The port that services and labs agree on. */
const servicePort = 11211

/** What Debian's unit starts; another command means that `/etc/memcached.conf` is not read. */
const startScript = 'systemd-memcached-wrapper /etc/memcached.conf'

/** Why a controller's memcached did not answer. */
const peerWords = ['answered', 'refused', 'timed-out', 'silent', 'unresolved', 'unreachable'] as const
type PeerWord = (typeof peerWords)[number]

const targetOf = (host: string) => `tcp ${host} ${servicePort}` as const

export const memcached = defineProbe({
  id: 'memcached',
  sections: {
    package: packageSection('memcached'),
    unit: unitSection('memcached', 'DropInPaths', 'Environment'),
    processes: processesSection('memcached'),
    file: {
      command: () => "grep -v -E '^#|^$' /etc/memcached.conf",
      script: () => `if [ -f /etc/memcached.conf ]; then head -c 65536 /etc/memcached.conf; else exit 1; fi`,
      excerpt: linesLike(/^\s*[^#\s]/)
    },
    listeners: socketsSection('memcached|:11211 '),
    statistics: {
      command: ({ node, topology }) =>
        `printf 'stats settings\\r\\nstats\\r\\nquit\\r\\n' | nc ${topology.nodes[node].management} ${servicePort}`,
      needs: {
        asks: ({ node, topology }) => [
          {
            to: targetOf(topology.nodes[node].management),
            say: 'stats settings\r\nstats\r\nquit\r\n',
            seconds: 1,
            bytes: 20_000
          }
        ]
      },
      script: ({ node, topology }) => `answer ${quote(targetOf(topology.nodes[node].management))}; code=$?
printf '%s' "$answer"; exit "$code"`,
      excerpt: linesLike(/ (?:maxbytes|maxconns|inter|curr_items|evictions) |^(?!STAT|END)./)
    },
    peers: {
      command: () =>
        `for c in ${nodeNames.join(' ')}; do printf 'version\\r\\nquit\\r\\n' | nc -w 1 $c ${servicePort}; done`,
      // By name, as a service asks.
      needs: {
        asks: () =>
          nodeNames.map((name) => ({ to: targetOf(name), say: 'version\r\nquit\r\n', seconds: 1, bytes: 200 }))
      },
      script: () => `newline='
'
for name in ${nodeNames.join(' ')}; do
  answer "tcp $name ${servicePort}"
  case $connected$answer in connected) answer='connected, but no answer within 1 s' ;; esac
  printf '%s: %s\\n' "$name" "\${answer%%"$newline"*}"
done`
    }
  },
  facts: z.object({
    /** The package's version. */
    version: z.string().optional(),
    ...unitFacts,
    /** How often systemd has restarted the daemon by itself. */
    restarts: z.number(),
    /** A unit file was changed and systemd has not been told. */
    daemonReloadNeeded: z.boolean(),
    /** The unit does not start what Debian's does, so `/etc/memcached.conf` is not read. */
    overridden: z.boolean(),
    /** Drop-in files of the unit. */
    dropIns: z.array(z.string()),
    /** `OPTIONS` is set in the unit's environment, as its comment advises, and nothing that it starts reads it. */
    optionsIgnored: z.boolean(),

    /** There is a memcached process, whoever started it. */
    running: z.boolean(),
    /** There is one that systemd did not start. */
    startedByHand: z.boolean(),
    /** The process is stopped by a signal: it keeps its connections and answers nothing. */
    suspended: z.boolean(),

    /** What `/etc/memcached.conf` says, or what counts where it says nothing. */
    fileMemory: z.number().optional(),
    fileConnections: z.number().optional(),
    filePort: z.number().optional(),
    fileUdpPort: z.number().optional(),
    fileAddresses: z.array(z.string()).optional(),
    /** The other controllers whose addresses the file names: it was copied as it is. */
    fileAddressesOf: z.array(z.enum(nodeNames)),
    /** The file says one thing and the daemon, which reads it when it starts, does another. */
    restartNeeded: z.boolean(),

    bound: z.enum(boundWords),
    /** TCP addresses and ports of the daemon. */
    listeners: z.array(z.string()),
    udpListeners: z.array(z.string()),
    udp: z.boolean(),
    /** The TCP port: 11211 where that is among them. */
    port: z.number().optional(),
    /** Another program that listens on 11211. */
    portHolder: z.string().optional(),

    /** Of the running daemon, in MiB. */
    memory: z.number().optional(),
    /** Of the running daemon. */
    maxConnections: z.number().optional(),
    /** It answers on the controller's own management address. */
    answers: z.boolean(),
    items: z.number().optional(),
    evictions: z.number().optional(),

    /** The controllers whose memcached answers when this one asks by name; the others by what happened. */
    answeredBy: z.array(z.enum(nodeNames)),
    refusedBy: z.array(z.enum(nodeNames)),
    timedOut: z.array(z.enum(nodeNames)),
    silent: z.array(z.enum(nodeNames)),
    unresolved: z.array(z.enum(nodeNames)),
    unreachable: z.array(z.enum(nodeNames))
  }),
  shownBy: {
    version: 'package',
    ...shownByUnit,
    restarts: 'unit',
    daemonReloadNeeded: 'unit',
    overridden: 'unit',
    dropIns: 'unit',
    optionsIgnored: 'unit',
    running: 'processes',
    startedByHand: 'processes',
    suspended: 'processes',
    fileMemory: 'file',
    fileConnections: 'file',
    filePort: 'file',
    fileUdpPort: 'file',
    fileAddresses: 'file',
    fileAddressesOf: 'file',
    restartNeeded: 'processes',
    bound: 'listeners',
    listeners: 'listeners',
    udpListeners: 'listeners',
    udp: 'listeners',
    port: 'listeners',
    portHolder: 'listeners',
    memory: 'statistics',
    maxConnections: 'statistics',
    answers: 'statistics',
    items: 'statistics',
    evictions: 'statistics',
    answeredBy: 'peers',
    refusedBy: 'peers',
    timedOut: 'peers',
    silent: 'peers',
    unresolved: 'peers',
    unreachable: 'peers'
  },
  absenceShownBy: 'package',
  parse: (sections, context) => {
    const version = readPackage(sections.package)
    const processes = readProcesses(sections.processes)
    if (version?.installed === false && processes?.length === 0) return { kind: 'absent' }
    const unit = readUnit(sections.unit)
    const sockets = readSockets(sections.listeners)
    const peers = readPeers(sections.peers)
    if (!version || !unit || !processes || !sockets || !peers) return notUnderstood

    const settings = settingsOf(unit)
    const main = processes.find(({ id }) => id === unit.mainProcess) ?? processes[0]
    const options = main && readMemcachedOptions(main.words)
    const own = sockets.filter(({ program }) => program === 'memcached')
    const tcp = own.filter(({ protocol }) => protocol === 'tcp')
    const udp = own.filter(({ protocol }) => protocol === 'udp')
    const ports = tcp.map(({ port }) => port)
    const file =
      sections.file.exitCode === 0 ? readMemcachedOptions(readConfigurationFile(sections.file.output)) : undefined
    const statistics = readStatistics(sections.statistics)
    const namesOf = (word: PeerWord) => nodeNames.filter((name) => peers.get(name) === word)

    return {
      kind: 'known',
      changedSecondsAgo: Math.max(0, unit.now - (main?.startedAt ?? unit.changedAt)),
      facts: {
        version: version.version,
        ...factsOfUnit(unit),
        restarts: unit.restarts,
        daemonReloadNeeded: unit.daemonReloadNeeded,
        ...settings,

        running: processes.length > 0,
        startedByHand: processes.some(({ id }) => id !== unit.mainProcess),
        suspended: processes.some(isStopped),

        fileMemory: file?.memory,
        fileConnections: file?.connections,
        filePort: file?.port,
        fileUdpPort: file?.udpPort,
        fileAddresses: file && [...file.addresses],
        fileAddressesOf: nodeNames.filter(
          (name) => name !== context.node && file?.addresses.some((address) => isAddressOf(name, address, context))
        ),
        restartNeeded:
          options !== undefined && file !== undefined && !settings.overridden && !sameOptions(options, file),

        bound: boundOf(
          tcp.map(({ address }) => address),
          context
        ),
        listeners: tcp.map(spellSocket),
        udpListeners: udp.map(spellSocket),
        udp: udp.length > 0,
        port: ports.find((port) => port === servicePort) ?? ports[0],
        portHolder: sockets.find(
          ({ protocol, port, program }) => protocol === 'tcp' && port === servicePort && program !== 'memcached'
        )?.program,

        memory: options && (statistics?.memory ?? options.memory),
        maxConnections: options && (statistics?.maxConnections ?? options.connections),
        answers: statistics !== undefined,
        items: statistics?.items,
        evictions: statistics?.evictions,

        answeredBy: namesOf('answered'),
        refusedBy: namesOf('refused'),
        timedOut: namesOf('timed-out'),
        silent: namesOf('silent'),
        unresolved: namesOf('unresolved'),
        unreachable: namesOf('unreachable')
      }
    }
  }
})

/** What a unit makes of memcached's own settings. */
const settingsOf = ({ properties }: Unit) => {
  const command = properties.get('ExecStart') ?? startScript
  return {
    overridden: !command.includes(startScript),
    dropIns: (properties.get('DropInPaths') ?? '').split(' ').filter((path) => path !== ''),
    optionsIgnored: /(?:^|[\s"])OPTIONS=/.test(properties.get('Environment') ?? '') && !/\$\{?OPTIONS\b/.test(command)
  }
}

/** Whether `-l` names an address of a controller; it may carry a port. */
const isAddressOf = (name: NodeName, written: string, { topology }: ProbeContext): boolean => {
  const host = written.replace(/:\d+$/, '')
  return host === name || Object.values(topology.nodes[name]).includes(host)
}

/** Undefined where it did not answer; whatever else sits on the port is no memcached. */
const readStatistics = ({ output }: Section) => {
  const values = new Map(
    linesOf(output).flatMap((line) => {
      const [, name, value] = /^STAT (\S{1,60}) (\d{1,15})$/.exec(line) ?? []
      return name === undefined ? [] : [[name, Number(value)] as const]
    })
  )
  const maxBytes = values.get('maxbytes')
  const maxConnections = values.get('maxconns')
  if (maxBytes === undefined || maxConnections === undefined) return undefined
  return {
    memory: maxBytes / 2 ** 20,
    maxConnections,
    items: values.get('curr_items'),
    evictions: values.get('evictions')
  }
}

const peerSigns: readonly (readonly [RegExp, PeerWord])[] = [
  [/^VERSION \d+\.\d+/, 'answered'],
  [/connection refused/i, 'refused'],
  [/^no connection|timed out/i, 'timed-out'],
  [/name or service not known|no address associated|name resolution/i, 'unresolved'],
  [/unreachable|no route to host/i, 'unreachable']
]

const readPeers = ({ output, exitCode }: Section): ReadonlyMap<NodeName, PeerWord> | undefined => {
  if (exitCode !== 0) return undefined
  const peers = new Map<NodeName, PeerWord>()
  for (const line of linesOf(output)) {
    const at = line.indexOf(': ')
    const name = nodeNames.find((known) => known === line.slice(0, at))
    if (name === undefined) continue
    // Twice the same name is an answer that pretends to be another's.
    if (peers.has(name)) return undefined
    const answer = line.slice(at + 2)
    // Whatever else it says, it connected, and it is no memcached that says it.
    peers.set(name, peerSigns.find(([sign]) => sign.test(answer))?.[1] ?? 'silent')
  }
  return peers.size === nodeNames.length ? peers : undefined
}
