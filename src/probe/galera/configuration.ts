import { type NodeName, nodeNames, type Topology } from '../../topology.ts'
import { linesOf, type ProbeSection, type Section } from '../probe.ts'

/** The options that facts are made of. No other line of a configuration leaves the controller: one may be a password. */
const options = [
  'wsrep_on',
  'wsrep_provider',
  'wsrep_provider_options',
  'wsrep_cluster_name',
  'wsrep_cluster_address',
  'wsrep_node_name',
  'wsrep_node_address',
  'wsrep_sst_method',
  'bind_address',
  'skip_networking',
  'log_error',
  'binlog_format',
  'default_storage_engine',
  'innodb_autoinc_lock_mode',
  'innodb_flush_log_at_trx_commit'
] as const

const anyOption = options.map((name) => name.replaceAll('_', '[-_]')).join('|')

/** Where the server keeps its data unless it is told otherwise. */
const dataFolder = '/var/lib/mysql'
const savedFiles = `${dataFolder}/grastate.dat ${dataFolder}/gvwstate.dat`

/** Programs without which a method of state transfer cannot work. */
const toolsOf: Readonly<Record<string, readonly string[]>> = {
  rsync: ['rsync'],
  mariabackup: ['mariabackup', 'mbstream', 'socat'],
  'xtrabackup-v2': ['xtrabackup', 'socat']
}

/**
 * What the server would read if it started now: the last of several values counts. The credentials of the state
 * transfer are shown as a hash, which is enough to compare controllers. Files with settings of the cluster are named
 * with their groups: some are written where nothing reads them.
 */
export const configurationSection: ProbeSection = {
  command: () => 'my_print_defaults --mysqld | grep -v -E "auth|password"',
  script: () => `text=$(my_print_defaults --mysqld 2>&1) || text=$(my_print_defaults mysqld server 2>&1)
echo "exit $?"
case $text in *wsrep[-_]sst[-_]auth=?*)
  echo "authentication $(printf '%s\\n' "$text" | sed -n -E 's/^--(loose[-_])?wsrep[-_]sst[-_]auth=//p' | tail -n 1 | sha256sum | head -c 16)"
esac
for tool in ${[...new Set(Object.values(toolsOf).flat())].join(' ')}; do ! command -v "$tool" >/dev/null || echo "tool $tool"; done
set -- -
for file in /etc/mysql/* /etc/mysql/*/* /etc/my.cnf /etc/my.cnf.d/*; do [ ! -f "$file" ] || set -- "$@" "$file"; done
printf '%s\\n' "$text" | awk 'FNR == 1 { section = "" }
FILENAME == "-" { if (/^--(loose[-_])?(${anyOption})(=|$)/ || (/^[Ee][Rr][Rr][Oo][Rr]:/ && !error++)) print substr($0, 1, 2000); next }
/^[ \\t]*\\[/ { section = $0 }
/^[ \\t]*(loose[-_])?wsrep[-_][a-z]/ && !seen[FILENAME section]++ { print "written " FILENAME " " substr(section, 1, 100) }' "$@"`,
  excerpt: (output) =>
    linesOf(output)
      .filter((line) => /^(?:--|error:|written )/i.test(line))
      .map((line) => line.replace(/^written (\S+) (.*)$/, '# $1 $2'))
      .join('\n')
}

/** What is left of the cluster's state on disk, for a start without the others. */
export const savedSection: ProbeSection = {
  explains: true,
  command: () => `head ${savedFiles}`,
  script: () => `[ -d ${dataFolder} ] || exit 1
head -c 2000 ${savedFiles} 2>/dev/null; true`
}

/** Groups that a MariaDB server reads; those of a version as well, such as `[mariadb-10.11]`. */
const serverGroup = /^\[(?:mysqld|mariadb|mariadbd|server|galera|client-server)(?:-\d+(?:\.\d+)?)?\]/

/** Files that Debian's `/etc/mysql/my.cnf` includes, and itself. */
const readFile =
  /^\/etc\/(?:mysql\/(?:(?:my|mariadb|mysql)\.cnf|(?:conf|mariadb\.conf|mysql\.conf)\.d\/[^/]+\.cnf)|my\.cnf|my\.cnf\.d\/[^/]+\.cnf)$/

/** What a method may lack on a controller. */
export const lackWords = ['rsync', 'mariabackup', 'mbstream', 'socat', 'xtrabackup', 'credentials'] as const
export type Lack = (typeof lackWords)[number]

/** What the configuration files say, whatever runs. */
export interface GaleraConfiguration {
  /** What the reader of the files complains about: it leaves out the rest of that file, and goes on. */
  readonly error: string | undefined
  readonly values: ReadonlyMap<string, string>
  /** Every value of `bind-address`, in the order in which the files are read. */
  readonly bindAddresses: readonly string[]
  /** A hash of `wsrep_sst_auth`. */
  readonly authentication: string | undefined
  readonly tools: readonly string[]
  /** Groups with wsrep settings that no server reads, such as `[client]`. */
  readonly ignoredGroups: readonly string[]
  /** Files with wsrep settings that are not included. */
  readonly ignoredFiles: readonly string[]
}

