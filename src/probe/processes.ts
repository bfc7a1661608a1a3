import { linesOf, type ProbeSection, type Section } from './probe.ts'
import { statLine } from './shell.ts'

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

/**
 * Shell text that goes through processes by name; `$line` is what `/proc/<pid>/stat` says of one, `$folder` is its
 * place. It ends its section: fields are not split as usual after it.
 */
export const overProcesses = (names: readonly string[], body: string): string => `IFS='
'; set -f
for line in $processes; do
  case $line in ${names.map(statLine).join('|')}) ;; *) continue ;; esac
  folder=/proc/\${line%% *}
  ${body}
done; true`

/** The processes of a program, whoever started them: their lines of `/proc/<pid>/stat`, each with its command line. */
export const processesSection = (program: string): ProbeSection => ({
  command: () => `ps -C ${program} -o pid,stat,args`,
  needs: { processes: [program] },
  script: () =>
    overProcesses(
      [program],
      `echo "process $line"
  tr '\\0\\n' '\\n ' 2>/dev/null <"$folder/cmdline"`
    ),
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

/** Names and states of processes, without their command lines. */
export const statesSection = (command: string, ...names: readonly string[]): ProbeSection => ({
  command: () => command,
  needs: { processes: names },
  script: () => overProcesses(names, 'name=${line#*\\(}; state=${line##*\\) }; echo "${name%%\\)*} ${state%% *}"')
})

export interface ProcessState {
  /** As the kernel shortens it. */
  readonly name: string
  /** The kernel's letter: R, S, D, T … */
  readonly state: string
}

/** Undefined where the section could not look. */
export const readStates = ({ output, exitCode }: Section): readonly ProcessState[] | undefined => {
  if (exitCode !== 0) return undefined
  return linesOf(output).flatMap((line) => {
    const [, name, state] = /^(\S{1,15}) ([A-Za-z])$/.exec(line) ?? []
    return name === undefined || state === undefined || state === 'Z' ? [] : [{ name, state }]
  })
}

/** Whether a process was stopped by a signal. */
export const isStopped = ({ state }: { readonly state: string }): boolean => state === 'T' || state === 't'

/**
 * Shell text that ends a section as if its time had run out where one of these processes is stopped by a signal:
 * whoever asked it would wait for nothing, and the other probes of the run would pay for that.
 */
export const unlessStopped = (...names: readonly string[]): string =>
  `case $halted in ${names.map((name) => `*' ${name} '*`).join('|')}) exit 124 ;; esac
`
