/**
 * What sections read of the machine in common. Asking is most of what a probe costs, so a script asks once for all of
 * its sections, before the first of them, and keeps the answers in variables of the shell; `$<name>_code` is the exit
 * code.
 */
export interface Needs {
  /** Units of systemd with their ending: `unit <name>` puts the properties of one into `$block`. */
  readonly units?: readonly string[]
  /** Packages, as patterns of dpkg-query: their state, name and version, a line each, in `$packages`. */
  readonly packages?: readonly string[]
  /**
   * Names of processes, as patterns of the shell: their `/proc/<pid>/stat`, a line each, in `$processes`, and the names
   * of those that a signal has stopped, with blanks around each, in `$halted`.
   */
  readonly processes?: readonly string[]
  /** Listening sockets, as ss prints them, in `$sockets`. */
  readonly sockets?: true
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

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(' ')

const askSockets = 'sockets=$(ss -Hltunp); sockets_code=$?'

const askPackages = (names: readonly string[]): string =>
  `packages=$(dpkg-query -W -f='\${db:Status-Status} \${Package} \${Version}\\n' ${quoted(names)} 2>&1); packages_code=$?`

// systemctl answers in the order of the names, with an empty line between two units.
const askUnits = (names: readonly string[]): string => `newline='
'
units=$(timeout 2 systemctl show ${quoted(names)} --property=${unitProperties.join(',')}); units_code=$?
unit() {
  left=$units
  for each in ${quoted(names)}; do
    block=\${left%%"$newline$newline"*}
    [ "$each" != "$1" ] || return "$units_code"
    left=\${left#*"$newline$newline"}
  done
}`

const askProcesses = (patterns: readonly string[]): string => `processes=; halted=' '
for folder in /proc/[0-9]*; do
  { read -r name <"$folder/comm"; } 2>/dev/null || continue
  case $name in ${patterns.join('|')}) ;; *) continue ;; esac
  { read -r status <"$folder/stat"; } 2>/dev/null || continue
  processes="$processes$status
"
  case \${status##*) } in [Tt]*) halted="$halted$name " ;; esac
done`

/** The shell text that asks whatever the sections of a script need. */
export const askTogether = (needs: readonly Needs[]): string => {
  const all = (kind: 'units' | 'packages' | 'processes'): readonly string[] => [
    ...new Set(needs.flatMap((one) => one[kind] ?? []))
  ]
  const [units, packages, processes] = [all('units'), all('packages'), all('processes')]
  return [
    needs.some(({ sockets }) => sockets) ? askSockets : [],
    packages.length > 0 ? askPackages(packages) : [],
    units.length > 0 ? askUnits(units) : [],
    processes.length > 0 ? askProcesses(processes) : []
  ]
    .flat()
    .join('\n')
}
