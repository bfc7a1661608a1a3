import type { CourseLab } from '../course/course.ts'
import { fill } from '../course/variables.ts'
import type { NodeName } from '../topology.ts'
import { type CheckReport, type CheckResult, type Evidence, type LabResult, type Outcome, outcomes } from './outcome.ts'
import type { Voice } from './report.ts'

/** What a piece of text is, not how it looks. */
type Tone = 'good' | 'bad' | 'warning' | 'quiet' | 'strong' | 'accent'

/** Where a report is shown, and how text is set there. */
export interface Sheet {
  readonly voice: Voice
  readonly columns: number
  /** Gives text its look, or none. */
  readonly paint: (tone: Tone, text: string) => string
  /** Breaks text into rows of at most so many cells. */
  readonly wrap: (text: string, columns: number) => readonly string[]
  /** How many cells a text fills. */
  readonly widthOf: (text: string) => number
}

const tones = {
  pass: 'good',
  fail: 'bad',
  'not-yet': 'quiet',
  blocked: 'quiet',
  error: 'warning'
} as const satisfies Record<Outcome, Tone>

const indent = (text: string, by: number): string => ' '.repeat(by) + text

/** A report for a terminal without a UI. The five outcomes differ in words, so that colour may be missing. */
export const plainReport = (report: CheckReport, labs: readonly CourseLab[], sheet: Sheet): string =>
  report.labs
    .flatMap((result) => {
      const lab = labs.find(({ id }) => id === result.id)
      return lab === undefined ? [] : [plainLab(result, lab, sheet)]
    })
    .join('\n\n')

const plainLab = (result: LabResult, lab: CourseLab, sheet: Sheet): string => {
  const { voice, paint, widthOf } = sheet
  const { messages, locale, values } = voice
  const words = messages.check.report
  const marks = Object.values(messages.check.outcomes)
  const markWidth = Math.max(...marks.map(widthOf)) + 2
  const tasks = lab.tasks.flatMap((task) => {
    const checks = result.checks.filter((check) => check.task === task.id)
    if (checks.length === 0) return []
    const heading = paint('strong', fill(task.title[locale], values))
    return ['', heading, ...checks.flatMap((check) => plainCheck(check, lab, markWidth, sheet))]
  })
  const counts = outcomes.flatMap((outcome) => {
    const count = result.checks.filter((check) => check.outcome === outcome).length
    return count === 0 ? [] : [words.counts[outcome](count)]
  })
  const { points, possible } = result
  return [
    `${paint('strong', lab.id)}  ${fill(lab.title[locale], values)}`,
    ...tasks,
    '',
    paint(tones[result.outcome], words.summary({ points, possible, counts }))
  ].join('\n')
}

const plainCheck = (check: CheckResult, lab: CourseLab, markWidth: number, sheet: Sheet): readonly string[] => {
  const { voice, paint, columns, wrap, widthOf } = sheet
  const { messages, locale, values } = voice
  const words = messages.check.report
  const mark = messages.check.outcomes[check.outcome]
  const points = words.points({ points: check.points, possible: check.possible })
  const room = Math.max(10, columns - markWidth - 2)
  const [title = '', ...more] = wrap(`${check.title}  ${points}`, room)
  const head = `  ${paint(tones[check.outcome], mark)}${' '.repeat(markWidth - widthOf(mark))}${title}`
  const labels = [words.expected, words.observed, words.why, words.cause, words.look]
  const labelWidth = Math.max(...labels.map(widthOf)) + 2
  const lines = [head, ...more.map((line) => indent(line, markWidth + 2))]
  const detail = (label: string, text: string, tone?: Tone): void => {
    const wrapped = wrap(text, Math.max(10, columns - markWidth - 2 - labelWidth))
    for (const [at, line] of wrapped.entries()) {
      const start = at === 0 ? paint('quiet', label) + ' '.repeat(labelWidth - widthOf(label)) : ' '.repeat(labelWidth)
      lines.push(indent(start + (tone === undefined ? line : paint(tone, line)), markWidth + 2))
    }
  }
  if (check.outcome === 'blocked') {
    const blocker = lab.checks.find(({ id }) => `${lab.id}.${id}` === check.blockedBy)
    const title = blocker === undefined ? (check.blockedBy ?? '') : fill(blocker.title[locale], values)
    lines.push(indent(paint('quiet', words.waitsFor({ check: title })), markWidth + 2))
  }
  if (check.outcome !== 'fail' && check.outcome !== 'error') return lines
  if (check.expected !== undefined) detail(words.expected, check.expected)
  if (check.observed !== undefined) detail(words.observed, check.observed, tones[check.outcome])
  const definition = lab.checks.find(({ id }) => `${lab.id}.${id}` === check.id)
  if (check.outcome === 'fail' && definition !== undefined) detail(words.why, fill(definition.why[locale], values))
  for (const diagnosis of check.diagnoses ?? []) {
    detail(words.cause, diagnosis.message, 'strong')
    if (diagnosis.look !== undefined) detail(words.look, diagnosis.look, 'accent')
  }
  for (const { nodes, command, excerpt } of looksOf(check.evidence ?? [])) {
    const prompt = `${messages.check.list(nodes)}$ ${command}`
    lines.push(...wrap(prompt, room).map((line) => indent(paint('accent', line), markWidth + 2)))
    lines.push(...excerpt.split('\n').map((line) => indent(paint('quiet', line), markWidth + 4)))
  }
  return lines
}

/** Controllers that printed the same for the same command are shown together. */
const looksOf = (evidence: readonly Evidence[]): readonly Look[] => {
  const looks = new Map<string, Look>()
  for (const { node, command, excerpt } of evidence) {
    const key = JSON.stringify([command, excerpt])
    looks.set(key, { nodes: [...(looks.get(key)?.nodes ?? []), node], command, excerpt })
  }
  return [...looks.values()]
}

interface Look extends Omit<Evidence, 'node'> {
  readonly nodes: readonly NodeName[]
}
