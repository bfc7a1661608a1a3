import type { Run } from '../engine/engine.ts'
import { environmentError } from '../errors.ts'
import { undo } from './experiment.ts'
import { clearPending, type Pending } from './pending.ts'
import { type OpenLab, recoverSnapshots } from './snapshots.ts'

/** What a command does with the machines as it finds them: works on with them, or replaces their state. */
export type Use = 'keep' | 'replace'

/**
 * Finishes or undoes what an earlier command had begun.
 * @throws environment error `experiment-not-undone`, unless the state of the machines is about to be replaced anyway
 */
export const recover = async (
  lab: OpenLab,
  pending: Exclude<Pending, { action: 'destroy' }>,
  use: Use,
  run: Run
): Promise<void> => {
  if (pending.action !== 'experiment') return recoverSnapshots(lab, pending, run)
  run.report({ step: 'recover' })
  const left = await undo(
    { controllers: lab.controllers, slowness: lab.record.slowness, signal: run.signal },
    pending.undoing
  )
  if (left !== undefined && use === 'keep') {
    const nodes = left.results.map(({ node }) => node).join(', ')
    throw environmentError('experiment-not-undone', { check: pending.check, nodes })
  }
  await clearPending(lab.home)
}
