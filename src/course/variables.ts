import { createHmac } from 'node:crypto'
import { callError, defect } from '../errors.ts'
import type { LocalizedText } from '../i18n/messages.ts'
import { nearest } from '../nearest.ts'
import { hostPorts, nodeNames, type Topology } from '../topology.ts'
import type { CourseFile, Expectation, Literal, Matcher, VariableDefinition, WrittenMatcher } from './schema.ts'

/** The values of a learner's variables by name. */
export type Values = Readonly<Record<string, string | number>>

/** The variables that every lab has because of where its machines and the lab host's services are. */
export const topologyVariables = (topology: Topology): Values => ({
  prefix: topology.prefix,
  vip: topology.vip,
  labHost: topology.labHost,
  timePort: hostPorts.time,
  bmcPort: hostPorts.bmc,
  ...Object.fromEntries(
    nodeNames.flatMap((name) => [
      [name, topology.nodes[name].management],
      [`${name}Cluster`, topology.nodes[name].cluster]
    ])
  )
})

/** The variables that every lab has because the lab host's services ask for them; the others are the course's. */
const serviceVariables: CourseFile['variables'] = { bmcPassword: { kind: 'password', length: 16 } }

/** The variables that every course has without naming them. */
export const builtInVariables = (topology: Topology): readonly string[] => [
  ...Object.keys(topologyVariables(topology)),
  ...Object.keys(serviceVariables)
]

/** The values of one learner: drawn from the seed, so that the same seed gives the same lab on every machine. */
export const valuesOf = (definitions: CourseFile['variables'], seed: string, topology: Topology): Values => ({
  ...Object.fromEntries(
    Object.entries({ ...definitions, ...serviceVariables }).map(([name, definition]) => [
      name,
      draw(definition, randomFrom(seed, name))
    ])
  ),
  ...topologyVariables(topology)
})

/** Gives a whole number from 0 to below its argument, each as likely as the other. */
type Random = (below: number) => number

const wordBytes = 6
const wordRange = 2 ** (8 * wordBytes)

/** Random numbers that a seed and a name determine: HMAC-SHA256(seed, name), continued with a counter. */
const randomFrom = (seed: string, name: string): Random => {
  const words = function* (): Generator<number, never> {
    for (let block = 0; ; block += 1) {
      const message = block === 0 ? name : `${name}/${block}`
      const bytes = createHmac('sha256', seed).update(message).digest()
      for (let at = 0; at + wordBytes <= bytes.length; at += wordBytes) yield bytes.readUIntBE(at, wordBytes)
    }
  }
  const source = words()
  return (below) => {
    // Words past the last whole multiple would make small numbers likelier: they are passed over.
    const limit = wordRange - (wordRange % below)
    for (;;) {
      const word = source.next().value
      if (word < limit) return word % below
    }
  }
}

/** Without the letters and digits that people take for one another. */
const passwordLetters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'
const passwordCharacters = `${passwordLetters}23456789`

const draw = (definition: VariableDefinition, random: Random): string | number => {
  switch (definition.kind) {
    case 'integer': {
      const steps = Math.floor((definition.max - definition.min) / definition.step) + 1
      return definition.min + random(steps) * definition.step
    }
    case 'choice':
      return pick<string | number>(definition.of, random)
    case 'password': {
      // A letter comes first, so that no configuration file takes the password for a number.
      const rest = Array.from({ length: definition.length - 1 }, () => pick([...passwordCharacters], random))
      return [pick([...passwordLetters], random), ...rest].join('')
    }
  }
}

/** Whether every value that a variable may have is a number. */
export const isNumeric = (definition: VariableDefinition | undefined): boolean =>
  definition?.kind === 'integer' ||
  (definition?.kind === 'choice' && definition.of.every((value) => typeof value === 'number'))

const pick = <T>(from: readonly T[], random: Random): T => {
  const picked = from[random(from.length)]
  if (picked === undefined) throw defect('a choice among nothing')
  return picked
}

const placeholder = /\{\{\s*(?<name>[^{}]*?)\s*\}\}/g

/** The names between `{{` and `}}` in a text, each once. */
export const placeholdersOf = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(placeholder)].map((match) => match.groups?.['name'] ?? ''))
]

/**
 * Puts values in for `{{name}}`.
 * @throws call error `variable-unknown`: the text names a variable that the course does not have
 */
export const fill = (text: string, values: Values): string =>
  text.replace(placeholder, (_, name: string) => String(lookUp(name, values)))

/** A text in every language with a learner's values in it. */
export const fillText = (text: LocalizedText, values: Values): LocalizedText => ({
  en: fill(text.en, values),
  'zh-CN': fill(text['zh-CN'], values)
})

const lookUp = (name: string, values: Values): string | number => {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value === undefined) {
    throw callError('variable-unknown', { name: name.slice(0, 60), nearest: nearest(name, Object.keys(values)) })
  }
  return value
}

const wholePlaceholder = /^\{\{\s*(?<name>[^{}]*?)\s*\}\}$/

/** The one variable that a text consists of, if it does. */
export const wholePlaceholderOf = (text: string): string | undefined => wholePlaceholder.exec(text)?.groups?.['name']

/** A text that is one variable becomes its value, a number where the variable is one; any other text is filled. */
const fillLiteral = (literal: Literal, values: Values): Literal => {
  if (typeof literal !== 'string') return literal
  const name = wholePlaceholderOf(literal)
  return name === undefined ? fill(literal, values) : lookUp(name, values)
}

const fillBound = (bound: number | string, values: Values): number => {
  const filled = typeof bound === 'string' ? fillLiteral(bound, values) : bound
  if (typeof filled !== 'number') throw callError('variable-not-a-number', { text: String(bound).slice(0, 60) })
  return filled
}

/** A matcher with a learner's values in it. */
export const fillMatcher = (matcher: WrittenMatcher, values: Values): Matcher => {
  if (typeof matcher !== 'object') return fillLiteral(matcher, values)
  if (isList(matcher)) return matcher.map((literal) => fillLiteral(literal, values))
  if ('gte' in matcher) return { gte: fillBound(matcher.gte, values) }
  if ('lte' in matcher) return { lte: fillBound(matcher.lte, values) }
  if ('oneOf' in matcher) return { oneOf: matcher.oneOf.map((literal) => fillLiteral(literal, values)) }
  if ('matches' in matcher) return { matches: fill(matcher.matches, asPatterns(values)) }
  if ('includes' in matcher) return { includes: fillLiteral(matcher.includes, values) }
  if ('not' in matcher) return { not: fillMatcher(matcher.not, values) }
  return matcher
}

/** Values that stand for themselves inside a regular expression. */
const asPatterns = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')])
  )

const isList = (matcher: WrittenMatcher): matcher is readonly Literal[] => Array.isArray(matcher)

/** An expectation with a learner's values in it. */
export const fillExpectation = (expectation: Expectation, values: Values): Readonly<Record<string, Matcher>> =>
  Object.fromEntries(Object.entries(expectation).map(([fact, matcher]) => [fact, fillMatcher(matcher, values)]))
