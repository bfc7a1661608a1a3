import { z } from 'zod'
import { type NodeName, nodeNames } from '../../topology.ts'
import { packageSection, readPackage } from '../packages.ts'
import { defineProbe, linesLike, linesOf, notUnderstood, type ProbeContext, type Section } from '../probe.ts'
import { isStopped, processesSection, readProcesses } from '../processes.ts'
import { boundOf, boundWords, isWildcard, readSockets, type Socket, socketsSection, spellSocket } from '../sockets.ts'
import { readUnit, unitSection } from '../systemd.ts'
import { type HaproxyProxy, type HaproxyServer, healthCheckWords, parseHaproxyConfig } from './config.ts'
import { type HaproxyState, isUp, readHaproxyState, type ServerState, servingOf } from './stats.ts'

/** The port at the VIP where clients expect the database. */
const databasePort = 3306

/** The port of Compute's API, for which something small stands in. */
export const apiPort = 8774

const file = '/etc/haproxy/haproxy.cfg'

/** More than any configuration of ours has; a longer one is not read. */
const mostFileBytes = 200_000

/** The state of more servers than any controller's HAProxy has. */
const mostStateBytes = 200_000

/** HAProxy's verdict on a file, and ours where it runs with it. */
const valid = 'Configuration file is valid'
const loaded = 'The running HAProxy has loaded it'

/** What came of reading the configuration: HAProxy's own verdict, or why there is none. */
const configurationWords = ['valid', 'invalid', 'absent', 'too-long', 'unanswered'] as const

/** What came of asking the running HAProxy at its socket. */
const socketWords = ['answered', 'not-configured', 'absent', 'refused', 'silent', 'not-understood'] as const

/** Who starts HAProxy on this controller. */
const starterWords = ['pacemaker', 'systemd', 'both', 'nobody'] as const

/** Takes passwords out of a configuration before it leaves the controller. */
const withoutPasswords = `sed -E -e 's/^([[:space:]]*stats[[:space:]]+auth[[:space:]]+[^:[:space:]]*:).*/\\1***/' -e 's/(password[[:space:]]+).*/\\1***/'`

/** The first socket that the configuration names, its path of harmless letters only. */
const namedSocket = '^[ \\t]*stats[ \\t]+socket[ \\t]+(?:unix@)?(/[A-Za-z0-9_./-]+)(?:\\s.*)?$'
const stateSource = `unix ${file}` as const

/** Where Debian's configuration has the socket. */
const usualSocket = '/run/haproxy/admin.sock'

/** The path of the first socket that the configuration names, of harmless letters only. */
const findSocket = `sed -nE 's,^[[:space:]]*stats[[:space:]]+socket[[:space:]]+(unix@)?(/[A-Za-z0-9_./-]+)([[:space:]].*)?$,\\2,p' | head -n 1`

/** Shell text: asks the running HAProxy what `readHaproxyState` reads; `limit` bounds a command in time. */
export const askHaproxyState = (limit: string): string => `socket=${usualSocket}
[ -S "$socket" ] || socket=$(${limit} head -c ${mostFileBytes} ${file} | ${findSocket})
echo 'show info;show stat' | ${limit} socat -t 1 - "UNIX-CONNECT:$socket"`

const nonlocalBind = 'net.ipv4.ip_nonlocal_bind'

