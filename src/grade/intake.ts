import { constants } from 'node:fs'
import { type FileHandle, lstat, open, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { callError } from '../errors.ts'
import type { Finding } from './finding.ts'
import { type Regraded, regrade, type Standard } from './regrade.ts'
import { mostBytes, unseal } from './seal.ts'

/** A file that was handed in, and what came of it. */
export type Taken = { readonly file: string } & (
  | { readonly kind: 'graded'; readonly regraded: Regraded }
  | { readonly kind: 'refused'; readonly finding: Finding }
)

/** How deep folders are looked through: a learning platform packs one folder for each student. */
const deepest = 4

/**
 * The files that were named, and those in the folders that were. Hidden ones are passed over, and those that have another
 * purpose, such as the roster. Links in a folder are not followed: they are listed, and refused when they are read.
 * @throws call error `submission-unreadable` where something that was named is not there
 */
export const filesIn = async (paths: readonly string[], others: readonly string[]): Promise<readonly string[]> => {
  const apart = new Set(others.map((path) => resolve(path)))
  const found: string[] = []
  const walk = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true })
    for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      const path = join(folder, entry.name)
      if (entry.name.startsWith('.') || apart.has(resolve(path))) continue
      if (entry.isDirectory() && depth < deepest) await walk(path, depth + 1)
      else found.push(path)
    }
  }
  for (const path of paths) {
    try {
      if ((await lstat(path)).isDirectory()) await walk(path, 0)
      else found.push(path)
    } catch (error) {
      throw callError(
        'submission-unreadable',
        { path, detail: error instanceof Error ? error.message : String(error) },
        error
      )
    }
  }
  return [...new Set(found)]
}

/** Reads one file: no link, no pipe, no device, and no more than a submission may be. */
const readBounded = async (path: string): Promise<Buffer | Finding> => {
  let file: FileHandle
  try {
    // Without waiting: a pipe that nobody writes to would be waited for, for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const isLink = error instanceof Error && 'code' in error && error.code === 'ELOOP'
    return { code: 'refused', why: isLink ? 'not-a-file' : 'unreadable' }
  }
  try {
    const stat = await file.stat()
    if (!stat.isFile()) return { code: 'refused', why: 'not-a-file' }
    if (stat.size > mostBytes) return { code: 'refused', why: 'too-big' }
    const buffer = Buffer.alloc(stat.size)
    const { bytesRead } = await file.read(buffer, 0, stat.size, 0)
    return buffer.subarray(0, bytesRead)
  } catch {
    return { code: 'refused', why: 'unreadable' }
  } finally {
    await file.close()
  }
}

/** Reads and grades one file. Whatever is in it, nothing is thrown: one bad file stops no others. */
export const take = async (file: string, standard: Standard): Promise<Taken> => {
  const content = await readBounded(file)
  if (!Buffer.isBuffer(content)) return { file, kind: 'refused', finding: content }
  const opened = await unseal(content)
  if (typeof opened === 'string') return { file, kind: 'refused', finding: { code: 'refused', why: opened } }
  try {
    return { file, kind: 'graded', regraded: await regrade(opened, standard) }
  } catch {
    // Made to be something that no parser was made for.
    return { file, kind: 'refused', finding: { code: 'refused', why: 'not-understood' } }
  }
}
