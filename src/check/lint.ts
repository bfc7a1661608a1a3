import { expectationsOfChecks, isBehaviour } from '../course/course.ts'
import { lintContent } from '../course/lint.ts'
import { type Note, unknownOf } from '../course/note.ts'
import { type ParsedCourse, parseCourse } from '../course/parse.ts'
import type { CourseFile, Expectation, Literal, WrittenMatcher } from '../course/schema.ts'
import { readSources } from '../course/sources.ts'
import { isNumeric, placeholdersOf, topologyVariables, wholePlaceholderOf } from '../course/variables.ts'
import { type Path, type Places, placesOf } from '../course/yaml.ts'
import { callError } from '../errors.ts'
import { locales } from '../i18n/messages.ts'
import { type FactType, facts } from '../probe/registry.ts'
import { asTold, type Place, type Problem } from '../problem.ts'
import { defaultPrefix, topologyOf } from '../topology.ts'

/**
 * Everything that is wrong with a course as far as that can be told without controllers, in reading order.
 * @throws call error `course-absent` where the folder holds no course
 */
export const lintCourse = async (folder: string): Promise<readonly Problem[]> => {
  const sources = await readSources(folder)
  if (sources.course === undefined && sources.labs.length === 0) throw callError('course-absent', { folder })
  const parsed = parseCourse(sources)
  return asTold([...parsed.problems, ...(await lintContent(parsed)), ...lintFacts(parsed)])
}

/** What checks and diagnoses say about facts: that these exist, and that they can be compared so. */
const lintFacts = (parsed: ParsedCourse): readonly Problem[] => {
  const problems: Problem[] = []
  const note: Note = (place, detail) => problems.push({ ...detail, place })
  const variables = parsed.file?.content.variables ?? {}
  for (const { lab, source } of parsed.labs) {
    const places = placesOf(source)
    for (const [index, check] of lab.checks.entries()) {
      if (isBehaviour(check)) continue
      for (const key of expectationsOfChecks) {
        lintExpectation(check[key] ?? {}, variables, places, ['checks', index, key], note)
      }
    }
  }
  for (const { definitions, source } of parsed.diagnoses) {
    const places = placesOf(source)
    for (const [index, { when, message, look }] of definitions.entries()) {
      lintExpectation(when, variables, places, [index, 'when'], note)
      for (const locale of locales) lintMentions(message[locale], places.of([index, 'message', locale]), note)
      if (look !== undefined) lintMentions(look, places.of([index, 'look']), note)
    }
  }
  return problems
}

const known = [...facts.keys()]

const lintMentions = (text: string, place: Place, note: Note): void => {
  for (const name of placeholdersOf(text)) {
    if (name.includes('.') && !facts.has(name)) note(place, unknownOf('fact', name, known))
  }
}

const lintExpectation = (
  expectation: Expectation,
  variables: CourseFile['variables'],
  places: Places,
  path: Path,
  note: Note
): void => {
  for (const [fact, matcher] of Object.entries(expectation)) {
    const description = facts.get(fact)
    if (description === undefined) note(places.ofKey([...path, fact]), unknownOf('fact', fact, known))
    else lintMatcher(fact, matcher, description.type, variables, places.of([...path, fact]), note)
  }
}

const lintMatcher = (
  fact: string,
  matcher: WrittenMatcher,
  type: FactType,
  variables: CourseFile['variables'],
  place: Place,
  note: Note
): void => {
  const cannotApply = (name: string): void => note(place, { code: 'fact-type', fact, matcher: name, type: spell(type) })
  const literal = (value: Literal, of: FactType): void => {
    const kind = kindOf(value, variables)
    if (of.kind === 'list') cannotApply(String(value))
    else if (of.kind === 'word' && kind === 'text') {
      const text = String(value)
      if (placeholdersOf(text).length > 0 || of.words.includes(text)) return
      note(place, { code: 'fact-value', fact, found: text, values: of.words })
    } else if (kind !== of.kind) cannotApply(String(value))
  }
  if (typeof matcher !== 'object') literal(matcher, type)
  else if (isList(matcher)) {
    if (type.kind !== 'list') cannotApply('[…]')
    else for (const item of matcher) literal(item, type.of)
  } else if ('gte' in matcher || 'lte' in matcher) {
    if (type.kind !== 'number') cannotApply('gte' in matcher ? 'gte' : 'lte')
  } else if ('oneOf' in matcher) {
    for (const item of matcher.oneOf) literal(item, type)
  } else if ('matches' in matcher) {
    if (type.kind !== 'text' && type.kind !== 'word') cannotApply('matches')
    lintPattern(matcher.matches, place, note)
  } else if ('includes' in matcher) {
    if (type.kind === 'list') literal(matcher.includes, type.of)
    else if (type.kind !== 'text') cannotApply('includes')
  } else if ('not' in matcher) {
    lintMatcher(fact, matcher.not, type, variables, place, note)
  }
}

const isList = (matcher: WrittenMatcher): matcher is readonly Literal[] => Array.isArray(matcher)

/** The variables that no course has to name: which of them are numbers is the same for all prefixes. */
const ofEveryLab = topologyVariables(topologyOf(defaultPrefix))

/** What kind of value a literal is when a learner's values are in it. */
const kindOf = (value: Literal, variables: CourseFile['variables']): 'text' | 'number' | 'boolean' => {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  const name = wholePlaceholderOf(value) ?? ''
  const isNumber = isNumeric(variables[name]) || typeof ofEveryLab[name] === 'number'
  return isNumber ? 'number' : 'text'
}

/** A type in the notation of types, which is the same in every language. */
const spell = (type: FactType): string => {
  if (type.kind === 'list') return `[${spell(type.of)}]`
  return type.kind === 'word' ? type.words.join(' | ') : type.kind
}

const lintPattern = (pattern: string, place: Place, note: Note): void => {
  try {
    new RegExp(pattern.replace(/\{\{.*?\}\}/g, 'x'), 'u')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    note(place, { code: 'pattern', pattern: pattern.slice(0, 80), reason })
  }
}
