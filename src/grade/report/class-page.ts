import type { Course, CourseLab } from '../../course/course.ts'
import type { Locale, Messages } from '../../i18n/messages.ts'
import type { Gradebook, Row } from '../gradebook.ts'
import type { Credit } from '../score.ts'
import { html, type Markup, page } from './markup.ts'
import { outcomeTones } from './words.ts'

/** What the page is made of. */
export interface ClassPage {
  readonly gradebook: Gradebook
  readonly course: Course
  /** The labs that count. */
  readonly labs: readonly CourseLab[]
  readonly messages: Messages
  readonly locale: Locale
  readonly at: string
}

/** So many checks are shown as those where many are stuck. */
const mostStuck = 15

/** A class as one HTML page that needs nothing else: medians and times, where many are stuck, students by checks. */
export const classPage = (made: ClassPage): string => {
  const { gradebook, course, labs, messages, locale, at } = made
  const words = messages.grade.class
  const title = `${words.title} · ${course.file.title[locale]}`
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' })
  const standings = (['graded', 'withheld', 'missing'] as const).map((standing) => ({
    name: words.standings[standing],
    count: gradebook.rows.filter((row) => row.standing === standing).length
  }))
  const present = gradebook.rows.filter(({ regraded }) => regraded !== undefined)
  return page(
    title,
    locale,
    html`<h1>${title}</h1>
<dl><dt>${messages.grade.gradedAt}</dt><dd>${time.format(new Date(at))}</dd>
${standings.map(({ name, count }) => html`<dt>${name}</dt><dd>${count}</dd>`)}</dl>
${labTable(made, present)}
${stuckList(made, present)}
${studentTable(made)}
${labs.map((lab) => matrixOf(made, lab, present))}
${remarksOf(made)}`
  )
}

/** The middle of some numbers; undefined where there is none. */
export const medianOf = (numbers: readonly number[]): number | undefined => {
  const sorted = numbers.toSorted((one, other) => one - other)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}

const rounded = (value: number | undefined): string =>
  value === undefined ? '-' : String(Math.round(value * 100) / 100)

const gradeIn = ({ regraded }: Row, lab: CourseLab) => regraded?.grade.labs.find(({ id }) => id === lab.id)

/** From when a lab was opened until the last of it was reached, in minutes. */
const minutesFor = (row: Row, lab: CourseLab): readonly number[] => {
  const { openedAt, reachedAt } = gradeIn(row, lab) ?? {}
  const minutes = (Date.parse(reachedAt ?? '') - Date.parse(openedAt ?? '')) / 60_000
  return minutes >= 0 ? [minutes] : []
}

const labTable = ({ labs, messages, locale }: ClassPage, present: readonly Row[]): Markup => {
  const words = messages.grade.class
  const rows = labs.map((lab) => {
    const credits = present.flatMap((row) => gradeIn(row, lab)?.credit ?? [])
    const minutes = medianOf(present.flatMap((row) => minutesFor(row, lab)))
    return html`<tr><td>${lab.title[locale]}</td><td class="number">${rounded(medianOf(credits))}/${lab.points}</td><td class="number">${
      minutes === undefined ? '-' : words.minutes(Math.round(minutes))
    }</td></tr>`
  })
  return html`<h2>${words.medians}</h2>
<div class="scroll"><table><thead><tr><th>${messages.grade.lab}</th><th class="number">${words.medianCredit}</th><th class="number">${
    words.medianTime
  }</th></tr></thead><tbody>${rows}</tbody></table></div>`
}

/** A text of the course without the values that differ for each learner. */
const forAll = (text: string): string => text.replace(/\{\{[^{}]*\}\}/g, '…')

/** What stands in a lab, with its title: its checks, then its questions. */
const columnsOf = (lab: CourseLab, locale: Locale): readonly { readonly id: string; readonly title: string }[] =>
  [
    ...lab.checks.map(({ id, title }) => ({ id, title: forAll(title[locale]) })),
    ...lab.quiz.map(({ id, question }) => ({ id, title: forAll(question[locale]) }))
  ].map(({ id, title }) => ({ id: `${lab.id}.${id}`, title }))

