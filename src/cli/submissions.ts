import { callError } from '../errors.ts'
import { compare, type Judged } from '../grade/compare.ts'
import { heaviest, weightOf } from '../grade/finding.ts'
import { filesIn } from '../grade/intake.ts'
import { gradeInPool } from '../grade/pool.ts'
import { stripControl } from '../text.ts'
import type { CliContext } from './context.ts'

/**
 * Grades the files that were named, and those in the folders that were; `others` have another purpose. What was seen of
 * the checks is left out where it is not shown.
 */
export const gradeFiles = async (
  context: CliContext,
  paths: readonly string[],
  { others, isBrief }: { readonly others: readonly string[]; readonly isBrief: boolean }
): Promise<readonly Judged[]> => {
  const files = await filesIn(paths, others)
  if (files.length === 0) throw callError('submission-none', { paths: paths.join(', ') })
  const { report, signal } = context.run
  const { courseFolder, locale, lab } = context
  const onDone = (done: number): void => report({ step: 'regrade', done: done / files.length })
  return compare(await gradeInPool(files, { program: lab.program, courseFolder, locale, isBrief }, signal, onDone))
}

/** What does not fit in a file, a line each; the file is named in all of them. */
export const findingLines = (
  { messages, paint }: Pick<CliContext, 'messages' | 'paint'>,
  { file, findings }: Judged
): readonly string[] => {
  const tones = { refused: 'bad', withheld: 'warning', note: 'quiet' } as const
  return findings.map((finding) => {
    const weight = weightOf(finding)
    return `${stripControl(file)}: ${paint(tones[weight], messages.grade.weights[weight])}: ${stripControl(messages.grade.finding(finding))}`
  })
}

/** How many were graded, how many of them are to be looked at first, and how many were refused. */
export const countsOf = (all: readonly Judged[]) => {
  const refused = all.filter(({ kind }) => kind === 'refused').length
  const withheld = all.filter(({ findings }) => heaviest(findings) === 'withheld').length
  return { graded: all.length - refused, withheld, refused }
}

/** Whether there is anything that a person has to know before the grades are used. */
export const isTroubled = ({ findings }: Judged): boolean =>
  findings.some((finding) => weightOf(finding) !== 'note' || finding.code === 'twice')
