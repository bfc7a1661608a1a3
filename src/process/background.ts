import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/** A program that goes on without us: no terminal, no signals meant for us, and what it prints is appended to a file. */
export interface BackgroundProgram {
  readonly file: string
  readonly args: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  readonly log: string
}

/** Starts a program in a session of its own and lets go of it. That it cannot be started shows by its absence. */
export const startInBackground = ({ file, args, environment, log }: BackgroundProgram): void => {
  mkdirSync(dirname(log), { recursive: true, mode: 0o700 })
  const output = openSync(log, 'a', 0o600)
  try {
    // In the root folder it keeps no disk from being unmounted.
    const child = spawn(file, args, { detached: true, cwd: '/', env: environment, stdio: ['ignore', output, output] })
    child.on('error', () => undefined)
    child.unref()
  } finally {
    closeSync(output)
  }
}
