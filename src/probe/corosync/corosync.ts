import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type NodeName, nodeNames } from '../../topology.ts'
import { packageSection, readPackage } from '../packages.ts'
import {
  defineProbe,
  linesLike,
  linesOf,
  notUnderstood,
  type ProbeContext,
  readIfAsked,
  type Section
} from '../probe.ts'
import { isStopped, readStates, statesSection, unlessStopped } from '../processes.ts'
import { factsOfUnit, readUnit, shownByUnit, unitFacts, unitSection } from '../systemd.ts'
import {
  type Configuration,
  type ConfiguredNode,
  meaningOf,
  nodesOf,
  readConfiguration,
  settingsOf
} from './configuration.ts'
import { type LogLine, logClock, readLog } from './log.ts'
import { type Cmap, nodesIn, numberIn, readCmap, readLinks, readQuorum } from './runtime.ts'

const configurationFile = '/etc/corosync/corosync.conf'
const keyFile = '/etc/corosync/authkey'
const logFile = '/var/log/corosync/corosync.log'

/** How often one line of the log counts as «now», in seconds: corosync repeats what is wrong every second or so. */
const recently = 20

const runtimeKeys = [
  'totem.',
  'nodelist.',
  'quorum.',
  'runtime.members.',
  'runtime.config.totem.token',
  'runtime.votequorum.'
]

