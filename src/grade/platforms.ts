import type { Course } from '../course/course.ts'
import { callError } from '../errors.ts'
import { locales } from '../i18n/messages.ts'
import { csvOf } from './csv.ts'
import type { Gradebook, Row } from './gradebook.ts'
import { columnOf, fillTable, type TableFile } from './table-file.ts'

/**
 * Tables of learning platforms, filled in place: the platform knows its students, assignments and columns by what stands
 * in its own export, and it would make new ones of what it does not know. Only grades are written, only those that may be
 * entered, and everything else stays as it was.
 */

/** A credit and of how many points. */
interface Score {
  readonly credit: number
  readonly possible: number
}

/** What a row is worth in a column: of one lab, or of all. */
const scoreOf = ({ standing, regraded }: Row, lab: string | undefined): Score | undefined => {
  if (standing !== 'graded' || regraded === undefined) return undefined
  return lab === undefined ? regraded.grade : regraded.grade.labs.find(({ id }) => id === lab)
}

/** A score on another scale, with the decimal separator of that column; two decimals at most. */
const scaled = ({ credit, possible }: Score, maximum: string | undefined): string => {
  const most = Number.parseFloat((maximum ?? '').replace(',', '.'))
  const value = Number.isFinite(most) && most > 0 && possible > 0 ? (credit * most) / possible : credit
  const text = String(Math.round(value * 100) / 100)
  return maximum?.includes(',') ? text.replace('.', ',') : text
}

/** What a name of a column or assignment stands for: a lab by its id or title, or by those of the course all of it. */
const meaningOf = ({ file, labs }: Course, name: string): { readonly lab: string | undefined } | undefined => {
  const same = (id: string, title: Course['file']['title']): boolean =>
    [id, ...locales.map((locale) => title[locale])].some((known) => comparable(known) === comparable(name))
  const lab = labs.find(({ id, title }) => same(id, title))
  return lab !== undefined ? { lab: lab.id } : same(file.id, file.title) ? { lab: undefined } : undefined
}

const comparable = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** The row of a student whom one of these cells names. */
const rowFor = (rows: ReadonlyMap<string, Row>, names: readonly (string | undefined)[]): Row | undefined =>
  names.map((name) => rows.get(comparable(name ?? ''))).find((row) => row !== undefined)

/** Rows by everything that a student is known by. Two students are never known by one name: then by neither. */
const rowsByName = (
  { rows }: Gradebook,
  namesOf: (row: Row) => readonly (string | undefined)[]
): ReadonlyMap<string, Row> => {
  const named = rows.flatMap((row) =>
    [...new Set(namesOf(row).map((name) => comparable(name ?? '')))]
      .filter((name) => name !== '')
      .map((name) => ({ name, row }))
  )
  const groups = Map.groupBy(named, ({ name }) => name)
  return new Map(
    [...groups].flatMap(([name, [one, other]]) => (one === undefined || other !== undefined ? [] : [[name, one.row]]))
  )
}

const assignmentTitle = /^(?<name>.*\S)\s*\((?<id>\d+)\)$/

/**
 * Fills the columns of assignments in a Canvas gradebook. An assignment is known by its id, which stands behind its name:
 * `assignment` gets the whole grade; without it, those that are named as a lab or the course get theirs. Points are put on
 * the scale of the row `Points Possible`.
 * @throws call error `canvas-columns` where no column is one to fill
 */
export const fillCanvas = (table: TableFile, gradebook: Gradebook, course: Course, assignment?: string): TableFile => {
  const known = ['ID', 'SIS User ID', 'SIS Login ID'].map((name) => columnOf(table.header, [name]))
  const targets = table.header.flatMap((title, column) => {
    const { name = '', id } = assignmentTitle.exec(title.trim())?.groups ?? {}
    if (id === undefined) return []
    const meaning =
      assignment === undefined ? meaningOf(course, name) : id === assignment ? { lab: undefined } : undefined
    return meaning === undefined ? [] : [{ column, lab: meaning.lab }]
  })
  if (targets.length === 0 || known.every((column) => column < 0))
    throw callError('canvas-columns', { path: table.path })
  const maxima = table.rows.find(([first = '']) => first.trim() === 'Points Possible')
  const rows = rowsByName(gradebook, ({ enrolled }) => [enrolled.student, enrolled.username])
  return fillTable(table, (cells) => {
    const row =
      cells === maxima
        ? undefined
        : rowFor(
            rows,
            known.map((column) => cells[column])
          )
    return new Map(
      targets.flatMap(({ column, lab }) => {
        const score = row && scoreOf(row, lab)
        return score === undefined ? [] : [[column, scaled(score, maxima?.[column])] as const]
      })
    )
  })
}

/** What Moodle calls its columns, in the languages that are known. */
export interface MoodleNames {
  readonly identifier: readonly string[]
  readonly grade: readonly string[]
  readonly maximum: readonly string[]
  readonly email: readonly string[]
  readonly idNumber: readonly string[]
  readonly changeable: readonly string[]
  readonly no: readonly string[]
}

/**
 * Fills the column of grades in a grading worksheet of a Moodle assignment. When a grade was modified last stays as it
 * was: by that Moodle sees whether it would overwrite a newer one.
 * @throws call error `moodle-columns` where a column is missing
 */
export const fillMoodleWorksheet = (table: TableFile, gradebook: Gradebook, names: MoodleNames): TableFile => {
  const at = (of: keyof MoodleNames): number => columnOf(table.header, names[of])
  const [grade, maximum, changeable] = [at('grade'), at('maximum'), at('changeable')]
  const known = [at('idNumber'), at('email')]
  if (grade < 0 || at('identifier') < 0 || known.every((column) => column < 0)) {
    throw callError('moodle-columns', { path: table.path })
  }
  const rows = rowsByName(gradebook, ({ enrolled }) => [enrolled.student, enrolled.email])
  const isFixed = (cells: readonly string[]): boolean =>
    names.no.some((no) => comparable(no) === comparable(cells[changeable] ?? ''))
  return fillTable(table, (cells) => {
    const row = isFixed(cells)
      ? undefined
      : rowFor(
          rows,
          known.map((column) => cells[column])
        )
    const score = row && scoreOf(row, undefined)
    return score === undefined ? new Map() : new Map([[grade, scaled(score, cells[maximum])]])
  })
}

/**
 * A table for Moodle's import of grades: in percent, because Moodle refuses what is above its maximum, which is 100 unless
 * somebody changed it. Only students with a grade: one row that Moodle does not like ends the whole import.
 */
export const moodleGradebook = (gradebook: Gradebook, course: Course, feedback: (score: Score) => string): string => {
  const item = course.file.id
  const rows = gradebook.rows.flatMap((row) => {
    const score = scoreOf(row, undefined)
    const { student, username = '', email = '' } = row.enrolled
    return score === undefined ? [] : [[username, email, student, scaled(score, '100'), feedback(score)]]
  })
  return csvOf(['username', 'email', 'idnumber', item, `${item} feedback`], rows)
}
