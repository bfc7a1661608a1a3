import { type Locale, type LocalizedText, locales } from '../i18n/messages.ts'
import type { Place } from '../problem.ts'
import { defaultPrefix, topologyOf } from '../topology.ts'
import { expectationsOfChecks, isBehaviour } from './course.ts'
import { evaluateFormula, NotAFormula, parseFormula, variablesOf } from './formula.ts'
import { type Note, unknownOf } from './note.ts'
import type { ParsedCourse, ParsedLab } from './parse.ts'
import type { VariableDefinition } from './schema.ts'
import { builtInVariables, isNumeric, placeholdersOf, type Values, valuesOf, wholePlaceholderOf } from './variables.ts'
import { type Path, type Places, placesOf } from './yaml.ts'

/** Draws whose values stand for those of all learners, where a formula has to come to a number. */
const sampleSeeds = ['first', 'second', 'third']

/** The variables that texts may name. */
interface Vocabulary {
  readonly variables: readonly string[]
  readonly definitions: Readonly<Record<string, VariableDefinition>>
  readonly samples: readonly Values[]
}

/** The texts of a course: their variables, their translations, and the formulas of quizzes. */
export const lintTexts = (parsed: ParsedCourse, note: Note): void => {
  const topology = topologyOf(defaultPrefix)
  const definitions = parsed.file?.content.variables ?? {}
  const builtIn = builtInVariables(topology)
  const vocabulary: Vocabulary = {
    variables: [...builtIn, ...Object.keys(definitions)],
    definitions,
    samples: sampleSeeds.map((seed) => valuesOf(definitions, seed, topology))
  }
  if (parsed.file !== undefined) {
    const places = placesOf(parsed.file.source)
    for (const name of Object.keys(definitions).filter((one) => builtIn.includes(one))) {
      note(places.ofKey(['variables', name]), { code: 'duplicate', of: 'variable', id: name })
    }
  }
  for (const lab of parsed.labs) lintLabTexts(lab, vocabulary, note)
  for (const { definitions: all, source } of parsed.diagnoses) {
    const places = placesOf(source)
    for (const [index, diagnosis] of all.entries()) {
      // Facts, which have a dot in their names, are looked up where the probes are known.
      const check = (text: string, path: Path): void =>
        lintPlaceholders(text, [...vocabulary.variables, 'node'], places.of(path), note, (name) => !name.includes('.'))
      for (const locale of locales) check(diagnosis.message[locale], [index, 'message', locale])
      if (diagnosis.look !== undefined) check(diagnosis.look, [index, 'look'])
      lintTranslation(diagnosis.message, (locale) => places.of([index, 'message', locale]), note)
      lintExpectation(diagnosis.when, vocabulary, places, [index, 'when'], note)
    }
  }
}

/** Names that a text uses and nobody defines. */
export const lintPlaceholders = (
  text: string,
  known: readonly string[],
  place: Place,
  note: Note,
  concerns: (name: string) => boolean = () => true
): void => {
  for (const name of placeholdersOf(text).filter(concerns)) {
    if (!known.includes(name)) note(place, unknownOf('variable', name, known))
  }
}

/** A text is in both languages, and both use the same variables. */
const lintTranslation = (text: LocalizedText, placeOf: (locale: Locale) => Place, note: Note): void => {
  const words = text.en.match(/[A-Za-z]{2,}/g) ?? []
  // Names and commands are the same in every language, sentences are not.
  if (text.en === text['zh-CN'] && words.length > 4) note(placeOf('zh-CN'), { code: 'same-text' })
  for (const locale of locales) {
    const [other] = locales.filter((one) => one !== locale)
    const others = placeholdersOf(text[other ?? locale])
    for (const name of placeholdersOf(text[locale])) {
      if (!others.includes(name)) note(placeOf(locale), { code: 'one-language-variable', name, locale })
    }
  }
}

