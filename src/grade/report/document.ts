import type { CheckReport, CheckResult, Diagnosis, Evidence } from '../../check/outcome.ts'
import type { Course, CourseLab } from '../../course/course.ts'
import { fill, type Values } from '../../course/variables.ts'
import type { Locale } from '../../i18n/messages.ts'
import { version } from '../../version.ts'
import type { Credit, Grade, LabGrade } from '../score.ts'

/** What one check or question counts, with its title and what was seen of it. */
export interface GradedItem extends Credit {
  readonly title: string
  readonly durationMs?: number
  readonly expected?: string
  readonly observed?: string
  readonly evidence?: readonly Evidence[]
  readonly diagnoses?: readonly Diagnosis[]
  /** `<lab>.<name>` */
  readonly blockedBy?: string
}

export interface GradedLab extends LabGrade {
  readonly title: string
  readonly items: readonly GradedItem[]
}

/** A grade in words of one language: what `grade --json` prints, and what every other format is made of. */
export interface GradeDocument extends Grade {
  readonly version: 1
  /** The version of Quorate that graded. */
  readonly quorate: string
  readonly course: { readonly id: string; readonly title: string }
  readonly student?: string
  readonly at: string
  readonly durationMs: number
  readonly labs: readonly GradedLab[]
}

/** What a document is made of. */
export interface Graded {
  readonly grade: Grade
  readonly report: CheckReport
  readonly course: Course
  readonly values: Values
  readonly locale: Locale
  readonly student?: string
  readonly at: string
}

/** Puts a grade into words. */
export const documentOf = ({ grade, report, course, values, locale, student, at }: Graded): GradeDocument => ({
  version: 1,
  quorate: version,
  course: { id: course.file.id, title: course.file.title[locale] },
  ...(student === undefined ? {} : { student }),
  at,
  points: grade.points,
  possible: grade.possible,
  credit: grade.credit,
  durationMs: report.durationMs,
  labs: grade.labs.flatMap((graded): readonly GradedLab[] => {
    const lab = course.labs.find(({ id }) => id === graded.id)
    if (lab === undefined) return []
    const results = report.labs.find(({ id }) => id === lab.id)?.checks ?? []
    const items = graded.items.map((item) => ({
      ...item,
      title: titleOf(lab, item, values, locale),
      ...seenOf(results.find(({ id }) => id === item.id))
    }))
    return [{ ...graded, title: fill(lab.title[locale], values), items }]
  })
})

const nameOf = (id: string): string => id.slice(id.indexOf('.') + 1)

const titleOf = (lab: CourseLab, { id, kind }: Credit, values: Values, locale: Locale): string => {
  const text =
    kind === 'check'
      ? lab.checks.find((check) => check.id === nameOf(id))?.title
      : lab.quiz.find((question) => question.id === nameOf(id))?.question
  return text === undefined ? id : fill(text[locale], values)
}

/** What a check's result says beyond its outcome. */
const seenOf = (result: CheckResult | undefined): Partial<GradedItem> => {
  if (result === undefined) return {}
  const { durationMs, expected, observed, evidence, diagnoses, blockedBy } = result
  return {
    durationMs,
    ...(expected === undefined ? {} : { expected }),
    ...(observed === undefined ? {} : { observed }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(diagnoses === undefined ? {} : { diagnoses }),
    ...(blockedBy === undefined ? {} : { blockedBy })
  }
}
