import type { BehaviourCheck, CheckDefinition, CourseFile, DiagnosisDefinition, FactCheck, LabFile } from './schema.ts'

/**
 * One lab of the course, read and validated. Texts still have their `{{variables}}`: `fill` of `variables.ts` puts a
 * learner's values in where they are used.
 */
export interface CourseLab extends LabFile {
  /** Absolute path of the lab's folder. */
  readonly folder: string
}

/** A part of a lesson that begins with a heading of the second level: `## <heading> {#<task id>}` in the Markdown. */
export interface LessonSection {
  /** The task that this section teaches; absent for what teaches none, such as what stands before the first heading. */
  readonly task?: string
  readonly heading: string
  /** Markdown, the heading included. */
  readonly markdown: string
}

export type Lesson = readonly LessonSection[]

/** A whole course. */
export interface Course {
  readonly folder: string
  readonly file: CourseFile
  readonly labs: readonly CourseLab[]
  readonly diagnoses: readonly DiagnosisDefinition[]
}

export const isBehaviour = (check: CheckDefinition): check is BehaviourCheck => check.tier === 'behaviour'

/** Whether a lab has questions and no checks: it needs no controllers, and is passed by answering. */
export const isOfQuestions = ({ checks }: Pick<LabFile, 'checks'>): boolean => checks.length === 0

/** Where a check says something about facts. */
export const expectationsOfChecks = ['expect', 'notBegun', 'underWay'] as const

/** The facts that a check has to know. */
export const factsOfCheck = (check: FactCheck): readonly string[] =>
  expectationsOfChecks.flatMap((key) => Object.keys(check[key] ?? {}))

/** The checks of a lab that only look. */
export const factChecksOf = ({ checks }: Pick<LabFile, 'checks'>): readonly FactCheck[] =>
  checks.filter((check): check is FactCheck => !isBehaviour(check))

/** The labs that one builds on, and those that these build on, in the order of the course. */
export const neededFor = ({ labs }: Pick<Course, 'labs'>, lab: CourseLab): readonly CourseLab[] => {
  const needed = new Set(lab.needs)
  // What is needed comes earlier: from the end on, each is known before it is asked.
  for (const earlier of labs.toReversed()) {
    if (needed.has(earlier.id)) for (const id of earlier.needs) needed.add(id)
  }
  return labs.filter(({ id }) => needed.has(id))
}
