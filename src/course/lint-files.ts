import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Locale, locales } from '../i18n/messages.ts'
import { defaultPrefix, topologyOf } from '../topology.ts'
import { isOfQuestions, type Lesson } from './course.ts'
import { codeBlocksOf, lessonFile, parseLesson } from './lesson.ts'
import { knownCommands, lintCode, lintSameCode } from './lint-code.ts'
import { lintPlaceholders } from './lint-texts.ts'
import { type Note, unknownOf } from './note.ts'
import type { ParsedCourse, ParsedLab } from './parse.ts'
import { mistakeScript, scriptFolders, taskOfScript } from './scripts.ts'
import { namesIn } from './sources.ts'
import { builtInVariables, placeholdersOf } from './variables.ts'

/** The files beside the YAML: lessons, scripts, and whatever belongs to nothing. */
export const lintFiles = async (parsed: ParsedCourse, note: Note): Promise<void> => {
  const listed = parsed.file?.content.labs ?? []
  for (const name of await namesIn(parsed.folder)) {
    const lab = /^\d\d-(?<id>.+)$/.exec(name)?.groups?.['id']
    const belongs = ['course.yaml', 'commands.yaml', 'diagnoses'].includes(name) || isAside(name)
    if (!belongs && (lab === undefined || !listed.includes(lab))) stray(join(parsed.folder, name), note)
  }
  for (const name of await namesIn(join(parsed.folder, 'diagnoses'))) {
    if (!name.endsWith('.yaml') && !isAside(name)) stray(join(parsed.folder, 'diagnoses', name), note)
  }
  const variables = [
    ...builtInVariables(topologyOf(defaultPrefix)),
    ...Object.keys(parsed.file?.content.variables ?? {})
  ]
  const commands = await knownCommands(parsed.folder, note)
  for (const lab of parsed.labs) {
    // Problems are told by the path that the course was named by, not by the absolute one.
    const shown: Shown = (file) =>
      join(parsed.folder, file.slice(lab.lab.folder.length - basename(lab.lab.folder).length))
    await lintLabFiles(lab, { variables, commands }, shown, note)
  }
}

type Shown = (file: string) => string

/** What lessons and scripts may name. */
interface Vocabulary {
  readonly variables: readonly string[]
  readonly commands: readonly string[]
}

/** What authors keep beside a course: hidden files, and notes to themselves. */
const isAside = (name: string): boolean => name.startsWith('.') || /^README.*\.md$/.test(name)

const stray = (file: string, note: Note): void => note({ file }, { code: 'stray', name: basename(file) })

const textOf = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined)

const lintLabFiles = async (parsed: ParsedLab, vocabulary: Vocabulary, shown: Shown, note: Note): Promise<void> => {
  const { lab } = parsed
  const expected = [
    'lab.yaml',
    'solution',
    'mistakes',
    'routes',
    ...locales.map((locale) => basename(lessonFile(lab, locale)))
  ]
  for (const name of await namesIn(lab.folder)) {
    if (!expected.includes(name) && !isAside(name)) stray(shown(join(lab.folder, name)), note)
  }
  await lintLessons(parsed, vocabulary, shown, note)

  const script = async (file: string): Promise<void> => {
    const text = await textOf(file)
    if (text === undefined) note({ file: shown(file) }, { code: 'missing-file', name: basename(file) })
    else lintLines(text, vocabulary.variables, shown(file), note)
  }
  const tasks = lab.tasks.map(({ id }) => id)
  const taskScripts = async (folder: string): Promise<readonly string[]> => {
    const done: string[] = []
    for (const name of await namesIn(folder)) {
      const task = taskOfScript(name)
      if (task === undefined) stray(shown(join(folder, name)), note)
      else if (!tasks.includes(task)) note({ file: shown(join(folder, name)) }, unknownOf('task', task, tasks))
      else if (done.includes(task))
        note({ file: shown(join(folder, name)) }, { code: 'duplicate', of: 'task', id: task })
      else done.push(task)
      if (task !== undefined) await script(join(folder, name))
    }
    return done
  }

  const solved = await taskScripts(scriptFolders.solution(lab))
  for (const task of isOfQuestions(lab) ? [] : tasks) {
    const name = `NN-${task}.sh`
    if (!solved.includes(task)) note({ file: shown(scriptFolders.solution(lab)) }, { code: 'missing-file', name })
  }
  for (const { name } of lab.mistakes) await script(mistakeScript(lab, name))
  const mistakes = lab.mistakes.map(({ name }) => `${name}.sh`)
  for (const name of await namesIn(scriptFolders.mistakes(lab))) {
    if (!mistakes.includes(name)) stray(shown(join(scriptFolders.mistakes(lab), name)), note)
  }
  const routes = lab.routes.map(({ name }) => name)
  for (const name of await namesIn(scriptFolders.routes(lab))) {
    if (!routes.includes(name)) stray(shown(join(scriptFolders.routes(lab), name)), note)
  }
  for (const name of routes) {
    const folder = scriptFolders.route(lab, name)
    if ((await taskScripts(folder)).length === 0)
      note({ file: shown(folder) }, { code: 'missing-file', name: 'NN-<task>.sh' })
  }
}

