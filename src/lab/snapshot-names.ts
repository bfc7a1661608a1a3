import { callError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import type { LabRecord, SnapshotRecord } from './record.ts'

/** The snapshot of the controllers as they were made; it is the lab's own and stays. */
export const untouched = 'untouched'

/** The lab's own snapshot of where a lab of the course starts. */
export const startOf = (lab: { readonly id: string }): string => `${lab.id}/start`

/** The lab's own snapshot of when a lab of the course was passed first. */
export const doneOf = (lab: { readonly id: string }): string => `${lab.id}/done`

/** Letters and digits of any script, then also dot, underscore and hyphen; a name is never a path. */
const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,62}$/u

/** A name that a learner may give. @throws call error `snapshot-name` */
export const checkSnapshotName = (name: string): string => {
  if (!namePattern.test(name)) throw callError('snapshot-name', { name: name.slice(0, 80) })
  return name
}

/** Finds a snapshot by its name. @throws call error `snapshot-unknown`, which names the nearest */
export const findSnapshot = (record: LabRecord, name: string): SnapshotRecord => {
  const found = record.snapshots.find((snapshot) => snapshot.name === name)
  if (found !== undefined) return found
  const names = record.snapshots.map((snapshot) => snapshot.name)
  throw callError('snapshot-unknown', { name: name.slice(0, 80), nearest: nearest(name, names) })
}

/** Something that a learner does with a snapshot. */
export interface SnapshotAct {
  readonly kind: 'save' | 'restore' | 'delete'
  readonly name: string
}

/** A name that a learner may give to a new snapshot. @throws call error `snapshot-name` or `snapshot-exists` */
export const checkNewName = (name: string): void => {
  checkSnapshotName(name)
  if (name === untouched) throw callError('snapshot-exists', { name })
}

/** Whether it can be done, as far as that shows before anybody is asked. @throws call errors that say why not */
export const checkAct = (record: LabRecord, { kind, name }: SnapshotAct): void => {
  switch (kind) {
    case 'save':
      checkNewName(name)
      if (record.snapshots.some((snapshot) => snapshot.name === name)) throw callError('snapshot-exists', { name })
      return
    case 'restore':
      findSnapshot(record, name)
      return
    case 'delete':
      findSnapshot(record, name)
      if (name === untouched) throw callError('snapshot-kept', { name })
  }
}

/** A name that is free, for who does not care: after the lab that is open. */
export const freshName = (lab: string, taken: readonly string[]): string => {
  for (let number = 1; ; number += 1) {
    const name = `${lab}-${number}`
    if (!taken.includes(name)) return name
  }
}
