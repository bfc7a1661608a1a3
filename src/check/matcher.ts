import type { Matcher } from '../course/schema.ts'
import type { FactScalar, FactValue } from '../probe/probe.ts'

/** Whether a matcher compares nodes with one another rather than each with a value. */
export type Comparison = 'same' | 'distinct'

/** The comparison that a matcher asks for, if it does. */
export const comparisonOf = (matcher: Matcher): Comparison | undefined => {
  if (typeof matcher !== 'object' || isList(matcher)) return undefined
  if ('not' in matcher) return comparisonOf(matcher.not)
  if ('same' in matcher) return 'same'
  return 'distinct' in matcher ? 'distinct' : undefined
}

/**
 * Whether a value meets a matcher. A fact that has no value meets none, not even `not`: what is not there proves
 * nothing. `others` are the values of the other nodes of the check, for those that compare.
 */
export const meets = (matcher: Matcher, value: FactValue, others: readonly FactValue[]): boolean => {
  if (value === undefined) return false
  if (typeof matcher !== 'object' || isList(matcher)) return equal(matcher, value)
  if ('gte' in matcher) return typeof value === 'number' && value >= matcher.gte
  if ('lte' in matcher) return typeof value === 'number' && value <= matcher.lte
  if ('oneOf' in matcher) return matcher.oneOf.some((literal) => equal(literal, value))
  if ('matches' in matcher) return typeof value === 'string' && patternOf(matcher.matches)?.test(value) === true
  if ('includes' in matcher) return includes(value, matcher.includes)
  if ('not' in matcher) return !meets(matcher.not, value, others)
  if ('same' in matcher) return isCommonest(value, others)
  return others.every((other) => !equal(other, value))
}

const isList = (value: unknown): value is readonly FactScalar[] => Array.isArray(value)

/** Whether two values are the same; lists are in the same order. */
const equal = (one: FactValue, other: FactValue): boolean => {
  if (!isList(one) || !isList(other)) return one === other
  return one.length === other.length && one.every((item, index) => item === other[index])
}

const includes = (value: FactScalar | readonly FactScalar[], literal: FactScalar): boolean => {
  if (isList(value)) return value.includes(literal)
  return typeof value === 'string' && typeof literal === 'string' && value.includes(literal)
}

/** Whether more than half of all nodes have this value: of three, the odd one out is the one that fails. */
const isCommonest = (value: FactValue, others: readonly FactValue[]): boolean =>
  2 * (1 + others.filter((other) => equal(other, value)).length) > 1 + others.length

/** A regular expression of a course; undefined where it is none, which `lint` tells. */
const patternOf = (pattern: string): RegExp | undefined => {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return undefined
  }
}
