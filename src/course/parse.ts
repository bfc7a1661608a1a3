import type { Problem } from '../problem.ts'
import type { Course, CourseLab } from './course.ts'
import { type CourseFile, courseSchema, type DiagnosisDefinition, diagnosesSchema, labSchema } from './schema.ts'
import type { CourseSources, LabSource } from './sources.ts'
import { placesOf, readYaml, type Source } from './yaml.ts'

/** A lab that could be read, and the text that it was read from. */
export interface ParsedLab {
  readonly lab: CourseLab
  readonly source: LabSource
}

/** What could be read of a course, and everything that is wrong with its shape. */
export interface ParsedCourse {
  readonly folder: string
  readonly file: { readonly content: CourseFile; readonly source: Source } | undefined
  /** In the order of the course. */
  readonly labs: readonly ParsedLab[]
  readonly diagnoses: readonly { readonly definitions: readonly DiagnosisDefinition[]; readonly source: Source }[]
  readonly problems: readonly Problem[]
}

/** Reads the texts of a course into its shape. It goes on after a problem, so that all of them are told at once. */
export const parseCourse = (sources: CourseSources): ParsedCourse => {
  const problems: Problem[] = [...sources.problems]
  const accept = <T>(reading: ReturnType<typeof readYaml<T>>): T | undefined => {
    if (reading.ok) return reading.value
    problems.push(...reading.problems)
    return undefined
  }

  const content = sources.course && accept(readYaml(sources.course, courseSchema))
  const file = sources.course && content && { content, source: sources.course }

  const labs = sources.labs.flatMap((source, index): readonly ParsedLab[] => {
    const lab = accept(readYaml(source, labSchema))
    if (lab === undefined) return []
    if (sources.labs.slice(0, index).some(({ id }) => id === source.id)) {
      problems.push({ code: 'duplicate', of: 'lab', id: source.id, place: { file: source.file } })
    }
    if (lab.id !== source.id) {
      problems.push({ code: 'id-differs', found: lab.id, folder: source.id, place: placesOf(source).of(['id']) })
    }
    return [{ lab: { ...lab, folder: source.folder }, source }]
  })

  const diagnoses = sources.diagnoses.flatMap((source) => {
    const definitions = accept(readYaml(source, diagnosesSchema))
    return definitions === undefined ? [] : [{ definitions, source }]
  })

  for (const [index, id] of (content?.labs ?? []).entries()) {
    if (sources.folders.includes(id) || sources.course === undefined) continue
    problems.push({ code: 'folder-missing', lab: id, place: placesOf(sources.course).of(['labs', index]) })
  }

  const order = content?.labs ?? []
  const inOrder = order.flatMap((id) => labs.filter(({ source }) => source.id === id))
  return { folder: sources.folder, file, labs: inOrder, diagnoses, problems }
}

/** The course itself, where nothing is wrong with its shape. */
export const courseOf = (parsed: ParsedCourse): Course | undefined =>
  parsed.file === undefined || parsed.problems.length > 0
    ? undefined
    : {
        folder: parsed.folder,
        file: parsed.file.content,
        labs: parsed.labs.map(({ lab }) => lab),
        diagnoses: parsed.diagnoses.flatMap(({ definitions }) => definitions)
      }
