import { z } from 'zod'
import { type NodeName, nodeNames } from '../../topology.ts'
import { askPackages } from '../packages.ts'
import {
  defineProbe,
  linesLike,
  linesOf,
  notUnderstood,
  type ProbeContext,
  readIfAsked,
  type Section
} from '../probe.ts'
import { isStopped, overProcesses, readProcesses } from '../processes.ts'
import { type Bound, boundOf, boundWords, readSockets, socketsSection, spellSocket } from '../sockets.ts'
import { factsOfUnit, printUnit, readUnit, shownByUnit, unitFacts, unitSection } from '../systemd.ts'
import {
  configurationSection,
  controllerAt,
  type GaleraConfiguration,
  lacksOf,
  lackWords,
  nothingSaved,
  readConfiguration,
  readMembers,
  readSaved,
  savedSection,
  uuidOf
} from './configuration.ts'
import { logSection, nothingLogged, problemWords, readLog } from './log.ts'
import { peersSection, readPeers } from './peers.ts'
import {
  answerWords,
  clusterWords,
  isOn,
  providerOption,
  readState,
  readStatus,
  readValues,
  stateWords,
  statusSection
} from './status.ts'

/** The port of clients and the port of the group: the others (4444, 4568) are open during a state transfer only. */
const servicePort = 3306
const groupPort = 4567

const variantWords = ['mariadb', 'mysql-wsrep', 'percona-xtradb-cluster'] as const
type Variant = (typeof variantWords)[number]

const transferWords = ['none', 'receiving', 'sending'] as const

/** The unit's name: MySQL and Percona say `mysql`, which on MariaDB is another name for the same. */
const unitName = `unit=mariadb; [ -e /lib/systemd/system/mariadb.service ] || [ ! -e /lib/systemd/system/mysql.service ] || unit=mysql`

const unit = unitSection('mariadb', 'StatusText')

