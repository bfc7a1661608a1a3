import type { CourseLab } from '../course/course.ts'
import type { Judged } from './compare.ts'
import { type Cell, csvOf } from './csv.ts'
import { type Finding, heaviest } from './finding.ts'
import type { Regraded } from './regrade.ts'
import type { Enrolled } from './roster.ts'

/**
 * Where a student stands. `graded`: the credit can be entered; `withheld`: there is one, and a person has to look first;
 * `missing`: nothing that could be graded was handed in.
 */
export type Standing = 'graded' | 'withheld' | 'missing'

/** One student of a class. */
export interface Row {
  readonly enrolled: Enrolled
  readonly standing: Standing
  /** The submission that counts. */
  readonly file?: string
  readonly regraded?: Regraded
  readonly findings: readonly Finding[]
}

/** A class: each student once, in the order of the roster, then those who are not on it. */
export interface Gradebook {
  readonly rows: readonly Row[]
  /** Files that belong to nobody: they could not be read. */
  readonly refused: readonly Judged[]
  /** Every file with what does not fit in it. */
  readonly judged: readonly Judged[]
}

type Graded = Extract<Judged, { kind: 'graded' }>

/** Makes a class of what was handed in. Without a roster everybody who handed something in belongs to it. */
export const gradebookOf = (all: readonly Judged[], roster: readonly Enrolled[] | undefined): Gradebook => {
  const known = new Map(roster?.map((enrolled) => [enrolled.student, enrolled]))
  const judged = roster === undefined ? all : all.map((one) => besideRoster(one, known))
  const graded = judged.filter((one): one is Graded => one.kind === 'graded')
  const byStudent = Map.groupBy(graded, ({ regraded }) => regraded.student)
  const strangers = [...byStudent.keys()].filter((student) => !known.has(student)).sort()
  const enrolled = [...(roster ?? []), ...strangers.map((student): Enrolled => ({ student }))]
  return {
    rows: enrolled.map((one) => rowOf(one, byStudent.get(one.student) ?? [])),
    refused: judged.filter(({ kind }) => kind === 'refused'),
    judged
  }
}

const besideRoster = (one: Judged, known: ReadonlyMap<string, Enrolled>): Judged => {
  if (one.kind === 'refused') return one
  const { student, marks } = one.regraded
  const enrolled = known.get(student)
  if (enrolled === undefined) return { ...one, findings: [...one.findings, { code: 'not-in-roster', student }] }
  const isOther = enrolled.seed !== undefined && enrolled.seed !== marks.seed
  return isOther ? { ...one, findings: [...one.findings, { code: 'seed-not-assigned', student }] } : one
}

const rowOf = (enrolled: Enrolled, own: readonly Graded[]): Row => {
  const newest = own.toSorted((one, other) => (one.regraded.createdAt < other.regraded.createdAt ? 1 : -1))[0]
  if (newest === undefined) return { enrolled, standing: 'missing', findings: [] }
  const { file, regraded, findings } = newest
  return { enrolled, standing: heaviest(findings) === 'withheld' ? 'withheld' : 'graded', file, regraded, findings }
}

/** The class as a table of our own: names of columns for programs, the same in every language. */
export const csvOfGradebook = (
  { rows }: Gradebook,
  labs: readonly CourseLab[],
  words: { readonly finding: (finding: Finding) => string }
): string =>
  csvOf(
    [
      'student',
      'name',
      'email',
      'standing',
      'credit',
      'points',
      'possible',
      ...labs.map(({ id }) => id),
      'submitted',
      'file',
      'remarks'
    ],
    rows.map(({ enrolled, standing, file, regraded, findings }): readonly Cell[] => [
      enrolled.student,
      enrolled.name ?? '',
      enrolled.email ?? '',
      standing,
      regraded?.grade.credit ?? '',
      regraded?.grade.points ?? '',
      regraded?.grade.possible ?? '',
      ...labs.map(({ id }) => regraded?.grade.labs.find((lab) => lab.id === id)?.credit ?? ''),
      regraded?.createdAt ?? '',
      file ?? '',
      findings.map((finding) => words.finding(finding)).join(' ')
    ])
  )
