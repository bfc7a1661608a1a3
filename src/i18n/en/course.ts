import type { Expected, Form, Found, Problem, ProblemCode, ProblemDetail, Referent, YamlType } from '../../problem.ts'

const types: Record<YamlType, string> = {
  text: 'a text',
  number: 'a number',
  'whole-number': 'a whole number',
  boolean: 'true or false',
  list: 'a list',
  mapping: 'a mapping'
}

const forms: Record<Form, string> = {
  identifier: 'lower-case words joined by hyphens, such as same-order',
  duration: 'a number with ms, s or m, such as 30s',
  'diagnosis-code': 'a system and a name, such as memcached.loopback-only',
  'variable-name': 'letters and digits that begin with a lower-case letter, such as deadRetry',
  matcher: 'a value, a list of values, or one of gte, lte, oneOf, matches, includes, not, same, distinct',
  scope: 'each, any, exactly-one, cluster, or a list of controllers',
  'step-scope': 'each, a list of controllers, kept: a name, or others: a name',
  tier: 'foundation, service or cluster with expect, or behaviour with an experiment',
  expectation: 'at least one fact: a check that expects nothing would always pass',
  placeholder: 'a number, or one variable such as {{deadRetry}}',
  'integer-range': 'a min that is not above max, and no more than 4294967295 between them',
  'question-kind': 'kind: choice or kind: number',
  'variable-kind': 'kind: integer, kind: choice or kind: password',
  choices: 'two or more texts, or two or more numbers',
  'correct-choice': 'at least one choice with correct: true',
  'package-name': 'the name of a Debian package, such as memcached',
  'command-name': 'the name of a command or an absolute path, such as chronyc',
  moment: 'a date and time with its offset from UTC, such as 2026-03-01T23:59:00+01:00'
}

const referents: Record<Referent, string> = {
  lab: 'lab',
  task: 'task',
  check: 'check',
  question: 'question',
  mistake: 'mistake',
  route: 'route',
  diagnosis: 'diagnosis',
  variable: 'variable',
  fact: 'fact',
  controller: 'controller',
  command: 'command',
  kept: 'kept value of an earlier step'
}

const measures = { value: '', entries: ' entries', characters: ' characters' } as const

const found = (what: Found): string => {
  switch (what.kind) {
    case 'nothing':
      return 'nothing'
    case 'list':
      return 'a list'
    case 'mapping':
      return 'a mapping'
    case 'text':
      return `«${what.text}»`
  }
}

const expected = (what: Expected): string => {
  switch (what.kind) {
    case 'type':
      return types[what.type]
    case 'values':
      return what.values.length === 1 ? `${what.values[0]}` : `one of ${what.values.join(', ')}`
    case 'form':
      return forms[what.form]
    case 'at-least':
      return `at least ${what.limit}${measures[what.of]}`
    case 'at-most':
      return `at most ${what.limit}${measures[what.of]}`
  }
}

const meant = (nearest: string | undefined): string => (nearest === undefined ? '' : ` Did you mean «${nearest}»?`)

type Details = { [C in ProblemCode]: Extract<ProblemDetail, { code: C }> }

