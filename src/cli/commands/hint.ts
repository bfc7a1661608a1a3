import type { CourseLab } from '../../course/course.ts'
import { nextHint } from '../../course/hints.ts'
import { callError } from '../../errors.ts'
import { appendJournal } from '../../lab/journal.ts'
import type { LabProgress } from '../../lab/progress.ts'
import { labOf, openStudy } from '../../lab/study.ts'
import { nearest } from '../../nearest.ts'
import type { Command } from '../context.ts'

/** `quorate hint LAB [TASK]`: the next hint; without a task, of the first one that is not done. */
export const run: Command<[string, string | undefined]> = async (context, labId, taskId) => {
  const { messages, locale, paint } = context
  const study = await openStudy(context.home, context.courseFolder)
  const lab = labOf(study.course, labId)
  const at = study.progress.get(lab.id)
  const task = taskOf(lab, taskId, at)
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

const taskOf = (lab: CourseLab, id: string | undefined, at: LabProgress | undefined): CourseLab['tasks'][number] => {
  const known = lab.tasks.map((task) => task.id)
  const isDone = (task: string): boolean =>
    lab.checks.every((check) => check.task !== task || at?.checks[check.id] === 'pass')
  const wanted = id ?? lab.tasks.find((task) => !isDone(task.id))?.id ?? known[0]
  const found = lab.tasks.find((task) => task.id === wanted)
  if (found !== undefined) return found
  const name = (wanted ?? '').slice(0, 80)
  throw callError('task-unknown', { lab: lab.id, id: name, nearest: nearest(name, known), known: known.join(', ') })
}
