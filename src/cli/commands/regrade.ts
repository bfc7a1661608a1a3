import type { Judged } from '../../grade/compare.ts'
import { weightOf } from '../../grade/finding.ts'
import type { Regraded, Standard } from '../../grade/regrade.ts'
import { documentOf, type GradeDocument } from '../../grade/report/document.ts'
import { standardOf } from '../../grade/standard.ts'
import { wrapText } from '../../terminal/wrap.ts'
import { stripControl } from '../../text.ts'
import type { CliContext, Command } from '../context.ts'
import { gradeText } from '../grade-text.ts'
import { countsOf, findingLines, gradeFiles, isTroubled } from '../submissions.ts'

/**
 * `quorate regrade FILE…`: grades submissions again, from their evidence and by the instructor's own course, and says what
 * does not fit in them.
 */
export const run: Command<[string[]]> = async (context, paths) => {
  const { home, courseFolder, messages, locale, columns, paint } = context
  const standard = await standardOf(home, courseFolder, messages, locale)
  const judged = await gradeFiles(context, paths, { others: [], isBrief: false })
  if (context.json)
    context.printJson({ submissions: judged.map((one) => jsonOf(one, standard)), proof: messages.grade.proof })
  else {
    context.print(judged.map((one) => textOf(context, one, standard)).join('\n\n'))
    context.print(`\n${messages.grade.sum(countsOf(judged))}`)
    context.print(
      `\n${wrapText(messages.grade.proof, columns)
        .map((row) => paint('quiet', row))
        .join('\n')}`
    )
  }
  return judged.some(isTroubled) ? 1 : 0
}

const documentFor = ({ grade, report, values, student, at }: Regraded, { course, locale }: Standard): GradeDocument =>
  documentOf({ grade, report, course, values, locale, student, at })

const jsonOf = (one: Judged, standard: Standard): object => ({
  file: one.file,
  findings: one.findings.map((finding) => ({
    ...finding,
    weight: weightOf(finding),
    message: standard.messages.grade.finding(finding)
  })),
  ...(one.kind === 'graded' ? { createdAt: one.regraded.createdAt, grade: documentFor(one.regraded, standard) } : {})
})

/** What was not handed in counts, and has nothing to show. */
const handedInOnly = (document: GradeDocument, { findings }: Judged): GradeDocument => {
  const missing = findings.flatMap((finding) => (finding.code === 'labs-missing' ? finding.labs : []))
  return { ...document, labs: document.labs.filter(({ id }) => !missing.includes(id)) }
}

const textOf = (context: CliContext, one: Judged, standard: Standard): string => {
  const { paint, messages } = context
  const findings = findingLines(context, one)
  if (one.kind === 'refused') return findings.join('\n')
  return [
    paint('strong', `${stripControl(one.file)}  ${one.regraded.student}`),
    '',
    gradeText(context, handedInOnly(documentFor(one.regraded, standard), one)),
    '',
    ...(findings.length === 0 ? [messages.grade.none] : findings)
  ].join('\n')
}
