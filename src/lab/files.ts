import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { z } from 'zod'
import { environmentError } from '../errors.ts'

/** Whether a file operation failed because there is no such file. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Reads and validates a JSON file of ours, or undefined where it does not exist. */
export const readJson = async <T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw environmentError('file-unreadable', { path, detail: String(error) }, error)
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw environmentError('file-damaged', { path }, error)
  }
}

/** Replaces a file in one step, synced: a reader sees the old content or the new, never a part. */
export const writeJson = async (path: string, value: unknown): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFileAtomic(path, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 })
}

/**
 * Writes a file that is not there yet, in one step, synced.
 * @returns false where it is there by now: somebody else was faster, and theirs stays
 */
export const createJson = async (path: string, value: unknown): Promise<boolean> => {
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  await writeJson(aside, value)
  try {
    await link(aside, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(aside, { force: true })
  }
}

/** Removes a file; one that does not exist is fine. */
export const removeFile = async (path: string): Promise<void> => rm(path, { force: true })
