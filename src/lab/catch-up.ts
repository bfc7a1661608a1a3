import type { Course, CourseLab } from '../course/course.ts'
import { isInExam } from '../course/exam.ts'
import type { Run } from '../engine/engine.ts'
import { callError, environmentError } from '../errors.ts'
import { appendJournal } from './journal.ts'
import { doneOf, startOf, untouched } from './snapshot-names.ts'
import { allBack, type OpenLab, restoreSnapshot, saveSnapshot } from './snapshots.ts'
import { applySolution } from './solve.ts'
import { noteOpened, type Study } from './study.ts'

const has = ({ record }: OpenLab, name: string): boolean => record.snapshots.some((snapshot) => snapshot.name === name)

/** Opens a lab of the course for the first work on it: where it starts is kept. */
export const openCourseLab = async (open: OpenLab, study: Study, lab: CourseLab, run: Run): Promise<OpenLab> => {
  await noteOpened(open.home, study, lab)
  if (has(open, startOf(lab))) return open
  return { ...open, record: await saveSnapshot(open, startOf(lab), run, { lab: lab.id }) }
}

const restoreByName = async (open: OpenLab, name: string, run: Run): Promise<OpenLab> => {
  const snapshot = open.record.snapshots.find((candidate) => candidate.name === name)
  if (snapshot === undefined) throw environmentError('lab-absent', {})
  return allBack(await restoreSnapshot(open, snapshot, run))
}

/** The labs that come before one, in the order of the course. */
const before = (course: Course, lab: CourseLab): readonly CourseLab[] =>
  course.labs.slice(
    0,
    course.labs.findIndex(({ id }) => id === lab.id)
  )

/** A task of an earlier lab is about to be solved on the way, for whoever shows progress. */
export type OnSolve = (lab: CourseLab, task: string) => void

/**
 * Brings the controllers to where a lab starts: from its own snapshot, else from the nearest point before it and by
 * solving what lies between.
 * @throws call error `exam-no-help` where a lab of an exam would have to be solved
 */
export const goTo = async (
  open: OpenLab,
  study: Study,
  lab: CourseLab,
  run: Run,
  onSolve: OnSolve
): Promise<OpenLab> => {
  const there = has(open, startOf(lab))
    ? await restoreByName(open, startOf(lab), run)
    : await solveUpTo(open, study, lab, run, onSolve)
  await appendJournal(open.home, { event: 'went-to', lab: lab.id }, { event: 'opened', lab: lab.id })
  return there
}

/** Where solving begins: a snapshot, and the labs that lie between it and the lab to come to. */
interface Basis {
  readonly snapshot: string
  readonly between: readonly CourseLab[]
}

/** The nearest point before a lab: where an earlier one was passed or started, else the untouched controllers. */
const nearest = (open: OpenLab, earlier: readonly CourseLab[]): Basis => {
  const points = earlier.flatMap((lab, index): Basis[] => [
    { snapshot: startOf(lab), between: earlier.slice(index) },
    { snapshot: doneOf(lab), between: earlier.slice(index + 1) }
  ])
  return points.findLast(({ snapshot }) => has(open, snapshot)) ?? { snapshot: untouched, between: earlier }
}

const solveUpTo = async (open: OpenLab, study: Study, lab: CourseLab, run: Run, onSolve: OnSolve): Promise<OpenLab> => {
  const { snapshot, between } = nearest(open, before(study.course, lab))
  const asked = between.find(({ id }) => isInExam(study.course, id))
  if (asked !== undefined) throw callError('exam-no-help', { lab: asked.id })
  const back = await restoreByName(open, snapshot, run)
  for (const candidate of between) {
    const tasks = await applySolution(back.controllers, candidate, study.values, run.signal, {
      onTask: (task) => onSolve(candidate, task)
    })
    await appendJournal(back.home, ...tasks.map((task) => ({ event: 'solved', lab: candidate.id, task }) as const))
  }
  return { ...back, record: await saveSnapshot(back, startOf(lab), run, { lab: lab.id }) }
}