/** Unknown variables, each at its line. */
const lintLines = (text: string, variables: readonly string[], file: string, note: Note): void => {
  for (const [index, line] of text.split('\n').entries()) {
    const column = line.indexOf('{{') + 1
    if (column > 0) lintPlaceholders(line, variables, { file, line: index + 1, column }, note)
  }
}

interface ReadLesson {
  readonly locale: Locale
  readonly file: string
  readonly text: string
  readonly sections: Lesson
}

const lintLessons = async (
  { lab }: ParsedLab,
  { variables, commands }: Vocabulary,
  shown: Shown,
  note: Note
): Promise<void> => {
  const tasks = lab.tasks.map(({ id }) => id)
  const lessons: ReadLesson[] = []
  for (const locale of locales) {
    const path = lessonFile(lab, locale)
    const file = shown(path)
    const text = await textOf(path)
    if (text === undefined) {
      note({ file }, { code: 'missing-file', name: basename(path) })
      continue
    }
    const sections = parseLesson(text)
    const lineOf = (heading: string): number =>
      text.split('\n').findIndex((line) => line.startsWith(`## ${heading}`)) + 1
    const taught = sections.flatMap(({ task, heading }) => (task === undefined ? [] : [{ task, heading }]))
    for (const [index, { task, heading }] of taught.entries()) {
      const place = { file, line: lineOf(heading), column: 1 }
      if (!tasks.includes(task)) note(place, unknownOf('task', task, tasks))
      if (taught.findIndex((other) => other.task === task) < index)
        note(place, { code: 'duplicate', of: 'task', id: task })
    }
    for (const task of tasks) {
      if (!taught.some((section) => section.task === task)) note({ file }, { code: 'section-missing', task })
    }
    lintLines(text, variables, file, note)
    lintCode(text, commands, file, note)
    lessons.push({ locale, file, text, sections })
  }
  const [first, second] = lessons
  if (first !== undefined && second !== undefined) compareLessons(first, second, note)
}

const compareLessons = (first: ReadLesson, second: ReadLesson, note: Note): void => {
  const outline = ({ sections }: ReadLesson): string => sections.map(({ task }) => task ?? '').join()
  if (outline(first) !== outline(second)) {
    note({ file: second.file }, { code: 'sections-differ', other: basename(first.file) })
    return
  }
  let sameCount = true
  for (const [index, section] of second.sections.entries()) {
    const model = first.sections[index]
    if (model === undefined) continue
    const expected = codeBlocksOf(model.markdown).length
    const found = codeBlocksOf(section.markdown).length
    if (found !== expected) {
      sameCount = false
      const detail = { heading: section.heading, found, expected, other: basename(first.file) }
      note({ file: second.file }, { code: 'code-blocks-differ', ...detail })
    }
    for (const [one, other, lesson] of [
      [model, section, first],
      [section, model, second]
    ] as const) {
      const others = placeholdersOf(other.markdown)
      for (const name of placeholdersOf(one.markdown).filter((used) => !others.includes(used))) {
        note({ file: lesson.file }, { code: 'one-language-variable', name, locale: lesson.locale })
      }
    }
  }
  if (sameCount) lintSameCode(first, second, note)
}
