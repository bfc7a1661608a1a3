import { recordSeparator } from './asker.ts'
import { type Ask, askAll } from './asks.ts'
import type { ProbeContext } from './probe.ts'
import { quote, statLine } from './shell.ts'

/**
 * What sections read of the machine in common. Asking is most of what a probe costs, so a script asks once for all of
 * its sections, before the first of them, and keeps the answers in variables of the shell; `$<name>_code` is the exit
 * code.
 */
export interface Needs {
  /** Units of systemd with their ending: `unit <name>` puts the properties of one into `$block`. */
  readonly units?: readonly string[]
  /** The same of units that few machines have: of one without a file `$block` stays empty, and systemd is not asked. */
  readonly rareUnits?: readonly string[]
  /** Packages, as patterns of dpkg-query: their state, name and version, a line each, in `$packages`. */
  readonly packages?: readonly string[]
  /**
   * Names of processes, as patterns of the shell: their `/proc/<pid>/stat`, a line each, in `$processes`, and the names
   * of those that a signal has stopped, with blanks around each, in `$halted`.
   */
  readonly processes?: readonly string[]
  /** Listening sockets, as ss prints them, in `$sockets`. */
  readonly sockets?: true
  /** Established TCP connections from or to these ports, as ss prints them, in `$connections`. */
  readonly connections?: readonly number[]
  /** Questions over sockets: `answer <to>` puts one answer into `$answer`. */
  readonly asks?: (context: ProbeContext) => readonly Ask[]
}

/** Every property of a unit that some section reads. */
const unitProperties = [
  'LoadState',
  'ActiveState',
  'SubState',
  'Result',
  'UnitFileState',
  'NRestarts',
  'StatusText',
  'Listen',
  'DropInPaths',
  'Environment',
  'EnvironmentFiles',
  'Restart',
  'MainPID',
  'NeedDaemonReload',
  'StateChangeTimestampMonotonic',
  'ExecMainStartTimestampMonotonic',
  'ExecStart'
] as const
export type UnitProperty = (typeof unitProperties)[number]

const quoted = (names: readonly string[]): string => names.map(quote).join(' ')

const askSockets = 'sockets=$(ss -Hltunp); sockets_code=$?'

const askConnections = (ports: readonly number[]): string => {
  const either = ports.map((port) => `sport = :${port} or dport = :${port}`).join(' or ')
  return `connections=$(ss -Htn state established '( ${either} )'); connections_code=$?`
}

const askPackages = (names: readonly string[]): string =>
  `packages=$(dpkg-query -W -f='\${db:Status-Status} \${Package} \${Version}\\n' ${quoted(names)} 2>&1); packages_code=$?`

/** Where unit files are, on Debian. */
const unitFolders = ['/etc/systemd/system', '/lib/systemd/system', '/run/systemd/system']

/** A line break, as a word of the shell. */
const newline = quote('\n')

// systemctl answers in the order of the names, with an empty line between two units. A shell is slow at taking a long
// text apart: that line becomes a character at which it splits by itself.
const askUnits = (names: readonly string[], rare: readonly string[]): string => `set -- ${quoted(names)}
for each in ${quoted(rare)}; do for folder in ${unitFolders.join(' ')}; do
  [ ! -e "$folder/$each" ] || { set -- "$@" "$each"; break; }
done; done
unit_names=$*; units=; units_code=0
[ $# = 0 ] || { units=$(timeout 2 systemctl show "$@" --property=${unitProperties.join(',')}); units_code=$?; }
units=$(printf '%s\\n' "$units" | sed 's/^$/${recordSeparator}/')
unit() {
  wanted=$1; block=
  set -f; IFS='${recordSeparator}'; set -- $units; unset IFS; set +f
  for each in $unit_names; do
    [ "$each" != "$wanted" ] || { block=\${1#${newline}}; block=\${block%${newline}}; return "$units_code"; }
    [ $# = 0 ] || shift
  done
}`

/**
 * Shell text that finds the processes of some names: `Needs.processes`. One program reads them all: that is quicker than
 * a shell that opens one file after another.
 */
export const askProcesses = (patterns: readonly string[]): string => `processes=; halted=' '
stats=$(cat /proc/[0-9]*/stat 2>/dev/null)
set -f; IFS=${newline}
for line in $stats; do
  case $line in ${patterns.map(statLine).join('|')}) ;; *) continue ;; esac
  processes="$processes$line"${newline}
  name=\${line#*\\(}
  case \${line##*\\) } in [Tt]*) halted="$halted\${name%%\\)*} " ;; esac
done
unset IFS; set +f`

/** The shell text that asks whatever the sections of a script need. */
export const askTogether = (needs: readonly Needs[], context: ProbeContext): string => {
  const all = <T>(of: (one: Needs) => readonly T[] | undefined): readonly T[] => [
    ...new Set(needs.flatMap((one) => of(one) ?? []))
  ]
  const units = all((one) => one.units)
  const rareUnits = all((one) => one.rareUnits).filter((unit) => !units.includes(unit))
  const packages = all((one) => one.packages)
  const processes = all((one) => one.processes)
  const connections = all((one) => one.connections)
  const asks = all((one) => one.asks?.(context))
  return [
    needs.some(({ sockets }) => sockets) ? askSockets : [],
    packages.length > 0 ? askPackages(packages) : [],
    units.length + rareUnits.length > 0 ? askUnits(units, rareUnits) : [],
    processes.length > 0 ? askProcesses(processes) : [],
    // Whom to ask may depend on who is connected.
    connections.length > 0 ? askConnections(connections) : [],
    asks.length > 0 ? askAll(asks) : []
  ]
    .flat()
    .join('\n')
}
