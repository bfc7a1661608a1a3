import type { Finding } from './finding.ts'
import type { Taken } from './intake.ts'
import type { Marks } from './regrade.ts'

type Graded = Extract<Taken, { kind: 'graded' }>

/** A file with everything that does not fit in it, alone and beside the others. */
export type Judged = Taken & { readonly findings: readonly Finding[] }

/** Compares submissions with one another: whose work is it, and which of several counts. */
export const compare = (all: readonly Taken[]): readonly Judged[] => {
  const graded = all.filter((one): one is Graded => one.kind === 'graded')
  const shared = sharedMarks(graded)
  const twice = severalOfOne(graded)
  return all.map((one) => ({
    ...one,
    findings:
      one.kind === 'refused'
        ? [one.finding]
        : [...one.regraded.findings, ...(shared.get(one.file) ?? []), ...(twice.get(one.file) ?? [])]
  }))
}

const marksOf = ({ key, lab, seed, machines, journal }: Marks): readonly (readonly [Shared, string])[] => [
  ['key', key],
  ['lab', lab],
  ['seed', seed],
  ...machines.map((machine) => ['machine', machine] as const),
  ...(journal === noJournal ? [] : [['journal', journal] as const])
]

/** The first line of a journal that has none. */
const noJournal = JSON.stringify('')

type Shared = Extract<Finding, { code: 'shared' }>['what']

/** What submissions under different names have in common, by file. */
const sharedMarks = (graded: readonly Graded[]): ReadonlyMap<string, readonly Finding[]> => {
  const owners = new Map<string, Graded[]>()
  for (const one of graded) {
    for (const [what, mark] of marksOf(one.regraded.marks)) {
      const name = `${what} ${mark}`
      owners.set(name, [...(owners.get(name) ?? []), one])
    }
  }
  return new Map(
    graded.map((one) => {
      const findings = new Map<Shared, Set<string>>()
      for (const [what, mark] of marksOf(one.regraded.marks)) {
        const others = (owners.get(`${what} ${mark}`) ?? []).filter(
          (other) => other.regraded.student !== one.regraded.student
        )
        for (const { file } of others) findings.set(what, (findings.get(what) ?? new Set()).add(file))
      }
      return [
        one.file,
        [...findings].map(([what, files]): Finding => ({ code: 'shared', what, with: [...files].sort() }))
      ]
    })
  )
}

/**
 * Several submissions of one student, by file. Of those that are made with the same key the newest counts; with different
 * keys nobody knows which is the student's, and none does.
 */
const severalOfOne = (graded: readonly Graded[]): ReadonlyMap<string, readonly Finding[]> => {
  const byStudent = Map.groupBy(graded, ({ regraded }) => regraded.student)
  const several = [...byStudent.values()].filter((own) => own.length > 1)
  return new Map(
    several.flatMap((own) => {
      const keys = new Set(own.map(({ regraded }) => regraded.marks.key))
      const newest = own.toSorted((one, other) => (one.regraded.createdAt < other.regraded.createdAt ? 1 : -1))[0]?.file
      const counts = keys.size === 1 && own.every(isSigned) ? newest : undefined
      const files = own.map(({ file }) => file).sort()
      return own.map(({ file }) => [file, [{ code: 'twice', counts, files }]] as const)
    })
  )
}

const isSigned = ({ regraded }: Graded): boolean => regraded.findings.every(({ code }) => code !== 'signature')
