import type { Evidence } from '../../check/outcome.ts'
import type { Locale, Messages } from '../../i18n/messages.ts'
import type { Credit } from '../score.ts'
import type { GradeDocument, GradedItem, GradedLab } from './document.ts'
import { html, type Markup, page } from './markup.ts'
import { outcomeTones, whyLess } from './words.ts'

/** A grade as one HTML page that needs nothing else. */
export const htmlOf = (document: GradeDocument, messages: Messages, locale: Locale): string => {
  const words = messages.grade
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' })
  const head: readonly (readonly [string, string])[] = [
    [words.course, document.course.title],
    ...(document.student === undefined ? [] : [[words.student, document.student] as const]),
    [words.gradedAt, time.format(new Date(document.at))]
  ]
  const title = [words.title, document.student].filter((part) => part !== undefined).join(' · ')
  return page(
    title,
    locale,
    html`<h1>${title}</h1>
<dl>${head.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${sumOf(document, messages)}
${document.labs.map((lab) => labOf(lab, messages))}`
  )
}

const sumOf = (
  { credit, points, possible }: Pick<Credit, 'credit' | 'points' | 'possible'>,
  { grade: words }: Messages
): Markup => html`<p class="sum">${words.of({ credit, possible })}</p>
<progress value="${credit}" max="${Math.max(possible, 1)}"></progress>
${credit === points ? undefined : html`<p class="less">${words.reached({ points, possible })}</p>`}`

const labOf = (lab: GradedLab, messages: Messages): Markup => html`<section>
<h2>${lab.title}</h2>
${sumOf(lab, messages)}
<ul class="items">${lab.items.map((item) => itemOf(item, messages))}</ul>
</section>
`

const itemOf = (item: GradedItem, messages: Messages): Markup => html`<li id="${item.id}">
<div class="row"><span class="mark ${outcomeTones[item.outcome]}">${messages.grade.outcomes[item.outcome]}</span><span class="what">${
  item.title
}</span><span class="credit">${item.credit}/${item.possible}</span></div>
${whyLess(messages, item).map((text) => html`<p class="less">${text}</p>`)}${detailsOf(item, messages)}</li>
`

const detailsOf = ({ expected, observed, diagnoses = [], evidence = [] }: GradedItem, messages: Messages): Markup => {
  const words = messages.grade
  if (expected === undefined && observed === undefined) return html``
  return html`<details><summary>${words.observed}: ${observed ?? '-'}</summary>
<dl>${expected === undefined ? undefined : html`<dt>${words.expected}</dt><dd>${expected}</dd>`}${diagnoses.map(
    ({ message }) => html`<dt>${words.cause}</dt><dd>${message}</dd>`
  )}</dl>
${evidence.map(lookOf)}</details>`
}

const lookOf = ({ node, command, excerpt }: Evidence): Markup => html`<pre>${node}$ ${command}
${excerpt}</pre>`
