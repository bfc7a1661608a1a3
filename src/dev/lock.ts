// What `npm ci` on another machine would trip over in the lock file.

import { z } from 'zod'

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional()
    })
  )
})

/** Where Node would look for a package that the one at a path asks for, nearest first. */
const placesOf = (path: string, name: string): string[] => {
  const own = `${path === '' ? '' : `${path}/`}node_modules/${name}`
  if (path === '') return [own]
  const parent = path.slice(0, Math.max(path.lastIndexOf('node_modules/') - 1, 0))
  return [own, ...placesOf(parent, name)]
}

/**
 * The faults of a lock file: one line each.
 * - an address: every machine must use its own registry;
 * - an optional dependency without an entry: npm leaves out a platform's package that the registry happened to lack,
 *   and then `npm ci` fails, or that platform gets no binary.
 */
export const lockFaults = (lock: unknown): string[] =>
  Object.entries(lockSchema.parse(lock).packages).flatMap(([path, entry], _, all) => {
    const paths = new Set(all.map(([each]) => each))
    const address = entry.resolved?.includes('://') ? [`${path}: names an address, ${entry.resolved}`] : []
    const missing = Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !placesOf(path, name).some((place) => paths.has(place)))
      .map((name) => `${path}: its optional dependency ${name} has no entry`)
    return [...address, ...missing]
  })
