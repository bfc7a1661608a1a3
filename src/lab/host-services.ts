import { createHash } from 'node:crypto'
import { rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { environmentError } from '../errors.ts'
import { serviceStates } from '../host-services/service.ts'
import { startInBackground } from '../process/background.ts'
import { version } from '../version.ts'
import { readJson, removeFile, writeJson } from './files.ts'
import type { Home } from './home.ts'
import { acquire, type Holder, holderOf, type Lock } from './lock.ts'

/**
 * The lab host's services, time source and virtual BMC, run in one process of their own, which outlives the command
 * that started it. Whether they are to run is written down, in the same way as who runs them: so any command can put
 * right what a reboot of this machine or a kill left, and a process that comes too late finds that nobody wants it.
 */
export const servicePaths = ({ hostServices }: Home) => {
  const file = (name: string): string => join(hostServices, name)
  return {
    /** There while the services are to run; names their lab. Touched when a process was started for it. */
    wanted: file('wanted.json'),
    /** Held by the process that runs them. */
    lock: file('process.lock'),
    /** What that process last said of itself. */
    state: file('state.json'),
    log: file('log'),
    key: file('bmc-key.pem'),
    certificate: file('bmc-certificate.pem'),
    fencing: file('fencing.jsonl')
  }
}

const wantedSchema = z.object({ lab: z.string() })

/** The lab whose services are to run, if any. */
export const wantedLab = async (home: Home): Promise<string | undefined> =>
  (await readJson(servicePaths(home).wanted, wantedSchema))?.lab

const stateSchema = z.object({ pid: z.int(), time: z.enum(serviceStates), bmc: z.enum(serviceStates) })
/** What the process that runs the services says of them. */
export type ReportedState = z.infer<typeof stateSchema>

export const reportState = (home: Home, state: ReportedState): Promise<void> =>
  writeJson(servicePaths(home).state, state)

/** A process that was started so many milliseconds ago may not have taken its place yet. */
const mostStartTime = 5000

const wasJustStarted = async (home: Home): Promise<boolean> => {
  const { mtimeMs } = await stat(servicePaths(home).wanted).catch(() => ({ mtimeMs: 0 }))
  return Date.now() - mtimeMs < mostStartTime
}

/** How the services are; `starting`: their process has just begun; `stopped`: there is none. */
export const hostServiceStates = [...serviceStates, 'starting', 'stopped'] as const
export interface HostServices {
  readonly time: (typeof hostServiceStates)[number]
  readonly bmc: (typeof hostServiceStates)[number]
}

/** How the services are, without changing anything. */
export const readHostServices = async (home: Home): Promise<HostServices> => {
  const paths = servicePaths(home)
  const holder = await holderOf(paths.lock)
  if (holder === undefined) {
    const state = (await wasJustStarted(home)) ? 'starting' : 'stopped'
    return { time: state, bmc: state }
  }
  const state = await readJson(paths.state, stateSchema)
  return state?.pid === holder.pid ? { time: state.time, bmc: state.bmc } : { time: 'starting', bmc: 'starting' }
}

/** What the process that runs the services of a lab is known by: another version, or a build that is newer, is another. */
const callOf = async (lab: string, program: string): Promise<string> => {
  const { mtimeMs } = await stat(program)
  const build = createHash('sha256').update(`${version}\n${program}\n${mtimeMs}`).digest('hex').slice(0, 12)
  return `quorate serve, lab ${lab}, build ${build}`
}

/**
 * Starts the services of a lab where they are to run and do not, or are those of another version. Waits for nothing.
 * @param program the file that starts Quorate
 */
export const ensureHostServices = async (home: Home, lab: string, program: string): Promise<void> => {
  if ((await wantedLab(home)) !== lab) return
  const paths = servicePaths(home)
  if ((await holderOf(paths.lock))?.command === (await callOf(lab, program))) return
  const now = new Date()
  // Who looks in a moment is to see that they are being started. They may have been stopped since.
  await utimes(paths.wanted, now, now).catch(() => undefined)
  startInBackground({
    file: process.execPath,
    args: [program, 'serve'],
    environment: { ...process.env, QUORATE_HOME: home.folder },
    log: paths.log
  })
}

/** From now on the services of this lab are to run; `ensureHostServices` starts them. */
export const wantHostServices = (home: Home, lab: string): Promise<void> =>
  writeJson(servicePaths(home).wanted, { lab })

/** How long a process may take to end by itself, in milliseconds: a power action under way is completed. */
const endLimit = 10_000

/** Tells a process to end. @returns whether it could be told; one that has ended needs no telling */
const tell = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, signal)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

/**
 * Ends the process that holds a lock: asks first, and does not wait for ever.
 * @throws environment error `lab-busy` where it is another user's, or stays whatever is done
 */
const end = async (path: string, { pid, born, command, since }: Holder): Promise<void> => {
  const isThere = async (): Promise<boolean> => {
    const holder = await holderOf(path)
    return holder?.pid === pid && holder.born === born
  }
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!tell(pid, signal)) break
    const until = Date.now() + endLimit
    while (Date.now() < until) {
      if (!(await isThere())) return
      await pause(20)
    }
  }
  throw environmentError('lab-busy', { pid, command, since })
}

/** Ends the services, and keeps them from being started again. */
export const stopHostServices = async (home: Home): Promise<void> => {
  const { wanted, lock } = servicePaths(home)
  // First: a process that has only just been started looks for this after it has taken the lock.
  await removeFile(wanted)
  const holder = await holderOf(lock)
  if (holder !== undefined) await end(lock, holder)
}

/** Ends the services and removes all that they kept: certificate and fencing history belong to the lab. */
export const removeHostServices = async (home: Home): Promise<void> => {
  await stopHostServices(home)
  await rm(home.hostServices, { recursive: true, force: true })
}

/**
 * Takes the place of the process that runs the services: that of another version or of another lab is ended.
 * @returns undefined where it is taken by one like this
 */
export const takePlace = async (home: Home, lab: string, program: string): Promise<Lock | undefined> => {
  const path = servicePaths(home).lock
  const call = await callOf(lab, program)
  for (;;) {
    const holder = await holderOf(path)
    if (holder?.command === call) return undefined
    if (holder !== undefined) await end(path, holder)
    try {
      return await acquire(path, call)
    } catch (error) {
      // Another was quicker: it is looked at like the one before.
      if ((await holderOf(path)) === undefined) throw error
    }
  }
}
