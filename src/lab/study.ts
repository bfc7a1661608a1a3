import type { Course, CourseLab } from '../course/course.ts'
import { loadCourse } from '../course/loader.ts'
import type { TaskDefinition } from '../course/schema.ts'
import { type Values, valuesOf } from '../course/variables.ts'
import { callError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { defaultPrefix, topologyOf } from '../topology.ts'
import { version } from '../version.ts'
import type { Home } from './home.ts'
import { appendJournal, readJournal } from './journal.ts'
import { learnerOf } from './learner.ts'
import { type LabProgress, progressOf } from './progress.ts'
import { readRecord } from './record.ts'

/** A course as one learner has it. */
export interface Study {
  readonly course: Course
  /** The learner's values of the course's variables. */
  readonly values: Values
  /** Where the learner stands, by lab id. */
  readonly progress: ReadonlyMap<string, LabProgress>
  /** The lab that was opened last, else the first one. */
  readonly current: CourseLab
}

/** Reads a course, the learner's values and progress. The machines are not needed for it. */
export const openStudy = async (home: Home, courseFolder: string): Promise<Study> => {
  const [course, learner, record, journal] = await Promise.all([
    loadCourse(courseFolder, { folder: home.cache, version }),
    learnerOf(home),
    readRecord(home),
    readJournal(home)
  ])
  const values = valuesOf(course.file.variables, learner.seed, topologyOf(record?.prefix ?? defaultPrefix))
  const opened = journal.findLast((line) => line.event === 'opened' && course.labs.some(({ id }) => id === line.lab))
  const first = course.labs[0]
  const last = course.labs.find(({ id }) => opened?.event === 'opened' && id === opened.lab)
  const current = last ?? first
  if (current === undefined) throw callError('course-absent', { folder: courseFolder })
  return { course, values, progress: progressOf(course.labs, journal), current }
}

/** Marks a lab of the course as the one that the learner works on. */
export const noteOpened = async (home: Home, study: Study, lab: CourseLab): Promise<void> => {
  if (study.progress.get(lab.id)?.opened === true && study.current.id === lab.id) return
  await appendJournal(home, { event: 'opened', lab: lab.id })
}

/** A task of a lab by its id. @throws call error `task-unknown`, which names the nearest */
export const taskOf = (lab: CourseLab, id: string): TaskDefinition => {
  const found = lab.tasks.find((task) => task.id === id)
  if (found !== undefined) return found
  const known = lab.tasks.map((task) => task.id)
  throw callError('task-unknown', {
    lab: lab.id,
    id: id.slice(0, 80),
    nearest: nearest(id, known),
    known: known.join(', ')
  })
}

/** A lab of the course by its id. @throws call error `lab-unknown`, which names the nearest */
export const labOf = (course: Course, id: string): CourseLab => {
  const found = course.labs.find((lab) => lab.id === id)
  if (found !== undefined) return found
  const known = course.labs.map((lab) => lab.id)
  throw callError('lab-unknown', { id: id.slice(0, 80), nearest: nearest(id, known) })
}
