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
interface LessonLine {
  readonly text: string
  readonly inCode: boolean
  /** What stands behind the marks of a fence that opens a block. */
  readonly opens?: string
  /** The fence that ends a block. */
  readonly closes?: true
}

const fence = /^ {0,3}(?<marks>`{3,}|~{3,})(?<info>.*)$/

/** The lines of a Markdown text, with what is inside fenced code blocks told apart. */
const lessonLines = (markdown: string): readonly LessonLine[] => {
  let open: string | undefined
  return markdown.split(/\r\n|\n|\r/).map((text) => {
    const { marks, info } = fence.exec(text)?.groups ?? {}
    if (open === undefined) {
      // A fence of back-ticks may not have one in what follows it: that would be code within a line.
      if (marks === undefined || (marks.startsWith('`') && info?.includes('`'))) return { text, inCode: false }
      open = marks
      return { text, inCode: true, opens: info?.trim() ?? '' }
    }
    if (!marks?.startsWith(open) || info?.trim() !== '') return { text, inCode: true }
    open = undefined
    return { text, inCode: true, closes: true }
  })
}

/** A block of code between fences. */
export interface FencedCode {
  /** What stands behind the marks that open it. */
  readonly info: string
  readonly text: string
  /** Of the opening fence in the Markdown, from 1. */
  readonly line: number
}

/** The fenced blocks of code of a Markdown text, in order. */
export const codeBlocksOf = (markdown: string): readonly FencedCode[] => {
  const blocks: { info: string; lines: string[]; line: number }[] = []
  for (const [index, { text, inCode, opens, closes }] of lessonLines(markdown).entries()) {
    if (opens !== undefined) blocks.push({ info: opens, lines: [], line: index + 1 })
    else if (inCode && !closes) blocks.at(-1)?.lines.push(text)
  }
  return blocks.map(({ lines, ...block }) => ({ ...block, text: lines.join('\n') }))
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
