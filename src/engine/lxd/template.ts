import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { environmentError, Interrupted } from '../../errors.ts'
import type { Run } from '../engine.ts'
import { recipeProperty } from '../image/recipe.ts'
import type { LxdClient } from './client.ts'
import { madeBy, poolName } from './names.ts'

/** The names of what is prepared from a recipe; all of them carry its hash. */
export interface TemplateNames {
  /** The instance that controllers are copied from, and the snapshot of it that says that it is complete. */
  readonly instance: string
  readonly snapshot: string
  /** The volume with the package archive. */
  readonly archive: string
}

export const templateNames = (hash: string): TemplateNames => ({
  instance: `template-${hash}`,
  snapshot: 'ready',
  archive: `archive-${hash}`
})

/** Whether an instance is the template of some recipe. */
export const isTemplateName = (name: string): boolean => /^template-[0-9a-f]+$/.test(name)

/** Whether a volume is the package archive of some recipe. */
export const isArchiveName = (name: string): boolean => /^archive-[0-9a-f]+$/.test(name)

/** Where the package archive is in a controller; the image's source list of apt says the same. */
const archivePath = '/srv/packages'

/** The most that a controller's disk holds: everything that the labs install takes 1.5 GiB. */
const diskSize = '6GiB'

const rootDisk = { type: 'disk', pool: poolName, path: '/' }

const archiveDisk = (names: TemplateNames) => ({
  type: 'disk',
  pool: poolName,
  source: names.archive,
  path: archivePath
})

/** What a controller is copied from, and the limits that every controller has. */
export interface ControllerRecipe {
  /** The instance and snapshot to copy, as `instance/snapshot`. */
  readonly source: string
  /** Limits and the like; the same for every controller. */
  readonly config: Readonly<Record<string, string>>
  /** The root disk and the package archive; the network cards are added here. */
  readonly devices: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** What every controller of a recipe is copied from, and its limits: a runaway controller cannot take the host. */
export const controllerRecipe = (hash: string): ControllerRecipe => {
  const names = templateNames(hash)
  return {
    source: `${names.instance}/${names.snapshot}`,
    config: {
      'limits.memory': '2GiB',
      'limits.processes': '4000',
      // One map of user ids for all: copies of the template, and the archive, need no change of owners.
      'security.idmap.isolated': 'false'
    },
    devices: {
      root: { ...rootDisk, size: diskSize },
      archive: { ...archiveDisk(names), readonly: 'true' }
    }
  }
}

const instancePath = (name: string): string => `/1.0/instances/${name}`
const volumePath = (name: string): string => `/1.0/storage-pools/${poolName}/volumes/custom/${name}`

/** Whether controllers can be made from a recipe. The snapshot is taken last, when the archive is complete. */
export const isTemplateReady = async (client: LxdClient, hash: string): Promise<boolean> => {
  const names = templateNames(hash)
  const parts = await Promise.all([
    client.find(`${instancePath(names.instance)}/snapshots/${names.snapshot}`),
    client.find(volumePath(names.archive))
  ])
  return parts.every((part) => part !== undefined)
}

const statusSchema = z.object({ status: z.string() })

/** Removes an instance of any state; one that does not exist is no error. */
export const removeInstance = async (client: LxdClient, name: string, signal: AbortSignal): Promise<void> => {
  const found = await client.find(instancePath(name))
  if (found === undefined) return
  if (statusSchema.parse(found).status !== 'Stopped')
    await client.change('PUT', `${instancePath(name)}/state`, { action: 'stop', force: true, timeout: -1 }, signal)
  await client.change('DELETE', instancePath(name), undefined, signal)
}

/** Removes a volume; one that does not exist is no error. */
export const removeVolume = async (client: LxdClient, name: string, signal: AbortSignal): Promise<void> => {
  if ((await client.find(volumePath(name))) !== undefined)
    await client.change('DELETE', volumePath(name), undefined, signal)
}

const runIn = async (
  client: LxdClient,
  instance: string,
  script: string
): Promise<{ code: number; output: string }> => {
  const session = await client.startSession(instance, ['sh', '-c', script])
  const chunks: Buffer[] = []
  session.onData((_stream, chunk) => chunks.push(chunk))
  session.end()
  const code = await session.ended
  return { code, output: Buffer.concat(chunks).toString('utf8').trim() }
}

/** Milliseconds that the template may take to boot: a second where nothing else runs. */
const bootLimit = 120_000

const waitForBoot = async (client: LxdClient, instance: string, signal: AbortSignal): Promise<void> => {
  const until = Date.now() + bootLimit
  for (;;) {
    const { output } = await runIn(client, instance, 'systemctl is-system-running 2>/dev/null')
    if (output === 'running' || output === 'degraded') return
    if (signal.aborted) throw new Interrupted()
    if (Date.now() > until) throw environmentError('template-not-booting', { state: output })
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Copies of the template start without these traces of its own first boot; apt knows the archive already. */
const settleScript = `set -e
chmod 755 ${archivePath}
apt-get update
rm -rf /var/log/journal/* /tmp/* /root/.bash_history
sync`

const fillArchive = async (client: LxdClient, instance: string, folder: string, run: Run): Promise<void> => {
  const files = await readdir(folder)
  for (const [index, file] of files.entries()) {
    if (run.signal.aborted) throw new Interrupted()
    await client.writeFile(instance, `${archivePath}/${file}`, await readFile(join(folder, file)), 0o644)
    run.report({ step: 'prepare-template', done: 0.3 + (0.6 * index) / files.length })
  }
}

/**
 * Makes the template of an image that the engine has. An unfinished one is begun anew. It is started once, so that its
 * files get the owners that unprivileged containers see: copies of it start without that.
 */
export const makeTemplate = async (client: LxdClient, hash: string, archiveFolder: string, run: Run): Promise<void> => {
  const { signal } = run
  const names = templateNames(hash)
  const path = instancePath(names.instance)
  run.report({ step: 'prepare-template', done: 0 })
  await removeInstance(client, names.instance, signal)
  await removeVolume(client, names.archive, signal)
  await client.change(
    'POST',
    `/1.0/storage-pools/${poolName}/volumes/custom`,
    { name: names.archive, description: madeBy },
    signal
  )
  await client.change(
    'POST',
    '/1.0/instances',
    {
      name: names.instance,
      description: madeBy,
      profiles: [],
      devices: { root: rootDisk, archive: archiveDisk(names) },
      source: { type: 'image', properties: { [recipeProperty]: hash } }
    },
    signal
  )
  await client.change('PUT', `${path}/state`, { action: 'start', timeout: -1 }, signal)
  run.report({ step: 'prepare-template', done: 0.2 })
  await waitForBoot(client, names.instance, signal)
  await fillArchive(client, names.instance, archiveFolder, run)
  const settled = await runIn(client, names.instance, settleScript)
  if (settled.code !== 0) throw environmentError('template-not-settled', { detail: settled.output.slice(-300) })
  await client.change('PUT', `${path}/state`, { action: 'stop', force: true, timeout: -1 }, signal)
  await client.change('POST', `${path}/snapshots`, { name: names.snapshot, stateful: false }, signal)
  run.report({ step: 'prepare-template', done: 1 })
}
