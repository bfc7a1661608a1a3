import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { defect } from '../errors.ts'
import { createJson, readJson, writeJson } from './files.ts'
import type { Home } from './home.ts'

const learnerSchema = z.object({
  version: z.literal(1),
  /** What the per-learner values are drawn from; it outlives the machines, so that a lesson reads the same afterwards. */
  seed: z.string().min(1)
})
export type Learner = z.infer<typeof learnerSchema>

export const writeLearner = (home: Home, learner: Learner): Promise<void> => writeJson(home.learner, learner)

/**
 * The learner of this home; at the first call the seed is drawn. A new lab's services and the program that made it ask at
 * the same moment: whoever is first draws for all, or the virtual BMC would not know the password that the lesson gives.
 */
export const learnerOf = async (home: Home): Promise<Learner> => {
  const known = await readJson(home.learner, learnerSchema)
  if (known !== undefined) return known
  const drawn: Learner = { version: 1, seed: randomBytes(16).toString('hex') }
  if (await createJson(home.learner, drawn)) return drawn
  const first = await readJson(home.learner, learnerSchema)
  if (first === undefined) throw defect('a file that was just there is not')
  return first
}
