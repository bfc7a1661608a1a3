import type { Run } from '../engine/engine.ts'
import type { LabRecord, SnapshotRecord } from './record.ts'
import type { Use } from './recover.ts'
import { allBack, deleteSnapshot, type OpenLab, restoreSnapshot, saveSnapshot } from './snapshots.ts'

/** The state of the controllers while somebody disturbs them; it is there as long as they are disturbed. */
const keptState = 'grade/before'

const keptIn = (record: LabRecord): SnapshotRecord | undefined =>
  record.snapshots.find(({ name }) => name === keptState)

/** Whether a state was kept and not put back: whoever disturbs the controllers was killed, or still does. */
export const isStateKept = (record: LabRecord): boolean => keptIn(record) !== undefined

/** Puts back the state that was kept, or drops it where the state of the machines is about to be replaced anyway. */
export const putStateBack = async (lab: OpenLab, use: Use, run: Run): Promise<void> => {
  const snapshot = keptIn(lab.record)
  if (snapshot === undefined) return
  const restored = use === 'keep' ? await restoreSnapshot(lab, snapshot, run) : { lab, missingServices: [] }
  // What does not run again now would not do so the next time: it is told once.
  await deleteSnapshot(restored.lab, snapshot, run)
  allBack(restored)
}

/**
 * Keeps the state of the controllers, does something to them, and puts the state back: also when that fails or is
 * interrupted. Where the program is killed, the next one that opens the lab puts it back.
 */
export const withStateKept = async <T>(lab: OpenLab, run: Run, work: (lab: OpenLab) => Promise<T>): Promise<T> => {
  const kept = { ...lab, record: await saveSnapshot(lab, keptState, run) }
  try {
    return await work(kept)
  } finally {
    await putStateBack(kept, 'keep', { ...run, signal: new AbortController().signal })
  }
}
