import { constants } from 'node:fs'
import { access, readFile, stat, statfs } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import { join } from 'node:path'
import type { RunProgram } from '../process/run.ts'

/** What is asked about this machine, and how programs are started on it: an argument, so that others can be imagined. */
export interface Host {
  readonly platform: NodeJS.Platform
  /** Node's name of the processor architecture. */
  readonly architecture: string
  readonly environment: NodeJS.ProcessEnv
  readonly user: 'root' | 'other'
  readonly runProgram: RunProgram
  /** The path of a program, also where an ordinary user's search path does not lead; undefined where there is none. */
  findProgram(name: string): Promise<string | undefined>
  /** The content of a file, or undefined where it cannot be read. */
  readText(path: string): Promise<string | undefined>
  exists(path: string): Promise<boolean>
  /** The number of the group that a file belongs to, or undefined where there is no such file. */
  groupOf(path: string): Promise<number | undefined>
  freeDiskBytes(path: string): Promise<number>
  freeMemoryBytes(): number
  /** All that is built in. */
  memoryBytes(): number
}

/** Where administrators' programs and those of snap, Incus and its builds are. */
const moreFolders = ['/usr/sbin', '/sbin', '/snap/bin', '/usr/libexec/incus', '/usr/lib/incus', '/opt/incus/bin']

/** This machine. */
export const thisHost = (runProgram: RunProgram): Host => {
  const folders = [...new Set([...(process.env['PATH'] ?? '').split(':').filter(Boolean), ...moreFolders])]
  return {
    platform: process.platform,
    architecture: process.arch,
    environment: process.env,
    user: process.getuid?.() === 0 ? 'root' : 'other',
    runProgram,
    findProgram: async (name) => {
      const found = await Promise.all(
        folders.map(async (folder) => {
          const path = join(folder, name)
          return access(path, constants.X_OK).then(
            () => path,
            () => undefined
          )
        })
      )
      return found.find((path) => path !== undefined)
    },
    readText: (path) => readFile(path, 'utf8').catch(() => undefined),
    exists: (path) =>
      stat(path).then(
        () => true,
        () => false
      ),
    groupOf: (path) =>
      stat(path).then(
        ({ gid }) => gid,
        () => undefined
      ),
    freeDiskBytes: async (path) => {
      const { bavail, bsize } = await statfs(path)
      return bavail * bsize
    },
    freeMemoryBytes: freemem,
    memoryBytes: totalmem
  }
}
