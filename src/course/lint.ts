import type { Place, Problem, Referent } from '../problem.ts'
import { isBehaviour, isOfQuestions } from './course.ts'
import { lintFiles } from './lint-files.ts'
import { lintTexts } from './lint-texts.ts'
import { type Note, unknownOf } from './note.ts'
import type { ParsedCourse, ParsedLab } from './parse.ts'
import { placesOf } from './yaml.ts'

/** Everything about a course that can be wrong without its shape being wrong: what refers to what, files and texts. */
export const lintContent = async (parsed: ParsedCourse): Promise<readonly Problem[]> => {
  const problems: Problem[] = []
  const note: Note = (place, detail) => problems.push({ ...detail, place })
  lintCourseFile(parsed, note)
  lintDiagnoses(parsed, note)
  for (const lab of parsed.labs) lintLab(parsed, lab, note)
  lintTexts(parsed, note)
  await lintFiles(parsed, note)
  return problems
}

const lintCourseFile = ({ file }: ParsedCourse, note: Note): void => {
  if (file === undefined) return
  const places = placesOf(file.source)
  const { labs, grading } = file.content
  lintDuplicates('lab', labs, (index) => places.of(['labs', index]), note)
  for (const [index, id] of (grading?.exam?.labs ?? []).entries()) {
    if (!labs.includes(id)) note(places.of(['grading', 'exam', 'labs', index]), unknownOf('lab', id, labs))
  }
  for (const id of Object.keys(grading?.late?.labs ?? {})) {
    if (!labs.includes(id)) note(places.ofKey(['grading', 'late', 'labs', id]), unknownOf('lab', id, labs))
  }
}

const lintDiagnoses = ({ diagnoses }: ParsedCourse, note: Note): void => {
  const all = diagnoses.flatMap(({ definitions, source }) =>
    definitions.map(({ code }, index) => ({ code, source, index }))
  )
  const codes = all.map(({ code }) => code)
  for (const [at, { code, source, index }] of all.entries()) {
    if (codes.indexOf(code) < at)
      note(placesOf(source).of([index, 'code']), { code: 'duplicate', of: 'diagnosis', id: code })
  }
}

const lintDuplicates = (of: Referent, ids: readonly string[], placeOf: (index: number) => Place, note: Note): void => {
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) < index) note(placeOf(index), { code: 'duplicate', of, id })
  }
}

const lintLab = (parsed: ParsedCourse, { lab, source }: ParsedLab, note: Note): void => {
  const places = placesOf(source)
  const ids = <T extends { readonly id: string }>(all: readonly T[]): readonly string[] => all.map(({ id }) => id)
  const names = <T extends { readonly name: string }>(all: readonly T[]): readonly string[] =>
    all.map(({ name }) => name)
  const tasks = ids(lab.tasks)
  const checks = ids(lab.checks)
  const codes = parsed.diagnoses.flatMap(({ definitions }) => definitions.map(({ code }) => code))
  const refer = (of: Referent, id: string, known: readonly string[], path: readonly (string | number)[]): void => {
    if (!known.includes(id)) note(places.of(path), unknownOf(of, id, known))
  }

  lintDuplicates('task', tasks, (index) => places.of(['tasks', index, 'id']), note)
  lintDuplicates('check', checks, (index) => places.of(['checks', index, 'id']), note)
  lintDuplicates('question', ids(lab.quiz), (index) => places.of(['quiz', index, 'id']), note)
  lintDuplicates('mistake', names(lab.mistakes), (index) => places.of(['mistakes', index, 'name']), note)
  lintDuplicates('route', names(lab.routes), (index) => places.of(['routes', index, 'name']), note)

  const order = parsed.file?.content.labs ?? []
  for (const [index, needed] of lab.needs.entries()) {
    const path = ['needs', index]
    refer('lab', needed, order, path)
    if (order.indexOf(needed) >= order.indexOf(lab.id)) note(places.of(path), { code: 'later-lab', lab: needed })
  }
  for (const [index, check] of lab.checks.entries()) {
    refer('task', check.task, tasks, ['checks', index, 'task'])
    for (const [at, needed] of check.needs.entries()) refer('check', needed, checks, ['checks', index, 'needs', at])
    if (isBehaviour(check)) {
      for (const [at, { on }] of check.experiment.entries()) {
        if (on === 'each' || !('kept' in on || 'others' in on)) continue
        const name = 'kept' in on ? on.kept : on.others
        const kept = check.experiment.slice(0, at).flatMap(({ keep }) => keep ?? [])
        refer('kept', name, kept, ['checks', index, 'experiment', at, 'on'])
      }
    }
    const circle = circleOf(check.id, lab.checks)
    if (circle !== undefined) note(places.of(['checks', index, 'needs']), { code: 'circular', ids: circle })
    if (!lab.mistakes.some(({ fails }) => fails.includes(check.id))) {
      note(places.of(['checks', index, 'id']), { code: 'unproved-check', check: check.id })
    }
  }
  for (const [index, task] of lab.tasks.entries()) {
    const proofs = isOfQuestions(lab) ? lab.quiz : lab.checks
    const isChecked = proofs.some((proof) => proof.task === task.id)
    if (!isChecked) note(places.of(['tasks', index, 'id']), { code: 'unchecked-task', task: task.id })
  }
  for (const [index, { task }] of lab.quiz.entries()) {
    if (task !== undefined) refer('task', task, tasks, ['quiz', index, 'task'])
  }
  for (const [index, mistake] of lab.mistakes.entries()) {
    for (const [at, failed] of mistake.fails.entries()) refer('check', failed, checks, ['mistakes', index, 'fails', at])
    if (mistake.diagnosis !== undefined) refer('diagnosis', mistake.diagnosis, codes, ['mistakes', index, 'diagnosis'])
    else if (lab.checks.some((check) => mistake.fails.includes(check.id) && !isBehaviour(check))) {
      note(places.of(['mistakes', index, 'name']), { code: 'missing-key', key: 'diagnosis' })
    }
  }
  if (!isOfQuestions(lab) && lab.routes.length === 0) note(places.of(['checks']), { code: 'no-route', lab: lab.id })
  const sum = [...lab.checks, ...lab.quiz].reduce((all, { points }) => all + points, 0)
  if (sum !== lab.points) note(places.of(['points']), { code: 'points', found: lab.points, expected: sum })
}

/** The way from a check back to itself through what it needs; told at the first check of the circle only. */
const circleOf = (
  start: string,
  checks: readonly { readonly id: string; readonly needs: readonly string[] }[]
): readonly string[] | undefined => {
  const follow = (path: readonly string[]): readonly string[] | undefined => {
    const last = checks.find(({ id }) => id === path.at(-1))
    for (const needed of last?.needs ?? []) {
      if (needed === start) return [...path, start]
      const found = path.includes(needed) ? undefined : follow([...path, needed])
      if (found !== undefined) return found
    }
    return undefined
  }
  const circle = follow([start])
  const order = checks.map(({ id }) => id)
  const isFirst = circle?.every((id) => order.indexOf(id) >= order.indexOf(start))
  return isFirst ? circle : undefined
}
