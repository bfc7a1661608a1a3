import { gradedLabs } from '../../course/exam.ts'
import { csvOfGradebook, type Gradebook, gradebookOf, type Row } from '../../grade/gradebook.ts'
import { fillCanvas, fillMoodleWorksheet, moodleGradebook } from '../../grade/platforms.ts'
import type { Standard } from '../../grade/regrade.ts'
import { classPage } from '../../grade/report/class-page.ts'
import { rosterOf } from '../../grade/roster.ts'
import { standardOf } from '../../grade/standard.ts'
import { readTable, textOfTable } from '../../grade/table-file.ts'
import { stripControl } from '../../text.ts'
import type { CliContext, Command } from '../context.ts'
import { writeOut } from '../out.ts'
import { countsOf, findingLines, gradeFiles, isTroubled } from '../submissions.ts'
import { table } from '../table.ts'

interface Options {
  readonly roster?: string
  readonly out?: string
  readonly html?: string
  readonly canvas?: string
  readonly assignment?: string
  readonly moodleWorksheet?: string
  readonly moodle?: string
}

/**
 * `quorate gradebook DIR|FILE…`: grades everything that was handed in and makes one table of it: our own, and those of
 * learning platforms, which are filled in place.
 */
export const run: Command<[string[], Options]> = async (context, paths, options) => {
  const { home, courseFolder, messages, locale } = context
  const standard = await standardOf(home, courseFolder, messages, locale)
  // All that can be wrong with what was named shows before minutes are spent on grading.
  const [roster, canvas, worksheet] = await Promise.all(
    [options.roster, options.canvas, options.moodleWorksheet].map((path) =>
      path === undefined ? undefined : readTable(path)
    )
  )
  const enrolled = roster && rosterOf(roster)
  const { course } = standard
  const empty: Gradebook = { rows: [], refused: [], judged: [] }
  if (canvas !== undefined) fillCanvas(canvas, empty, course, options.assignment)
  if (worksheet !== undefined) fillMoodleWorksheet(worksheet, empty, messages.grade.moodleNames)

  const others = Object.values(options).filter((value): value is string => typeof value === 'string')
  const gradebook = gradebookOf(await gradeFiles(context, paths, { others, isBrief: true }), enrolled)
  const written: string[] = []
  const write = async (file: string | undefined, content: () => string): Promise<void> => {
    if (file === undefined) return
    await writeOut(file, content())
    written.push(file)
  }
  const labs = gradedLabs(course)
  const at = new Date(standard.now).toISOString()
  await write(options.out, () => csvOfGradebook(gradebook, labs, messages.grade))
  await write(options.html, () => classPage({ gradebook, course, labs, messages, locale, at }))
  if (canvas !== undefined) {
    await write(options.canvas, () => textOfTable(fillCanvas(canvas, gradebook, course, options.assignment)))
  }
  if (worksheet !== undefined) {
    await write(options.moodleWorksheet, () =>
      textOfTable(fillMoodleWorksheet(worksheet, gradebook, messages.grade.moodleNames))
    )
  }
  await write(options.moodle, () => moodleGradebook(gradebook, course, messages.grade.of))
  show(context, gradebook, standard, written)
  return gradebook.judged.some(isTroubled) ? 1 : 0
}

const show = (context: CliContext, gradebook: Gradebook, { messages }: Standard, written: readonly string[]): void => {
  const words = messages.grade
  if (context.json) {
    context.printJson({
      students: gradebook.rows.map(jsonOf),
      files: gradebook.judged.map(({ file, findings }) => ({
        file,
        findings: findings.map((finding) => ({ ...finding, message: words.finding(finding) }))
      })),
      written
    })
    return
  }
  const { paint } = context
  const tones = { graded: 'good', withheld: 'warning', missing: 'quiet' } as const
  const rows = gradebook.rows.map(({ enrolled, standing, regraded }) => [
    stripControl(enrolled.student),
    stripControl(enrolled.name ?? ''),
    paint(tones[standing], words.class.standings[standing]),
    regraded === undefined ? '' : words.of(regraded.grade)
  ])
  if (rows.length > 0) context.print(table(rows).join('\n'))
  for (const file of written) context.print(words.written({ file }))
  for (const line of gradebook.judged.flatMap((one) => findingLines(context, one))) context.remark(line)
  context.remark(words.sum(countsOf(gradebook.judged)))
}

const jsonOf = ({ enrolled, standing, file, regraded }: Row): object => ({
  ...enrolled,
  standing,
  ...(file === undefined || regraded === undefined
    ? {}
    : {
        file,
        submittedAt: regraded.createdAt,
        points: regraded.grade.points,
        possible: regraded.grade.possible,
        credit: regraded.grade.credit,
        labs: regraded.grade.labs.map(({ id, points, possible, credit }) => ({ id, points, possible, credit }))
      })
})
