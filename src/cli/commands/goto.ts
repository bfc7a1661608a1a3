import { type CourseLab, isOfQuestions } from '../../course/course.ts'
import { goTo, type OnSolve } from '../../lab/catch-up.ts'
import { withLab } from '../../lab/session.ts'
import { labOf, noteOpened, openStudy, type Study } from '../../lab/study.ts'
import { confirm } from '../confirm.ts'
import type { CliContext, Command } from '../context.ts'

/** `quorate goto LAB`: brings the controllers to where a lab starts. */
export const run: Command<[string]> = async (context, labId) => {
  const study = await openStudy(context.home, context.courseFolder)
  return bringTo(context, study, labOf(study.course, labId))
}

/** Asks, and brings the controllers to where a lab starts. For one of questions they stay as they are. */
export const bringTo = async (context: CliContext, study: Study, lab: CourseLab): Promise<number> => {
  const words = context.messages.cli.goto
  if (isOfQuestions(lab)) {
    await noteOpened(context.home, study, lab)
    if (context.json) context.printJson({ lab: lab.id })
    else context.print(context.messages.cli.questions.noControllers(lab.id))
    return 0
  }
  if (!(await confirm(context, words.question(lab.id)))) return 1
  const onSolve: OnSolve = ({ id, tasks }, task) =>
    context.remark(words.solving(id, tasks.find((candidate) => candidate.id === task)?.title[context.locale] ?? task))
  await withLab(context.lab, 'to-replace', context.run, (open) => goTo(open, study, lab, context.run, onSolve))
  if (context.json) context.printJson({ lab: lab.id })
  else context.print(words.done(lab.id))
  return 0
}
