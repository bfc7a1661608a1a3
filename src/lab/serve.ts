import { appendFile, copyFile, stat, truncate } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { valuesOf } from '../course/variables.ts'
import { listenForRedfish } from '../host-services/bmc-server.ts'
import { keptCertificate } from '../host-services/certificate.ts'
import { powerOver } from '../host-services/power.ts'
import { keepListening, type ServiceState } from '../host-services/service.ts'
import { listenForTime } from '../host-services/time-server.ts'
import { hostPorts, nodeNames, type Topology, topologyOf } from '../topology.ts'
import { noteFencing } from './fencing.ts'
import type { Home } from './home.ts'
import { reportState, servicePaths, takePlace, wantedLab } from './host-services.ts'
import { learnerOf } from './learner.ts'
import { type Pending, readPending } from './pending.ts'
import { identityOf, type LabRecord, readRecord } from './record.ts'
import { type LabContext, requireRecord } from './session.ts'

/** The account of every virtual BMC; its password is the learner's own. */
const bmcUser = 'admin'

/** How often it is looked whether the services are still wanted, in milliseconds. */
const lookInterval = 2000

/** How long a power action waits for an engine that is being started again, in milliseconds. */
const enginePatience = 15_000

/** How long power actions that are under way may take when the services end, in milliseconds. */
const lastActions = 8000

/** The log is put aside when it is longer, in bytes; one older part is kept. */
const longestLog = 256 * 1024

const appendLog = async (path: string, event: string, detail?: unknown): Promise<void> => {
  const line = JSON.stringify({ at: new Date().toISOString(), event, ...(detail === undefined ? {} : { detail }) })
  await appendFile(path, `${line.slice(0, 2000)}\n`, { mode: 0o600 })
  if ((await stat(path)).size < longestLog) return
  // Emptied and not renamed: what this process prints when it dies goes to the same file.
  await copyFile(path, `${path}.old`)
  await truncate(path)
}

const reasonOf = (error: unknown): string => {
  const parts: string[] = []
  for (let cause = error; cause instanceof Error; cause = cause.cause) parts.push(cause.message)
  return parts.join(': ')
}

/** Names an address as a learner would. */
const namesIn = (topology: Topology): ((address: string) => string) => {
  const names = new Map(
    nodeNames.flatMap((name) => Object.values(topology.nodes[name]).map((address) => [address, name]))
  )
  return (address) => names.get(address) ?? address
}

/** One call after another. */
const oneByOne = (): (<T>(call: () => Promise<T>) => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve()
  return (call) => {
    const mine = last.then(call)
    last = mine.catch(() => undefined)
    return mine
  }
}

/** What Quorate does to the machines itself, and nobody may disturb by switching them on or off. */
const ownWork: readonly Pending['action'][] = ['save', 'restore', 'destroy']

const isAtWork = async (home: Home): Promise<boolean> => {
  const pending = await readPending(home)
  return pending !== undefined && ownWork.includes(pending.action)
}

/** Runs the services of a lab until they are no longer wanted. */
const runServices = async (context: LabContext, record: LabRecord, stop: AbortController): Promise<void> => {
  const { home } = context
  const { signal } = stop
  const paths = servicePaths(home)
  const topology = topologyOf(record.prefix)
  const inOrder = oneByOne()
  const log = (event: string, detail?: unknown): void => {
    inOrder(() => appendLog(paths.log, event, detail)).catch(() => undefined)
  }
  const power = powerOver({
    reach: async () => {
      // Read each time: a restore may have made a machine anew.
      const current = await requireRecord(context)
      return (await context.connect(current.engine)).controllers(identityOf(current))
    },
    // Nor is anything begun that would outlast the services: the lab is being switched off.
    isSuspended: async () => signal.aborted || (await isAtWork(home)),
    note: (action) => inOrder(() => noteFencing(paths.fencing, action)),
    onFailure: (error) => log('power', reasonOf(error)),
    patience: enginePatience
  })
  const seed = (await learnerOf(home)).seed
  const certificate = await keptCertificate(paths, topology.labHost)
  const bmc = {
    certificate,
    user: bmcUser,
    password: String(valuesOf({}, seed, topology)['bmcPassword']),
    power,
    nameOf: namesIn(topology),
    onStranger: (by: string) => log('unauthorised', by)
  }

  const states: Record<'time' | 'bmc', ServiceState> = { time: 'waiting', bmc: 'waiting' }
  const onState =
    (service: 'time' | 'bmc') =>
    (state: ServiceState, error?: unknown): void => {
      if (states[service] === state) return
      states[service] = state
      log(service, { state, ...(error === undefined ? {} : { reason: reasonOf(error) }) })
      inOrder(() => reportState(home, { pid: process.pid, ...states })).catch(() => undefined)
    }
  await reportState(home, { pid: process.pid, ...states })

  const { labHost } = topology
  const services = [
    keepListening(() => listenForTime(labHost, hostPorts.time), onState('time'), signal),
    keepListening(() => listenForRedfish(bmc, labHost, hostPorts.bmc), onState('bmc'), signal)
  ]
  try {
    while (!signal.aborted) {
      const wanted = (await wantedLab(home)) === record.id && (await readRecord(home))?.id === record.id
      if (!wanted) stop.abort()
      await pause(lookInterval, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    stop.abort()
    await Promise.all(services)
  }
  await Promise.race([power.idle(), pause(lastActions, undefined, { ref: false })])
}

/** The process of the lab host's services: takes its place, runs them until nobody wants them, and lets go. */
export const serveLab = async (context: LabContext, signal: AbortSignal): Promise<void> => {
  const { home, program } = context
  const record = await readRecord(home)
  if (record === undefined) return
  const lock = await takePlace(home, record.id, program)
  if (lock === undefined) return
  const stop = new AbortController()
  signal.addEventListener('abort', () => stop.abort(), { once: true })
  if (signal.aborted) stop.abort()
  try {
    if ((await wantedLab(home)) === record.id) await runServices(context, record, stop)
  } finally {
    await lock.release()
  }
}
