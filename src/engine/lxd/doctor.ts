import { z } from 'zod'
import { environmentError } from '../../errors.ts'
import { amount, gibibyte, levelOf } from '../amounts.ts'
import type { Finding, FindingId, Run } from '../engine.ts'
import type { Host } from '../host.ts'
import { architectureOf } from '../image/recipe.ts'
import { installPackages } from '../install.ts'
import { LxdClient } from './client.ts'
import {
  type Daemon,
  type DaemonKind,
  disksFolder,
  findDaemon,
  hasLxcfs,
  mountLxcfs,
  restartDaemon,
  startDaemon
} from './daemon.ts'
import { explaining } from './failure.ts'
import { keys, poolName, projectName } from './names.ts'
import { missingBuildPackages, missingEnginePackages } from './packages.ts'
import { ensurePlaces } from './prepare.ts'
import { isTemplateReady } from './template.ts'
import { raiseWatcherLimit, watcherLimit } from './watchers.ts'

/** Whom the doctor looks after: a kind of daemon on a host, and the recipe that its template is to be of. */
export interface Patient {
  readonly kind: DaemonKind
  readonly host: Host
  readonly hash: string
}

const isSupported = (host: Host): boolean =>
  host.platform === 'linux' && architectureOf(host.architecture) !== undefined

/** Bytes below which a course cannot be worked through, and below which it becomes tight. */
const limits = {
  /** Three controllers with everything installed take 4 GiB, image and archive another half, and a few snapshots. */
  disk: { error: 3 * gibibyte, warn: 8 * gibibyte },
  /** A controller with all services runs in half a GiB; one that runs away may take two. */
  memory: { error: gibibyte, warn: 3 * gibibyte }
} as const

const poolSchema = z.object({ driver: z.string() })
const resourcesSchema = z.object({ space: z.object({ used: z.number(), total: z.number() }) })

/** What the daemon itself has of Quorate's. */
interface Belongings {
  readonly hasProject: boolean
  readonly pool: { readonly driver: string; readonly free: number } | undefined
  readonly hasTemplate: boolean
  /** Of all labs. */
  readonly controllers: number
}

const nothing: Belongings = { hasProject: false, pool: undefined, hasTemplate: false, controllers: 0 }

const instancesSchema = z.array(z.object({ config: z.record(z.string(), z.string()) }))

const countControllers = async (client: LxdClient): Promise<number> =>
  instancesSchema
    .parse(await client.get('/1.0/instances?recursion=1'))
    .filter(({ config }) => config[keys.lab] !== undefined).length

const askPool = async (client: LxdClient): Promise<Belongings['pool']> => {
  const path = `/1.0/storage-pools/${poolName}`
  const [pool, resources] = await Promise.all([client.find(path), client.find(`${path}/resources`)])
  if (pool === undefined) return undefined
  const { space } = resourcesSchema.parse(resources)
  return { driver: poolSchema.parse(pool).driver, free: space.total - space.used }
}

const belongingsOf = async (daemon: Daemon, hash: string): Promise<Belongings> => {
  if (daemon.state !== 'ready') return nothing
  const client = new LxdClient({ socketPath: daemon.socketPath, project: projectName })
  try {
    return await explaining(async () => {
      const [project, pool] = await Promise.all([client.find(`/1.0/projects/${projectName}`), askPool(client)])
      const hasProject = project !== undefined
      if (!hasProject) return { ...nothing, pool }
      const [hasTemplate, controllers] = await Promise.all([isTemplateReady(client, hash), countControllers(client)])
      return { hasProject, pool, hasTemplate, controllers }
    })
  } finally {
    client.close()
  }
}