export const haproxy = defineProbe({
  id: 'haproxy',
  sections: {
    package: packageSection('haproxy'),
    unit: unitSection('haproxy'),
    resource: {
      command: () => 'crm configure show type:primitive | grep haproxy',
      script: () =>
        `grep -ohE '<primitive [^>]*type="haproxy[^>]*>' /var/lib/pacemaker/cib/cib.xml 2>/dev/null | head -n 5; true`
    },
    processes: processesSection('haproxy'),
    file: {
      command: () => `grep -v -E '^ *(#|$)' ${file}`,
      script: () => `[ -e ${file} ] || exit 1
stat -L -c 'changed %Y' ${file} && timeout 1 head -c ${mostFileBytes + 1} ${file} | ${withoutPasswords}`,
      excerpt: (output) =>
        linesOf(output)
          .slice(1)
          .filter((line) => /^\s*[^#\s]/.test(line))
          .join('\n')
    },
    validity: {
      command: () => `haproxy -c -f ${file}`,
      // What is endless or no file at all is not given to HAProxy, which would read it to its end. A file that the
      // running HAProxy has loaded as it is need not be checked again, which takes longer than all other questions.
      script: () => `[ -f ${file} ] || exit 3
[ "$(stat -L -c %s ${file})" -le ${mostFileBytes} ] || exit 4
if [ /run/haproxy.pid -nt ${file} ] && read -r pid </run/haproxy.pid && read -r name <"/proc/$pid/comm" && [ "$name" = haproxy ]; then
  echo '${loaded}'; exit 0
fi 2>/dev/null
said=$(timeout -k 1 4 haproxy -c -f ${file} 2>&1); code=$?
printf '%.8000s\\n' "$said"; exit "$code"`,
      excerpt: (output) => linesLike(/ALERT|WARNING|valid|rror/)(output.replace(loaded, valid))
    },
    state: {
      command: () =>
        `echo 'show stat' | socat - UNIX-CONNECT:/run/haproxy/admin.sock | cut -d, -f 1,2,18,20,37,38,74 | column -t -s,`,
      needs: {
        asks: () => [
          {
            to: stateSource,
            pattern: namedSocket,
            say: 'show info;show stat\n',
            seconds: 1,
            bytes: mostStateBytes
          }
        ]
      },
      script: () => `answer '${stateSource}'; code=$?
case $code in 3|4) exit "$code" ;; esac
printf '%s' "$answer"; [ "$code" = 0 ] || echo; echo "end $code"`,
      excerpt: (output) => shownState(output)
    },
    sockets: socketsSection(`haproxy|:${databasePort} `),
    kernel: {
      command: () => `sysctl ${nonlocalBind}; grep -rs ${nonlocalBind} /etc/sysctl.d /etc/sysctl.conf`,
      script: () => `echo "now $(cat /proc/sys/net/ipv4/ip_nonlocal_bind)"
grep -rsE '^[[:space:]]*-?net[./]ipv4[./]ip_nonlocal_bind[[:space:]]*=' /usr/lib/sysctl.d /run/sysctl.d /etc/sysctl.d | head -n 50; true`,
      excerpt: (output) => output.replace(/^now /, `${nonlocalBind} = `)
    }
  },
  facts: z.object({
    /** The package's version. */
    version: z.string().optional(),
    active: z.boolean(),
    /** systemd's word: active, activating, inactive, failed … */
    activeState: z.string(),
    enabled: z.boolean(),
    /** How often systemd has restarted it by itself. */
    restarts: z.number(),
    /** There is a process, whoever started it. */
    running: z.boolean(),
    /** A process of it is stopped by a signal: it keeps its connections and answers nothing. */
    suspended: z.boolean(),
    /** Pacemaker has a resource that runs it: seen in the configuration that each member has on disk. */
    clusterControlled: z.boolean(),
    /** Who would start it now and at the next boot. */
    startedBy: z.enum(starterWords),

    configuration: z.enum(configurationWords),
    /** The first of HAProxy's complaints about the file. */
    complaint: z.string().optional(),
    /** The file is younger than the process. */
    fileChanged: z.boolean(),

    /** What `haproxy.cfg` says of the proxy that takes connections at the VIP on port 3306 (or else anywhere on 3306). */
    databaseProxy: z.string().optional(),
    databaseBinds: z.array(z.string()),
    /** Bound to the VIP itself or to every address. */
    takesVip: z.boolean(),
    databaseMode: z.string().optional(),
    databaseBalance: z.string().optional(),
    /** The controllers whose database it sends clients to, in the order of the file. */
    databaseServers: z.array(z.enum(nodeNames)),
    /** Servers that lead to no controller's database. */
    databaseStrangers: z.array(z.string()),
    /** How many servers may get clients at the same time, and which. */
    activeServers: z.number(),
    activeControllers: z.array(z.enum(nodeNames)),
    /** How many stand by. */
    backupServers: z.number(),
    healthCheck: z.enum(healthCheckWords).optional(),
    /** Where a server's health is asked: one port where it is the same for all. */
    healthCheckPort: z.number().optional(),
    healthCheckPath: z.string().optional(),
    /** Servers whose health is never asked. */
    uncheckedServers: z.array(z.string()),
    /** Connections to a server that is found dead are cut at once, on all servers. */
    cutsWhenDown: z.boolean().optional(),

    /** Whether the running HAProxy told its state. */
    socket: z.enum(socketWords),
    /** Of the running process, in seconds. */
    uptime: z.number().optional(),
    /** HAProxy's word for the database backend as a whole: UP or DOWN. */
    backendState: z.string().optional(),
    upServers: z.array(z.enum(nodeNames)).optional(),
    downServers: z.array(z.enum(nodeNames)).optional(),
    /** Each server's state, check and code, such as `controller1: UP L7OK 200`. */
    serverStates: z.array(z.string()).optional(),
    /** The checks that are not well, by their kind, such as `L7STS 503`, `L4CON`. */
    failedChecks: z.array(z.string()).optional(),
    /** Where clients are sent now. */
    serving: z.array(z.enum(nodeNames)).optional(),

    /** What `haproxy.cfg` says of the proxy that takes connections at the VIP on port 8774 (or else anywhere on 8774). */
    apiProxy: z.string().optional(),
    /** The controllers whose API gets clients at the same time, in the order of their names. */
    apiControllers: z.array(z.enum(nodeNames)),
    /** Servers that lead to no controller's API. */
    apiStrangers: z.array(z.string()),
    apiHealthCheck: z.enum(healthCheckWords).optional(),
    apiUncheckedServers: z.array(z.string()),
    /** As the running HAProxy sees it; in the order of their names. Both are empty where it does not know of the API. */
    apiUpServers: z.array(z.enum(nodeNames)).optional(),
    apiDownServers: z.array(z.enum(nodeNames)).optional(),
    /** Each server's state, check and code, such as `controller1: UP L7OK 200`. */
    apiServerStates: z.array(z.string()).optional(),

    /** TCP addresses and ports of the process. */
    listeners: z.array(z.string()),
    /** It takes connections at the VIP on port 3306, on this controller. */
    listensAtVip: z.boolean(),
    /** Another program that listens on port 3306 of the VIP or of every address, so that HAProxy cannot. */
    portHolder: z.string().optional(),

    /** The kernel lets a process bind an address that the machine does not have. */
    nonlocalBind: z.boolean(),
    /** So it will after the next boot. */
    nonlocalBindAtBoot: z.boolean(),
    /** HAProxy can start without the VIP, now and after the next boot: by the kernel's setting or by `transparent`. */
    bindsWithoutVip: z.boolean(),

    /** Where the statistics page is served. */
    statisticsBound: z.enum(boundWords),
    statisticsPort: z.number().optional(),
    /** It asks for a password. */
    statisticsProtected: z.boolean()
  }),
  shownBy: {
    version: 'package',
    active: 'unit',
    activeState: 'unit',
    enabled: 'unit',
    restarts: 'unit',
    running: 'processes',
    suspended: 'processes',
    clusterControlled: 'resource',
    startedBy: 'unit',
    configuration: 'validity',
    complaint: 'validity',
    fileChanged: 'processes',
    databaseProxy: 'file',
    databaseBinds: 'file',
    takesVip: 'file',
    databaseMode: 'file',
    databaseBalance: 'file',
    databaseServers: 'file',
    databaseStrangers: 'file',
    activeServers: 'file',
    activeControllers: 'file',
    backupServers: 'file',
    healthCheck: 'file',
    healthCheckPort: 'file',
    healthCheckPath: 'file',
    uncheckedServers: 'file',
    cutsWhenDown: 'file',
    socket: 'state',
    uptime: 'state',
    backendState: 'state',
    upServers: 'state',
    downServers: 'state',
    serverStates: 'state',
    failedChecks: 'state',
    serving: 'state',
    apiProxy: 'file',
    apiControllers: 'file',
    apiStrangers: 'file',
    apiHealthCheck: 'file',
    apiUncheckedServers: 'file',
    apiUpServers: 'state',
    apiDownServers: 'state',
    apiServerStates: 'state',
    listeners: 'sockets',
    listensAtVip: 'sockets',
    portHolder: 'sockets',
    nonlocalBind: 'kernel',
    nonlocalBindAtBoot: 'kernel',
    bindsWithoutVip: 'kernel',
    statisticsBound: 'sockets',
    statisticsPort: 'file',
    statisticsProtected: 'file'
  },
  absenceShownBy: 'package',
  parse: (sections, context) => {
    const installed = readPackage(sections.package)
    const processes = readProcesses(sections.processes)
    if (installed?.installed === false && processes?.length === 0) return { kind: 'absent' }
    const unit = readUnit(sections.unit)
    const sockets = readSockets(sections.sockets)
    const kernel = readKernel(sections.kernel)
    // A verdict that did not come in time says nothing about the file: the machine may just be slow.
    const isLate = [124, 137].includes(sections.validity.exitCode)
    if (isLate || !installed || !unit || !processes || !sockets || !kernel) return notUnderstood

    const written = readFile(sections.file)
    const proxies = written === undefined ? [] : parseHaproxyConfig(written.text).proxies
    const database = serviceAt(databasePort, proxies, context)
    const api = serviceAt(apiPort, proxies, context)
    const { state, word } = readState(sections.state)
    const own = sockets.filter(({ program, protocol }) => program === 'haproxy' && protocol === 'tcp')
    const statistics = proxies.filter(({ kind, statistics }) => statistics && kind !== 'backend')
    const statisticsPort = statistics.flatMap(({ binds }) => binds)[0]?.port
    const transparent =
      database !== undefined && database.binds.length > 0 && database.binds.every((bind) => bind.transparent)
    const servers = runningServers(state, databasePort, database)
    const apiServers = runningServers(state, apiPort, api)
    const main = processes.find(({ id }) => id === unit.mainProcess) ?? processes[0]
    const validity = readValidity(sections.validity)
    const clusterControlled = sections.resource.output.includes('<primitive ')

    return {
      kind: 'known',
      changedSecondsAgo: Math.max(
        0,
        Math.min(
          unit.now - (main?.startedAt ?? unit.changedAt),
          unit.now - unit.changedAt,
          state?.uptime ?? Number.POSITIVE_INFINITY,
          ...[...servers, ...apiServers].map(({ changed }) => changed)
        )
      ),
      facts: {
        version: installed.version,
        active: unit.activeState === 'active',
        activeState: unit.activeState,
        enabled: unit.enabledState === 'enabled',
        restarts: unit.restarts,
        running: processes.length > 0,
        suspended: processes.some(isStopped),
        clusterControlled,
        startedBy: starterOf(unit.enabledState === 'enabled', clusterControlled),

        ...validity,
        fileChanged:
          written !== undefined &&
          state?.startedAt !== undefined &&
          written.changedAt > state.startedAt &&
          word === 'answered',

        ...writtenFacts(database, context),
        ...writtenApiFacts(api, context),

        socket: word,
        uptime: state?.uptime,
        ...runningFacts(state, servers, database, context),
        ...runningApiFacts(state, apiServers, api, context),

        listeners: own.map(spellSocket),
        listensAtVip: own.some((socket) => isAtVip(databasePort, socket, context)),
        portHolder: sockets.find(
          (socket) =>
            socket.protocol === 'tcp' && socket.program !== 'haproxy' && isAtVip(databasePort, socket, context)
        )?.program,

        ...kernel,
        bindsWithoutVip: transparent || (kernel.nonlocalBind && kernel.nonlocalBindAtBoot),

        statisticsBound: boundOf(
          own.filter(({ port }) => port === statisticsPort).map(({ address }) => address),
          context
        ),
        statisticsPort,
        statisticsProtected: statistics.length > 0 && statistics.every((proxy) => proxy.statisticsProtected)
      }
    }
  }
})

const starterOf = (enabled: boolean, clusterControlled: boolean): (typeof starterWords)[number] => {
  if (clusterControlled) return enabled ? 'both' : 'pacemaker'
  return enabled ? 'systemd' : 'nobody'
}

/** The file without its passwords, and when it was changed; undefined where it cannot be read to its end. */
const readFile = ({ output, exitCode }: Section) => {
  const { changed, text } = /^changed (?<changed>\d{1,12})\n(?<text>[\s\S]*)$/.exec(output)?.groups ?? {}
  if (exitCode !== 0 || changed === undefined || text === undefined || text.length > mostFileBytes) return undefined
  return { changedAt: Number(changed), text }
}

const readValidity = ({
  output,
  exitCode
}: Section): {
  readonly configuration: (typeof configurationWords)[number]
  readonly complaint: string | undefined
} => {
  const complaint = linesOf(output)
    .find((line) => line.startsWith('[ALERT]'))
    ?.replace(/^\[ALERT\]\s+\(\d+\)\s*:\s*(?:config : )?/, '')
    .replace(/\.$/, '')
    .slice(0, 200)
  const configuration =
    exitCode === 0 && complaint === undefined && [valid, loaded].some((verdict) => linesOf(output).includes(verdict))
      ? 'valid'
      : exitCode === 3
        ? 'absent'
        : exitCode === 4
          ? 'too-long'
          : complaint === undefined
            ? 'unanswered'
            : 'invalid'
  return { configuration, complaint }
}

const readState = ({
  output,
  exitCode
}: Section): { readonly state: HaproxyState | undefined; readonly word: (typeof socketWords)[number] } => {
  const { said = '', end } = /^(?<said>[\s\S]*)^end (?<end>\d{1,3})\s*$/m.exec(output)?.groups ?? {}
  const state = end === '0' ? readHaproxyState(said) : undefined
  if (state !== undefined) return { state, word: 'answered' }
  if (exitCode === 3) return { state, word: 'not-configured' }
  if (exitCode === 4) return { state, word: 'absent' }
  if (end === '124' || end === '137' || (end !== undefined && said === '')) return { state, word: 'silent' }
  return { state, word: /refused/i.test(said) ? 'refused' : 'not-understood' }
}

/** The state as a table that a person can read. */
const shownState = (output: string): string => {
  const { state } = readState({ output, exitCode: 0 })
  if (state === undefined) return output
  return state.servers
    .map(({ proxy, name, status, backup, check, code }) =>
      [proxy, name, status, backup ? 'backup' : 'active', check, code].join(' ').trim()
    )
    .join('\n')
}

const readKernel = ({ output, exitCode }: Section) => {
  const [first = '', ...lines] = linesOf(output)
  const now = /^now ([01])$/.exec(first)?.[1]
  if (exitCode !== 0 || now === undefined) return undefined
  const settings = lines.flatMap((line) => {
    const { folder, name, value } =
      /^\/(?<folder>\S+)\/(?<name>[^/\s:]+\.conf):[^=]*=\s*(?<value>\d+)\s*$/.exec(line)?.groups ?? {}
    return folder === undefined || name === undefined ? [] : [{ folder, name, value }]
  })
  // As systemd-sysctl does it: of two files of one name /etc wins, and what comes later in the alphabet counts.
  const strength = ['usr/lib/sysctl.d', 'run/sysctl.d', 'etc/sysctl.d']
  const strongest = settings.filter(
    ({ folder, name }) =>
      !settings.some((other) => other.name === name && strength.indexOf(other.folder) > strength.indexOf(folder))
  )
  const last = strongest.toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0)).at(-1)
  return { nonlocalBind: now === '1', nonlocalBindAtBoot: last?.value === '1' }
}

