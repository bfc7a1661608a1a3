import type { LocalizedText } from '../i18n/messages.ts'
import { evaluateFormula, parseFormula } from './formula.ts'
import type { Question } from './schema.ts'
import { fillText, type Values } from './variables.ts'

type ChoiceQuestion = Extract<Question, { kind: 'choice' }>
type NumberQuestion = Extract<Question, { kind: 'number' }>

/** What a learner answered, once it is understood. */
export type Answer =
  | { readonly kind: 'choice'; readonly chosen: readonly number[] }
  | { readonly kind: 'number'; readonly value: number }

/** What came of an answer. */
export interface Verdict {
  readonly right: boolean
  readonly points: number
  /** All choices that were taken are right, and some were not taken. */
  readonly isPartial?: true
  /** Why: of each choice that was taken, of the misconception that the number shows, else of the question. */
  readonly explanations: readonly LocalizedText[]
}

/** The questions of a lab, or those of one of its tasks. */
export const questionsOf = (quiz: readonly Question[], task: string | undefined): readonly Question[] =>
  task === undefined ? quiz : quiz.filter((question) => question.task === task)

/** The letter that a choice goes by: `a` for the first. */
export const choiceLetter = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + index)

/** Understands what was typed: letters or numbers of choices (`a`, `a,c`, `1`), or a number. */
export const readAnswer = (question: Question, typed: string): Answer | undefined => {
  // NFKC: an input method for Chinese may leave full-width digits, letters and commas behind.
  const text = typed.slice(0, 200).normalize('NFKC').trim().toLowerCase()
  if (text === '') return undefined
  return question.kind === 'number' ? readNumber(text) : readChoices(question, text)
}

const readNumber = (text: string): Answer | undefined => {
  const value = /^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? { kind: 'number', value } : undefined
}

const readChoices = (question: ChoiceQuestion, text: string): Answer | undefined => {
  const names = question.choices.map((_, index) => [choiceLetter(index), String(index + 1)])
  const chosen = text
    .split(/[\s,、]+/)
    .filter((word) => word !== '')
    .map((word) => names.findIndex((name) => name.includes(word)))
  return chosen.length === 0 || chosen.includes(-1) ? undefined : { kind: 'choice', chosen: [...new Set(chosen)] }
}

/** Judges an answer. One of the wrong kind is wrong. */
export const judge = (question: Question, answer: Answer, values: Values): Verdict => {
  if (question.kind === 'choice' && answer.kind === 'choice') return judgeChoice(question, answer.chosen, values)
  if (question.kind === 'number' && answer.kind === 'number') return judgeNumber(question, answer.value, values)
  return { right: false, points: 0, explanations: [] }
}

const judgeChoice = (question: ChoiceQuestion, chosen: readonly number[], values: Values): Verdict => {
  const right = question.choices.every((choice, index) => choice.correct === chosen.includes(index))
  const explanations = question.choices.filter((_, index) => chosen.includes(index)).map((choice) => choice.explain)
  const isPartial = !right && chosen.every((index) => question.choices[index]?.correct === true)
  return { ...verdict(question, right, explanations, values), ...(isPartial ? { isPartial } : {}) }
}

const judgeNumber = (question: NumberQuestion, given: number, values: Values): Verdict => {
  const meets = (answer: number | string): boolean =>
    Math.abs(given - numberOf(answer, values)) <= question.tolerance + Number.EPSILON * Math.abs(given)
  const right = meets(question.answer)
  const shown = right ? undefined : question.misconceptions.find((misconception) => meets(misconception.answer))
  return verdict(question, right, [shown?.explain ?? question.explain], values)
}

const verdict = (question: Question, right: boolean, texts: readonly LocalizedText[], values: Values): Verdict => ({
  right,
  points: right ? question.points : 0,
  explanations: texts.map((text) => fillText(text, values))
})

/** The number that an answer stands for. */
const numberOf = (answer: number | string, values: Values): number =>
  typeof answer === 'number' ? answer : evaluateFormula(parseFormula(answer), values)
