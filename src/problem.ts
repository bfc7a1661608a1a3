import type { Locale } from './i18n/messages.ts'
import { stripControl } from './text.ts'

/** Where something stands in a course; a file alone where the matter is the whole file. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** What is expected of a value where its type alone does not say it. */
export const forms = [
  'identifier',
  'duration',
  'diagnosis-code',
  'variable-name',
  'matcher',
  'scope',
  'step-scope',
  'tier',
  'expectation',
  'placeholder',
  'integer-range',
  'question-kind',
  'variable-kind',
  'choices',
  'correct-choice',
  'package-name',
  'command-name',
  'moment'
] as const
export type Form = (typeof forms)[number]

/** What stood in the YAML. */
export type Found =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'list' }
  | { readonly kind: 'mapping' }

export const yamlTypes = ['text', 'number', 'whole-number', 'boolean', 'list', 'mapping'] as const
export type YamlType = (typeof yamlTypes)[number]

/** What should have stood there. */
export type Expected =
  | { readonly kind: 'type'; readonly type: YamlType }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'at-least' | 'at-most'; readonly limit: number; readonly of: 'value' | 'entries' | 'characters' }

/** The things of a course that are referred to by name. */
export const referents = [
  'lab',
  'task',
  'check',
  'question',
  'mistake',
  'route',
  'diagnosis',
  'variable',
  'fact',
  'controller',
  'command',
  'kept'
] as const
export type Referent = (typeof referents)[number]

/** What can be wrong with the content of a course: the data that the words in the catalogues (`course.problems`) need. */
export type ProblemDetail =
  | { readonly code: 'unreadable'; readonly reason: string }
  | { readonly code: 'yaml'; readonly reason: string }
  | { readonly code: 'unexpected'; readonly path: string; readonly found: Found; readonly expected: Expected }
  | { readonly code: 'missing-key'; readonly key: string }
  | { readonly code: 'unknown-key'; readonly key: string; readonly nearest?: string; readonly legal: readonly string[] }
  | { readonly code: 'folder-missing'; readonly lab: string }
  | { readonly code: 'id-differs'; readonly found: string; readonly folder: string }
  | { readonly code: 'stray'; readonly name: string }
  | { readonly code: 'missing-file'; readonly name: string }
  | { readonly code: 'duplicate'; readonly of: Referent; readonly id: string }
  | { readonly code: 'unknown'; readonly of: Referent; readonly id: string; readonly nearest?: string }
  | { readonly code: 'circular'; readonly ids: readonly string[] }
  | { readonly code: 'later-lab'; readonly lab: string }
  | { readonly code: 'points'; readonly found: number; readonly expected: number }
  | { readonly code: 'same-text' }
  | { readonly code: 'one-language-variable'; readonly name: string; readonly locale: Locale }
  | { readonly code: 'section-missing'; readonly task: string }
  | { readonly code: 'sections-differ'; readonly other: string }
  | {
      readonly code: 'code-blocks-differ'
      readonly heading: string
      readonly found: number
      readonly other: string
      readonly expected: number
    }
  | { readonly code: 'code-kind'; readonly found: string; readonly nearest?: string; readonly legal: readonly string[] }
  | {
      readonly code: 'code-differs'
      readonly of: 'kind' | 'text'
      /** The same block in the other language. */
      readonly other: string
      readonly line: number
    }
  | { readonly code: 'formula'; readonly formula: string; readonly position: number }
  | { readonly code: 'formula-value'; readonly formula: string }
  | { readonly code: 'not-a-number'; readonly name: string }
  | { readonly code: 'pattern'; readonly pattern: string; readonly reason: string }
  | { readonly code: 'fact-type'; readonly fact: string; readonly matcher: string; readonly type: string }
  | { readonly code: 'fact-value'; readonly fact: string; readonly found: string; readonly values: readonly string[] }
  | { readonly code: 'unproved-check'; readonly check: string }
  | { readonly code: 'no-route'; readonly lab: string }
  | { readonly code: 'unchecked-task'; readonly task: string }

export type ProblemCode = ProblemDetail['code']

/** Something wrong with the content of a course, where it stands, as data: the catalogues have the words. */
export type Problem = ProblemDetail & { readonly place: Place }

/** A problem without what a terminal would act on: names and values in it come from somebody else's file. */
const harmless = (problem: Problem): Problem => {
  const safe: Problem = JSON.parse(JSON.stringify(problem), (_key, value) =>
    typeof value === 'string' ? stripControl(value) : value
  )
  return safe
}

/** Problems as they are told: harmless, and in reading order, by file, then by line. */
export const asTold = (problems: readonly Problem[]): readonly Problem[] =>
  problems
    .map(harmless)
    .sort(
      (a, b) =>
        (a.place.file < b.place.file ? -1 : a.place.file > b.place.file ? 1 : 0) ||
        (a.place.line ?? 0) - (b.place.line ?? 0) ||
        (a.place.column ?? 0) - (b.place.column ?? 0)
    )
