import { callError } from '../../errors.ts'
import { gradeExamined, labsToGrade, needsControllers } from '../../grade/examine.ts'
import { signingKeyOf } from '../../grade/key.ts'
import { seal } from '../../grade/seal.ts'
import { studentId } from '../../grade/submission.ts'
import { submissionOf } from '../../grade/submit.ts'
import { requireRecord } from '../../lab/session.ts'
import { openStudy } from '../../lab/study.ts'
import type { Command } from '../context.ts'
import { examineLabs } from '../examine.ts'
import { writeOut } from '../out.ts'

interface Options {
  readonly student: string
  readonly out: string
}

/**
 * `quorate submit [LAB…] --student ID --out FILE`: runs all checks and writes one file that an instructor can grade again.
 */
export const run: Command<[string[], Options]> = async (context, labIds, { student: typed, out }) => {
  const { home, messages } = context
  const student = studentId.safeParse(typed.normalize('NFC').trim())
  if (!student.success) throw callError('student-name', {})
  const study = await openStudy(home, context.courseFolder)
  const { course, values } = study
  const labs = labsToGrade(study, labIds)
  // Which lab it is belongs into it, also where nothing of it is checked.
  if (!needsControllers(labs)) await requireRecord(context.lab)
  const examined = await examineLabs(context, study, labs)
  const grade = await gradeExamined(context, study, labs, examined)
  const submission = await submissionOf({ home, student: student.data, course, values, labs, examined, grade })
  await writeOut(out, await seal(submission, await signingKeyOf(home)))
  const { points, possible, credit } = grade
  if (context.json) context.printJson({ file: out, student: student.data, points, possible, credit })
  else {
    context.print(messages.grade.of({ credit, possible }))
    context.print(messages.grade.submit.written({ file: out, student: student.data }))
    context.remark(messages.grade.submit.content)
  }
  return 0
}