const isAtVip = (wanted: number, { address, port }: Pick<Socket, 'address' | 'port'>, { topology }: ProbeContext) =>
  port === wanted && (address === topology.vip || isWildcard(address))

/** A frontend has the addresses, its backend the servers; a `listen` has both. */
interface Service extends Pick<HaproxyProxy, 'name' | 'mode' | 'binds'> {
  /** Where clients come in. */
  readonly port: number
  readonly backend: HaproxyProxy
}

/** What takes clients at the VIP on a port; where nothing does, whatever is on that port, or leads there. */
const serviceAt = (port: number, proxies: readonly HaproxyProxy[], context: ProbeContext): Service | undefined => {
  const all = proxies.flatMap((proxy): Service[] => {
    if (proxy.kind === 'backend') return []
    const backend =
      proxy.kind === 'listen' && proxy.servers.length > 0
        ? proxy
        : proxies.find(({ kind, name }) => kind !== 'frontend' && proxy.backends.includes(name))
    return [{ name: proxy.name, mode: proxy.mode, binds: proxy.binds, port, backend: backend ?? proxy }]
  })
  return (
    all.find(({ binds }) => binds.some((bind) => isAtVip(port, { address: bind.host, port: bind.port }, context))) ??
    all.find(({ binds }) => binds.some((bind) => bind.port === port)) ??
    all.find(({ backend }) => backend.servers.some((server) => server.port === port))
  )
}

