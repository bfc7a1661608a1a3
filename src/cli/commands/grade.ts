import { gradeExamined, labsToGrade } from '../../grade/examine.ts'
import { documentOf, type GradeDocument } from '../../grade/report/document.ts'
import { type Format, formatFor, writeGrade } from '../../grade/report/format.ts'
import { openStudy } from '../../lab/study.ts'
import type { CliContext, Command } from '../context.ts'
import { examineLabs } from '../examine.ts'
import { gradeText } from '../grade-text.ts'
import { writeOut } from '../out.ts'

interface Options {
  readonly out?: string
  readonly format?: Format
}

/**
 * `quorate grade [LAB…]`: runs all checks, those of behaviour included, and says what counts of the work and why the rest
 * does not; without names, of all labs that count. `--out` writes it to a file, `--format` says how.
 */
export const run: Command<[string[], Options]> = async (context, labIds, { out, format }) => {
  const { home, locale, messages } = context
  const study = await openStudy(home, context.courseFolder)
  const labs = labsToGrade(study, labIds)
  // Asked before minutes are spent on it.
  const asked = out === undefined ? format : formatFor(out, format)
  const examined = await examineLabs(context, study, labs)
  const grade = await gradeExamined(context, study, labs, examined)
  const document = documentOf({
    grade,
    report: examined.report,
    course: study.course,
    values: study.values,
    locale,
    at: examined.at
  })
  if (out !== undefined && asked !== undefined) await writeOut(out, writeGrade(asked, document, messages, locale))
  show(context, document, out, asked)
  return document.credit < document.possible ? 1 : 0
}

/** On standard output is the one document that was asked for, else the grade for a person. */
const show = (
  context: CliContext,
  document: GradeDocument,
  out: string | undefined,
  format: Format | undefined
): void => {
  const { messages, locale } = context
  if (context.json) context.printJson(document)
  else if (out === undefined && format !== undefined)
    context.print(writeGrade(format, document, messages, locale).trimEnd())
  else {
    context.print(gradeText(context, document))
    if (out !== undefined) context.print(messages.grade.written({ file: out }))
  }
}
