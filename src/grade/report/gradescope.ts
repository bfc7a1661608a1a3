import type { Messages } from '../../i18n/messages.ts'
import type { GradeDocument, GradedItem } from './document.ts'
import { whyLess } from './words.ts'

const outputOf = (item: GradedItem, messages: Messages): string => {
  const { grade: words } = messages
  return [
    words.outcomes[item.outcome],
    ...whyLess(messages, item),
    ...(item.expected === undefined ? [] : [`${words.expected}: ${item.expected}`]),
    ...(item.observed === undefined ? [] : [`${words.observed}: ${item.observed}`]),
    ...(item.diagnoses ?? []).map(({ message }) => `${words.cause}: ${message}`)
  ].join('\n')
}

/** A grade as the `results.json` of a Gradescope autograder. */
export const gradescopeOf = (document: GradeDocument, messages: Messages): object => ({
  score: document.credit,
  execution_time: Math.round(document.durationMs / 1000),
  output: messages.grade.of(document),
  visibility: 'visible',
  stdout_visibility: 'hidden',
  extra_data: { quorate: document.quorate, course: document.course.id, at: document.at },
  tests: document.labs.flatMap(({ id: lab, items }, at) =>
    items.map((item, index) => ({
      score: item.credit,
      max_score: item.possible,
      name: item.title,
      number: `${at + 1}.${index + 1}`,
      output: outputOf(item, messages),
      tags: [lab, ...(item.task === undefined ? [] : [item.task])],
      visibility: 'visible'
    }))
  )
})