const controllerAt = (host: string, { topology }: ProbeContext): NodeName | undefined =>
  nodeNames.find((name) => name === host || Object.values(topology.nodes[name]).includes(host))

/** What the file says of a service's servers. */
const serversOf = (service: Service, context: ProbeContext) => {
  const enabled = service.backend.servers.filter(({ disabled }) => !disabled)
  // Clients of a server without a port go to the one that they came to.
  const portOf = (server: HaproxyServer) => server.port ?? service.port
  const controllerOf = (server: HaproxyServer) =>
    portOf(server) === service.port ? controllerAt(server.host, context) : undefined
  const checked = enabled.filter((server) => server.checked)
  return {
    enabled,
    active: enabled.filter(({ backup }) => !backup),
    controllers: (some: readonly HaproxyServer[]) => [...new Set(some.flatMap((server) => controllerOf(server) ?? []))],
    strangers: enabled
      .filter((server) => controllerOf(server) === undefined)
      .map(({ name, host, port }) => `${name} ${host}${port === undefined ? '' : `:${port}`}`),
    healthCheck: checked.length === 0 ? ('none' as const) : service.backend.healthCheck,
    healthCheckPorts: [...new Set(checked.map((server) => server.checkPort ?? portOf(server)))],
    unchecked: enabled.filter((server) => !server.checked).map(({ name }) => name)
  }
}

