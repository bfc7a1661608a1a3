import { writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { junitOf } from '../../check/junit.ts'
import type { CheckReport } from '../../check/outcome.ts'
import { plainReport, type Sheet } from '../../check/plain.ts'
import type { Behave } from '../../check/run.ts'
import { type CourseLab, isOfQuestions } from '../../course/course.ts'
import { callError, environmentError, Interrupted } from '../../errors.ts'
import type { LocalizedText } from '../../i18n/messages.ts'
import { type Checker, openChecker } from '../../lab/checker.ts'
import { runExperimentAlone } from '../../lab/experiment.ts'
import { noteResults } from '../../lab/results.ts'
import { type LabSession, withLab } from '../../lab/session.ts'
import { labOf, noteOpened, openStudy, type Study } from '../../lab/study.ts'
import { widthOf } from '../../terminal/cells.ts'
import { wrapText } from '../../terminal/wrap.ts'
import type { CliContext, Command } from '../context.ts'
import { standingText, withQuestions } from '../questions.ts'

interface Options {
  readonly all?: boolean
  readonly watch?: boolean
  readonly behaviour?: boolean
  readonly junit?: string
}

/**
 * `quorate check [LAB…]`: runs checks on the real controllers; without a name, those of the lab opened last. Of a lab of
 * questions it says where the learner stands, without controllers.
 */
export const run: Command<[string[], Options]> = async (context, labIds, options) => {
  const study = await openStudy(context.home, context.courseFolder)
  const chosenLabs = chosen(study, labIds, options.all === true)
  const labs = chosenLabs.filter((lab) => !isOfQuestions(lab))
  const standings = chosenLabs.filter(isOfQuestions).map((lab) => standingText(context, study, lab))
  // What comes after it begins with a line that is left empty, as between labs in a report.
  if (!context.json && standings.length > 0) context.print(standings.join('\n\n') + (labs.length > 0 ? '\n' : ''))
  const conclude = async (checked?: CheckReport): Promise<number> => {
    const report = withQuestions(chosenLabs, study, checked)
    if (options.junit !== undefined) await writeJunit(options.junit, report)
    if (context.json) context.printJson(report)
    return report.outcome === 'pass' ? 0 : 1
  }
  const [only] = chosenLabs
  const opened = chosenLabs.length === 1 ? only : undefined
  if (labs.length === 0) {
    if (opened !== undefined) await noteOpened(context.home, study, opened)
    return conclude()
  }
  return withLab(context.lab, 'to-look', context.run, async (open) => {
    if (opened !== undefined) await noteOpened(context.home, study, opened)
    const checker = openChecker(open, study, context.locale)
    try {
      return await conclude(
        options.watch === true
          ? await watch(context, open, study, checker, labs)
          : await lookOnce(
              context,
              open,
              study,
              checker,
              labs,
              options.behaviour === true ? { experiment: behaving(context, open, study) } : undefined
            )
      )
    } finally {
      checker.close()
    }
  })
}

const chosen = (study: Study, labIds: readonly string[], all: boolean): readonly CourseLab[] => {
  // All checks: a lab that has none is not meant.
  if (all) return study.course.labs.filter((lab) => !isOfQuestions(lab))
  return labIds.length === 0 ? [study.current] : labIds.map((id) => labOf(study.course, id))
}

const writeJunit = async (file: string, report: CheckReport): Promise<void> => {
  try {
    await writeFile(file, junitOf(report))
  } catch (error) {
    throw callError(
      'file-unwritable',
      { path: file, detail: error instanceof Error ? error.message : String(error) },
      error
    )
  }
}

const sheetOf = ({ messages, locale, columns, paint }: CliContext, { values }: Study): Sheet => ({
  voice: { messages, locale, values },
  columns,
  paint,
  wrap: wrapText,
  widthOf
})

/** Where no controller runs there is nothing to check: that is no result, but an error. */
export const requireMachines = async ({ controllers }: LabSession, report: CheckReport): Promise<void> => {
  if (report.outcome !== 'error' || report.labs.some(({ checks }) => checks.some(({ outcome }) => outcome === 'pass')))
    return
  const machines = await controllers.inspect()
  if (machines.some(({ state }) => state === 'running')) return
  throw environmentError('controllers-not-running', { nodes: machines.map(({ name }) => name).join(', ') })
}

const note = async (context: CliContext, open: LabSession, study: Study, report: CheckReport): Promise<void> => {
  const words = context.messages.cli.check
  for (const { id, isKept } of await noteResults(open, study, report, context.lab.command, context.run)) {
    if (!context.json) context.print(context.paint('good', isKept ? words.passedAndKept(id) : words.passed(id)))
  }
}

const behaving =
  (context: CliContext, { controllers, record }: LabSession, { values }: Study): Behave['experiment'] =>
  (_lab, check) => {
    const { home, messages, locale } = context
    const { slowness } = record
    const onStep = (says: LocalizedText): void =>
      context.remark(messages.check.experiment.running({ check: check.id, says: says[locale] }))
    const laboratory = { home, controllers, values, slowness, signal: context.run.signal, onStep }
    return runExperimentAlone(context.lab.command, laboratory, check)
  }

const lookOnce = async (
  context: CliContext,
  open: LabSession,
  study: Study,
  checker: Checker,
  labs: readonly CourseLab[],
  behave: Behave | undefined
): Promise<CheckReport> => {
  const report = await checker.check(labs, { settle: true, signal: context.run.signal, behave })
  await requireMachines(open, report)
  if (!context.json) context.print(plainReport(report, labs, sheetOf(context, study)))
  await note(context, open, study, report)
  return report
}

/** Between two looks, in milliseconds. */
const watchPause = 1000

/** Looks again and again until all checks pass; shows the whole report first, then what changed. */
const watch = async (
  context: CliContext,
  open: LabSession,
  study: Study,
  checker: Checker,
  labs: readonly CourseLab[]
): Promise<CheckReport> => {
  const { signal } = context.run
  const { messages, paint } = context
  const time = new Intl.DateTimeFormat(context.locale, { timeStyle: 'medium' })
  let before = new Map<string, string>()
  for (;;) {
    const report = await checker.check(labs, { settle: false, signal })
    const checks = report.labs.flatMap((lab) => lab.checks)
    const changed = checks.filter(({ id, outcome }) => before.get(id) !== outcome)
    if (!context.json && before.size === 0) {
      await requireMachines(open, report)
      context.print(plainReport(report, labs, sheetOf(context, study)))
      if (report.outcome !== 'pass') context.print(paint('quiet', messages.cli.check.watching))
    } else if (!context.json) {
      for (const { title, outcome, diagnoses } of changed) {
        const cause = outcome === 'fail' && diagnoses?.[0] !== undefined ? `\n  ${diagnoses[0].message}` : ''
        context.print(`${time.format(new Date())}  ${messages.check.outcomes[outcome]}  ${title}${cause}`)
      }
    }
    if (changed.length > 0) await note(context, open, study, report)
    if (report.outcome === 'pass') return report
    before = new Map(checks.map(({ id, outcome }) => [id, outcome]))
    try {
      await pause(watchPause, undefined, { signal })
    } catch {
      throw new Interrupted()
    }
  }
}