const lintLabTexts = ({ lab, source }: ParsedLab, vocabulary: Vocabulary, note: Note): void => {
  const places = placesOf(source)
  const check = (text: LocalizedText, ...path: Path): void => {
    const placeOf = (locale: Locale): Place => places.of([...path, locale])
    lintTranslation(text, placeOf, note)
    for (const locale of locales) lintPlaceholders(text[locale], vocabulary.variables, placeOf(locale), note)
  }
  check(lab.title, 'title')
  check(lab.summary, 'summary')
  for (const [index, task] of lab.tasks.entries()) {
    check(task.title, 'tasks', index, 'title')
    for (const [rung, hint] of task.hints.entries()) check(hint, 'tasks', index, 'hints', rung)
  }
  for (const [index, one] of lab.checks.entries()) {
    check(one.title, 'checks', index, 'title')
    check(one.why, 'checks', index, 'why')
    if (isBehaviour(one)) {
      for (const [at, step] of one.experiment.entries()) {
        check(step.says, 'checks', index, 'experiment', at, 'says')
        for (const key of ['run', 'undo'] as const) {
          lintPlaceholders(
            step[key] ?? '',
            vocabulary.variables,
            places.of(['checks', index, 'experiment', at, key]),
            note
          )
        }
      }
    } else {
      for (const key of expectationsOfChecks) {
        lintExpectation(one[key] ?? {}, vocabulary, places, ['checks', index, key], note)
      }
    }
  }
  for (const [index, question] of lab.quiz.entries()) {
    check(question.question, 'quiz', index, 'question')
    if (question.kind === 'choice') {
      for (const [at, choice] of question.choices.entries()) {
        check(choice.text, 'quiz', index, 'choices', at, 'text')
        check(choice.explain, 'quiz', index, 'choices', at, 'explain')
      }
      continue
    }
    check(question.explain, 'quiz', index, 'explain')
    lintAnswer(question.answer, vocabulary, places.of(['quiz', index, 'answer']), note)
    for (const [at, { answer, explain }] of question.misconceptions.entries()) {
      check(explain, 'quiz', index, 'misconceptions', at, 'explain')
      lintAnswer(answer, vocabulary, places.of(['quiz', index, 'misconceptions', at, 'answer']), note)
    }
  }
  for (const [index, route] of lab.routes.entries()) check(route.title, 'routes', index, 'title')
}

/** The texts inside an expectation, wherever they stand in its matchers. */
const lintExpectation = (
  expectation: Readonly<Record<string, unknown>>,
  vocabulary: Vocabulary,
  places: Places,
  path: Path,
  note: Note
): void => {
  const visit = (value: unknown, at: Path): void => {
    if (typeof value === 'string') lintPlaceholders(value, vocabulary.variables, places.of(at), note)
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...at, index])
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        visit(item, [...at, key])
        if (key === 'gte' || key === 'lte') lintBound(item, vocabulary, places.of([...at, key]), note)
      }
    }
  }
  visit(expectation, path)
}

const lintBound = (bound: unknown, { definitions }: Vocabulary, place: Place, note: Note): void => {
  const name = typeof bound === 'string' ? wholePlaceholderOf(bound) : undefined
  if (name !== undefined && !isNumeric(definitions[name])) note(place, { code: 'not-a-number', name })
}

/** The answer of a question is a number for every learner. */
const lintAnswer = (answer: number | string, vocabulary: Vocabulary, place: Place, note: Note): void => {
  if (typeof answer === 'number') return
  try {
    const formula = parseFormula(answer)
    const unknown = variablesOf(formula).filter((name) => !vocabulary.variables.includes(name))
    for (const name of unknown) note(place, unknownOf('variable', name, vocabulary.variables))
    const isNumber = vocabulary.samples.every((values) => Number.isFinite(evaluateFormula(formula, values)))
    if (unknown.length === 0 && !isNumber) note(place, { code: 'formula-value', formula: answer.slice(0, 80) })
  } catch (error) {
    if (!(error instanceof NotAFormula)) throw error
    note(place, { code: 'formula', formula: answer.slice(0, 80), position: error.position })
  }
}
