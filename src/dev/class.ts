// A class that has handed in, made of recordings, for `npm run bench`.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { honest, newKey } from '../../test/grade/handed-in.ts'
import { seal } from '../grade/seal.ts'

/** Writes the submissions of so many students into a folder. */
export const handIn = async (folder: string, students: number): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  for (let number = 1; number <= students; number += 1) {
    const student = `s-${number}`
    writeFileSync(join(folder, `${student}.quorate`), await seal(await honest(student), newKey()))
  }
}
