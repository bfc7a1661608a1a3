import { linesOf, type ProbeSection, type Section } from '../probe.ts'

/** Troubles that the server's log tells of in words that do not change between versions. */
export const problemWords = [
  'no-primary-view',
  'unsafe-bootstrap',
  'other-cluster-name',
  'address-not-own',
  'state-transfer-failed',
  'provider-missing',
  'binlog-format',
  'unknown-option',
  'disk-full',
  'data-locked',
  'inconsistent',
  'conflicting-primaries'
] as const
export type Problem = (typeof problemWords)[number]

const patterns: Readonly<Record<Problem, RegExp>> = {
  'no-primary-view': /failed to reach primary view|Failed to open channel .*Connection timed out/,
  'unsafe-bootstrap': /It may not be safe to bootstrap the cluster/,
  'other-cluster-name': /handshake failed, my group: '.{0,100}', peer group: '/,
  'address-not-own': /Cannot assign requested address/,
  'state-transfer-failed':
    /Will never receive state|State transfer to .{0,80} failed|SST failed|failed on donor|Application state transfer failed/,
  'provider-missing': /wsrep_load\(\): dlopen\(\)|Failed to load provider/,
  'binlog-format': /Only binlog_format\s*= 'ROW' is currently supported/,
  'unknown-option': /unknown (?:variable|option) '/,
  'disk-full': /No space left on device|Errcode: 28\b|Disk is full/i,
  'data-locked': /Unable to lock \.\/ibdata1|Can't lock aria control file/,
  inconsistent: /Inconsistency detected|inconsistent with group|Node consistency compromised/,
  'conflicting-primaries': /conflicting prims/
}

/** From here on, what was before is over: the node is in the cluster, or somebody started it anew. */
const fresh = /: (?:Starting|Stopped) (?:mariadb|mysql)\S*|Synchronized with group, ready for connections/

/** A start that nobody asked for: the trouble before it is not over. */
const automatic = /: Scheduled restart job/

/** The cluster has changed: a node came, left or caught up. */
const change = /New COMPONENT:|Synchronized with group|Shifting .{3,60} -> |view\(view_id/

/** How long a line about somebody else's trouble counts, in seconds: a running server logs each attempt. */
const recent = 30

/** Words of the lines that matter, for grep -E: fewer lines travel. */
const telling =
  'ERROR|[Ff]ail|not found|No such|safe|COMPONENT|Synchronized|Shifting|systemd|space left|nconsisten|handshake|lock|unknown|denied|assign|in use|prim view|conflicting prims'

/** The last lines of the server's log, each with its time. */
export const logSection: ProbeSection = {
  explains: true,
  command: () => 'journalctl -u mariadb -n 300 --no-pager | grep -E "WSREP|ERROR"',
  script: () => `date +%s
timeout 2 journalctl -u mariadb -n 200 -o short-unix --no-hostname -q --no-pager | grep -E '${telling}' | cut -c 1-400`,
  excerpt: (output) =>
    linesOf(output)
      .slice(1)
      .filter((line) => /\[(?:ERROR|Warning)\]|failed|New COMPONENT|Synchronized|Shifting/.test(line))
      .slice(-20)
      .join('\n')
}

/** What the log says. */
export interface Log {
  readonly problems: readonly Problem[]
  /** Seconds since a node came, left or caught up, as far as the log goes back. */
  readonly changedSecondsAgo: number | undefined
}

export const nothingLogged: Log = { problems: [], changedSecondsAgo: undefined }

export const readLog = ({ output, exitCode }: Section): Log | undefined => {
  const [first = '', ...lines] = linesOf(output)
  if (exitCode !== 0 || !/^\d{9,12}$/.test(first)) return undefined
  const now = Number(first)
  const entries = lines.map((line) => {
    const at = /^(\d{9,12})\.\d+ /.exec(line)?.[1]
    return { text: line, age: at === undefined ? undefined : Math.max(0, now - Number(at)) }
  })
  const start = entries.findLastIndex(
    ({ text }, at) => fresh.test(text) && !lines.slice(Math.max(0, at - 3), at).some((line) => automatic.test(line))
  )
  const since = entries.slice(start + 1)
  const told = (problem: Problem): boolean =>
    (problem === 'other-cluster-name' ? entries.filter(({ age }) => age !== undefined && age <= recent) : since).some(
      ({ text }) => patterns[problem].test(text)
    )
  return {
    problems: problemWords.filter(told),
    changedSecondsAgo: entries.findLast(({ text }) => change.test(text))?.age
  }
}
