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

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return ''
    throw error
  }
}

/** The power actions of the virtual BMC, oldest first; lines that cannot be read are passed over. */
export const readFencing = async (path: string): Promise<readonly PowerAction[]> =>
  (await readText(path)).split('\n').flatMap(parseLine).slice(-mostActions)

const lineOf = (action: PowerAction): string => `${JSON.stringify(action)}\n`

/** Appends an action to the history. Only one process may do so: the lab host's services. */
export const noteFencing = async (path: string, action: PowerAction): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const lines = (await readText(path)).split('\n')
  if (lines.length > 2 * mostActions) {
    const kept = [...lines.flatMap(parseLine), action].slice(-mostActions)
    await writeFileAtomic(path, kept.map(lineOf).join(''), { mode: 0o600 })
    return
  }
  // What a process that was killed wrote in part is closed off.
  const gap = lines.at(-1) === '' ? '' : '\n'
  await appendFile(path, gap + lineOf(action), { mode: 0o600 })
}
