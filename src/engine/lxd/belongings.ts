import { z } from 'zod'
import type { Belonging, Run } from '../engine.ts'
import { recipeProperty } from '../image/recipe.ts'
import { EngineRefusal, type LxdClient } from './client.ts'
import { keys, poolName, projectName } from './names.ts'
import { isArchiveName, isTemplateName, removeInstance, removeVolume } from './template.ts'

const instanceSchema = z.object({ name: z.string(), config: z.record(z.string(), z.string()) })
const networkSchema = z.object({ name: z.string(), managed: z.boolean(), config: z.record(z.string(), z.string()) })
const imageSchema = z.object({ fingerprint: z.string(), properties: z.record(z.string(), z.string()).nullish() })
const volumeSchema = z.object({ name: z.string(), type: z.string() })

/** Everything that Quorate made on this engine, of every lab, in the order in which it can be removed. */
export const allBelongings = async (client: LxdClient): Promise<readonly Belonging[]> => {
  if ((await client.find(`/1.0/projects/${projectName}`)) === undefined) return []
  const list = async <T>(path: string, schema: z.ZodType<T>): Promise<T[]> =>
    z.array(schema).parse((await client.find(path)) ?? [])
  const instances = await list('/1.0/instances?recursion=1', instanceSchema)
  const networks = await list('/1.0/networks?recursion=1', networkSchema)
  const images = await list('/1.0/images?recursion=1', imageSchema)
  const volumes = await list(`/1.0/storage-pools/${poolName}/volumes/custom?recursion=1`, volumeSchema)
  const hasPool = (await client.find(`/1.0/storage-pools/${poolName}`)) !== undefined
  return [
    ...instances
      .filter(({ config }) => config[keys.lab] !== undefined)
      .map(({ name }): Belonging => ({ kind: 'controller', name })),
    ...networks
      .filter(({ managed, config }) => managed && config[keys.lab] !== undefined)
      .map(({ name }): Belonging => ({ kind: 'network', name })),
    ...instances.filter(({ name }) => isTemplateName(name)).map(({ name }): Belonging => ({ kind: 'template', name })),
    ...volumes.filter(({ name }) => isArchiveName(name)).map(({ name }): Belonging => ({ kind: 'archive', name })),
    ...images
      .filter(({ properties }) => properties?.[recipeProperty] !== undefined)
      .map(({ fingerprint }): Belonging => ({ kind: 'image', name: fingerprint })),
    ...(hasPool ? [{ kind: 'pool', name: poolName } as const] : []),
    { kind: 'project', name: projectName }
  ]
}

const removal = (
  client: LxdClient,
  signal: AbortSignal
): Record<Belonging['kind'], (name: string) => Promise<unknown>> => {
  const remove = (path: string): Promise<unknown> => client.change('DELETE', path, undefined, signal)
  return {
    controller: (name) => removeInstance(client, name, signal),
    template: (name) => removeInstance(client, name, signal),
    network: (name) => remove(`/1.0/networks/${name}`),
    archive: (name) => removeVolume(client, name, signal),
    image: (name) => remove(`/1.0/images/${name}`),
    pool: (name) => remove(`/1.0/storage-pools/${name}`),
    project: (name) => remove(`/1.0/projects/${name}`)
  }
}

/** Removes what `allBelongings` lists. A pool or project that holds something of somebody else's stays. */
export const removeAllBelongings = async (client: LxdClient, run: Run): Promise<void> => {
  const belongings = await allBelongings(client)
  const remove = removal(client, run.signal)
  for (const [index, { kind, name }] of belongings.entries()) {
    run.report({ step: 'remove', done: index / belongings.length })
    try {
      await remove[kind](name)
    } catch (error) {
      const holdsOthers = (kind === 'pool' || kind === 'project') && error instanceof EngineRefusal
      if (!holdsOthers) throw error
    }
  }
}
