import { dirname } from 'node:path'
import { z } from 'zod'
import { environmentError, Interrupted } from '../../errors.ts'
import type { EngineKind, Run } from '../engine.ts'
import type { Host } from '../host.ts'
import { EngineUnreachable, LxdClient } from './client.ts'
import { projectName } from './names.ts'

/** The two daemons that speak the same API. */
export type DaemonKind = Exclude<EngineKind, 'vagrant'>

/** What was found of a daemon on this machine. */
export type Daemon =
  | {
      readonly state: 'ready'
      readonly socketPath: string
      readonly version: string
      readonly processId: number
    }
  /** It runs, and its socket is for root and the members of a group. */
  | { readonly state: 'forbidden'; readonly socketPath: string; readonly group: string }
  | { readonly state: 'not-running' }
  | { readonly state: 'not-installed' }

/** How each daemon is installed and started. */
const facts = {
  lxd: {
    program: 'lxd',
    group: 'lxd',
    folderVariable: 'LXD_DIR',
    sockets: ['/var/lib/lxd/unix.socket', '/var/snap/lxd/common/lxd/unix.socket']
  },
  incus: {
    program: 'incusd',
    group: 'incus-admin',
    folderVariable: 'INCUS_DIR',
    sockets: ['/var/lib/incus/unix.socket', '/run/incus/unix.socket']
  }
} as const satisfies Record<DaemonKind, object>

/** One that answers. */
export type ReadyDaemon = Extract<Daemon, { state: 'ready' }>

/** The program of a daemon. */
export const daemonProgram = (kind: DaemonKind): string => facts[kind].program

/** Where a daemon may listen: where its environment variable says, and nowhere else if that is set. */
export const socketCandidates = (kind: DaemonKind, environment: NodeJS.ProcessEnv): readonly string[] => {
  const folder = environment[facts[kind].folderVariable]
  return folder ? [`${folder}/unix.socket`] : facts[kind].sockets
}

/** Where this machine keeps the disks of a daemon: beside its socket, unless that is in the folder of what is running. */
export const disksFolder = (socketPath: string): string =>
  socketPath.startsWith('/run/') ? '/var/lib' : dirname(socketPath)

/** Whether a daemon comes as a snap, which brings the programs that it needs. */
export const isSnap = async (host: Host, kind: DaemonKind): Promise<boolean> =>
  (await host.findProgram(facts[kind].program))?.startsWith('/snap/') ?? false

/** The name of a group from the text of /etc/group, or its number where it has no name there. */
export const groupName = (groups: string, id: number): string =>
  groups
    .split('\n')
    .map((line) => line.split(':'))
    .find((fields) => fields[2] === String(id))?.[0] ?? String(id)

const serverSchema = z.object({
  auth: z.string(),
  // What a daemon tells those whom it trusts.
  environment: z
    .object({ server: z.string(), server_version: z.string(), server_pid: z.number() })
    .optional()
    .catch(undefined)
})

const askDaemon = async (host: Host, kind: DaemonKind, socketPath: string): Promise<Daemon | undefined> => {
  const client = new LxdClient({ socketPath, project: projectName })
  const forbidden = async (): Promise<Daemon> => {
    const id = await host.groupOf(socketPath)
    const groups = (await host.readText('/etc/group')) ?? ''
    return { state: 'forbidden', socketPath, group: id === undefined ? facts[kind].group : groupName(groups, id) }
  }
  try {
    const { auth, environment } = serverSchema.parse(await client.get('/1.0'))
    if (auth !== 'trusted') return await forbidden()
    if (environment?.server !== kind) return undefined
    return {
      state: 'ready',
      socketPath,
      version: environment.server_version,
      processId: environment.server_pid
    }
  } catch (error) {
    if (error instanceof EngineUnreachable) return error.code === 'EACCES' ? await forbidden() : undefined
    throw error
  } finally {
    client.close()
  }
}

/** Looks for a daemon, without changing anything. */
export const findDaemon = async (host: Host, kind: DaemonKind): Promise<Daemon> => {
  if (host.platform !== 'linux') return { state: 'not-installed' }
  const candidates = socketCandidates(kind, host.environment)
  const answers = await Promise.all(candidates.map((socketPath) => askDaemon(host, kind, socketPath)))
  const ready = answers.find((answer) => answer?.state === 'ready') ?? answers.find((answer) => answer !== undefined)
  if (ready !== undefined) return ready
  return { state: (await host.findProgram(facts[kind].program)) === undefined ? 'not-installed' : 'not-running' }
}

