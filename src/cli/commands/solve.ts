import { isOfQuestions } from '../../course/course.ts'
import { isInExam } from '../../course/exam.ts'
import { callError } from '../../errors.ts'
import { appendJournal } from '../../lab/journal.ts'
import { withLab } from '../../lab/session.ts'
import { applySolution } from '../../lab/solve.ts'
import { labOf, noteOpened, openStudy } from '../../lab/study.ts'
import type { Command } from '../context.ts'

/** `quorate solve LAB [TASK]`: applies the reference solution; the journal says that it was not the learner. */
export const run: Command<[string, string | undefined]> = async (context, labId, task) => {
  const words = context.messages.cli.solve
  const study = await openStudy(context.home, context.courseFolder)
  const lab = labOf(study.course, labId)
  if (isOfQuestions(lab)) throw callError('nothing-to-solve', { lab: lab.id })
  if (isInExam(study.course, lab.id)) throw callError('exam-no-help', { lab: lab.id })
  const tasks = await withLab(context.lab, 'exclusively', context.run, async (open) => {
    await noteOpened(context.home, study, lab)
    const done = await applySolution(open.controllers, lab, study.values, context.run.signal, {
      task,
      onTask: (id) =>
        context.remark(words.doing(lab.tasks.find((candidate) => candidate.id === id)?.title[context.locale] ?? id))
    })
    await appendJournal(context.home, ...done.map((id) => ({ event: 'solved', lab: lab.id, task: id }) as const))
    return done
  })
  if (context.json) context.printJson({ lab: lab.id, solved: tasks })
  else context.print(words.done(lab.id))
  return 0
}
