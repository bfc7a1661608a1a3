import type { Matcher } from '../course/schema.ts'
import type { Messages } from '../i18n/messages.ts'
import type { FactScalar, FactValue } from '../probe/probe.ts'
import { type FactKey, type FactType, facts } from '../probe/registry.ts'
import type { Sight } from './evaluate.ts'
import { oneLine } from './text.ts'

/** Words for facts, values and matchers in one language. Whatever comes from a controller is made safe to show. */
export interface Words {
  /** What a fact is called. */
  readonly fact: (fact: string) => string
  readonly value: (fact: string, value: FactValue) => string
  readonly sight: (fact: string, sight: Sight) => string
  readonly matcher: (fact: string, matcher: Matcher) => string
}

/** How many cells one value may take. */
const valueLength = 160

export const wordsIn = ({ check }: Messages): Words => {
  const names: Readonly<Record<FactKey, string>> = check.facts
  const scalar = (fact: string, value: FactScalar): string => {
    if (typeof value === 'boolean') return value ? check.yes : check.no
    const text = oneLine(String(value), valueLength)
    const described = facts.get(fact)
    const words: Readonly<Record<string, string>> =
      described !== undefined && isWord(described.type) ? check.words[described.probe] : {}
    return Object.hasOwn(words, text) ? (words[text] ?? text) : text
  }
  const value = (fact: string, seen: FactValue): string => {
    if (seen === undefined || seen === '') return check.nothing
    if (typeof seen !== 'object') return scalar(fact, seen)
    return seen.length === 0
      ? check.emptyList
      : oneLine(check.list(seen.map((item) => scalar(fact, item))), 2 * valueLength)
  }
  const sight = (fact: string, seen: Sight): string => {
    if (seen.kind === 'value') return value(fact, seen.value)
    return seen.kind === 'absent' ? check.absent : check.unknown[seen.reason]
  }
  const matcher = (fact: string, wanted: Matcher): string => {
    const words = check.matchers
    if (typeof wanted !== 'object' || isList(wanted)) return value(fact, wanted)
    if ('gte' in wanted) return words.gte({ limit: wanted.gte })
    if ('lte' in wanted) return words.lte({ limit: wanted.lte })
    if ('oneOf' in wanted) return words.oneOf({ values: wanted.oneOf.map((literal) => scalar(fact, literal)) })
    if ('matches' in wanted) return words.matches({ pattern: wanted.matches })
    if ('includes' in wanted) return words.includes({ value: scalar(fact, wanted.includes) })
    if ('not' in wanted) return words.not({ of: matcher(fact, wanted.not) })
    return 'same' in wanted ? words.same : words.distinct
  }
  return { fact: (fact) => (isFactKey(fact) ? names[fact] : oneLine(fact)), value, sight, matcher }
}

/** Whether a fact is one of a few words, or a list of such. */
const isWord = (type: FactType): boolean => (type.kind === 'list' ? isWord(type.of) : type.kind === 'word')

const isFactKey = (fact: string): fact is FactKey => facts.has(fact)

const isList = (matcher: Matcher): matcher is readonly FactScalar[] => Array.isArray(matcher)
