import type { Course } from '../course/course.ts'
import { fill as fillIn, type Values } from '../course/variables.ts'
import type { Milestone, Timeline } from '../lab/timeline.ts'
import { fill, fit, widthOf } from '../terminal/cells.ts'
import type { Paint } from '../terminal/paint.ts'
import { wrapText } from '../terminal/wrap.ts'
import { type SpokenList, spokenList } from './spoken.ts'
import { cursorSign, milestoneLooks } from './theme.ts'
import type { Language } from './ui.ts'

/** For whom rows are made, and how wide. */
export interface TimelineSetting {
  readonly columns: number
  /** Milliseconds since 1970. */
  readonly now: number
  readonly language: Language
  readonly course: Pick<Course, 'labs'>
  readonly values: Values
  readonly paint: Paint
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60]
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[]

/** How long ago something was, in words: in the largest unit that it has one of. */
export const agoOf = (at: string, now: number, locale: string): string => {
  const seconds = Math.max(0, Math.floor((now - Date.parse(at)) / 1000))
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? (['second', 1] as const)
  return new Intl.RelativeTimeFormat(locale).format(-Math.floor(seconds / length), unit)
}

const titleOf = (lab: string, { course, language, values }: TimelineSetting): string => {
  const title = course.labs.find(({ id }) => id === lab)?.title[language.locale]
  return title === undefined ? lab : fillIn(title, values)
}

const roleOf = ({ role, lab }: Milestone, setting: TimelineSetting): string => {
  const words = setting.language.messages.tui.snapshots.roles
  const title = lab === undefined ? undefined : titleOf(lab, setting)
  switch (role) {
    case 'untouched':
      return words.untouched
    case 'learner':
      return words.learner(title)
    case 'start':
    case 'done':
      return words[role](title ?? '')
  }
}

const timeOf = (at: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))

/** Where the controllers are, after which snapshot. */
const hereOf = ({ now }: Timeline, setting: TimelineSetting): string => {
  const { locale, messages } = setting.language
  const words = messages.tui.snapshots.now
  return now === undefined ? words.unknown : words[now.how]({ name: now.from, ago: agoOf(now.at, setting.now, locale) })
}

/** The same as sentences, for whoever listens. */
export const spokenTimeline = (timeline: Timeline, chosen: number, setting: TimelineSetting): SpokenList => {
  const { columns, language } = setting
  const { list, left } = language.messages.tui.spoken
  const items = timeline.milestones.map((milestone, index) => {
    const parts = [milestone.name, timeOf(milestone.createdAt, language.locale), roleOf(milestone, setting)]
    return { text: list(milestone.isPassed ? parts : [...parts, left]), isChosen: index === chosen }
  })
  return spokenList([...items, { text: hereOf(timeline, setting), isChosen: false }], columns, language.messages)
}

/** A row a snapshot, oldest first, and one for now at the end; the row of the chosen one is at its place. */
export const timelineRows = (timeline: Timeline, chosen: number, setting: TimelineSetting): readonly string[] => {
  const { milestones } = timeline
  const { columns, language, paint } = setting
  const { locale } = language
  const times = milestones.map(({ createdAt }) => timeOf(createdAt, locale))
  const timeWidth = Math.max(0, ...times.map(widthOf))
  const names = milestones.map(({ name }) => widthOf(name))
  // What belongs to it may be cut off; half of what the times leave is for the name.
  const nameWidth = Math.min(Math.max(0, ...names), Math.floor((columns - timeWidth - 8) / 2))
  const room = Math.max(0, columns - 4 - nameWidth - 2 - timeWidth - 2)
  const rows = milestones.map((milestone, index) => {
    const isChosen = index === chosen
    const { sign, tone } = milestoneLooks[milestone.isPassed ? 'passed' : 'left']
    const name = fill(milestone.name, nameWidth)
    return [
      `${paint('accent', isChosen ? cursorSign : ' ')} ${paint(tone, sign)} ${isChosen ? paint('strong', name) : name}`,
      paint('quiet', fill(times[index] ?? '', timeWidth)),
      paint('quiet', fit(roleOf(milestone, setting), room))
    ].join('  ')
  })
  const { sign, tone } = milestoneLooks.now
  return [...rows, `  ${paint(tone, sign)} ${paint(tone, fit(hereOf(timeline, setting), columns - 4))}`]
}

/** All of a snapshot, whatever did not fit into its row. */
export const milestoneRows = (milestone: Milestone, setting: TimelineSetting): readonly string[] => {
  const { columns, language, paint } = setting
  const words = language.messages.tui.snapshots
  const { name, createdAt, isPassed } = milestone
  const about = [
    roleOf(milestone, setting),
    timeOf(createdAt, language.locale),
    agoOf(createdAt, setting.now, language.locale)
  ].join(' · ')
  return [
    ...wrapText(name, columns).map((row) => paint('strong', row)),
    ...wrapText(about, columns).map((row) => paint('quiet', row)),
    ...(isPassed ? [] : wrapText(words.left, columns).map((row) => paint('quiet', row)))
  ]
}

const checkTitle = (id: string, { course, language, values }: TimelineSetting): string => {
  const lab = course.labs.find((candidate) => id.startsWith(`${candidate.id}.`))
  const check = lab?.checks.find((candidate) => `${lab.id}.${candidate.id}` === id)
  return check === undefined ? id : fillIn(check.title[language.locale], values)
}

/** A list in so many rows: where it is longer, its last row says how much is left out. */
const listed = (items: readonly string[], rows: number, more: (count: number) => string): readonly string[] => {
  if (items.length <= rows) return items
  const kept = items.slice(0, Math.max(0, rows - 1))
  return [...kept, more(items.length - kept.length)]
}

/**
 * The question before the controllers go back: what is lost, and what stays.
 * @param running where programs run that would end
 */
export const restoreRows = (
  { name, lost }: Milestone,
  running: readonly string[],
  rows: number,
  setting: TimelineSetting
): readonly string[] => {
  const { columns, language, paint } = setting
  const { messages, locale } = language
  const words = messages.tui.snapshots
  const wrapped = (text: string): readonly string[] => wrapText(text, columns)
  const before = [
    ...wrapped(messages.cli.snapshot.restoreQuestion(name)).map((row) => paint('strong', row)),
    '',
    ...wrapped(lost === undefined ? words.losingUnknown : words.losing(lost.length))
  ]
  const programs = running.length === 0 ? [] : wrapped(words.running(new Intl.ListFormat(locale).format(running)))
  const after = [
    ...programs.map((row) => paint('warning', row)),
    '',
    ...wrapped(words.kept),
    ...wrapped(words.saveFirst).map((row) => paint('quiet', row))
  ]
  const titles = (lost ?? []).map((id) => checkTitle(id, setting))
  const room = Math.max(1, rows - before.length - after.length)
  const list = listed(titles, room, words.more).map((row) => `  ${paint('warning', fit(row, columns - 2))}`)
  return [...before, ...list, ...after]
}
