import { callError } from '../errors.ts'
import { compare, type Judged } from '../grade/compare.ts'
import { heaviest, weightOf } from '../grade/finding.ts'
import { filesIn, takeAll } from '../grade/intake.ts'
import type { Standard } from '../grade/regrade.ts'
import { stripControl } from '../text.ts'
import type { CliContext } from './context.ts'

/** Grades the files that were named, and those in the folders that were; `others` have another purpose. */
export const gradeFiles = async (
  context: CliContext,
  standard: Standard,
  paths: readonly string[],
  others: readonly string[]
): Promise<readonly Judged[]> => {
  const files = await filesIn(paths, others)
  if (files.length === 0) throw callError('submission-none', { paths: paths.join(', ') })
  const { report, signal } = context.run
  const taken = await takeAll(files, standard, signal, (done) => report({ step: 'regrade', done: done / files.length }))
  return compare(taken)
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
