import { setTimeout } from 'node:timers/promises'
import { windowSizeOf } from '../window-size.ts'

/** A shell that this terminal can be attached to. */
export interface AttachableShell {
  onOutput(listener: (chunk: Buffer) => void): void
  write(data: Buffer): void
  resize(columns: number, rows: number): void
  /** Lets the shell wait with its output until `resume`; what is on its way still comes. */
  pause(): void
  resume(): void
  readonly exited: Promise<number>
  close(): void
}

/** The size of a terminal, and what kind it says it is. */
export interface TerminalSize {
  readonly columns: number
  readonly rows: number
  readonly term: string
}

/**
 * Hands this process's terminal over to a shell until it ends: keys go to it as they are typed, Ctrl-C included.
 * The terminal is as it was afterwards, also when the shell was cut off.
 * @returns the shell's exit code
 */
export const attachShell = async (open: (size: TerminalSize) => Promise<AttachableShell>): Promise<number> => {
  const { stdin, stdout } = process
  const shell = await open({ ...windowSizeOf(stdout), term: process.env['TERM'] ?? 'xterm' })
  const onInput = (chunk: Buffer): void => shell.write(chunk)
  const onResize = (): void => {
    const { columns, rows } = windowSizeOf(stdout)
    shell.resize(columns, rows)
  }
  const wasRaw = stdin.isRaw
  shell.onOutput((chunk) => stdout.write(chunk))
  stdin.setRawMode(true)
  stdin.on('data', onInput)
  stdin.resume()
  stdout.on('resize', onResize)
  try {
    return await shell.exited
  } finally {
    stdin.off('data', onInput)
    stdout.off('resize', onResize)
    stdin.setRawMode(wasRaw)
    stdin.pause()
    shell.close()
  }
}

/**
 * Stops this process and all that were started with it, as Ctrl-Z does. It goes on when a shell continues them; where
 * none would, the system does not stop them at all.
 */
export const stopAsJob = async (): Promise<void> => {
  process.kill(0, 'SIGTSTP')
  // Nothing passes for who is stopped, and the signal may be a moment on its way.
  await setTimeout(100)
}