const writtenFacts = (database: Service | undefined, context: ProbeContext) => {
  const servers = database && serversOf(database, context)
  return {
    databaseProxy: database?.name,
    databaseBinds: (database?.binds ?? []).map(({ host, port }) => `${host}:${port}`),
    takesVip: (database?.binds ?? []).some(({ host, port }) => isAtVip(databasePort, { address: host, port }, context)),
    databaseMode: database?.mode,
    databaseBalance: database?.backend.balance,
    databaseServers: servers?.controllers(servers.enabled) ?? [],
    databaseStrangers: servers?.strangers ?? [],
    activeServers: servers?.active.length ?? 0,
    activeControllers: servers?.controllers(servers.active) ?? [],
    backupServers: (servers?.enabled.length ?? 0) - (servers?.active.length ?? 0),
    healthCheck: servers?.healthCheck,
    healthCheckPort: servers?.healthCheckPorts.length === 1 ? servers.healthCheckPorts[0] : undefined,
    healthCheckPath: database?.backend.healthPath,
    uncheckedServers: servers?.unchecked ?? [],
    cutsWhenDown:
      servers === undefined || servers.enabled.length === 0
        ? undefined
        : servers.enabled.every((server) => server.cutsWhenDown)
  }
}

const writtenApiFacts = (api: Service | undefined, context: ProbeContext) => {
  const servers = api && serversOf(api, context)
  return {
    apiProxy: api?.name,
    apiControllers: servers?.controllers(servers.active).toSorted() ?? [],
    apiStrangers: servers?.strangers ?? [],
    apiHealthCheck: servers?.healthCheck,
    apiUncheckedServers: servers?.unchecked ?? []
  }
}