export const corosync = defineProbe({
  id: 'corosync',
  sections: {
    package: packageSection('corosync'),
    unit: unitSection('corosync'),
    processes: statesSection('ps -C corosync -o stat,comm', 'corosync'),
    file: {
      command: () => `grep -v -E '^ *#|^ *$' ${configurationFile}`,
      // A key can be written into the file itself: its value stays on the controller.
      script: () =>
        `[ -f ${configurationFile} ] || exit 1; head -c 65536 ${configurationFile} | sed 's/^\\([[:space:]]*key:\\).*/\\1 (not shown)/'`,
      excerpt: linesLike(/^\s*[^#\s]/)
    },
    key: {
      command: () => `stat -c '%a %U:%G %s bytes' ${keyFile}; sha256sum ${keyFile}`,
      script: () =>
        `[ -f ${keyFile} ] || { echo '${keyFile}: No such file'; exit 1; }; stat -c '%a %U:%G %s bytes' ${keyFile} && sha256sum ${keyFile}`
    },
    members: {
      command: () => `corosync-cmapctl ${runtimeKeys.join(' ')}`,
      script: () => `${unlessStopped('corosync')}timeout 2 corosync-cmapctl ${runtimeKeys.join(' ')}`,
      excerpt: linesLike(/^runtime\.members\.\d+\.(?:ip|status)|^(?!runtime|totem|nodelist|quorum)/)
    },
    quorum: {
      command: () => 'corosync-quorumtool -s',
      script: () => `${unlessStopped('corosync')}timeout 2 corosync-quorumtool -s`,
      excerpt: linesLike(/^(?:Quorum provider|Nodes|Quorate|Expected|Total|Quorum:|Flags| +\d)|^[A-Z][^:]*: CS_/)
    },
    links: {
      command: () => 'corosync-cfgtool -s',
      script: () => `${unlessStopped('corosync')}timeout 2 corosync-cfgtool -s`
    },
    log: {
      explains: true,
      command: () => `tail -n 50 ${logFile} | grep -E 'error|warn'`,
      script: () => `${logClock}; [ ! -f ${logFile} ] || tail -n 60 ${logFile} | head -c 20000`,
      excerpt: (output) =>
        linesOf(linesLike(/ (?:error|warning|alert|emerg) /)(output))
          .slice(-6)
          .join('\n')
    }
  },
  /** Seen on corosync 3.1.7; `links` also reads the words of 3.0. */
  facts: z.object({
    /** The package's version. */
    version: z.string().optional(),
    ...unitFacts,
    /** The process is stopped by a signal: nobody gets an answer from it, and the others take the node for dead. */
    suspended: z.boolean(),
    /** The last words before it ended by itself, from its log. */
    startError: z.string().optional(),

    /** corosync can read its file. */
    wellFormed: z.boolean(),
    /** The line at which it cannot, with its number. */
    brokenLine: z.string().optional(),
    /** Debian's file as the package brought it: a cluster of one, on the loopback address, that is always quorate. */
    stock: z.boolean(),
    clusterName: z.string().optional(),
    /** `knet`, `udpu`, `udp`: as configured, or corosync's default. */
    transport: z.string().optional(),
    cipher: z.string().optional(),
    hash: z.string().optional(),
    /** Both sides are configured: packets are encrypted and signed. */
    encrypted: z.boolean(),
    /** `corosync_votequorum`, or what stands there. */
    provider: z.string().optional(),
    /** Nodes of the file: identifier, name and addresses. */
    nodeList: z.array(z.string()),
    /** Controllers whose entry has their own management address, or their name, which leads there. */
    onManagement: z.array(z.enum(nodeNames)),
    /** Controllers whose entry has their own cluster address. */
    onCluster: z.array(z.enum(nodeNames)),
    /** Entries with an address that is not that of the controller they are named after. */
    misplaced: z.array(z.string()),
    /** None of the addresses in the list is this machine's own. */
    ownEntryMissing: z.boolean(),
    /** What the file says of totem, without what is a default or a node's own business. */
    totemSettings: z.array(z.string()),
    /** What the file says of quorum, as above. */
    quorumSettings: z.array(z.string()),
    /** Of what the file means for the cluster: the same digest, the same meaning. */
    digest: z.string().optional(),
    /** Settings that the running corosync has not taken over from its file. */
    notLoaded: z.array(z.string()),

    keyPresent: z.boolean(),
    /** SHA-256, shortened; the key itself never leaves the controller. */
    keyHash: z.string().optional(),
    /** In octal digits, as `ls` and `chmod` count. */
    keyMode: z.string().optional(),
    keyOwner: z.string().optional(),
    /** In bytes. */
    keySize: z.number().optional(),

    /** The running corosync answers. */
    answers: z.boolean(),
    /** Those who are in the membership, by the name of the controller where the address is one. */
    members: z.array(z.string()).optional(),
    /** Identifiers of all nodes that the running corosync knows. */
    nodeIds: z.array(z.number()).optional(),
    runningTransport: z.string().optional(),
    /** Milliseconds after which a silent node counts as lost, as computed by corosync. */
    token: z.number().optional(),

    /** Votes are counted at all. */
    votequorum: z.boolean(),
    quorate: z.boolean().optional(),
    votes: z.number().optional(),
    expectedVotes: z.number().optional(),
    /** Votes that are needed. */
    quorum: z.number().optional(),
    twoNode: z.boolean().optional(),
    waitForAll: z.boolean().optional(),
    lastManStanding: z.boolean().optional(),
    autoTieBreaker: z.boolean().optional(),

    /** How many links the running corosync has. */
    links: z.number().optional(),
    /** Its own addresses, one a link. */
    boundAddresses: z.array(z.string()).optional(),
    /** Those among them that are not this controller's; corosync's list is wrong for `udpu`, where this is empty. */
    foreignAddresses: z.array(z.string()).optional(),
    /** Controllers that it is connected with over the management network, itself included. */
    managementLink: z.array(z.enum(nodeNames)).optional(),
    /** Controllers that it is connected with over the cluster network, itself included. */
    clusterLink: z.array(z.enum(nodeNames)).optional(),

    /** Its log of these seconds says that packets of others cannot be decrypted. */
    rejectsPackets: z.boolean(),
    /** Its log of these seconds says that the network or a firewall keeps it from forming a cluster. */
    networkFault: z.boolean()
  }),
  shownBy: {
    version: 'package',
    ...shownByUnit,
    suspended: 'processes',
    startError: 'log',
    wellFormed: 'file',
    brokenLine: 'file',
    stock: 'file',
    clusterName: 'file',
    transport: 'file',
    cipher: 'file',
    hash: 'file',
    encrypted: 'file',
    provider: 'file',
    nodeList: 'file',
    onManagement: 'file',
    onCluster: 'file',
    misplaced: 'file',
    ownEntryMissing: 'file',
    totemSettings: 'file',
    quorumSettings: 'file',
    digest: 'file',
    notLoaded: 'file',
    keyPresent: 'key',
    keyHash: 'key',
    keyMode: 'key',
    keyOwner: 'key',
    keySize: 'key',
    answers: 'quorum',
    members: 'members',
    nodeIds: 'members',
    runningTransport: 'links',
    token: 'members',
    votequorum: 'quorum',
    quorate: 'quorum',
    votes: 'quorum',
    expectedVotes: 'quorum',
    quorum: 'quorum',
    twoNode: 'quorum',
    waitForAll: 'quorum',
    lastManStanding: 'quorum',
    autoTieBreaker: 'quorum',
    links: 'links',
    boundAddresses: 'links',
    foreignAddresses: 'links',
    managementLink: 'links',
    clusterLink: 'links',
    rejectsPackets: 'log',
    networkFault: 'log'
  },
  absenceShownBy: 'package',
  parse: (sections, context) => {
    const version = readPackage(sections.package)
    if (version?.installed === false) return { kind: 'absent' }
    const unit = readUnit(sections.unit)
    const states = readStates(sections.processes)
    const key = readKey(sections.key)
    const log = readIfAsked(sections.log, readLog, [])
    if (!version || !unit || !states || !key || !log || sections.file.exitCode > 1) return notUnderstood
    const suspended = states.some(isStopped)
    const running = states.length > 0
    const cmap = readCmap(sections.members)
    const links = readLinks(sections.links)
    const quorum = readQuorum(sections.quorum)
    // Whoever runs, is not frozen and does not answer in time could not be looked at.
    const overdue = [sections.members, sections.quorum, sections.links].some(({ exitCode }) => exitCode === 124)
    if (overdue && !suspended) return notUnderstood

    const file = readFile(sections.file)
    const root = file?.ok ? file.root : undefined
    const totem = root && settingsOf(root, 'totem')
    const entries = root ? nodesOf(root) : []
    const meaning = root ? meaningOf(root) : []
    const known = cmap && nodesIn(cmap)
    const controllerOf = (node: ConfiguredNode): NodeName | undefined =>
      controllerWith([...node.addresses.values()], context) ?? nodeNames.find((name) => name === node.name)
    const linkTo = (network: 'management' | 'cluster'): NodeName[] | undefined => {
      if (links === undefined || known === undefined) return undefined
      const mine = links.all.filter(({ address }) => address === context.topology.nodes[context.node][network])
      return nodeNames.filter((name) =>
        mine.some(({ connected }) =>
          connected.some((id) => known.some((node) => node.id === id && controllerOf(node) === name))
        )
      )
    }
    const ownAddresses = Object.values(context.topology.nodes[context.node])
    const cipher = totem && protection(totem, 'crypto_cipher', 'aes256')
    const hash = totem && protection(totem, 'crypto_hash', 'sha256')
    const bound = links?.all.map(({ address }) => address)

    return {
      kind: 'known',
      changedSecondsAgo: Math.max(0, Math.min(unit.now - unit.changedAt, membershipSecondsAgo(log))),
      facts: {
        version: version.version,
        ...factsOfUnit(unit),
        suspended,
        startError: running ? undefined : lastError(log),

        wellFormed: root !== undefined,
        brokenLine: file?.ok === false ? file.brokenLine : undefined,
        stock:
          root !== undefined &&
          entries.every(({ addresses }) => [...addresses.values()].every((one) => isLoopback(one))),
        clusterName: totem?.get('cluster_name'),
        transport: totem && (totem.get('transport') ?? 'knet'),
        cipher,
        hash,
        encrypted: (cipher ?? 'none') !== 'none' && (hash ?? 'none') !== 'none',
        provider: root && (settingsOf(root, 'quorum').get('provider') ?? ''),
        nodeList: entries.map(({ id, name, addresses }) => [id, name, ...addresses.values()].join(' ').trim()),
        onManagement: nodeNames.filter((name) =>
          hasEntry(entries, name, [context.topology.nodes[name].management, name])
        ),
        onCluster: nodeNames.filter((name) => hasEntry(entries, name, [context.topology.nodes[name].cluster])),
        misplaced: entries
          .filter((entry) => isMisplaced(entry, context))
          .map(({ name, addresses }) => [name, ...addresses.values()].join(' ')),
        ownEntryMissing: !entries.some(({ addresses }) =>
          [...addresses.values()].some((address) => ownAddresses.includes(address) || address === context.node)
        ),
        totemSettings: meaning.flatMap((line) => (line.startsWith('totem.') ? [line.slice(6)] : [])),
        quorumSettings: meaning.flatMap((line) => (line.startsWith('quorum.') ? [line.slice(7)] : [])),
        digest: root && createHash('sha256').update(meaning.join('\n')).digest('hex').slice(0, 12),
        notLoaded: root && cmap ? [...differences(root.sections, entries, cmap)] : [],

        ...key,

        answers: cmap !== undefined,
        members: cmap && [...membersIn(cmap, known ?? [], controllerOf, context)],
        nodeIds: known?.map(({ id }) => Number(id)).filter(Number.isFinite),
        runningTransport: links?.transport ?? cmap?.get('totem.transport'),
        token: numberIn(cmap, 'runtime.config.totem.token'),

        votequorum: quorum !== undefined,
        ...quorum,

        links: links?.all.length,
        boundAddresses: bound && [...bound],
        foreignAddresses: bound?.filter((address) => links?.transport === 'knet' && !ownAddresses.includes(address)),
        managementLink: linkTo('management'),
        clusterLink: linkTo('cluster'),

        rejectsPackets:
          running && isRecent(log, /Digest does not match|Unable to decrypt packet|invalid digest|unencrypted packet/i),
        networkFault: running && isRecent(log, /Totem is unable to form a cluster/)
      }
    }
  }
})

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1'

const readFile = ({ output, exitCode }: Section): Configuration | undefined =>
  exitCode === 0 ? readConfiguration(output) : undefined

const protection = (totem: ReadonlyMap<string, string>, key: string, ofSecauth: string): string =>
  totem.get(key) ?? (totem.get('secauth') === 'on' ? ofSecauth : 'none')

const readKey = ({ output, exitCode }: Section) => {
  const missing = {
    keyPresent: false,
    keyHash: undefined,
    keyMode: undefined,
    keyOwner: undefined,
    keySize: undefined
  }
  if (exitCode === 1) return missing
  const { mode, owner, size, hash } =
    /^(?<mode>[0-7]{1,4}) (?<owner>[^\s:]{1,40}):\S{1,40} (?<size>\d{1,10}) bytes\n(?<hash>[0-9a-f]{64}) /.exec(output)
      ?.groups ?? {}
  if (exitCode !== 0 || hash === undefined) return undefined
  return { keyPresent: true, keyHash: hash.slice(0, 12), keyMode: mode, keyOwner: owner, keySize: Number(size) }
}

const membersIn = (
  cmap: Cmap,
  known: readonly ConfiguredNode[],
  controllerOf: (node: ConfiguredNode) => NodeName | undefined,
  context: ProbeContext
): readonly string[] => {
  const joined = [...cmap].flatMap(([key, value]) => {
    const id = /^runtime\.members\.(\d{1,10})\.status$/.exec(key)?.[1]
    return id === undefined || value !== 'joined' ? [] : [id]
  })
  return joined
    .map((id) => {
      const addresses = [...(cmap.get(`runtime.members.${id}.ip`) ?? '').matchAll(/ip\(([^)\s]{1,60})\)/g)]
      const node = known.find((one) => one.id === id)
      return (
        controllerWith(
          addresses.flatMap(([, address]) => address ?? []),
          context
        ) ??
        (node && (controllerOf(node) ?? node.name)) ??
        `node ${id}`
      )
    })
    .sort()
}

const controllerWith = (addresses: readonly string[], { topology }: ProbeContext): NodeName | undefined =>
  nodeNames.find((name) => addresses.some((address) => isOf(name, address, topology.nodes[name])))

const isOf = (name: NodeName, address: string, own: { management: string; cluster: string }): boolean =>
  address === own.management || address === own.cluster || address === name

/** Whether the entry of a controller, or one without a name, has the address. */
const hasEntry = (entries: readonly ConfiguredNode[], controller: NodeName, addresses: readonly string[]): boolean =>
  entries.some(
    ({ name, addresses: own }) =>
      (name === controller || name === '') && [...own.values()].some((address) => addresses.includes(address))
  )

const isMisplaced = ({ name, addresses }: ConfiguredNode, { topology }: ProbeContext): boolean => {
  const node = nodeNames.find((known) => known === name)
  return node !== undefined && [...addresses.values()].some((address) => !isOf(node, address, topology.nodes[node]))
}

/** Settings of the file that the running corosync has with another value. */
const differences = (
  sections: readonly { readonly name: string; readonly settings: ReadonlyMap<string, string> }[],
  entries: readonly ConfiguredNode[],
  cmap: Cmap
): readonly string[] => {
  const other = (key: string, value: string): boolean => {
    const current = cmap.get(key)
    return current !== undefined && current !== value
  }
  const plain = sections
    .filter(({ name }) => name === 'totem' || name === 'quorum')
    .flatMap(({ name, settings }) => [...settings].map(([key, value]) => [`${name}.${key}`, value] as const))
    .flatMap(([key, value]) => (other(key, value) ? [key] : []))
  const ofNodes = entries.flatMap(({ id, addresses }, index) => {
    const at = `nodelist.node.${index}`
    const changed = [...addresses].some(([link, address]) => cmap.get(`${at}.ring${link}_addr`) !== address)
    return changed || other(`${at}.nodeid`, id) ? [`nodelist.node.${id}`] : []
  })
  return [...plain, ...ofNodes]
}

const isRecent = (log: readonly LogLine[], sign: RegExp): boolean =>
  log.some(({ secondsAgo, text }) => secondsAgo <= recently && sign.test(text))

/** The newest sign that somebody came, went or lost a link. */
const membershipSecondsAgo = (log: readonly LogLine[]): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...log
      .filter(({ text }) => /new membership|link: \d+ is (?:down|up)|has no active links/i.test(text))
      .map(({ secondsAgo }) => secondsAgo)
  )

const lastError = (log: readonly LogLine[]): string | undefined =>
  log
    .filter(({ text }) => / (?:error|emerg|alert|crit) /.test(text) && !text.includes('exiting with status'))
    .at(-1)
    ?.text.replace(/^.*?\[[A-Z]+ *\] +/, '')
    .slice(0, 200)
