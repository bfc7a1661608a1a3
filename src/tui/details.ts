import type { Evidence } from '../check/outcome.ts'
import { isBehaviour } from '../course/course.ts'
import { nextHint } from '../course/hints.ts'
import type { BehaviourCheck, TaskDefinition } from '../course/schema.ts'
import { fill as fillIn, type Values } from '../course/variables.ts'
import { type Page, renderMarkdown } from '../markdown/render.ts'
import { cut } from '../terminal/cells.ts'
import { wrapText } from '../terminal/wrap.ts'
import type { Entry } from './checklist.ts'
import type { RunningExperiment } from './experiment.ts'
import { outcomeLooks, stepLooks } from './theme.ts'
import type { Language } from './ui.ts'

/** Texts of the course have code in them, written as in Markdown. */
const text = (markdown: string, page: Page): readonly string[] => renderMarkdown(markdown, page)

const part = (title: string, rows: readonly string[], { paint }: Page): readonly string[] =>
  rows.length === 0 ? [] : ['', paint('strong', title), ...rows]

/** A command, at the left edge so that it can be copied. */
const command = (line: string, { columns, paint }: Page): readonly string[] =>
  cut(line, columns).map((row) => paint('accent', row))

const excerpt = ({ node, command: line, excerpt: seen }: Evidence, { columns, paint }: Page): readonly string[] => [
  ...cut(`${node}# ${line}`, columns).map((row) => paint('accent', row)),
  ...seen.split('\n').flatMap((row) => cut(row.replaceAll('\t', '    '), columns))
]

/** The steps of an experiment, and how far it is where it is under way. */
const stepRows = (
  { experiment }: BehaviourCheck,
  running: RunningExperiment | undefined,
  values: Values,
  { locale, messages }: Language,
  { columns, paint }: Page
): readonly string[] =>
  experiment.flatMap(({ says }, index) => {
    const at = index + 1
    const begun = running?.begun ?? 0
    const how = at < begun ? 'done' : at === begun ? 'now' : 'later'
    const step = fillIn(says[locale], values)
    if (paint.spoken)
      return wrapText(
        running === undefined ? step : messages.tui.spoken.list([step, messages.tui.spoken.steps[how]]),
        columns
      )
    const { sign, tone } = stepLooks[how]
    return wrapText(step, columns - 2).map((row, part) => `${part === 0 ? paint(tone, sign) : ' '} ${row}`)
  })

/** All that is known of a check: what was expected, what was seen, and where to look next. */
export const checkRows = (
  { definition, title, result }: Entry,
  titleOf: (id: string) => string,
  values: Values,
  language: Language,
  page: Page,
  running?: RunningExperiment
): readonly string[] => {
  const { columns, paint } = page
  const { locale, messages } = language
  const words = messages.tui.check
  const why = part(words.why, text(fillIn(definition.why[locale], values), page), page)
  const heading = wrapText(title, columns).map((row) => paint('strong', row))
  const own = running?.check === definition ? running : undefined
  const steps = isBehaviour(definition)
    ? part(words.steps, stepRows(definition, own, values, language, page), page)
    : []
  if (own !== undefined)
    return [...heading, ...wrapText(words.underWay, columns).map((row) => paint('accent', row)), ...steps, ...why]
  const quietly = (said: string): readonly string[] => wrapText(said, columns).map((row) => paint('quiet', row))
  const how = isBehaviour(definition) ? quietly(words.experiment) : []
  if (result === undefined) {
    const seen = isBehaviour(definition) ? how : quietly(words.notLooked)
    return [...heading, ...seen, ...steps, ...why]
  }
  const { sign, tone } = outcomeLooks[result.outcome]
  const plain = (value: string | undefined): readonly string[] => (value === undefined ? [] : wrapText(value, columns))
  const diagnoses = (result.diagnoses ?? []).map(({ message, look }) => [
    ...text(message, page),
    ...(look === undefined ? [] : [paint('quiet', words.look), ...command(look, page)])
  ])
  const evidence = (result.evidence ?? []).map((seen) => excerpt(seen, page))
  return [
    ...heading,
    paint.spoken
      ? messages.check.outcomes[result.outcome]
      : `${paint(tone, sign)} ${messages.check.outcomes[result.outcome]}`,
    ...(result.blockedBy === undefined ? [] : wrapText(words.waitsFor(titleOf(result.blockedBy)), columns)),
    ...part(words.expected, plain(result.expected), page),
    ...part(words.observed, plain(result.observed), page),
    ...part(words.causes, apart(diagnoses), page),
    ...part(words.evidence, apart(evidence), page),
    ...why,
    ...steps,
    ...(how.length > 0 ? ['', ...how] : [])
  ]
}

/** Blocks with an empty row between them. */
const apart = (blocks: readonly (readonly string[])[]): readonly string[] =>
  blocks.flatMap((rows, index) => (index === 0 ? rows : ['', ...rows]))

/** The hints of a task that were given so far. */
export const hintRows = (
  task: TaskDefinition,
  given: number,
  values: Values,
  { locale, messages }: Language,
  page: Page
): readonly string[] => {
  const words = messages.tui.hints
  const hints = Array.from({ length: given }, (_, rung) => nextHint(task, rung, values)).filter(
    (hint) => hint !== undefined
  )
  return [
    ...wrapText(words.title(fillIn(task.title[locale], values)), page.columns).map((row) => page.paint('strong', row)),
    ...hints.flatMap((hint) => part(words.rung(hint.rung, hint.of), text(hint.text[locale], page), page)),
    '',
    ...wrapText(given < task.hints.length ? words.next : words.last, page.columns).map((row) =>
      page.paint('quiet', row)
    )
  ]
}