/** Which of the two this machine has or can have: the one that runs, else that is installed, else that apt knows. */
export const preferredKind = async (host: Host): Promise<DaemonKind> => {
  const [lxd, incus] = await Promise.all([findDaemon(host, 'lxd'), findDaemon(host, 'incus')])
  const order: readonly Daemon['state'][] = ['ready', 'forbidden', 'not-running', 'not-installed']
  if (lxd.state !== incus.state) return order.indexOf(lxd.state) < order.indexOf(incus.state) ? 'lxd' : 'incus'
  if (lxd.state !== 'not-installed') return 'lxd'
  const isKnown = async (name: string): Promise<boolean> => {
    const shown = await host.runProgram('apt-cache', ['show', '--no-all-versions', name])
    return shown.kind === 'ended' && shown.exitCode === 0
  }
  return !(await isKnown('lxd')) && (await isKnown('incus')) ? 'incus' : 'lxd'
}

/** systemd runs this machine exactly where this folder exists: sd_booted(3). */
const hasSystemd = (host: Host): Promise<boolean> => host.exists('/run/systemd/system')

/** Where lxcfs shows each container its own memory and processors. */
const lxcfsFolder = '/var/lib/lxcfs'

/** Whether containers that start now see their own limits: lxcfs is mounted, or the daemon brings it along. */
export const hasLxcfs = async (host: Host, kind: DaemonKind): Promise<boolean> => {
  const mounts = (await host.readText('/proc/mounts')) ?? ''
  return mounts.split('\n').some((line) => line.split(' ')[2] === 'fuse.lxcfs') || isSnap(host, kind)
}

/** Starts a program that stays, free of this process and its terminal. `$LOG` gets what it prints. */
const detached = 'mkdir -p "${LOG%/*}" && ulimit -n "$(ulimit -Hn)" && exec setsid --fork "$@" </dev/null >>"$LOG" 2>&1'

const startByHand = async (host: Host, log: string, command: readonly string[]): Promise<void> => {
  await host.runProgram('sh', ['-c', detached, 'sh', ...command], { environment: { LOG: log } })
}

/** The longest that a daemon may take to answer: with many machines to look after it takes seconds. */
const readyLimit = 60_000

const until = async <T>(look: () => Promise<T | undefined>, signal: AbortSignal): Promise<T | undefined> => {
  const end = Date.now() + readyLimit
  for (;;) {
    const found = await look()
    if (found !== undefined || Date.now() > end) return found
    if (signal.aborted) throw new Interrupted()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Mounts lxcfs where it is not. Machines that run already do not see it before they are started again. */
export const mountLxcfs = async (host: Host, kind: DaemonKind, run: Run): Promise<void> => {
  if (await hasLxcfs(host, kind)) return
  run.report({ step: 'start-daemon' })
  if (await hasSystemd(host)) await host.runProgram('systemctl', ['start', 'lxcfs.service'])
  else await startByHand(host, '/var/log/lxcfs.log', ['lxcfs', lxcfsFolder])
  // Without it everything works, with wrong figures of memory: doctor goes on saying so.
  await until(async () => ((await hasLxcfs(host, kind)) ? true : undefined), run.signal)
}

/** Starts a daemon that is installed and does not run, as the system's own start-up would; waits until it answers. */
export const startDaemon = async (host: Host, kind: DaemonKind, run: Run): Promise<ReadyDaemon> => {
  run.report({ step: 'start-daemon' })
  const { program, group } = facts[kind]
  const path = (await host.findProgram(program)) ?? program
  const log = `/var/log/${kind}/${kind}.log`
  if (await isSnap(host, kind)) await host.runProgram('snap', ['start', kind])
  else if (await hasSystemd(host)) await host.runProgram('systemctl', ['start', `${kind}.socket`, `${kind}.service`])
  else await startByHand(host, `/var/log/${kind}/output.log`, [path, '--group', group, '--logfile', log])
  const ready = await until(async () => {
    const daemon = await findDaemon(host, kind)
    return daemon.state === 'ready' ? daemon : undefined
  }, run.signal)
  if (ready === undefined) throw environmentError('daemon-not-starting', { name: kind, folder: dirname(log) })
  return ready
}

/** Starts a running daemon afresh; its machines go on running meanwhile. */
export const restartDaemon = async (
  host: Host,
  kind: DaemonKind,
  daemon: ReadyDaemon,
  run: Run
): Promise<ReadyDaemon> => {
  if (await hasSystemd(host)) await host.runProgram('systemctl', ['restart', `${kind}.service`])
  else {
    process.kill(daemon.processId, 'SIGTERM')
    await until(async () => ((await findDaemon(host, kind)).state === 'ready' ? undefined : true), run.signal)
  }
  return startDaemon(host, kind, run)
}
