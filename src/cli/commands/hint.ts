import { type CourseLab, isOfQuestions } from '../../course/course.ts'
import { isInExam } from '../../course/exam.ts'
import { nextHint } from '../../course/hints.ts'
import { callError } from '../../errors.ts'
import { appendJournal } from '../../lab/journal.ts'
import type { LabProgress } from '../../lab/progress.ts'
import { labOf, openStudy, taskOf } from '../../lab/study.ts'
import type { Command } from '../context.ts'

/** `quorate hint LAB [TASK]`: the next hint; without a task, of the first one that is not done. */
export const run: Command<[string, string | undefined]> = async (context, labId, taskId) => {
  const { messages, locale, paint } = context
  const study = await openStudy(context.home, context.courseFolder)
  const lab = labOf(study.course, labId)
  if (isInExam(study.course, lab.id)) throw callError('exam-no-help', { lab: lab.id })
  const at = study.progress.get(lab.id)
  const task = taskOf(lab, taskId ?? firstOpen(lab, at))
  const hint = nextHint(task, at?.hints[task.id] ?? 0, study.values)
  if (hint === undefined) throw callError('hints-used-up', { task: task.id })
  await appendJournal(context.home, { event: 'hint', lab: lab.id, task: task.id, rung: hint.rung })
  if (context.json) {
    context.printJson({ lab: lab.id, task: task.id, rung: hint.rung, of: hint.of, hint: hint.text[locale] })
  } else {
    context.print(`${paint('strong', messages.cli.hint(task.title[locale], hint.rung, hint.of))}\n${hint.text[locale]}`)
  }
  return 0
}

/** The first task in which something is left to do, else the first one. */
const firstOpen = (lab: CourseLab, at: LabProgress | undefined): string => {
  const open = isOfQuestions(lab)
    ? lab.quiz.filter(({ id }) => at?.understood.includes(id) !== true)
    : lab.checks.filter(({ id }) => at?.checks[id] !== 'pass')
  const task = lab.tasks.find(({ id }) => open.some((one) => one.task === id)) ?? lab.tasks[0]
  return task?.id ?? ''
}
