import { z } from 'zod'
import { nodeNames } from '../topology.ts'
import { readJson, removeFile, writeJson } from './files.ts'
import type { Home } from './home.ts'

const pendingSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('save'), name: z.string(), key: z.string() }),
  z.object({ action: z.literal('restore'), name: z.string(), key: z.string() }),
  z.object({ action: z.literal('delete'), name: z.string(), key: z.string() }),
  z.object({ action: z.literal('destroy') }),
  z.object({
    action: z.literal('experiment'),
    /** Of which behaviour check, by its name within its lab. */
    check: z.string(),
    undoing: z.array(
      z.object({ nodes: z.array(z.enum(nodeNames)), script: z.string(), kept: z.record(z.string(), z.string()) })
    )
  })
])

/**
 * What is being done to the machines, written down before it begins. Found by a later command, it means that the doing
 * was cut off: a save and an experiment are undone; a restore, a delete and a destroy are completed.
 */
export type Pending = z.infer<typeof pendingSchema>

export const readPending = (home: Home): Promise<Pending | undefined> => readJson(home.pending, pendingSchema)
export const writePending = (home: Home, pending: Pending): Promise<void> => writeJson(home.pending, pending)
export const clearPending = (home: Home): Promise<void> => removeFile(home.pending)
