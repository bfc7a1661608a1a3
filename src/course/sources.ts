import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Problem } from '../problem.ts'
import type { Source } from './yaml.ts'

/** One folder `NN-<id>` of a course, with the text of its `lab.yaml`. */
export interface LabSource extends Source {
  readonly id: string
  /** Absolute. */
  readonly folder: string
}

/** The YAML files of a course, as text: everything that its meaning depends on. */
export interface CourseSources {
  readonly folder: string
  readonly course: Source | undefined
  readonly labs: readonly LabSource[]
  /** The labs that have a folder, whether or not their `lab.yaml` could be read. */
  readonly folders: readonly string[]
  readonly diagnoses: readonly Source[]
  /** Files that could not be read. */
  readonly problems: readonly Problem[]
}

const labFolder = /^\d\d-(?<id>.+)$/

/** Reads the YAML files of a course folder. */
export const readSources = async (folder: string): Promise<CourseSources> => {
  const problems: Problem[] = []
  const read = async (file: string): Promise<Source | undefined> => {
    try {
      return { file, text: await readFile(file, 'utf8') }
    } catch (error) {
      problems.push({ code: 'unreadable', reason: codeOf(error), place: { file } })
      return undefined
    }
  }
  const [course, labNames, diagnosisNames] = await Promise.all([
    read(join(folder, 'course.yaml')),
    namesIn(folder),
    namesIn(join(folder, 'diagnoses'))
  ])
  const folders = labNames.flatMap((name) => {
    const id = labFolder.exec(name)?.groups?.['id']
    return id === undefined ? [] : [{ name, id }]
  })
  const labs = await Promise.all(
    folders.map(async ({ name, id }): Promise<LabSource | undefined> => {
      const source = await read(join(folder, name, 'lab.yaml'))
      return source === undefined ? undefined : { ...source, id, folder: resolve(folder, name) }
    })
  )
  const diagnoses = await Promise.all(
    diagnosisNames.filter((name) => name.endsWith('.yaml')).map((name) => read(join(folder, 'diagnoses', name)))
  )
  const present = <T>(item: T | undefined): item is T => item !== undefined
  return {
    folder,
    course,
    labs: labs.filter(present),
    folders: folders.map(({ id }) => id),
    diagnoses: diagnoses.filter(present),
    problems
  }
}

/** The names in a folder, in order; none where there is no such folder. */
export const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return []
    throw error
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)
