import { readLesson } from '../../course/lesson.ts'
import { fill } from '../../course/variables.ts'
import { labOf, openStudy } from '../../lab/study.ts'
import { loadHighlight } from '../../markdown/code-colors.ts'
import type { Command } from '../context.ts'

/** `quorate read LAB`: the lesson, rendered on a terminal, else as Markdown. */
export const run: Command<[string]> = async (context, labId) => {
  const { locale, columns, paint } = context
  const { course, values } = await openStudy(context.home, context.courseFolder)
  const lab = labOf(course, labId)
  const sections = (await readLesson(lab, locale)).map((section) => ({
    ...section,
    heading: fill(section.heading, values),
    markdown: fill(section.markdown, values)
  }))
  const markdown = sections.map((section) => section.markdown).join('\n')
  if (context.json) {
    context.printJson({ lab: lab.id, title: fill(lab.title[locale], values), sections })
  } else if (process.stdout.isTTY) {
    const [{ renderMarkdown }, highlight] = await Promise.all([
      import('../../markdown/render.ts'),
      loadHighlight(paint)
    ])
    context.print(renderMarkdown(markdown, { columns, paint, highlight }).join('\n'))
  } else {
    context.print(markdown.trimEnd())
  }
  return 0
}
