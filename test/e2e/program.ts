import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Controllers } from '../../src/engine/engine.ts'
import { openEngine } from '../../src/engine/open.ts'
import { freePrefix } from '../../src/lab/addresses.ts'
import { homeOf } from '../../src/lab/home.ts'
import { identityOf, readRecord } from '../../src/lab/record.ts'
import { rootFolder } from '../../src/root.ts'

/** The built program, run as a learner would run it, with a home of its own. */
export const testHome = join(rootFolder, '.cache', 'e2e-home')
export const program = join(rootFolder, 'dist', 'bin.js')

mkdirSync(testHome, { recursive: true })

export const environment = {
  ...process.env,
  QUORATE_HOME: testHome,
  LANG: 'C.UTF-8',
  LC_ALL: '',
  NO_COLOR: '1'
}

/**
 * The networks of the tests are not those of a lab that somebody may have on this machine: neither of one that is up,
 * nor, as far as can be known, of one whose engine is stopped.
 */
export const testPrefix = (await readRecord(homeOf(environment)))?.prefix ?? freePrefix('10.87')

/** What a run of the program gave. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A run that goes on. */
export interface Running {
  readonly child: ChildProcess
  /** Resolves as soon as standard error has the text; rejects when the program ends without it. */
  saw(text: string): Promise<void>
  readonly done: Promise<Ran>
}

/** Starts `quorate` with arguments. */
export const begin = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Running => {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const output = { stdout: '', stderr: '' }
  const waiting = new Set<() => void>()
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8')
    child[stream].on('data', (chunk: string) => {
      output[stream] += chunk
      for (const look of waiting) look()
    })
  }
  const done = once(child, 'close').then(() => ({
    ...output,
    code: child.exitCode ?? (child.signalCode === 'SIGKILL' ? 137 : 1)
  }))
  let ended = false
  void done.then(() => {
    ended = true
    for (const look of waiting) look()
  })
  return {
    child,
    done,
    saw: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (output.stderr.includes(text)) resolve()
          else if (ended) reject(new Error(`ended without «${text}»: ${output.stderr}`))
          else return
          waiting.delete(look)
        }
        waiting.add(look)
        look()
      })
  }
}

/** Runs `quorate` with arguments to its end. */
export const quorate = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ran> => begin(args, more).done

/** Runs `quorate … --json` and gives its document; the exit code must be the one that is expected. */
export const json = async (args: readonly string[], expected = 0): Promise<Record<string, never>> => {
  const ran = await quorate(['--json', ...args])
  if (ran.code !== expected) throw new Error(`exit code ${ran.code} of ${args.join(' ')}: ${ran.stdout}${ran.stderr}`)
  return JSON.parse(ran.stdout)
}

/** The lab of the tests as it was made, whatever tests before did to it. */
export const upUntouched = async (): Promise<void> => {
  for (const args of [
    ['up', '--prefix', testPrefix],
    ['snapshot', 'restore', 'untouched', '--yes']
  ]) {
    const ran = await quorate(args)
    if (ran.code !== 0) throw new Error(`exit code ${ran.code} of ${args.join(' ')}: ${ran.stderr}`)
  }
}

/** Does something to the controllers of the tests' lab behind the back of the program. */
export const withControllers = async (use: (controllers: Controllers) => Promise<void>): Promise<void> => {
  const home = homeOf(environment)
  const record = await readRecord(home)
  if (record === undefined) throw new Error('no lab')
  const controllers = await (await openEngine(record.engine, home)).controllers(identityOf(record))
  try {
    await use(controllers)
  } finally {
    controllers.close()
  }
}
