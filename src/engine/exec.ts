import type { ExecOptions, ExecResult } from './engine.ts'

/** A command that runs on a controller, however the engine reaches it. */
export interface RunningCommand {
  /** Output that came before somebody listened is handed to the first listener. */
  onData(listener: (stream: 'stdout' | 'stderr', chunk: Buffer) => void): void
  write(data: string | Buffer): void
  /** Closes its standard input. */
  end(): void
  /** The exit code, once all that it printed was handed over. */
  readonly ended: Promise<number>
}

const feed = async (command: RunningCommand, input: ExecOptions['stdin']): Promise<void> => {
  if (typeof input === 'string') command.write(input)
  else if (input !== undefined) for await (const chunk of input) command.write(chunk)
  command.end()
}

/** Gives a running command its input, collects what it prints, and waits for its end. @param abort asks it to end */
export const execOver = async (
  command: RunningCommand,
  abort: () => void,
  { stdin, signal, onOutput }: ExecOptions
): Promise<ExecResult> => {
  const collected = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  command.onData(onOutput ?? ((stream, chunk) => void collected[stream].push(chunk)))
  signal?.addEventListener('abort', abort, { once: true })
  try {
    if (signal?.aborted) abort()
    // Not waited for: a command may end before its input does.
    feed(command, stdin).catch(() => command.end())
    const exitCode = await command.ended
    return {
      exitCode,
      stdout: Buffer.concat(collected.stdout).toString('utf8'),
      stderr: Buffer.concat(collected.stderr).toString('utf8')
    }
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