const mostLines = 500

export const readConfiguration = ({ output, exitCode }: Section): GaleraConfiguration | undefined => {
  const lines = linesOf(output)
  const code = /^exit (\d{1,3})$/.exec(lines[0] ?? '')?.[1]
  if (exitCode !== 0 || code === undefined || lines.length > mostLines) return undefined
  const set = lines.flatMap((line) => {
    const { name, value } = /^--(?:loose[-_])?(?<name>[a-z_-]+)(?:=(?<value>.*))?$/s.exec(line)?.groups ?? {}
    return name === undefined ? [] : [[name.replaceAll('-', '_'), value ?? 'ON'] as const]
  })
  const written = lines.flatMap((line) => {
    const { file, group } = /^written (?<file>\/\S+) ?(?<group>.*)$/.exec(line)?.groups ?? {}
    return file === undefined || group === undefined ? [] : [{ file, group: group.trim() }]
  })
  const after = (word: string) =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []))
  const ignoredFiles = written.map(({ file }) => file).filter((file) => !readFile.test(file))
  return {
    error: lines.find((line) => /^error:/i.test(line)),
    values: new Map(set),
    bindAddresses: set.flatMap(([name, value]) => (name === 'bind_address' ? [value] : [])),
    authentication: after('authentication').find((hash) => /^[0-9a-f]{16}$/.test(hash)),
    tools: after('tool'),
    ignoredGroups: unique(
      written
        .filter(({ file, group }) => readFile.test(file) && !serverGroup.test(group))
        .map(({ group }) => (group === '' ? '-' : group))
    ),
    ignoredFiles: unique(ignoredFiles)
  }
}

/** What a state transfer by this method lacks on a controller. */
export const lacksOf = (method: string, { tools, authentication }: GaleraConfiguration): readonly Lack[] => {
  const wanted = toolsOf[method] ?? []
  const missing = lackWords.filter((word) => wanted.includes(word) && !tools.includes(word))
  return method === 'mariabackup' && authentication === undefined ? [...missing, 'credentials'] : missing
}

/** Who the cluster's address leads to. */
export interface Members {
  readonly controllers: readonly NodeName[]
  /** What leads to none of the controllers. */
  readonly strangers: readonly string[]
}

/** Reads `gcomm://10.77.1.11,10.77.1.12:4567?pc.wait_prim=no`; undefined where there is no such address. */
export const readMembers = (address: string | undefined, topology: Topology): Members | undefined => {
  const list = /^["']?gcomm:\/\/(?<list>[^?"']*)/.exec(address ?? '')?.groups?.['list']
  if (list === undefined) return undefined
  const hosts = list
    .split(',')
    .map((host) => host.trim().replace(/:\d+$/, ''))
    .filter((host) => host !== '')
  const found = hosts.map((host) => [host, controllerAt(host, topology)] as const)
  return {
    controllers: nodeNames.filter((name) => found.some(([, controller]) => controller === name)),
    strangers: unique(found.filter(([, controller]) => controller === undefined).map(([host]) => host))
  }
}

/** The controller that a name or an address leads to. */
export const controllerAt = (host: string, { nodes }: Topology): NodeName | undefined =>
  nodeNames.find((name) => host === name || host === nodes[name].management || host === nodes[name].cluster)

/** The saved state of `grastate.dat`, and whether a view was saved beside it. */
export interface SavedState {
  readonly uuid: string | undefined
  /** -1: the server runs, or did not stop in order. */
  readonly position: number | undefined
  readonly safeToBootstrap: boolean | undefined
  readonly view: boolean
}

export const nothingSaved: SavedState = {
  uuid: undefined,
  position: undefined,
  safeToBootstrap: undefined,
  view: false
}

/** Exit code 1: there is no data folder, and so nothing is saved. */
export const readSaved = ({ output, exitCode }: Section): SavedState | undefined => {
  if (exitCode === 1) return nothingSaved
  if (exitCode !== 0) return undefined
  const parts = new Map(output.split(/^==> /m).map((part) => [/^\S*\/(\S+) <==$/m.exec(part)?.[1], part] as const))
  const state = parts.get('grastate.dat') ?? ''
  const view = parts.get('gvwstate.dat')
  const value = (name: string): string | undefined =>
    new RegExp(`^${name}:[ \\t]*(\\S{1,60})[ \\t]*$`, 'm').exec(state)?.[1]
  const position = value('seqno')
  const safe = value('safe_to_bootstrap')
  return {
    uuid: uuidOf(value('uuid')),
    position: position !== undefined && /^-?\d{1,18}$/.test(position) ? Number(position) : undefined,
    safeToBootstrap: safe === '0' ? false : safe === '1' ? true : undefined,
    view: view !== undefined && /^view_id: /m.test(view)
  }
}

/** A uuid as Galera writes it. The one of nothing but zeros is none. */
export const uuidOf = (text: string | undefined): string | undefined =>
  text !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) && /[1-9a-f]/.test(text)
    ? text
    : undefined

const unique = (items: readonly string[]): readonly string[] => [...new Set(items)]
