import type { Course, CourseLab } from '../course/course.ts'
import { courseDigest } from '../course/loader.ts'
import type { Values } from '../course/variables.ts'
import { environmentError } from '../errors.ts'
import type { Home } from '../lab/home.ts'
import { journalText } from '../lab/journal.ts'
import { learnerOf } from '../lab/learner.ts'
import { readRecord } from '../lab/record.ts'
import type { NodeFacts } from '../probe/registry.ts'
import { topologyOf } from '../topology.ts'
import { version } from '../version.ts'
import { factsOf } from './evidence.ts'
import type { Examined } from './examine.ts'
import { redact } from './redact.ts'
import type { Grade } from './score.ts'
import type { Submission } from './submission.ts'

/** What a submission is made of. */
export interface Handing {
  readonly home: Home
  readonly student: string
  readonly course: Course
  readonly values: Values
  readonly labs: readonly CourseLab[]
  readonly examined: Examined
  readonly grade: Grade
}

/** Puts together what a learner hands in. @throws environment error `lab-absent` */
export const submissionOf = async ({
  home,
  student,
  course,
  values,
  labs,
  examined,
  grade
}: Handing): Promise<Submission> => {
  const [record, learner, journal, digest] = await Promise.all([
    readRecord(home),
    learnerOf(home),
    journalText(home),
    courseDigest(course.folder)
  ])
  if (record === undefined) throw environmentError('lab-absent', {})
  const { evidence, report } = examined
  const files = (of: Submission['files'][keyof Submission['files']]) =>
    of.map(({ path, text }) => ({ path, text: redact(text, course.file.variables, values) }))
  const facts = factsOf(evidence.looks, labs, topologyOf(record.prefix))
  return {
    version: 1,
    student,
    createdAt: new Date().toISOString(),
    quorate: version,
    course: { id: course.file.id, digest },
    seed: learner.seed,
    lab: { id: record.id, engine: record.engine, prefix: record.prefix, createdAt: record.createdAt },
    labs: labs.map(({ id }) => id),
    journal,
    looks: evidence.looks,
    experiments: evidence.experiments,
    files: {
      controller1: files(evidence.files.controller1),
      controller2: files(evidence.files.controller2),
      controller3: files(evidence.files.controller3)
    },
    claimed: {
      points: grade.points,
      possible: grade.possible,
      credit: grade.credit,
      outcomes: Object.fromEntries(report.labs.flatMap(({ checks }) => checks.map(({ id, outcome }) => [id, outcome]))),
      facts: {
        controller1: claimedFacts(facts.controller1),
        controller2: claimedFacts(facts.controller2),
        controller3: claimedFacts(facts.controller3)
      }
    }
  }
}

/** Facts without the output that they were made of, which is there already. */
export const claimedFacts = (facts: NodeFacts): Record<string, unknown> =>
  Object.fromEntries(Object.entries(facts).map(([probe, observation]) => [probe, observation.facts]))