/** The rows of a service's backend: by its name in the file, or by the port that its servers lead to. */
const runningServers = (
  state: HaproxyState | undefined,
  port: number,
  service: Service | undefined
): readonly ServerState[] => {
  const all = state?.servers ?? []
  const named = all.filter(({ proxy }) => proxy === service?.backend.name)
  if (named.length > 0) return named
  const proxy = all.find(({ address }) => address.endsWith(`:${port}`))?.proxy
  return all.filter((server) => server.proxy === proxy)
}

/** Which controllers these are: a socket of level `user` shows no addresses, then the file's servers of that name tell. */
const controllersOf = (
  servers: readonly ServerState[],
  service: Service | undefined,
  context: ProbeContext
): NodeName[] => {
  const controllerOf = ({ address, name }: ServerState): NodeName | undefined => {
    const written = service?.backend.servers.find((server) => server.name === name)?.host
    const hosts = address === '' ? [written ?? '', name] : [address.replace(/:\d+$/, ''), name]
    return hosts.map((host) => controllerAt(host, context)).find((found) => found !== undefined)
  }
  return [...new Set(servers.flatMap((server) => controllerOf(server) ?? []))]
}

const spellState = ({ name, status, check, code }: ServerState): string =>
  `${name}: ${[status, check, code].filter((word) => word !== '').join(' ')}`

const runningFacts = (
  state: HaproxyState | undefined,
  servers: readonly ServerState[],
  database: Service | undefined,
  context: ProbeContext
) => {
  if (state === undefined) return {}
  const down = servers.filter((server) => !isUp(server))
  return {
    backendState: servers[0] && state.backends.get(servers[0].proxy),
    upServers: controllersOf(servers.filter(isUp), database, context),
    downServers: controllersOf(down, database, context),
    serverStates: servers.map(spellState),
    failedChecks: [...new Set(down.map(({ check, code }) => `${check} ${code}`.trim()))],
    serving: controllersOf(servingOf(servers), database, context)
  }
}

const runningApiFacts = (
  state: HaproxyState | undefined,
  servers: readonly ServerState[],
  api: Service | undefined,
  context: ProbeContext
) => {
  if (state === undefined) return {}
  return {
    apiUpServers: controllersOf(servers.filter(isUp), api, context).toSorted(),
    apiDownServers: controllersOf(
      servers.filter((server) => !isUp(server)),
      api,
      context
    ),
    apiServerStates: servers.map(spellState)
  }
}
