import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { callError } from '../errors.ts'
import { asTold } from '../problem.ts'
import type { Course } from './course.ts'
import { type CourseSources, readSources } from './sources.ts'

/** Where a course that was read once may be kept. */
export interface CourseCache {
  /** A folder of Quorate's own. */
  readonly folder: string
  /** Quorate's version: another one may understand the same files in another way. */
  readonly version: string
}

/** What is kept: a course, and of which files. */
interface Kept {
  readonly digest: string
  readonly course: Course
}

/**
 * Reads a course and makes sure of its shape. Reading YAML and building the schemas takes some hundred milliseconds, so
 * a course that was found good is kept as JSON with the digest of its files, and neither is needed the next time.
 *
 * @throws call error `course-absent` where the folder holds no course, `course-broken` with every problem found
 */
export const loadCourse = async (folder: string, cache?: CourseCache): Promise<Course> => {
  const sources = await readSources(folder)
  if (sources.course === undefined && sources.labs.length === 0) throw callError('course-absent', { folder })
  const digest = digestOf(sources, cache?.version)
  const file = cache && join(cache.folder, `course-${sha256(resolve(folder)).slice(0, 16)}.json`)
  const kept = file === undefined ? undefined : await readKept(file)
  if (kept?.digest === digest) return kept.course

  const { courseOf, parseCourse } = await import('./parse.ts')
  const parsed = parseCourse(sources)
  const course = courseOf(parsed)
  if (course === undefined) throw callError('course-broken', { problems: asTold(parsed.problems) })
  if (file !== undefined) await keep(file, { digest, course })
  return course
}

/**
 * What identifies the content of a course, wherever its folder is: the digest of the files that its meaning depends on.
 * @throws call error `course-absent` where the folder holds no course
 */
export const courseDigest = async (folder: string): Promise<string> => {
  const { course, labs, diagnoses } = await readSources(folder)
  if (course === undefined) throw callError('course-absent', { folder })
  const texts = [course.text, ...labs.map(({ id, text }) => [id, text]), ...diagnoses.map(({ text }) => text)]
  return sha256(JSON.stringify(texts))
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const digestOf = (sources: CourseSources, version: string | undefined): string =>
  sha256(JSON.stringify([version, sources]))

const readKept = async (file: string): Promise<Kept | undefined> => {
  try {
    const kept: Kept = JSON.parse(await readFile(file, 'utf8'))
    return kept
  } catch {
    return undefined
  }
}

const keep = async (file: string, kept: Kept): Promise<void> => {
  try {
    const { default: writeFileAtomic } = await import('write-file-atomic')
    await mkdir(dirname(file), { recursive: true })
    await writeFileAtomic(file, JSON.stringify(kept), { fsync: false })
  } catch {
    // Keeping is a convenience: a full disk or a read-only folder is no reason to refuse a course.
  }
}