export const galera = defineProbe({
  id: 'galera',
  sections: {
    package: {
      command: () => "dpkg-query -W 'mariadb-server*' 'galera-*'",
      ...askPackages(['mariadb-server*', 'mysql-wsrep-server*', 'percona-xtradb-cluster*', 'galera-*']),
      excerpt: linesLike(/^(?!not-installed )./)
    },
    unit: {
      ...unit,
      needs: { units: ['mariadb.service'], rareUnits: ['mysql.service'] },
      script: () => `${unitName}\n${printUnit('$unit')}`
    },
    processes: {
      command: () => 'ps -e -o pid,stat,args | grep -E "mariadbd|mysqld|wsrep_sst"',
      // Of a command line only the words that matter: others may be secret.
      needs: { processes: ['mariadbd', 'mysqld'] },
      script:
        () => `for file in $(grep -l -a -z -x -E '/[^ ]*/wsrep_sst_[a-z0-9-]+' /proc/[0-9]*/cmdline 2>/dev/null); do
  echo "transfer $(tr '\\0' '\\n' <"$file" 2>/dev/null | grep -x -m 1 -E 'joiner|donor')"
done
${overProcesses(['mariadbd', 'mysqld'], `printf 'process %s\\n' "$line"`)}`,
      excerpt: (output) =>
        linesOf(output)
          .flatMap((line) => /^process (\d+) \((.*)\) (\S)/.exec(line)?.slice(1, 4) ?? /^transfer .*/.exec(line) ?? [])
          .join(' ')
    },
    configuration: configurationSection,
    saved: savedSection,
    listeners: socketsSection('mariadbd|mysqld|:3306 |:4567 |:4444 |:4568 '),
    status: statusSection,
    peers: peersSection,
    log: logSection
  },
  facts: z.object({
    /** `dpkg-query`: which kind of server is installed. */
    variant: z.enum(variantWords).optional(),
    /** `dpkg-query`: the server package's version, such as `1:10.11.19-0+deb12u1`. */
    version: z.string().optional(),
    ...unitFacts,
    /** How often systemd has restarted the server by itself. */
    restarts: z.number(),
    /** The unit's `Restart=`: on-abnormal on Debian, no … */
    restartPolicy: z.string(),

    /** There is a server process, whoever started it. */
    running: z.boolean(),
    /** There is one that systemd did not start. */
    startedByHand: z.boolean(),
    /** The process is stopped by a signal: the group drops it after a while, and its clients hang. */
    suspended: z.boolean(),
    /** A state snapshot is on its way, as the processes wsrep_sst_* tell. */
    transfer: z.enum(transferWords),

    /** What came of logging in as root over the socket, within 1.5 s. */
    answer: z.enum(answerWords),
    /** `version()`, also of a server that no package brought. */
    serverVersion: z.string().optional(),
    /** `wsrep_on` of the running server. */
    wsrepOn: z.boolean().optional(),
    /** A provider is loaded: `wsrep_provider_name` is not empty. */
    providerLoaded: z.boolean().optional(),
    /** `wsrep_provider_version`, such as `4.23(rXXXX)`. */
    providerVersion: z.string().optional(),
    /** `wsrep_ready`: the node answers queries. */
    ready: z.boolean().optional(),
    /** `wsrep_connected`: the node has a group, be it only itself. */
    connected: z.boolean().optional(),
    /** `wsrep_cluster_status`. */
    clusterStatus: z.enum(clusterWords).optional(),
    /** `wsrep_cluster_size`: members of this node's component. */
    clusterSize: z.number().optional(),
    /** `wsrep_cluster_state_uuid`: drawn when a cluster is bootstrapped; two of them are two clusters. */
    stateUuid: z.string().optional(),
    /** `wsrep_cluster_conf_id`: counts changes of membership; the same on all members. Undefined without a primary. */
    confId: z.number().optional(),
    /** `wsrep_local_state_comment`. */
    localState: z.enum(stateWords).optional(),
    /** `wsrep_incoming_addresses` as it is: MariaDB on Debian 12 says port 0, MySQL and Percona 3306. */
    incomingAddresses: z.string().optional(),
    /** `wsrep_last_committed`. */
    lastCommitted: z.number().optional(),
    /** `wsrep_local_recv_queue`: write sets that wait to be applied. */
    receiveQueue: z.number().optional(),
    /** `wsrep_flow_control_paused`: the share of time that replication stood still, 0 to 1. */
    paused: z.number().optional(),
    /** `wsrep_local_bf_aborts`: local transactions that lost against one of another node. */
    conflicts: z.number().optional(),
    /** `wsrep_local_cert_failures`. */
    certificationFailures: z.number().optional(),

    /** `wsrep_cluster_name` of the running server. */
    clusterName: z.string().optional(),
    /** `wsrep_cluster_address` of the running server. */
    clusterAddress: z.string().optional(),
    /** `wsrep_node_name` of the running server. */
    nodeName: z.string().optional(),
    /** `wsrep_node_address`, or what the provider took where it is not set (`base_host`). */
    nodeAddress: z.string().optional(),
    /** Where that address is, in one word. */
    nodeNetwork: z.enum(boundWords).optional(),
    /** `wsrep_sst_method` of the running server. */
    transferMethod: z.string().optional(),
    /** `wsrep_desync`: the node was taken out of flow control by hand. */
    desynced: z.boolean().optional(),
    /** `read_only` */
    readOnly: z.boolean().optional(),
    /** `wsrep_reject_queries` is not NONE. */
    rejectsQueries: z.boolean().optional(),
    /** `pc.ignore_quorum` or `pc.ignore_sb` is on: a minority goes on serving. */
    ignoresQuorum: z.boolean().optional(),
    /** `wsrep_auto_increment_control`: the group gives each node its own numbers. */
    autoIncrementControl: z.boolean().optional(),
    autoIncrementStep: z.number().optional(),
    autoIncrementOffset: z.number().optional(),
    /** `max_connections` */
    maxConnections: z.number().optional(),
    /** `Threads_connected` */
    connections: z.number().optional(),
    /** `binlog_format` of the running server. */
    binlogFormat: z.string().optional(),
    /** `default_storage_engine` of the running server. */
    defaultEngine: z.string().optional(),
    /** `innodb_autoinc_lock_mode` of the running server: 2 is interleaved. */
    autoIncrementLockMode: z.number().optional(),
    /** `innodb_flush_log_at_trx_commit` of the running server: 1 survives a power loss of all nodes. */
    flushAtCommit: z.number().optional(),
    /** Databases, those of the system excepted; none are known without a primary component. */
    databases: z.array(z.string()).optional(),
    /** Accounts as `user@host`. */
    accounts: z.array(z.string()).optional(),

    /** `grastate.dat`: the cluster whose data this node has; undefined where it never had one. */
    savedUuid: z.string().optional(),
    /** `grastate.dat`: the position at an orderly stop; -1 while it runs, and after a crash. */
    savedPosition: z.number().optional(),
    /** `grastate.dat` */
    safeToBootstrap: z.boolean().optional(),
    /** `gvwstate.dat` is there: the members of the last primary component, so that they find each other again. */
    savedView: z.boolean(),

    /** Where clients reach it: port 3306. */
    bound: z.enum(boundWords),
    /** The addresses of port 3306. */
    listeners: z.array(z.string()),
    /** Where the group reaches it: port 4567. */
    groupBound: z.enum(boundWords),
    groupListeners: z.array(z.string()),
    /** Another program that listens on 3306 where the server would. */
    portHolder: z.string().optional(),

    /** Other controllers with which there is a connection of the group now: `ss`, port 4567. */
    connectedTo: z.array(z.enum(nodeNames)),
    /** The network that these connections use, in one word. */
    groupNetwork: z.enum(boundWords),
    /** Controllers without a connection, whose port 4567 is open. */
    openAt: z.array(z.enum(nodeNames)),
    /** Controllers whose port 4567 refuses. */
    refusedBy: z.array(z.enum(nodeNames)),
    /** Controllers that do not answer on port 4567 at all. */
    silentAt: z.array(z.enum(nodeNames)),

    /** `my_print_defaults`: what a server that starts now would read. */
    configuredOn: z.boolean(),
    /** The first complaint of the program that reads the files. */
    configurationError: z.string().optional(),
    configuredProvider: z.string().optional(),
    configuredName: z.string().optional(),
    configuredAddress: z.string().optional(),
    /** The controllers that the cluster's address leads to, in their order. */
    configuredMembers: z.array(z.enum(nodeNames)),
    /** What in the cluster's address leads to none of the controllers. */
    configuredStrangers: z.array(z.string()),
    configuredNodeName: z.string().optional(),
    configuredNodeAddress: z.string().optional(),
    /** Other controllers whose name or address the file of this one uses as its own. */
    configuredAs: z.array(z.enum(nodeNames)),
    configuredMethod: z.string(),
    /** What the configured state transfer lacks on this controller. */
    transferLacks: z.array(z.enum(lackWords)),
    /** A hash of `wsrep_sst_auth`, or `none`. */
    transferCredentials: z.string(),
    /** Where the last `bind-address` leads, in one word. */
    configuredBound: z.enum(boundWords),
    /** Every `bind-address` in the order of reading; the last one counts. */
    bindAddresses: z.array(z.string()),
    /** One that names this controller's management address is followed by one that does not. */
    bindOverridden: z.boolean(),
    /** The file and the running server differ in what the server reads when it starts. */
    restartNeeded: z.boolean(),
    /** Groups with wsrep settings that no server reads. */
    ignoredGroups: z.array(z.string()),
    /** Files with wsrep settings that are not read. */
    ignoredFiles: z.array(z.string()),
    /** The log does not go to the journal: `log_error` is set. */
    logElsewhere: z.boolean(),

    /** Troubles in the log since the last start that were not followed by a success. */
    problems: z.array(z.enum(problemWords))
  }),
  shownBy: {
    variant: 'package',
    version: 'package',
    ...shownByUnit,
    restarts: 'unit',
    restartPolicy: 'unit',
    running: 'processes',
    startedByHand: 'processes',
    suspended: 'processes',
    transfer: 'processes',
    answer: 'status',
    serverVersion: 'status',
    wsrepOn: 'status',
    providerLoaded: 'status',
    providerVersion: 'status',
    ready: 'status',
    connected: 'status',
    clusterStatus: 'status',
    clusterSize: 'status',
    stateUuid: 'status',
    confId: 'status',
    localState: 'status',
    incomingAddresses: 'status',
    lastCommitted: 'status',
    receiveQueue: 'status',
    paused: 'status',
    conflicts: 'status',
    certificationFailures: 'status',
    clusterName: 'status',
    clusterAddress: 'status',
    nodeName: 'status',
    nodeAddress: 'status',
    nodeNetwork: 'status',
    transferMethod: 'status',
    desynced: 'status',
    readOnly: 'status',
    rejectsQueries: 'status',
    ignoresQuorum: 'status',
    autoIncrementControl: 'status',
    autoIncrementStep: 'status',
    autoIncrementOffset: 'status',
    maxConnections: 'status',
    connections: 'status',
    binlogFormat: 'status',
    defaultEngine: 'status',
    autoIncrementLockMode: 'status',
    flushAtCommit: 'status',
    databases: 'status',
    accounts: 'status',
    savedUuid: 'saved',
    savedPosition: 'saved',
    safeToBootstrap: 'saved',
    savedView: 'saved',
    bound: 'listeners',
    listeners: 'listeners',
    groupBound: 'listeners',
    groupListeners: 'listeners',
    portHolder: 'listeners',
    connectedTo: 'peers',
    groupNetwork: 'peers',
    openAt: 'peers',
    refusedBy: 'peers',
    silentAt: 'peers',
    configuredOn: 'configuration',
    configurationError: 'configuration',
    configuredProvider: 'configuration',
    configuredName: 'configuration',
    configuredAddress: 'configuration',
    configuredMembers: 'configuration',
    configuredStrangers: 'configuration',
    configuredNodeName: 'configuration',
    configuredNodeAddress: 'configuration',
    configuredAs: 'configuration',
    configuredMethod: 'configuration',
    transferLacks: 'configuration',
    transferCredentials: 'configuration',
    configuredBound: 'configuration',
    bindAddresses: 'configuration',
    bindOverridden: 'configuration',
    restartNeeded: 'configuration',
    ignoredGroups: 'configuration',
    ignoredFiles: 'configuration',
    logElsewhere: 'configuration',
    problems: 'log'
  },
  absenceShownBy: 'package',
  parse: (sections, context) => {
    const server = readPackages(sections.package)
    const processes = readProcesses(sections.processes)
    if (server?.installed === false && processes?.length === 0) return { kind: 'absent' }
    const unit = readUnit(sections.unit)
    const sockets = readSockets(sections.listeners)
    const configuration = readConfiguration(sections.configuration)
    const saved = readIfAsked(sections.saved, readSaved, nothingSaved)
    const peers = readPeers(sections.peers, context)
    const log = readIfAsked(sections.log, readLog, nothingLogged)
    if (!server || !processes || !unit || !sockets || !configuration || !saved || !peers || !log) return notUnderstood

    const main = processes.find(({ id }) => id === unit.mainProcess) ?? processes[0]
    const { word: answer, values, databases, accounts } = readStatus(sections.status)
    const own = sockets.filter(({ program, protocol }) => protocol === 'tcp' && isServer(program))
    const at = (port: number) => own.filter((socket) => socket.port === port)
    const boundAt = (port: number) =>
      boundOf(
        at(port).map(({ address }) => address),
        context
      )
    const running = readValues(values)
    const provider = running.text('wsrep_provider_options')
    const nodeAddress = running.text('wsrep_node_address') ?? providerOption(provider, 'base_host')
    const configured = (name: string): string | undefined => unquoted(configuration.values.get(name))
    const members = readMembers(configured('wsrep_cluster_address'), context.topology)
    const method = configured('wsrep_sst_method') ?? 'rsync'
    const bounds = boundsOf(configuration, context)
    const changes = [unit.now - (main?.startedAt ?? unit.changedAt), log.changedSecondsAgo ?? Number.POSITIVE_INFINITY]

    return {
      kind: 'known',
      changedSecondsAgo: Math.max(0, Math.min(...changes)),
      facts: {
        variant: server.variant,
        version: server.version,
        ...factsOfUnit(unit),
        restarts: unit.restarts,
        restartPolicy: unit.properties.get('Restart') ?? '',

        running: processes.length > 0,
        startedByHand: processes.some(({ id }) => id !== unit.mainProcess),
        suspended: processes.some(isStopped),
        transfer: transferOf(sections.processes),

        answer,
        serverVersion: running.text('version'),
        wsrepOn: running.flag('wsrep_on'),
        providerLoaded: answer === 'answered' ? running.text('wsrep_provider_name') !== undefined : undefined,
        providerVersion: running.text('wsrep_provider_version'),
        ready: running.flag('wsrep_ready'),
        connected: running.flag('wsrep_connected'),
        clusterStatus: clusterWords.find((word) => word === values.get('wsrep_cluster_status')),
        clusterSize: running.number('wsrep_cluster_size'),
        stateUuid: uuidOf(values.get('wsrep_cluster_state_uuid')),
        confId: running.number('wsrep_cluster_conf_id'),
        localState: readState(values.get('wsrep_local_state_comment')),
        incomingAddresses: running.text('wsrep_incoming_addresses'),
        lastCommitted: running.number('wsrep_last_committed'),
        receiveQueue: running.number('wsrep_local_recv_queue'),
        paused: running.number('wsrep_flow_control_paused'),
        conflicts: running.number('wsrep_local_bf_aborts'),
        certificationFailures: running.number('wsrep_local_cert_failures'),

        clusterName: running.text('wsrep_cluster_name'),
        clusterAddress: running.text('wsrep_cluster_address'),
        nodeName: running.text('wsrep_node_name'),
        nodeAddress,
        nodeNetwork: nodeAddress === undefined ? undefined : boundOf([hostOf(nodeAddress)], context),
        transferMethod: running.text('wsrep_sst_method'),
        desynced: running.flag('wsrep_desync'),
        readOnly: running.flag('read_only'),
        rejectsQueries: negated(running.text('wsrep_reject_queries'), 'NONE'),
        ignoresQuorum:
          provider === undefined
            ? undefined
            : ['pc.ignore_quorum', 'pc.ignore_sb'].some((name) => isOn(providerOption(provider, name)) === true),
        autoIncrementControl: running.flag('wsrep_auto_increment_control'),
        autoIncrementStep: running.number('auto_increment_increment'),
        autoIncrementOffset: running.number('auto_increment_offset'),
        maxConnections: running.number('max_connections'),
        connections: running.number('threads_connected'),
        binlogFormat: running.text('binlog_format'),
        defaultEngine: running.text('default_storage_engine'),
        autoIncrementLockMode: running.number('innodb_autoinc_lock_mode'),
        flushAtCommit: running.number('innodb_flush_log_at_trx_commit'),
        databases: databases && [...databases],
        accounts: accounts && [...accounts],

        savedUuid: saved.uuid,
        savedPosition: saved.position,
        safeToBootstrap: saved.safeToBootstrap,
        savedView: saved.view,

        bound: boundAt(servicePort),
        listeners: at(servicePort).map(spellSocket),
        groupBound: boundAt(groupPort),
        groupListeners: at(groupPort).map(spellSocket),
        portHolder: sockets.find(
          ({ port, program, address }) =>
            port === servicePort && !isServer(program) && address !== context.topology.vip && program !== undefined
        )?.program,

        connectedTo: peers.namesOf('connected'),
        groupNetwork: boundOf(peers.ownAddresses, context),
        openAt: peers.namesOf('open'),
        refusedBy: peers.namesOf('refused'),
        silentAt: peers.namesOf('silent'),

        configuredOn: isOn(configured('wsrep_on')) === true,
        configurationError: configuration.error,
        configuredProvider: configured('wsrep_provider'),
        configuredName: configured('wsrep_cluster_name'),
        configuredAddress: configured('wsrep_cluster_address'),
        configuredMembers: [...(members?.controllers ?? [])],
        configuredStrangers: [...(members?.strangers ?? [])],
        configuredNodeName: configured('wsrep_node_name'),
        configuredNodeAddress: configured('wsrep_node_address'),
        configuredAs: othersNamed(configuration, context),
        configuredMethod: method,
        transferLacks: [...lacksOf(method, configuration)],
        transferCredentials: configuration.authentication ?? 'none',
        configuredBound: bounds.at(-1) ?? 'everywhere',
        bindAddresses: [...configuration.bindAddresses],
        bindOverridden: bounds.includes('management') && bounds.at(-1) !== 'management',
        restartNeeded: answer === 'answered' && differs(configured, running.text),
        ignoredGroups: [...configuration.ignoredGroups],
        ignoredFiles: [...configuration.ignoredFiles],
        logElsewhere: configuration.values.has('log_error'),

        problems: [...log.problems]
      }
    }
  }
})

