import { linesLike, linesOf, type ProbeSection, type Section } from './probe.ts'

/** Whether a package is installed, in a form that a parser can trust. */
export const packageSection = (name: string): ProbeSection => ({
  command: () => `dpkg-query -W ${name}`,
  script: () => `dpkg-query -W -f='\${db:Status-Status} \${Version}\\n' ${name}`
})

/** Undefined where dpkg itself could not say. */
export const readPackage = ({ output, exitCode }: Section) => {
  if (exitCode === 1) return { installed: false, version: undefined }
  const { state, version } = /^(?<state>[a-z-]+) (?<version>\S{1,100})?\s*$/.exec(output)?.groups ?? {}
  if (exitCode !== 0 || state === undefined) return undefined
  const installed = state !== 'not-installed' && state !== 'config-files'
  return { installed, version: installed ? version : undefined }
}

/** What a person looks at to understand the state of a unit. */
const shownProperties = ['ActiveState', 'SubState', 'Result', 'UnitFileState', 'NRestarts']

/** A unit as systemd sees it; `shown` and `read` name properties that a probe wants besides, with or without showing them. */
export const unitSection = (
  unit: string,
  shown: readonly string[] = [],
  read: readonly string[] = []
): ProbeSection => {
  const visible = [...shownProperties, ...shown]
  const all = [...visible, 'MainPID', 'NeedDaemonReload', 'StateChangeTimestampMonotonic', ...read]
  return {
    command: () => `systemctl show ${unit} -p ${visible.join(',')}`,
    // The start of a fresh shell, in ticks since boot, is the clock that a process's own start is compared with:
    // /proc/uptime counts from the start of the container, and the wall clock may be set.
    script: () =>
      `read -r now </proc/self/stat; echo "now $now"; timeout 2 systemctl show ${unit}.service --property=${all.join(',')}`,
    excerpt: linesLike(new RegExp(`^(?:${visible.join('|')})=`))
  }
}

/** What systemd says of a unit. */
export interface Unit {
  /** Seconds since boot, on the clock of `changedAt` and of the start of processes. */
  readonly now: number
  readonly activeState: string
  /** `absent` where there is no such unit file. */
  readonly enabledState: string
  /** 0: none. */
  readonly mainProcess: number
  readonly restarts: number
  readonly daemonReloadNeeded: boolean
  readonly changedAt: number
  /** Every property that was asked for, by its name. */
  readonly properties: ReadonlyMap<string, string>
}

/** Undefined where systemd could not say. */
export const readUnit = ({ output, exitCode }: Section): Unit | undefined => {
  const lines = linesOf(output)
  const now = readStat(lines.find((line) => line.startsWith('now '))?.slice(4) ?? '')
  const properties = new Map(
    lines.flatMap((line) => {
      const at = line.indexOf('=')
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const]
    })
  )
  const number = (name: string): number => Number(properties.get(name) ?? Number.NaN)
  const activeState = properties.get('ActiveState')
  const enabledState = properties.get('UnitFileState')
  const changed = number('StateChangeTimestampMonotonic')
  if (exitCode !== 0 || now === undefined || activeState === undefined || enabledState === undefined) return undefined
  if (![changed, number('MainPID'), number('NRestarts')].every(Number.isFinite)) return undefined
  return {
    now: now.startedAt,
    activeState,
    enabledState: enabledState === '' ? 'absent' : enabledState,
    mainProcess: number('MainPID'),
    restarts: number('NRestarts'),
    daemonReloadNeeded: properties.get('NeedDaemonReload') === 'yes',
    changedAt: changed / 1_000_000,
    properties
  }
}

/** Ticks of the clock that the kernel shows to programs, on every Linux. */
const ticksPerSecond = 100

/** What stands in `/proc/<pid>/stat` after the name, which may hold anything: the state and when it started. */
export const readStat = (line: string) => {
  const id = /^(\d{1,10}) /.exec(line)?.[1]
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const started = Number(fields[19])
  return id === undefined || fields[0] === undefined || !Number.isFinite(started)
    ? undefined
    : { id: Number(id), state: fields[0], startedAt: started / ticksPerSecond }
}

/** The processes of a program, whoever started them: their lines of `/proc/<pid>/stat`, each with its command line. */
export const processesSection = (program: string): ProbeSection => ({
  command: () => `ps -C ${program} -o pid,stat,args`,
  script: () => `for folder in /proc/[0-9]*; do
  { read -r name <"$folder/comm"; } 2>/dev/null || continue
  [ "$name" = ${program} ] || continue
  { read -r status <"$folder/stat"; } 2>/dev/null || continue
  echo "process $status"
  head -c 4096 "$folder/cmdline" 2>/dev/null | tr '\\0\\n' '\\n '
done; true`,
  excerpt: (output) =>
    output
      .split(/^process /m)
      .slice(1)
      .map((block) => block.replace(/^(\d+) .*\) (\S).*\n/, '$1 $2 ').replaceAll('\n', ' '))
      .join('\n')
})

export interface Process {
  readonly id: number
  /** The kernel's letter: R, S, D, T … */
  readonly state: string
  /** Seconds since boot. */
  readonly startedAt: number
  /** The command line, its program excepted. */
  readonly words: readonly string[]
}

/** Undefined where the section could not look. */
export const readProcesses = ({ output, exitCode }: Section): readonly Process[] | undefined => {
  if (exitCode !== 0) return undefined
  const blocks = output.split(/^process /m).slice(1)
  return blocks.flatMap((block) => {
    const [line = '', ...words] = linesOf(block)
    const stat = readStat(line)
    // The first word of a command line is the program; one that has gone since leaves no words.
    return stat === undefined || stat.state === 'Z' ? [] : [{ ...stat, words: words.slice(1) }]
  })
}