const creditIn = (row: Row, lab: CourseLab, id: string): Credit | undefined =>
  gradeIn(row, lab)?.items.find((item) => item.id === id)

/** Those who began with a lab: who did not is not stuck in it. */
const begunBy = (present: readonly Row[], lab: CourseLab): readonly Row[] =>
  present.filter((row) => {
    const grade = gradeIn(row, lab)
    return grade !== undefined && (grade.openedAt !== undefined || grade.points > 0)
  })

const stuckList = ({ labs, messages, locale }: ClassPage, present: readonly Row[]): Markup => {
  const words = messages.grade.class
  const stuck = labs
    .flatMap((lab) => {
      const begun = begunBy(present, lab)
      return columnsOf(lab, locale).map(({ id, title }) => ({
        id,
        title,
        count: begun.filter((row) => creditIn(row, lab, id)?.points === 0).length,
        of: begun.length
      }))
    })
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count)
    .slice(0, mostStuck)
  if (stuck.length === 0) return html``
  return html`<h2>${words.stuck}</h2>
<ul class="items">${stuck.map(
    ({
      id,
      title,
      count,
      of
    }) => html`<li><div class="row"><span class="what">${title} <span class="quiet">${id}</span></span><span class="credit">${count}/${of}</span></div><progress class="bad" value="${count}" max="${of}"></progress></li>
`
  )}</ul>`
}

const nameOf = ({ enrolled }: Row): string => enrolled.name ?? enrolled.student

const studentTable = ({ gradebook, labs, messages, locale }: ClassPage): Markup => {
  const words = messages.grade
  const tones = { graded: 'good', withheld: 'warning', missing: 'quiet' } as const
  return html`<h2>${words.class.students}</h2>
<div class="scroll"><table><thead><tr><th>${words.student}</th><th></th><th class="number">${words.credit}</th>${labs.map(
    (lab) => html`<th class="number" title="${lab.title[locale]}">${lab.id}</th>`
  )}</tr></thead><tbody>${gradebook.rows.map(
    (
      row
    ) => html`<tr><td>${nameOf(row)}</td><td class="${tones[row.standing]}">${words.class.standings[row.standing]}</td><td class="number">${rounded(
      row.regraded?.grade.credit
    )}</td>${labs.map((lab) => html`<td class="number">${rounded(gradeIn(row, lab)?.credit)}</td>`)}</tr>
`
  )}</tbody></table></div>`
}

const matrixOf = ({ messages, locale }: ClassPage, lab: CourseLab, present: readonly Row[]): Markup => {
  const columns = columnsOf(lab, locale)
  const words = messages.grade
  return html`<details><summary>${words.class.matrix({ lab: lab.title[locale] })}</summary>
<div class="scroll"><table><thead><tr><th>${words.student}</th>${columns.map(
    ({ id, title }) => html`<th title="${title}">${id.slice(lab.id.length + 1)}</th>`
  )}</tr></thead><tbody>${present.map(
    (row) => html`<tr><td>${nameOf(row)}</td>${columns.map(({ id }) => {
      const outcome = creditIn(row, lab, id)?.outcome
      return outcome === undefined
        ? html`<td></td>`
        : html`<td class="${outcomeTones[outcome]}">${words.outcomes[outcome]}</td>`
    })}</tr>
`
  )}</tbody></table></div></details>`
}

const remarksOf = ({ gradebook, messages }: ClassPage): Markup => {
  const words = messages.grade
  const remarks = gradebook.judged.filter(({ findings }) => findings.length > 0)
  if (remarks.length === 0) return html``
  return html`<h2>${words.class.remarks}</h2>
<ul class="items">${remarks.map(
    ({
      file,
      findings
    }) => html`<li><strong>${file}</strong>${findings.map((finding) => html`<p class="less">${words.finding(finding)}</p>`)}</li>
`
  )}</ul>
<p class="less">${words.proof}</p>`
}
