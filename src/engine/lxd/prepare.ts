import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { environmentError } from '../../errors.ts'
import type { Run } from '../engine.ts'
import { type BuiltImage, builtImage, removeOtherImages, type Workshop } from '../image/build.ts'
import { recipeProperty } from '../image/recipe.ts'
import { EngineRefusal, type LxdClient } from './client.ts'
import { explaining } from './failure.ts'
import { madeBy, poolName, projectName } from './names.ts'
import {
  isArchiveName,
  isTemplateName,
  isTemplateReady,
  makeTemplate,
  removeInstance,
  removeVolume,
  templateNames
} from './template.ts'

/** What preparing needs. */
export interface Preparation {
  readonly client: LxdClient
  readonly workshop: Workshop
  /** The recipe's hash: what the image, the template and the archive are named by. */
  readonly hash: string
  /** Free bytes where the engine keeps its disks. */
  readonly freeBytes: () => Promise<number>
}

/** The mark of a project or a pool that Quorate made. */
const mark = { 'user.quorate': 'true' }

const markedSchema = z.object({ config: z.record(z.string(), z.string()).nullish() })

const gibibyte = 1024 ** 3

/**
 * The size of the pool: sparse, so that it takes from the disk what is written; never so large that it could fill the
 * disk, never so small that a course does not fit.
 */
export const poolSize = (freeBytes: number): number =>
  Math.min(30, Math.max(8, Math.floor((freeBytes * 0.8) / gibibyte))) * gibibyte

/** Whether something of that name is there. What is there but was not made by Quorate is not touched. */
const isPresent = async (client: LxdClient, path: string, name: string): Promise<boolean> => {
  const found = await client.find(path)
  if (found === undefined) return false
  if (markedSchema.parse(found).config?.['user.quorate'] === undefined) throw environmentError('name-taken', { name })
  return true
}

/** Makes the project: images, profiles and volumes of its own, apart from what else the engine does. */
const ensureProject = async (client: LxdClient): Promise<void> => {
  if (await isPresent(client, `/1.0/projects/${projectName}`, projectName)) return
  await client.change('POST', '/1.0/projects', {
    name: projectName,
    description: madeBy,
    config: { 'features.images': 'true', 'features.profiles': 'true', 'features.storage.volumes': 'true', ...mark }
  })
}

const serverSchema = z.object({
  environment: z.object({ storage_supported_drivers: z.array(z.object({ Name: z.string() })).nullish() })
})

const ensurePool = async (
  { client, freeBytes }: Pick<Preparation, 'client' | 'freeBytes'>,
  run: Run
): Promise<void> => {
  if (await isPresent(client, `/1.0/storage-pools/${poolName}`, poolName)) return
  run.report({ step: 'create-pool' })
  const pool = (driver: string, config: Record<string, string>) =>
    client.change(
      'POST',
      '/1.0/storage-pools',
      { name: poolName, driver, description: madeBy, config: { ...config, ...mark } },
      run.signal
    )
  const { environment } = serverSchema.parse(await client.get('/1.0'))
  if (environment.storage_supported_drivers?.some(({ Name }) => Name === 'btrfs')) {
    try {
      await pool('btrfs', { size: String(poolSize(await freeBytes())) })
      return
    } catch (error) {
      // No loop devices here, as in some containers: plain folders do, only slower.
      if (!(error instanceof EngineRefusal)) throw error
    }
  }
  await pool('dir', {})
}

/** Makes the project and the pool, where they are missing. */
export const ensurePlaces = async (preparation: Pick<Preparation, 'client' | 'freeBytes'>, run: Run): Promise<void> => {
  await ensureProject(preparation.client)
  await ensurePool(preparation, run)
}

const imageSchema = z.object({ fingerprint: z.string(), properties: z.record(z.string(), z.string()).nullish() })

const imagesOf = async (client: LxdClient): Promise<{ fingerprint: string; recipe: string | undefined }[]> =>
  z
    .array(imageSchema)
    .parse(await client.get('/1.0/images?recursion=1'))
    .map(({ fingerprint, properties }) => ({ fingerprint, recipe: properties?.[recipeProperty] }))

