import type { CourseLab } from '../course/course.ts'
import type { Messages } from '../i18n/messages.ts'
import type { Study } from '../lab/study.ts'
import type { Highlight } from '../markdown/code-colors.ts'
import type { Page } from '../markdown/render.ts'
import type { Paint } from '../terminal/paint.ts'
import { wrapText } from '../terminal/wrap.ts'
import { countOf, type Group, outcomeOf } from './checklist.ts'
import type { Language } from './ui.ts'

/**
 * What a screen reader says: the same as is drawn, in words and line by line. What is drawn says a part of it by signs,
 * by colour and by where it stands.
 */

/** Where Markdown shows: for whoever listens, with words around what is set off for others. */
export const pageFor = (columns: number, paint: Paint, { tui }: Messages, highlight: Highlight | undefined): Page =>
  paint.spoken ? { columns, paint, spoken: tui.spoken } : { columns, paint, highlight }

/** A list as rows, and the first row of what is chosen in it. */
export interface SpokenList {
  readonly rows: readonly string[]
  readonly chosenRow: number
}

/** Items as sentences, one of them chosen. */
export const spokenList = (
  items: readonly { readonly text: string; readonly isChosen: boolean }[],
  columns: number,
  { tui }: Messages
): SpokenList => {
  const rows: string[] = []
  let chosenRow = 0
  for (const { text, isChosen } of items) {
    if (isChosen) chosenRow = rows.length
    rows.push(...wrapText(isChosen ? tui.spoken.chosen(text) : text, columns))
  }
  return { rows, chosenRow }
}

/** The labs of the course, each with its state. */
export const spokenLabs = (
  labs: readonly CourseLab[],
  { progress }: Study,
  { locale, messages }: Language,
  columns: number,
  chosen: number
): SpokenList => {
  const words = messages.cli.labs
  const items = labs.map((lab, index) => {
    const at = progress.get(lab.id)
    const parts = [
      lab.title[locale],
      words.states[at?.state ?? 'locked'],
      words.minutes(lab.minutes),
      words.points(at?.points ?? 0, lab.points)
    ]
    return { text: messages.tui.spoken.list(parts), isChosen: index === chosen }
  })
  return spokenList(items, columns, messages)
}

/** The checks of a lab, each with what came of it. */
export const spokenChecks = (
  groups: readonly Group[],
  chosen: number,
  columns: number,
  messages: Messages
): SpokenList => {
  const { list, unknown, task } = messages.tui.spoken
  const wordOf = (outcome: ReturnType<typeof outcomeOf>): string =>
    outcome === undefined ? unknown : messages.check.outcomes[outcome]
  let place = -1
  const items = groups.flatMap((group) => [
    { text: list([task(group.title), countOf([group]), wordOf(outcomeOf(group))]), isChosen: false },
    ...group.entries.map(({ title, result }) => {
      place += 1
      return { text: list([title, wordOf(result?.outcome)]), isChosen: place === chosen }
    })
  ])
  return spokenList(items, columns, messages)
}
