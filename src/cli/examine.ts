import type { CourseLab } from '../course/course.ts'
import { isBehaviour } from '../course/course.ts'
import { type Examined, examine, needsControllers, unexamined } from '../grade/examine.ts'
import { withLab } from '../lab/session.ts'
import type { Study } from '../lab/study.ts'
import { requireMachines } from './commands/check.ts'
import type { CliContext } from './context.ts'

/** Runs all checks of labs, alone on the lab, and says what is being done. */
export const examineLabs = async (context: CliContext, study: Study, labs: readonly CourseLab[]): Promise<Examined> => {
  const { messages, locale, run } = context
  if (!needsControllers(labs)) return unexamined()
  return withLab(context.lab, 'exclusively', run, async (open) => {
    context.remark(messages.grade.grading({ labs: labs.length }))
    if (labs.some(({ checks }) => checks.some(isBehaviour))) context.remark(messages.grade.keeping)
    const examined = await examine(open, {
      study,
      labs,
      locale,
      run,
      onStep: (check, says) => context.remark(messages.check.experiment.running({ check, says: says[locale] }))
    })
    await requireMachines(open, examined.report)
    return examined
  })
}