const problems = {
  unreadable: (p) => `The file cannot be read (${p.reason}).`,
  yaml: (p) => `This is not YAML: ${p.reason}`,
  unexpected: (p) => `${p.path || 'The file'}: found ${found(p.found)}, expected ${expected(p.expected)}.`,
  'missing-key': (p) => `The key «${p.key}» is missing.`,
  'unknown-key': (p) => `There is no key «${p.key}» here.${meant(p.nearest)} Legal keys: ${p.legal.join(', ')}.`,
  'folder-missing': (p) => `The course lists the lab «${p.lab}», but there is no folder NN-${p.lab}.`,
  'id-differs': (p) => `The lab calls itself «${p.found}», but its folder is named for «${p.folder}».`,
  stray: (p) => `«${p.name}» belongs to nothing: no task, mistake, route or lab uses it.`,
  'missing-file': (p) => `The file ${p.name} is missing.`,
  duplicate: (p) => `There is more than one ${referents[p.of]} «${p.id}».`,
  unknown: (p) => `There is no ${referents[p.of]} «${p.id}».${meant(p.nearest)}`,
  circular: (p) => `These need one another in a circle: ${p.ids.join(' -> ')}.`,
  'later-lab': (p) => `The lab «${p.lab}» is needed here but comes later in the course.`,
  points: (p) => `The lab says ${p.found} points; its checks and questions add up to ${p.expected}.`,
  'same-text': () => 'The English and the Chinese text are the same: it was not translated.',
  'one-language-variable': (p) => `{{${p.name}}} stands in the ${p.locale} text only.`,
  'section-missing': (p) => `The lesson has no section for the task «${p.task}»: ## … {#${p.task}}`,
  'sections-differ': (p) => `The sections are not those of ${p.other} in the same order.`,
  'code-blocks-differ': (p) =>
    `The section «${p.heading}» has ${p.found} code blocks, in ${p.other} it has ${p.expected}.`,
  'code-kind': (p) =>
    p.found === ''
      ? `This block of code does not say what it is: one of ${p.legal.join(', ')}.`
      : `«${p.found}» is no kind of code.${meant(p.nearest)} It is one of ${p.legal.join(', ')}.`,
  'code-differs': (p) =>
    p.of === 'kind'
      ? `This block of code is of another kind than the one in ${p.other}, line ${p.line}.`
      : `This block of code is not the same as the one in ${p.other}, line ${p.line}.`,
  formula: (p) => `«${p.formula}» is no formula from character ${p.position + 1} on.`,
  'formula-value': (p) => `«${p.formula}» does not come to a number.`,
  'not-a-number': (p) => `{{${p.name}}} is no number, and this place needs one.`,
  pattern: (p) => `«${p.pattern}» is no regular expression: ${p.reason}`,
  'fact-type': (p) => `The matcher «${p.matcher}» cannot apply to ${p.fact}, which is ${p.type}.`,
  'fact-value': (p) => `${p.fact} is never «${p.found}»; it is one of ${p.values.join(', ')}.`,
  'no-route': (p) =>
    `The lab ${p.lab} has no route: nothing proves that its checks accept another legitimate way than the solution's.`,
  'unproved-check': (p) => `No mistake makes the check «${p.check}» fail, so nothing proves that it can.`,
  'unchecked-task': (p) => `The task «${p.task}» has no check, and in a lab without checks no question.`
} as const satisfies { [C in ProblemCode]: (p: Details[C]) => string }

/** One problem as a line: place, then words. */
const problem = (p: Problem): string => {
  const { file, line, column } = p.place
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const words: (p: Problem) => string = problems[p.code] as (p: Problem) => string
  return `${place}: ${words(p)}`
}

export const course = {
  /** One problem as a line: place, then words. */
  problem
} as const

export const courseErrors = {
  'course-absent': (p: { folder: string }) => ({
    message: `There is no course in ${p.folder}: it has no course.yaml and no lab folder.`,
    fix: 'Name the folder that holds course.yaml: --course DIR'
  }),
  'course-broken': (p: { problems: readonly Problem[] }) => ({
    message: `The course cannot be read:\n${p.problems.map(problem).join('\n')}`,
    fix: 'Correct these places; quorate lint shows everything else that may be wrong.'
  }),
  'lesson-absent': (p: { file: string }) => ({
    message: `The lesson ${p.file} cannot be read.`,
    fix: 'Run: quorate lint'
  }),
  'script-absent': (p: { file: string }) => ({
    message: `The script ${p.file} is missing.`,
    fix: 'Run: quorate lint'
  }),
  'variable-unknown': (p: { name: string; nearest: string | undefined }) => ({
    message: `The course uses a variable {{${p.name}}} that it does not define.${meant(p.nearest)}`,
    fix: 'Define it in course.yaml, or correct its name. quorate lint shows where it stands.'
  }),
  'variable-not-a-number': (p: { text: string }) => ({
    message: `The course compares a number with «${p.text}», which is none.`,
    fix: 'Use a variable of kind integer. quorate lint shows where it stands.'
  })
} as const