/** Whether a script of a state transfer runs, and for which side. */
const transferOf = ({ output }: Section): (typeof transferWords)[number] => {
  const role = /^transfer (joiner|donor)$/m.exec(output)?.[1]
  return role === undefined ? 'none' : role === 'joiner' ? 'receiving' : 'sending'
}

const isServer = (program: string | undefined): boolean => program === 'mariadbd' || program === 'mysqld'

const serverPackage =
  /^(?:mariadb-server(?:-\d[\d.]*)?|mysql-wsrep-server(?:-\d[\d.]*)?|percona-xtradb-cluster(?:-server)?(?:-\d[\d.]*)?)$/

const variantOf = (name: string): Variant => variantWords.find((word) => name.startsWith(word)) ?? 'mariadb'

/** Exit code 1: one of the patterns has no package. Undefined where dpkg itself could not say. */
const readPackages = ({ output, exitCode }: Section) => {
  if (exitCode !== 0 && exitCode !== 1) return undefined
  const found = linesOf(output).flatMap((line) => {
    const { state, name, version } =
      /^(?<state>[a-z-]+) (?<name>[a-z0-9.+-]{2,100}) (?<version>\S{1,100})$/.exec(line)?.groups ?? {}
    const isThere = state !== 'not-installed' && state !== 'config-files'
    return name !== undefined && isThere && serverPackage.test(name) ? [{ variant: variantOf(name), version }] : []
  })
  if (exitCode === 0 && output.trim() === '') return undefined
  return { installed: found.length > 0, variant: found[0]?.variant, version: found[0]?.version }
}

