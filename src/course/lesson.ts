import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { callError } from '../errors.ts'
import type { Locale } from '../i18n/messages.ts'
import type { CourseLab, Lesson, LessonSection } from './course.ts'

/** The file of a lab's lesson in one language. */
export const lessonFile = (lab: Pick<CourseLab, 'folder'>, locale: Locale): string =>
  join(lab.folder, `lesson.${locale}.md`)

/** Reads a lab's lesson in one language. @throws call error `lesson-absent` */
export const readLesson = async (lab: CourseLab, locale: Locale): Promise<Lesson> => {
  const file = lessonFile(lab, locale)
  try {
    return parseLesson(await readFile(file, 'utf8'))
  } catch (error) {
    throw callError('lesson-absent', { file }, error)
  }
}

/** A line of a lesson, and whether it is Markdown of its own rather than part of a code block. */
export interface LessonLine {
  readonly text: string
  readonly inCode: boolean
}

const fence = /^ {0,3}(?<marks>`{3,}|~{3,})(?<info>.*)$/

/** The lines of a Markdown text, with what is inside fenced code blocks told apart. */
export const lessonLines = (markdown: string): readonly LessonLine[] => {
  let open: string | undefined
  return markdown.split(/\r\n|\n|\r/).map((text) => {
    const { marks, info } = fence.exec(text)?.groups ?? {}
    if (open === undefined) {
      // A fence of back-ticks may not have one in what follows it: that would be code within a line.
      if (marks === undefined || (marks.startsWith('`') && info?.includes('`'))) return { text, inCode: false }
      open = marks
    } else if (marks?.startsWith(open) && info?.trim() === '') {
      open = undefined
    }
    return { text, inCode: true }
  })
}

const title = /^#[ \t]+(?<heading>.*?)[ \t]*$/
const sectionHeading = /^##[ \t]+(?<heading>.*?)(?:[ \t]*\{#(?<task>[^{}]*)\})?[ \t]*$/

/**
 * Cuts a lesson where a heading of the second level stands. One that ends in `{#<task id>}` begins the section of that
 * task; the mark itself is not shown.
 */
export const parseLesson = (markdown: string): Lesson => {
  const sections: { task?: string; heading: string; lines: string[] }[] = [{ heading: '', lines: [] }]
  for (const { text, inCode } of lessonLines(markdown)) {
    const start = inCode ? undefined : sectionHeading.exec(text)?.groups
    if (start !== undefined) {
      const heading = start['heading'] ?? ''
      const task = start['task']
      sections.push({ ...(task === undefined ? {} : { task }), heading, lines: [`## ${heading}`] })
      continue
    }
    const section = sections.at(-1)
    if (section === undefined) continue
    if (sections.length === 1 && section.heading === '' && !inCode) {
      section.heading = title.exec(text)?.groups?.['heading'] ?? ''
    }
    section.lines.push(text)
  }
  return sections
    .map(({ lines, ...section }): LessonSection => ({ ...section, markdown: `${lines.join('\n').trim()}\n` }))
    .filter((section) => section.markdown !== '\n')
}
