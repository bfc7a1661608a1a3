import { linesOf, type ProbeSection, type Section } from '../probe.ts'
import { quote } from '../shell.ts'

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

const anySign = Object.values(signs).join('|')

/**
 * What the logs say that is known. The broker writes to a file of its own, each line with its time; what goes wrong
 * before it does is in the files of the unit. Of the one for errors, which bears no times, only what followed the end of
 * the last start but one is looked at.
 */
export const logSection: ProbeSection = {
  explains: true,
  command: () => 'tail -n 5 /var/log/rabbitmq/rabbit@*.log /var/log/rabbitmq/rabbitmq-server*.log',
  script: () => `cd /var/log/rabbitmq 2>/dev/null || { date '+now %s'; exit 0; }
known=${quote(anySign)}
date '+now %s'
set --
for file in rabbit@*.log rabbitmq-server.log; do
  case $file in *_upgrade.log) ;; *) [ -s "$file" ] && set -- "$@" "$file" ;; esac
done
[ $# -gt 0 ] && tail -q -c 60000 "$@" | grep -a -E "^[0-9]{4}-.*($known)"
file=rabbitmq-server.error.log
if [ -s "$file" ]; then
  stat -c 'file %Y' "$file"
  tail -c 20000 "$file" | awk '/^Crash dump is being/ { last = text; text = ""; next } { text = text $0 "\\n" }
    END { printf "%s", text ~ /[^ \\n]/ ? text : last }' | grep -a -E "$known"
fi; true`,
  excerpt: (output) =>
    linesOf(output)
      .filter((line) => !/^(?:now|file) \d+$/.test(line))
      .slice(-10)
      .join('\n')
}

/** Older lines tell of what was, not of what is. */
const recentSeconds = 180

/**
 * The known problems in lines of the logs, of the last three minutes and no older than the broker's last start, which
 * was so many seconds ago: what an earlier start failed at may have been cured. A line without a time is as old as its
 * `file`, of which the section prints the last start only.
 */
export const readProblems = ({ output, exitCode }: Section, startedAgo: number): readonly Problem[] | undefined => {
  const lines = linesOf(output)
  const now = Number(/^now (\d{1,12})$/.exec(lines[0] ?? '')?.[1] ?? Number.NaN)
  if (exitCode !== 0 || !Number.isFinite(now)) return undefined
  // The clocks of the log and of systemd are read in whole seconds.
  const since = now - Math.min(recentSeconds, startedAgo + 2)
  const found = new Set<Problem>()
  let written = 0
  for (const line of lines.slice(1)) {
    const file = /^file (\d{1,12})$/.exec(line)?.[1]
    if (file !== undefined) written = Number(file)
    const stamp = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\.\d+([+-]\d\d:\d\d)/.exec(line)
    const at = stamp === null ? written : Date.parse(`${stamp[1]}T${stamp[2]}${stamp[3]}`) / 1000
    if (at >= since) for (const word of problemWords) if (patterns[word].test(line)) found.add(word)
  }
  return problemWords.filter((word) => found.has(word))
}

const patterns = Object.fromEntries(problemWords.map((word) => [word, new RegExp(signs[word])])) as Readonly<
  Record<Problem, RegExp>
>
