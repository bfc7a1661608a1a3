import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { type PowerAction, powerOutcomes, resetTypes } from '../host-services/power.ts'
import { nodeNames } from '../topology.ts'
import { isMissing } from './files.ts'

const actionSchema = z.object({
  at: z.iso.datetime(),
  controller: z.enum(nodeNames),
  action: z.enum(resetTypes),
  by: z.string().max(60),
  outcome: z.enum(powerOutcomes),
  durationMs: z.number().nonnegative()
})

/** So many actions are kept; the file may grow to twice as many lines before the older ones go. */
export const mostActions = 200

const parseLine = (line: string): PowerAction[] => {
  try {
    const parsed = actionSchema.safeParse(JSON.parse(line))
    return parsed.success ? [parsed.data] : []
  } catch {
    // The last line of a process that was killed.
    return []
  }
}

/** The power actions of the virtual BMC, oldest first; lines that cannot be read are passed over. */
export const readFencing = async (path: string): Promise<readonly PowerAction[]> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
  return text.split('\n').flatMap(parseLine).slice(-mostActions)
}

const lineOf = (action: PowerAction): string => `${JSON.stringify(action)}\n`

/** Appends an action to the history. Only one process may do so: the lab host's services. */
export const noteFencing = async (path: string, action: PowerAction): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // What a killed process left without its end is closed off by the line feed in front.
  await appendFile(path, `\n${lineOf(action)}`, { mode: 0o600 })
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '')
  if (lines.length > 2 * mostActions) {
    const kept = lines.flatMap(parseLine).slice(-mostActions)
    await writeFileAtomic(path, kept.map(lineOf).join(''), { mode: 0o600 })
  }
}
