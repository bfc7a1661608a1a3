import { linesOf, type Section } from '../probe.ts'

/** A shell loop over the processes whose name fits a pattern of the shell's; `$name` and `$state` are set in it. */
const overProcesses = (pattern: string, body: string): string => `for folder in /proc/[0-9]*; do
  { read -r name <"$folder/comm"; } 2>/dev/null || continue
  case "$name" in ${pattern}) ;; *) continue ;; esac
  { read -r state <"$folder/stat"; } 2>/dev/null || continue
  state=\${state##*) }; state=\${state%% *}
  ${body}
done`

/** Prints name and state of each process whose name fits. */
export const processStates = (pattern: string): string => `${overProcesses(pattern, 'echo "$name $state"')}; true`

/**
 * Ends a section as if its time had run out where such a process is stopped by a signal: whoever asked it would wait
 * for nothing, and the other probes of the run would pay for that.
 */
export const unlessStopped = (pattern: string): string =>
  `${overProcesses(pattern, 'case "$state" in [Tt]) exit 124 ;; esac')}\n`

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

/** Whether it was stopped by a signal. */
export const isStopped = ({ state }: ProcessState): boolean => state === 'T' || state === 't'