/** What this machine has and lacks, without changing anything; in the order of `findingIds`. */
export const examine = async ({ kind, host, hash }: Patient): Promise<readonly Finding[]> => {
  const finding = (id: FindingId, level: Finding['level'], detail?: string, fixable = false): Finding => ({
    id,
    engine: kind,
    level,
    fixable,
    ...(detail === undefined ? {} : { detail })
  })
  const platform = `${host.platform} ${host.architecture}`
  if (!isSupported(host)) return [finding('lxd.platform', 'error', platform)]

  const daemon = await findDaemon(host, kind)
  const [enginePackages, buildPackages, lxcfs, hasApt, hostFree, ours] = await Promise.all([
    missingEnginePackages(host, kind, daemon),
    missingBuildPackages(host),
    hasLxcfs(host, kind),
    host.findProgram('apt-get').then((path) => path !== undefined),
    host.freeDiskBytes('socketPath' in daemon ? disksFolder(daemon.socketPath) : '/var/lib'),
    belongingsOf(daemon, hash)
  ])
  const packages = (id: FindingId, missing: readonly string[], level: Finding['level']): Finding =>
    missing.length === 0 ? finding(id, 'ok') : finding(id, level, missing.join(' '), hasApt)
  const disk = Math.min(hostFree, ours.pool?.free ?? hostFree)
  const memory = host.freeMemoryBytes()
  const watchers = await watcherLimit(host, ours.controllers)

  const findings = [
    finding('lxd.platform', 'ok', platform),
    packages('lxd.packages', enginePackages, 'error'),
    daemon.state === 'not-installed' || daemon.state === 'not-running'
      ? finding('lxd.daemon', 'error', kind, daemon.state === 'not-running' || hasApt)
      : finding('lxd.daemon', 'ok', daemon.state === 'ready' ? `${kind} ${daemon.version}` : kind)
  ]
  if (daemon.state === 'forbidden') findings.push(finding('lxd.permission', 'error', daemon.group))
  if (daemon.state === 'ready') {
    findings.push(
      finding('lxd.permission', 'ok'),
      ours.hasProject ? finding('lxd.project', 'ok') : finding('lxd.project', 'warn', undefined, true),
      ours.pool ? finding('lxd.pool', 'ok', ours.pool.driver) : finding('lxd.pool', 'warn', undefined, true)
    )
  }
  findings.push(
    lxcfs ? finding('lxd.lxcfs', 'ok') : finding('lxd.lxcfs', 'warn', undefined, true),
    ...(watchers === undefined
      ? []
      : [finding('lxd.watchers', watchers.isEnough ? 'ok' : 'warn', String(watchers.limit), true)]),
    packages('lxd.image-tools', buildPackages, ours.hasTemplate ? 'warn' : 'error')
  )
  if (daemon.state === 'ready') findings.push(finding('lxd.image', ours.hasTemplate ? 'ok' : 'warn'))
  findings.push(
    finding('lxd.disk', levelOf(disk, limits.disk), amount(disk)),
    finding('lxd.memory', levelOf(memory, limits.memory), amount(memory))
  )
  return findings
}

/** What a daemon looks for only when it starts: without the first it makes no network, without the other slow pools. */
const soughtAtStart = ['nftables', 'btrfs-progs']

/** Installs and starts what is missing, and makes project and pool. What is there already stays as it is. */
export const fix = async ({ kind, host, hash }: Patient, run: Run): Promise<void> => {
  if (!isSupported(host))
    throw environmentError('platform-unsupported', { platform: `${host.platform} ${host.architecture}` })
  const found = await findDaemon(host, kind)
  if (found.state === 'forbidden') throw environmentError('engine-group', { group: found.group })
  const { hasTemplate, controllers } = await belongingsOf(found, hash)
  const missing = [
    ...(await missingEnginePackages(host, kind, found)),
    ...(hasTemplate ? [] : await missingBuildPackages(host))
  ]
  if ((missing.length > 0 || found.state !== 'ready') && host.user !== 'root')
    throw environmentError('root-needed', { packages: missing.join(' ') })
  if (missing.length > 0) await installPackages(host, missing, run)
  if (host.user === 'root') {
    await mountLxcfs(host, kind, run)
    if ((await watcherLimit(host, controllers))?.isEnough === false) await raiseWatcherLimit(host)
  }
  const daemon =
    found.state !== 'ready'
      ? await startDaemon(host, kind, run)
      : missing.some((name) => soughtAtStart.includes(name))
        ? await restartDaemon(host, kind, found, run)
        : found
  const client = new LxdClient({ socketPath: daemon.socketPath, project: projectName })
  try {
    await explaining(() =>
      ensurePlaces({ client, freeBytes: () => host.freeDiskBytes(disksFolder(daemon.socketPath)) }, run)
    )
  } finally {
    client.close()
  }
}
