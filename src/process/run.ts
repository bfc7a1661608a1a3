import { ExecaError, execa } from 'execa'
import { Interrupted } from '../errors.ts'

/** How a program is to be run. */
export interface ProgramOptions {
  readonly environment?: Readonly<Record<string, string>>
  readonly stdin?: string
  readonly signal?: AbortSignal
  /** Called with each line of standard output or standard error as it comes. */
  readonly onLine?: (line: string) => void
  /** The longest that it may take, in milliseconds. */
  readonly limit?: number
}

/** What became of a program: it ended with a code, or it could not be run at all. */
export type ProgramResult =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'time-out' }

/** Runs a program of this machine. Taken as an argument by whatever starts programs, so that it can be tested. */
export type RunProgram = (file: string, args: readonly string[], options?: ProgramOptions) => Promise<ProgramResult>

/** The last part of long output is what explains a failure. */
const keptCharacters = 200_000

const tail = (text: string): string => (text.length > keptCharacters ? text.slice(-keptCharacters) : text)

/** @throws Interrupted when the signal aborts; the program and what it started have been told to end by then. */
export const runProgram: RunProgram = async (file, args, options = {}) => {
  const onLine = options.onLine
  const watch =
    onLine === undefined
      ? undefined
      : function* (line: unknown) {
          onLine(String(line))
          yield line
        }
  try {
    const result = await execa(file, args, {
      env: { ...options.environment },
      reject: false,
      ...(options.stdin === undefined ? { stdin: 'ignore' as const } : { input: options.stdin }),
      ...(options.limit === undefined ? {} : { timeout: options.limit }),
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal, forceKillAfterDelay: 5000 }),
      ...(watch === undefined ? {} : { stdout: watch, stderr: watch })
    })
    if (result.isCanceled) throw new Interrupted()
    if (result.timedOut) return { kind: 'time-out' }
    if (result.code === 'ENOENT') return { kind: 'missing' }
    return { kind: 'ended', exitCode: result.exitCode ?? 1, stdout: tail(result.stdout), stderr: tail(result.stderr) }
  } catch (error) {
    if (error instanceof ExecaError && error.code === 'ENOENT') return { kind: 'missing' }
    throw error
  }
}
