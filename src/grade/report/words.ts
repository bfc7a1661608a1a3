import type { Messages } from '../../i18n/messages.ts'
import type { Credit, Reduction } from '../score.ts'
import type { GradedItem } from './document.ts'

/** How an outcome looks, wherever it is shown. */
export const outcomeTones = {
  pass: 'good',
  right: 'good',
  fail: 'bad',
  wrong: 'bad',
  error: 'warning',
  'not-checked': 'warning',
  'not-yet': 'quiet',
  blocked: 'quiet',
  unanswered: 'quiet'
} as const satisfies Record<Credit['outcome'], string>

/** Why something counts less, in words. */
const reductionText = ({ grade: { reductions: words } }: Messages, reduction: Reduction): string => {
  switch (reduction.why) {
    case 'solved':
      return words.solved()
    case 'overtime':
      return words.overtime(reduction)
    case 'late':
      return words.late(reduction)
    case 'hints':
      return words.hints(reduction)
  }
}

/** All that keeps an item from its full points, in words: what is in its way, and what takes from its credit. */
export const whyLess = (messages: Messages, { blockedBy, reductions }: GradedItem): readonly string[] => [
  ...(blockedBy === undefined ? [] : [messages.grade.waitsFor({ check: blockedBy })]),
  ...reductions.map((reduction) => reductionText(messages, reduction))
]
