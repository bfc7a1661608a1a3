import type { CheckReport, LabResult } from '../check/outcome.ts'
import type { Run } from '../engine/engine.ts'
import { QuorateError } from '../errors.ts'
import type { Home } from './home.ts'
import { appendJournal, type JournalEvent } from './journal.ts'
import { acquire } from './lock.ts'
import { readRecord } from './record.ts'
import { doneOf } from './snapshot-names.ts'
import { type OpenLab, saveSnapshot } from './snapshots.ts'
import type { Study } from './study.ts'

const eventOf = ({ id, outcome, points, possible, checks }: LabResult): JournalEvent => ({
  event: 'checked',
  lab: id,
  outcome,
  points,
  possible,
  checks: Object.fromEntries(checks.map((check) => [check.id.slice(id.length + 1), check.outcome]))
})

/** Writes down what checks gave, and nothing else: no lab becomes passed by it. */
export const noteChecked = (home: Home, report: CheckReport): Promise<void> =>
  appendJournal(home, ...report.labs.map(eventOf))

/**
 * Writes down what checks gave. The first time that a lab is passed it is marked so, and the state of the controllers is
 * kept as `<lab>/done`.
 * @returns the labs that were passed now for the first time
 */
export const noteResults = async (
  open: OpenLab,
  study: Study,
  report: CheckReport,
  command: string,
  run: Run
): Promise<readonly string[]> => {
  const { home } = open
  const passed = report.labs.filter(
    ({ id, outcome, checks }) => checks.length > 0 && outcome === 'pass' && study.progress.get(id)?.state !== 'passed'
  )
  await appendJournal(
    home,
    ...report.labs.map(eventOf),
    ...passed.map(({ id }): JournalEvent => ({ event: 'passed', lab: id }))
  )
  for (const { id } of passed) await keepDone(open, id, command, run)
  return passed.map(({ id }) => id)
}

const keepDone = async (open: OpenLab, id: string, command: string, run: Run): Promise<void> => {
  const name = doneOf({ id })
  try {
    const lock = await acquire(open.home.lock, command)
    try {
      const record = (await readRecord(open.home)) ?? open.record
      if (record.snapshots.some((snapshot) => snapshot.name === name)) return
      await saveSnapshot({ ...open, record }, name, run, { lab: id })
    } finally {
      await lock.release()
    }
  } catch (error) {
    // The snapshot is a convenience: the lab is passed without it, and `goto` then solves instead of restoring.
    if (!(error instanceof QuorateError)) throw error
  }
}
