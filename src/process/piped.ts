import { spawn } from 'node:child_process'

/** A program that runs while we talk to it. */
export interface PipedProgram {
  /** Output that came before somebody listened is handed to the first listener. */
  onData(listener: (stream: 'stdout' | 'stderr', chunk: Buffer) => void): void
  write(data: string | Buffer): void
  /** Closes its standard input. */
  end(): void
  pause(): void
  resume(): void
  /** Resolves when it has ended and all that it printed was handed over; 127 where it could not be started. */
  readonly ended: Promise<number>
  /** Tells it to end. */
  close(): void
}

/** Starts a program with pipes instead of a terminal. */
export const startPiped = (
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {}
): PipedProgram => {
  const child = spawn(file, args, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true
  })
  const early: ['stdout' | 'stderr', Buffer][] = []
  let listener = (stream: 'stdout' | 'stderr', chunk: Buffer): void => void early.push([stream, chunk])
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk: Buffer) => listener(stream, chunk))
  }
  // Whoever stops reading has ended; that shows by itself.
  child.stdin.on('error', () => undefined)
  return {
    onData: (next) => {
      listener = next
      for (const [stream, chunk] of early.splice(0)) next(stream, chunk)
    },
    write: (data) => void child.stdin.write(data),
    end: () => void child.stdin.end(),
    pause: () => void child.stdout.pause(),
    resume: () => void child.stdout.resume(),
    ended: new Promise((resolve) => {
      child.once('error', () => resolve(127))
      child.once('close', (code) => resolve(code ?? 255))
    }),
    close: () => void child.kill()
  }
}
