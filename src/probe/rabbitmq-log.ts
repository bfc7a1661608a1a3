import { linesOf, type Section } from './probe.ts'

/** What a broker's own words tell of it, as far as it is known; each is a word of the catalogues. */
export const problemWords = [
  'cookie-rejected',
  'cookie-mode',
  'cookie-unreadable',
  'name-unresolved',
  'name-taken',
  'inconsistent-cluster',
  'waiting-for-tables',
  'partitioned',
  'minority',
  'address-unavailable',
  'port-taken',
  'configuration-broken',
  'disk-full',
  'old-incarnation',
  'queue-type-conflict',
  'login-refused',
  'guest-refused',
  'vhost-refused'
] as const
export type Problem = (typeof problemWords)[number]

/** Strings as RabbitMQ 3.8 to 4.x and Erlang 24 to 27 print them: never whole lines, which differ between versions. */
const signs: Readonly<Record<Problem, string>> = {
  // A connection of erl_call, whose node is called c123, is not what is meant.
  'cookie-rejected':
    "Connection attempt from (disallowed )?node '?(rabbit|rabbitmqcli-[0-9]*-rabbit)@[^ ]*( rejected)?|Erlang distribution failed",
  'cookie-mode': 'ookie file .* must be accessible by owner only',
  'cookie-unreadable': 'reading .*erlang\\.cookie: eacces',
  'name-unresolved': 'epmd.*(nxdomain|non-existing domain|address \\(cannot)|[Cc]an.?t resolve|unable to resolve',
  'name-taken': 'node with name .* is already running',
  'inconsistent-cluster': 'inconsistent_cluster|but .* disagrees',
  'waiting-for-tables': 'Waiting for Mnesia tables|timeout_waiting_for_tables|Waiting for Khepri leader',
  partitioned: 'running_partitioned_network|inconsistent_database',
  minority: 'minority/secondary status detected|Cluster minority',
  'address-unavailable': 'eaddrnotavail|address not available',
  'port-taken': 'eaddrinuse|address already in use|distribution port .* is in use',
  'configuration-broken':
    'unknown variable|[Ff]ailed to (load|parse|prepare) .*config|failed_to_prepare_configuration|Error preparing configuration|Conf file .*(parse|syntax)',
  'disk-full': 'enospc|no space left',
  'old-incarnation': 'in an old incarnation',
  'queue-type-conflict': 'inequivalent arg',
  'login-refused': 'PLAIN login refused: user .* invalid credentials|login refused: user .* - invalid',
  'guest-refused': 'can only connect via localhost',
  'vhost-refused': 'access to vhost .* refused|vhost .* not found'
}

/** What grep picks out of a log. */
export const anySign = Object.values(signs).join('|')

/** Older lines tell of what was, not of what is. */
const recentSeconds = 180

/**
 * The known problems in lines of the logs: `now` is the controller's clock, `file` when a file was last written, for
 * lines that bear no time of their own.
 */
export const readProblems = ({ output, exitCode }: Section): readonly Problem[] | undefined => {
  const lines = linesOf(output)
  const now = Number(/^now (\d{1,12})$/.exec(lines[0] ?? '')?.[1] ?? Number.NaN)
  if (exitCode !== 0 || !Number.isFinite(now)) return undefined
  const found = new Set<Problem>()
  let written = 0
  for (const line of lines.slice(1)) {
    const file = /^file (\d{1,12})$/.exec(line)?.[1]
    if (file !== undefined) written = Number(file)
    const stamp = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\.\d+([+-]\d\d:\d\d)/.exec(line)
    const at = stamp === null ? written : Date.parse(`${stamp[1]}T${stamp[2]}${stamp[3]}`) / 1000
    if (!(at > now - recentSeconds)) continue
    for (const word of problemWords) if (patterns[word].test(line)) found.add(word)
  }
  return problemWords.filter((word) => found.has(word))
}

const patterns = Object.fromEntries(problemWords.map((word) => [word, new RegExp(signs[word])])) as Readonly<
  Record<Problem, RegExp>
>
