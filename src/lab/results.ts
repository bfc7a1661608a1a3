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

/** A lab that was passed for the first time. */
export interface PassedLab {
  readonly id: string
  /** Whether the state of the controllers is there as `<lab>/done`. */
  readonly isKept: boolean
}

/**
 * Writes down what checks gave. The first time that a lab is passed it is marked so, and the state of the controllers is
 * kept as `<lab>/done`. Where several are passed at one look, that state is where the last of them ends, and only that: to
 * those who go on from an earlier one, the later ones would be done already.
 * @returns the labs that were passed now for the first time
 */
export const noteResults = async (
  open: OpenLab,
  study: Study,
  report: CheckReport,
  command: string,
  run: Run
): Promise<readonly PassedLab[]> => {
  const { home } = open
  const passed = report.labs.filter(
    ({ id, outcome, checks }) => checks.length > 0 && outcome === 'pass' && study.progress.get(id)?.state !== 'passed'
  )
  await appendJournal(
    home,
    ...report.labs.map(eventOf),
    ...passed.map(({ id }): JournalEvent => ({ event: 'passed', lab: id }))
  )
  const last = study.course.labs.findLast((lab) => passed.some(({ id }) => id === lab.id))
  const isKept = last !== undefined && (await keepDone(open, last.id, command, run))
  return passed.map(({ id }) => ({ id, isKept: isKept && id === last?.id }))
}

/** @returns whether the state is kept */
const keepDone = async (open: OpenLab, id: string, command: string, run: Run): Promise<boolean> => {
  const name = doneOf({ id })
  try {
    const lock = await acquire(open.home.lock, command)
    try {
      const record = (await readRecord(open.home)) ?? open.record
      if (record.snapshots.some((snapshot) => snapshot.name === name)) return true
      await saveSnapshot({ ...open, record }, name, run, { lab: id })
      return true
    } finally {
      await lock.release()
    }
  } catch (error) {
    // The snapshot is a convenience: the lab is passed without it, and `goto` then solves instead of restoring.
    if (!(error instanceof QuorateError)) throw error
    return false
  }
}
