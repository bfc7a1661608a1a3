import { lstat, writeFile } from 'node:fs/promises'
import writeFileAtomic from 'write-file-atomic'
import { callError } from '../errors.ts'

/** Whether a path is there and is no plain file, such as a device or a pipe: that is written to, not replaced. */
const isOther = async (path: string): Promise<boolean> => {
  try {
    return !(await lstat(path)).isFile()
  } catch {
    return false
  }
}

/** Writes a file that somebody asked for, whole or not at all. @throws call error `file-unwritable` */
export const writeOut = async (file: string, content: string | Buffer): Promise<void> => {
  try {
    await ((await isOther(file)) ? writeFile(file, content) : writeFileAtomic(file, content))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw callError('file-unwritable', { path: file, detail }, error)
  }
}
