import type { Messages } from '../../i18n/messages.ts'
import type { GradeDocument, GradedItem } from './document.ts'
import { whyLess } from './words.ts'

/** A result of check50; `null` where it was not looked at. */
const passedOf = ({ outcome }: GradedItem): boolean | null => {
  switch (outcome) {
    case 'pass':
    case 'right':
      return true
    case 'fail':
    case 'not-yet':
    case 'wrong':
    case 'unanswered':
      return false
    case 'blocked':
    case 'error':
    case 'not-checked':
      return null
  }
}

const causeOf = (item: GradedItem, messages: Messages): object | null => {
  if (passedOf(item) === true) return null
  const { observed, expected, outcome, diagnoses } = item
  return {
    rationale: diagnoses?.[0]?.message ?? observed ?? messages.grade.outcomes[outcome],
    help: diagnoses?.[0]?.look ?? null,
    ...(expected === undefined || observed === undefined ? {} : { expected, actual: observed })
  }
}

/** A grade as check50 gives its results: its JSON specification, for programs that read those. */
export const check50Of = (document: GradeDocument, messages: Messages): object => ({
  slug: `quorate/${document.course.id}`,
  version: document.quorate,
  results: document.labs.flatMap(({ items }) =>
    items.map((item) => ({
      name: item.id,
      description: item.title,
      passed: passedOf(item),
      log: whyLess(messages, item),
      cause: causeOf(item, messages),
      data: { points: item.points, possible: item.possible, credit: item.credit },
      dependency: item.blockedBy ?? null
    }))
  )
})
