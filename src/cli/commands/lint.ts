import { resolve } from 'node:path'
import { lintCourse } from '../../check/lint.ts'
import type { Command } from '../context.ts'

/** `quorate lint [DIR]`: everything that is wrong with a course as far as that shows without controllers. */
export const run: Command<[string | undefined]> = async (context, folder) => {
  const { messages, paint } = context
  const problems = await lintCourse(folder === undefined ? context.courseFolder : resolve(folder))
  const lines = problems.map((problem) => messages.course.problem(problem))
  if (context.json) {
    context.printJson({
      problems: problems.map(({ place, code }, index) => ({ ...place, code, message: lines[index] ?? '' })),
      ok: problems.length === 0
    })
  } else if (problems.length === 0) {
    context.print(paint('good', messages.cli.lint.clean))
  } else {
    context.print([...lines, messages.cli.lint.found(problems.length)].join('\n'))
  }
  return problems.length === 0 ? 0 : 2
}
