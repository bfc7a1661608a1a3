import type { Run } from '../engine/engine.ts'
import { type LabContext, withLab } from './session.ts'
import { findSnapshot, type SnapshotAct } from './snapshot-names.ts'
import { allBack, deleteSnapshot, restoreSnapshot, saveSnapshot } from './snapshots.ts'

/** Does something with a snapshot, once it was agreed to. */
export const actOnSnapshot = async (context: LabContext, { kind, name }: SnapshotAct, run: Run): Promise<void> => {
  switch (kind) {
    case 'save':
      await withLab(context, 'exclusively', run, (lab) => saveSnapshot(lab, name, run))
      return
    case 'restore':
      await withLab(context, 'to-replace', run, async (lab) =>
        allBack(await restoreSnapshot(lab, findSnapshot(lab.record, name), run))
      )
      return
    case 'delete':
      await withLab(context, 'exclusively', run, (lab) => deleteSnapshot(lab, findSnapshot(lab.record, name), run))
  }
}
