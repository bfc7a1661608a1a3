import type { CheckResult, Outcome } from '../check/outcome.ts'
import { type CourseLab, isBehaviour, isOfQuestions } from '../course/course.ts'
import type { CheckDefinition, TaskDefinition } from '../course/schema.ts'
import { fill as fillIn, type Values } from '../course/variables.ts'
import type { Locale } from '../i18n/messages.ts'
import { fill, widthOf } from '../terminal/cells.ts'
import type { Paint } from '../terminal/paint.ts'
import { wrapText } from '../terminal/wrap.ts'
import { chosenSign, cursorSign, outcomeLooks, unknownLook } from './theme.ts'

/** A check of a lab and what came of it, if it was looked at. */
export interface Entry {
  readonly definition: CheckDefinition
  readonly title: string
  readonly result: CheckResult | undefined
}

/** The checks of a task. */
export interface Group {
  readonly task: TaskDefinition
  readonly title: string
  readonly entries: readonly Entry[]
  /** In a lab of questions: how many of the task's there are, and how many of them were answered rightly. */
  readonly questions?: { readonly right: number; readonly of: number }
}

/** All checks of a lab, by tasks, in the order of the lesson. */
export const groupsOf = (
  lab: CourseLab,
  results: readonly CheckResult[],
  locale: Locale,
  values: Values,
  understood: readonly string[] = []
): readonly Group[] =>
  lab.tasks.map((task) => ({
    task,
    title: fillIn(task.title[locale], values),
    ...(isOfQuestions(lab) ? { questions: questionsOf(lab, task, understood) } : {}),
    entries: lab.checks
      .filter((definition) => definition.task === task.id)
      .map((definition) => ({
        definition,
        title: fillIn(definition.title[locale], values),
        result: results.find(({ id }) => id === `${lab.id}.${definition.id}`)
      }))
  }))

const questionsOf = ({ quiz }: CourseLab, { id }: TaskDefinition, understood: readonly string[]) => {
  const asked = quiz.filter(({ task }) => task === id)
  return { right: asked.filter((question) => understood.includes(question.id)).length, of: asked.length }
}

export const entriesOf = (groups: readonly Group[]): readonly Entry[] => groups.flatMap(({ entries }) => entries)

/** The check of a task to look at first: the first that does not pass. Its place among all, or none. */
export const firstOpenCheck = (groups: readonly Group[], task: string | undefined): number | undefined => {
  const entries = entriesOf(groups)
  const isOfTask = ({ definition }: Entry): boolean => definition.task === task
  const open = entries.findIndex((entry) => isOfTask(entry) && entry.result?.outcome !== 'pass')
  const first = open === -1 ? entries.findIndex(isOfTask) : open
  return first === -1 ? undefined : first
}

/** What a task as a whole shows: what is worst in it, where worse is what asks for the learner first. */
const worst = ['error', 'fail', 'not-yet', 'blocked', 'pass'] as const satisfies readonly Outcome[]

export const outcomeOf = ({ entries, questions }: Group): Outcome | undefined => {
  if (questions !== undefined) return questions.right === questions.of ? 'pass' : 'not-yet'
  // Experiments are run when somebody asks for them: until then they say nothing of the task.
  const found = entries
    .filter(({ definition, result }) => result !== undefined || !isBehaviour(definition))
    .map(({ result }) => result?.outcome)
  return found.includes(undefined) ? undefined : worst.find((outcome) => found.includes(outcome))
}

/** How much of some tasks is done, of how much: checks that pass, or questions that were answered rightly. */
export const countOf = (groups: readonly Group[]): string => {
  const counts = groups.map(({ entries, questions }) => {
    const right = entries.filter(({ result }) => result?.outcome === 'pass').length
    return questions ?? { right, of: entries.length }
  })
  const sum = (part: 'right' | 'of'): number => counts.reduce((total, count) => total + count[part], 0)
  return `${sum('right')}/${sum('of')}`
}

const lookOf = (outcome: Outcome | undefined) => (outcome === undefined ? unknownLook : outcomeLooks[outcome])

/** The list as rows, and which of them is the chosen check. */
export const listRows = (
  groups: readonly Group[],
  chosen: number,
  isFocused: boolean,
  columns: number,
  paint: Paint
): { readonly rows: readonly string[]; readonly chosenRow: number } => {
  const rows: string[] = []
  let chosenRow = 0
  let place = 0
  for (const group of groups) {
    const { tone, sign } = lookOf(outcomeOf(group))
    const count = countOf([group])
    const title = fill(group.title, columns - widthOf(count) - 3)
    rows.push(`${paint(tone, sign)} ${paint('strong', title)} ${paint('quiet', count)}`)
    for (const { title: check, result } of group.entries) {
      const look = lookOf(result?.outcome)
      const isChosen = place === chosen
      if (isChosen) chosenRow = rows.length
      const cursor = isChosen ? (isFocused ? paint('accent', cursorSign) : paint('quiet', chosenSign)) : ' '
      for (const [index, text] of wrapText(check, columns - 4).entries()) {
        const before = index === 0 ? `${cursor} ${paint(look.tone, look.sign)} ` : '    '
        rows.push(before + (isChosen && isFocused ? paint('strong', text) : text))
      }
      place += 1
    }
  }
  return { rows, chosenRow }
}