/** The body of an upload in two parts, as RFC 7578 has it. */
const multipart = (boundary: string, parts: readonly { name: string; content: Buffer }[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, content }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\n` +
          'Content-Type: application/octet-stream\r\n\r\n'
      ),
      content,
      Buffer.from('\r\n')
    ]),
    Buffer.from(`--${boundary}--\r\n`)
  ])

const importImage = async (client: LxdClient, hash: string, image: BuiltImage, run: Run): Promise<void> => {
  if ((await imagesOf(client)).some(({ recipe }) => recipe === hash)) return
  run.report({ step: 'import-image' })
  const [metadata, root] = await Promise.all([readFile(image.metadata), readFile(image.root)])
  const boundary = `quorate-${hash}`
  const body = multipart(boundary, [
    { name: 'metadata', content: metadata },
    { name: 'rootfs', content: root }
  ])
  await client.upload('/1.0/images', body, { 'Content-Type': `multipart/form-data; boundary=${boundary}` }, run.signal)
}

const operationsSchema = z.record(
  z.string(),
  z.array(
    z.object({
      id: z.string(),
      class: z.string(),
      resources: z.record(z.string(), z.array(z.string()).nullish()).nullish()
    })
  )
)

/** Waits for what an interrupted run asked for and the engine is still doing: it would refuse to do it again. */
const settle = async (client: LxdClient): Promise<void> => {
  const operations = Object.values(operationsSchema.parse((await client.get('/1.0/operations?recursion=1')) ?? {}))
  const concernsTemplate = /\/(?:template-|images|archive-)/
  const waited = operations.flat().filter(({ class: kind, resources }) => {
    const paths = Object.values(resources ?? {}).flatMap((list) => list ?? [])
    return kind === 'task' && paths.some((path) => concernsTemplate.test(path))
  })
  await Promise.all(waited.map(({ id }) => client.find(`/1.0/operations/${id}/wait?timeout=120`)))
}

const instanceSchema = z.object({ name: z.string(), config: z.record(z.string(), z.string()) })
const volumeSchema = z.object({ name: z.string(), used_by: z.array(z.string()).nullish() })

/** Removes what other recipes left and no machine uses. */
const removeOutdated = async (client: LxdClient, hash: string, signal: AbortSignal): Promise<void> => {
  const current = templateNames(hash)
  const instances = z.array(instanceSchema).parse(await client.get('/1.0/instances?recursion=1'))
  const baseOf = ({ config }: z.infer<typeof instanceSchema>): string | undefined => config['volatile.base_image']
  const usedImages = new Set(instances.filter(({ name }) => !isTemplateName(name)).map(baseOf))
  const outdated = instances.filter(
    (instance) =>
      isTemplateName(instance.name) && instance.name !== current.instance && !usedImages.has(baseOf(instance))
  )
  for (const { name } of outdated) await removeInstance(client, name, signal)
  const volumes = z
    .array(volumeSchema)
    .parse(await client.get(`/1.0/storage-pools/${poolName}/volumes/custom?recursion=1`))
  for (const { name, used_by } of volumes) {
    const isOutdated = isArchiveName(name) && name !== current.archive
    if (isOutdated && (used_by ?? []).length === 0) await removeVolume(client, name, signal)
  }
  for (const { fingerprint, recipe } of await imagesOf(client)) {
    if (recipe !== undefined && recipe !== hash && !usedImages.has(fingerprint))
      await client.change('DELETE', `/1.0/images/${fingerprint}`, undefined, signal)
  }
}

/**
 * Makes project, pool, image and template where they are missing. Each thing is complete when it has its name, or is
 * begun anew: after an interruption at any point, the next call completes what the one before began.
 */
export const prepare = async (preparation: Preparation, run: Run): Promise<void> => {
  const { client, workshop, hash } = preparation
  await explaining(async () => {
    await ensurePlaces(preparation, run)
    if (!(await isTemplateReady(client, hash))) {
      const image = await builtImage(workshop, hash, run)
      await settle(client)
      await importImage(client, hash, image, run)
      await makeTemplate(client, hash, image.archive, run)
    }
    await removeOutdated(client, hash, run.signal)
    await removeOtherImages(workshop, hash)
  })
}
