import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const callSchema = z.object({
  args: z.array(z.string()),
  exitCode: z.int(),
  stdout: z.string(),
  stderr: z.string()
})
/** A call of a real program, with what it printed. */
type RecordedCall = z.infer<typeof callSchema>

/** Where recordings are; see its README for how they were made. */
export const recordings = fileURLToPath(new URL('../../fixtures/vagrant/', import.meta.url))

/** A call that was recorded from the real program. */
export const recorded = (name: string): RecordedCall =>
  callSchema.parse(JSON.parse(readFileSync(`${recordings}${name}.json`, 'utf8')))
