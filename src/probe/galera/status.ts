import { linesOf, type ProbeSection, type Section } from '../probe.ts'

/** What came of the attempt to log in as root. */
export const answerWords = [
  'answered',
  'no-socket',
  'silent',
  'access-denied',
  'too-many-connections',
  'client-options',
  'failed'
] as const
export type Answer = (typeof answerWords)[number]

/** Galera's words for a cluster's state. */
export const clusterWords = ['Primary', 'non-Primary', 'Disconnected'] as const

/** Galera's words for a node's state; the several kinds of joining are one. */
export const stateWords = ['Initialized', 'Joining', 'Joined', 'Synced', 'Donor/Desynced', 'Disconnected'] as const

const status = [
  'wsrep_ready',
  'wsrep_connected',
  'wsrep_cluster_status',
  'wsrep_cluster_size',
  'wsrep_cluster_state_uuid',
  'wsrep_cluster_conf_id',
  'wsrep_local_state_comment',
  'wsrep_incoming_addresses',
  'wsrep_provider_name',
  'wsrep_provider_version',
  'wsrep_last_committed',
  'wsrep_local_recv_queue',
  'wsrep_flow_control_paused',
  'wsrep_local_bf_aborts',
  'wsrep_local_cert_failures',
  'Threads_connected'
]

const variables = [
  'version',
  'wsrep_on',
  'wsrep_cluster_name',
  'wsrep_cluster_address',
  'wsrep_node_name',
  'wsrep_node_address',
  'wsrep_sst_method',
  'wsrep_provider_options',
  'wsrep_desync',
  'wsrep_reject_queries',
  'wsrep_auto_increment_control',
  'auto_increment_increment',
  'auto_increment_offset',
  'read_only',
  'max_connections',
  'binlog_format',
  'default_storage_engine',
  'innodb_autoinc_lock_mode',
  'innodb_flush_log_at_trx_commit'
]

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

/** The statements of the one call. What needs a table comes last: a node without a primary component refuses it. */
const statements = [
  `SHOW GLOBAL STATUS WHERE Variable_name IN (${quoted(status)})`,
  `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${quoted(variables)})`,
  'SELECT "database", schema_name FROM information_schema.schemata ORDER BY schema_name LIMIT 200',
  'SELECT "account", CONCAT(user, "@", host) FROM mysql.user ORDER BY user, host LIMIT 200'
].join('; ')

const asTable = '--connect-timeout=1 -N -B'

/** Shell text: asks for so much of the status only, in a form that `readStatus` reads; `limit` bounds a command in time. */
export const askFor = (names: readonly string[], limit: string): string => `export HOME=/root client=mariadb
command -v mariadb >/dev/null || client=mysql
${limit} "$client" ${asTable} -e 'SHOW GLOBAL STATUS WHERE Variable_name IN (${quoted(names)}); SHOW GLOBAL VARIABLES WHERE Variable_name IN ("version", "wsrep_on", "wsrep_sst_method")'`

/** One call to the client, as root over the socket, as a person at the controller would. */
export const statusSection: ProbeSection = {
  command: () => `mariadb -e "SHOW GLOBAL STATUS LIKE 'wsrep_%'; SHOW GLOBAL VARIABLES LIKE 'wsrep_%'"`,
  script: () => `export HOME=/root
client=$(command -v mariadb || command -v mysql) || exit 127
timeout -k 1 1.5 "$client" ${asTable} -e '${statements}'`,
  excerpt: (output) =>
    linesOf(output)
      .filter((line) => !/^(?:database|account|wsrep_provider_options)\t/.test(line))
      .join('\n')
}

/** What the server said of itself. */
export interface ServerAnswer {
  readonly word: Answer
  readonly values: ReadonlyMap<string, string>
  /** Undefined where the server could not read its tables. */
  readonly databases: readonly string[] | undefined
  readonly accounts: readonly string[] | undefined
}

const signs: readonly (readonly [RegExp, Answer])[] = [
  [/^ERROR 1040\b|^ERROR 1203\b|^ERROR 1226\b|too many connections/im, 'too-many-connections'],
  [/^ERROR (?:1045|1698|1524)\b|access denied/im, 'access-denied'],
  [/^ERROR 2013\b|reading initial communication packet/im, 'silent'],
  [/^ERROR 200[23]\b.*\((?:2|111|"Connection refused"|"No such file or directory")\)/im, 'no-socket'],
  [/unknown (?:variable|option)|^error: /im, 'client-options']
]

/** The tables that only the system uses. */
const systemDatabases = ['information_schema', 'mysql', 'performance_schema', 'sys']

/** How often a name may stand in an answer: once. Two values of one name are not the server's own. */
export const readStatus = ({ output, exitCode }: Section): ServerAnswer => {
  const none = { values: new Map(), databases: undefined, accounts: undefined }
  if (exitCode === 124 || exitCode === 137) return { word: 'silent', ...none }
  const rows = linesOf(output).flatMap((line) => {
    const at = line.indexOf('\t')
    return at < 1 ? [] : [[line.slice(0, at).toLowerCase(), line.slice(at + 1)] as const]
  })
  const all = (kind: string) => rows.flatMap(([name, value]) => (name === kind ? [value] : []))
  const single = rows.filter(([name]) => name !== 'database' && name !== 'account')
  const values = new Map(single)
  // The last of the variables: what comes before it is complete.
  const complete = values.size === single.length && values.has('wsrep_sst_method') && values.has('version')
  if (!complete) {
    const word = exitCode === 0 ? 'failed' : (signs.find(([sign]) => sign.test(output))?.[1] ?? 'failed')
    return { word, ...none }
  }
  if (exitCode !== 0) return { word: 'answered', values, databases: undefined, accounts: undefined }
  return {
    word: 'answered',
    values,
    databases: all('database').filter((name) => !systemDatabases.includes(name)),
    accounts: all('account')
  }
}

/** One of the options in `wsrep_provider_options`, such as `pc.ignore_quorum = false; …`. */
export const providerOption = (text: string | undefined, name: string): string | undefined =>
  (text ?? '')
    .split(';')
    .map((part) => part.split('='))
    .find(([key]) => key?.trim() === name)?.[1]
    ?.trim()

const on = ['ON', '1', 'TRUE', 'YES']
const off = ['OFF', '0', 'FALSE', 'NO']

/** The server's word for yes or no; undefined where it is neither. */
export const isOn = (text: string | undefined): boolean | undefined => {
  const word = text?.toUpperCase()
  if (word === undefined) return undefined
  return on.includes(word) ? true : off.includes(word) ? false : undefined
}

/** Galera says 2^64 - 1 where it has no number. */
const mostNumber = Number.MAX_SAFE_INTEGER

/** Values of the server by name and kind. */
export const readValues = (values: ReadonlyMap<string, string>) => ({
  text: (name: string): string | undefined => {
    const value = values.get(name)
    return value === undefined || value === '' || value === 'NULL' ? undefined : value.slice(0, 8000)
  },
  flag: (name: string): boolean | undefined => isOn(values.get(name)),
  number: (name: string): number | undefined => {
    const text = values.get(name) ?? ''
    const value = /^-?\d{1,20}(?:\.\d{1,10})?(?:e[-+]?\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
    return Number.isFinite(value) && value <= mostNumber ? value : undefined
  }
})

/** `Joining: receiving State Transfer` and its like are one word. */
export const readState = (text: string | undefined) =>
  stateWords.find((word) => word === text || (word === 'Joining' && text?.startsWith('Joining:') === true))
