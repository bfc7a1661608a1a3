import { callError } from '../errors.ts'
import { columnOf, type TableFile } from './table-file.ts'

/** Somebody who takes the course. */
export interface Enrolled {
  /** What the learner gives to `submit --student`. */
  readonly student: string
  readonly name?: string
  readonly email?: string
  /** The name for logging in to the learning platform. */
  readonly username?: string
  /** The seed that was given to this learner, if any was. */
  readonly seed?: string
}

/** The columns of a roster; all but the first may be missing. */
const columns = {
  student: ['student', 'student id', 'student_id', 'id', 'id number'],
  name: ['name', 'full name', 'student name'],
  email: ['email', 'e-mail', 'email address'],
  username: ['username', 'login', 'sis login id'],
  seed: ['seed']
} as const

/**
 * Reads a roster: CSV with a column `student`, and maybe `name`, `email`, `username`, `seed`.
 * @throws call error `roster-column` or `roster-twice`, which name the file
 */
export const rosterOf = (table: TableFile): readonly Enrolled[] => {
  const at = (names: readonly string[]): number => columnOf(table.header, names)
  const [student, name, email, username, seed] = [
    columns.student,
    columns.name,
    columns.email,
    columns.username,
    columns.seed
  ].map(at)
  if (student === undefined || student < 0) throw callError('roster-column', { path: table.path })
  const seen = new Set<string>()
  return table.rows.flatMap((cells): readonly Enrolled[] => {
    const cell = (index: number | undefined): string => cells[index ?? -1]?.normalize('NFC').trim() ?? ''
    const id = cell(student)
    if (id === '') return []
    if (seen.has(id)) throw callError('roster-twice', { path: table.path, student: id.slice(0, 100) })
    seen.add(id)
    const given = { name: cell(name), email: cell(email), username: cell(username), seed: cell(seed) }
    return [{ student: id, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')) }]
  })
}
