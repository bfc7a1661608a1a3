// How set-up replaces a folder: made aside, moved into place when it is whole. Nothing half-made is ever used, whatever
// interrupts it, and two set-ups at once do not disturb each other: the later one wins.

import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const unfinished = /^unfinished-(\d+)$/

/** @param {number} pid */
const isRunning = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Removes what killed set-ups left behind.
 * @param {string} cache
 */
const sweep = (cache) => {
  for (const name of readdirSync(cache)) {
    const pid = unfinished.exec(name)?.[1]
    if (pid === undefined || isRunning(Number(pid))) continue
    try {
      rmSync(join(cache, name), { recursive: true, force: true })
    } catch {
      // What it had started still writes there: a later set-up finds it quiet.
    }
  }
}

/**
 * @param {string} from
 * @param {string} to a folder, perhaps already there
 * @param {string} old where that one goes
 */
const putInPlace = (from, to, old) => {
  mkdirSync(dirname(to), { recursive: true })
  try {
    renameSync(to, old)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  renameSync(from, to)
}

/**
 * @param {string} root
 * @param {string} place the folder to replace, relative to the root
 * @param {(aside: string) => Promise<string>} make makes it in an empty folder and says where; both relative to the root
 */
export const replaceFolder = async (root, place, make) => {
  const aside = `.cache/unfinished-${process.pid}`
  mkdirSync(join(root, aside), { recursive: true })
  sweep(join(root, '.cache'))
  try {
    const made = await make(aside)
    putInPlace(join(root, made), join(root, place), join(root, aside, 'replaced'))
  } finally {
    rmSync(join(root, aside), { recursive: true, force: true })
  }
}
