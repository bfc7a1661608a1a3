import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { environmentError } from '../errors.ts'
import { isMissing } from './files.ts'

const holderSchema = z.object({
  pid: z.int().positive(),
  /** When the process began, as the kernel counts; tells a process from a later one of the same number. */
  born: z.string(),
  command: z.string().max(200),
  since: z.string()
})

/** Who holds a lock. */
export type Holder = z.infer<typeof holderSchema>

/** A lock that is held; releasing it twice is fine. */
export interface Lock {
  release(): Promise<void>
}

/** Field 22 of /proc/PID/stat: start time in clock ticks (proc(5)). Empty where there is no /proc. */
const bornOf = async (pid: number): Promise<string> => {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

const isAlive = async (holder: Holder): Promise<boolean> => {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return holder.born === '' || holder.born === (await bornOf(holder.pid))
}

const read = async (path: string): Promise<{ text: string; holder: Holder | undefined } | undefined> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
  try {
    return { text, holder: holderSchema.parse(JSON.parse(text)) }
  } catch {
    return { text, holder: undefined }
  }
}

/** Who holds the lock now, if anybody who lives. */
export const holderOf = async (path: string): Promise<Holder | undefined> => {
  const found = await read(path)
  return found?.holder !== undefined && (await isAlive(found.holder)) ? found.holder : undefined
}

/** Tries once. A lock that a dead process left is taken over. */
const tryAcquire = async (path: string, command: string): Promise<Lock | Holder> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const unique = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`
  const holder: Holder = { pid: process.pid, born: await bornOf(process.pid), command, since: new Date().toISOString() }
  const text = JSON.stringify(holder)
  // Readable for all: whoever finds it held is told by whom.
  await writeFile(unique, text, { mode: 0o644 })
  try {
    for (;;) {
      try {
        // A link appears with its content or not at all, and only one process can make it.
        await link(unique, path)
        return {
          release: async () => {
            if ((await read(path))?.text === text) await rm(path, { force: true })
          }
        }
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
      const found = await read(path)
      if (found === undefined) continue
      if (found.holder !== undefined && (await isAlive(found.holder))) return found.holder
      await discardStale(path, found.text)
    }
  } finally {
    await rm(unique, { force: true })
  }
}

/** Moves a dead process's lock aside; if somebody was quicker and it is a live one by now, it is put back. */
const discardStale = async (path: string, staleText: string): Promise<void> => {
  const aside = `${path}.stale.${randomBytes(6).toString('hex')}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (isMissing(error)) return
    throw error
  }
  if ((await readFile(aside, 'utf8')) !== staleText) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
}

const isLock = (result: Lock | Holder): result is Lock => 'release' in result

/** Takes a lock at once. @throws environment error `lab-busy`, which names the holder. */
export const acquire = async (path: string, command: string): Promise<Lock> => {
  const result = await tryAcquire(path, command)
  if (isLock(result)) return result
  throw environmentError('lab-busy', { pid: result.pid, command: result.command, since: result.since })
}

/** How long to wait for a lock that is only ever held for a moment, in milliseconds. */
const momentaryLimit = 5000

/** Takes a lock that others hold only for a moment. */
export const acquireMomentary = async (path: string, command: string): Promise<Lock> => {
  const until = Date.now() + momentaryLimit
  for (;;) {
    const result = await tryAcquire(path, command)
    if (isLock(result)) return result
    if (Date.now() > until) {
      throw environmentError('lab-busy', { pid: result.pid, command: result.command, since: result.since })
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