const negated = (text: string | undefined, none: string): boolean | undefined =>
  text === undefined ? undefined : text !== none

const unquoted = (text: string | undefined): string | undefined => {
  const value = text?.replace(/^(["'])(.*)\1$/s, '$2')
  return value === '' ? undefined : value
}

/** An address may carry the port of clients. */
const hostOf = (address: string): string => address.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')

/** Other controllers whose name or address this one's file gives as its own: it was copied as it is. */
const othersNamed = ({ values, bindAddresses }: GaleraConfiguration, { node, topology }: ProbeContext): NodeName[] => {
  const provider = unquoted(values.get('wsrep_provider_options'))
  const listen = providerOption(provider, 'gmcast.listen_addr')?.replace(/^\w+:\/\//, '')
  const given = [values.get('wsrep_node_name'), values.get('wsrep_node_address'), listen, bindAddresses.at(-1)]
  const named = given.flatMap((text) => {
    const host = unquoted(text)
    return host === undefined ? [] : host.split(',').map((one) => controllerAt(hostOf(one.trim()), topology))
  })
  return nodeNames.filter((name) => name !== node && named.includes(name))
}

/** Where each `bind-address` leads, in one word. Without any, the server listens everywhere. */
const boundsOf = ({ values, bindAddresses }: GaleraConfiguration, context: ProbeContext): readonly Bound[] => {
  if (isOn(values.get('skip_networking')) === true) return ['nothing']
  const addressOf = (host: string): string => {
    const name = nodeNames.find((known) => known === host)
    return host === 'localhost' ? '127.0.0.1' : name === undefined ? host : context.topology.nodes[name].management
  }
  return bindAddresses.map((list) =>
    boundOf(
      (unquoted(list) ?? '*').split(',').map((host) => addressOf(host.trim())),
      context
    )
  )
}

/** Settings that the server reads when it starts, as the file and the running server have them. */
const comparable = [
  'wsrep_cluster_name',
  'wsrep_node_name',
  'wsrep_node_address',
  'wsrep_sst_method',
  'wsrep_cluster_address'
]

const differs = (configured: (name: string) => string | undefined, running: (name: string) => string | undefined) =>
  comparable.some((name) => {
    const written = configured(name)
    return written !== undefined && written !== running(name)
  }) || (isOn(configured('wsrep_on')) ?? false) !== (isOn(running('wsrep_on')) ?? false)
