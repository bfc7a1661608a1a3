import { z } from 'zod'
import type { Form } from '../problem.ts'
import { nodeNames } from '../topology.ts'

/**
 * The shape of course content, as zod schemas: `labs/course.yaml`, `labs/commands.yaml`, `labs/NN-<id>/lab.yaml` and
 * `labs/diagnoses/<system>.yaml`. Objects are strict: a key that is not named here is an error, not ignored.
 *
 * Lessons are Markdown, `labs/NN-<id>/lesson.<language>.md`. What opens a block of code in them says what it is, as
 * `code-kind.ts` lists: ```` ```sh ````. All but drawings are the same in both languages, and what `sh` and `host` run
 * is in `labs/commands.yaml`, or the lesson has made it before.
 *
 * Where zod's own words for what was expected would not help, a schema names a form: the words for it are in the
 * catalogues (`course.forms`).
 */

const form = (name: Form): Form => name

/** Identifiers: lower case, digits, hyphens. */
const id = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, form('identifier'))

/** A text in both languages; `lint` says which one is missing. */
const text = z.strictObject({ en: z.string().trim().min(1), 'zh-CN': z.string().trim().min(1) })

const nodeName = z.enum(nodeNames)

/** A duration such as `30s` or `2m`, in milliseconds. */
const duration = z
  .string()
  .regex(/^\d+(?:ms|s|m)$/, form('duration'))
  .transform((value) => {
    const unit = { ms: 1, s: 1000, m: 60_000 }
    const amount = Number.parseInt(value, 10)
    return amount * unit[value.replace(/^\d+/, '') as keyof typeof unit]
  })

const literal = z.union([z.string(), z.number(), z.boolean()])
export type Literal = z.infer<typeof literal>

/** A number, or a variable of the course that is one: `{{memcachedMemory}}`. */
const bound = z.union([z.number(), z.string().regex(/^\{\{[a-z][A-Za-z0-9]*\}\}$/, form('placeholder'))])

/**
 * One matcher over one fact. A literal means equality (a list of literals: an equal list); the others are objects with
 * one key:
 * - `gte`, `lte`: numbers
 * - `oneOf`: equal to one of the literals
 * - `matches`: a regular expression found in a text
 * - `includes`: the literal is in the list, or the text contains it
 * - `not`: the matcher in it does not hold
 * - `same: true`: equal on all nodes of the check; `distinct: true`: different on each of them
 *
 * As it is written, a bound may be a variable; `fillMatcher` of `variables.ts` makes it the learner's number.
 */
export type Matcher<Bound = number> =
  | Literal
  | readonly Literal[]
  | { readonly gte: Bound }
  | { readonly lte: Bound }
  | { readonly oneOf: readonly Literal[] }
  | { readonly matches: string }
  | { readonly includes: Literal }
  | { readonly not: Matcher<Bound> }
  | { readonly same: true }
  | { readonly distinct: true }

export type WrittenMatcher = Matcher<number | string>

const matcher: z.ZodType<WrittenMatcher> = z.lazy(() =>
  z.union(
    [
      literal,
      z.array(literal),
      z.strictObject({ gte: bound }),
      z.strictObject({ lte: bound }),
      z.strictObject({ oneOf: z.array(literal).min(1) }),
      z.strictObject({ matches: z.string().min(1) }),
      z.strictObject({ includes: literal }),
      z.strictObject({ not: matcher }),
      z.strictObject({ same: z.literal(true) }),
      z.strictObject({ distinct: z.literal(true) })
    ],
    form('matcher')
  )
)

/** Facts by `<probe>.<key>`, each with its matcher; all must hold. One that expects nothing would always pass. */
const expectation = z.record(z.string(), matcher).refine((value) => Object.keys(value).length > 0, form('expectation'))

/** What every check says of itself. */
const claim = {
  id,
  /** The task that this check belongs to. */
  task: id,
  title: text,
  /** Why it matters to the learner: shown with a failed check. */
  why: text,
  /** Checks of this lab that must pass before this one is looked at. */
  needs: z.array(id).default([]),
  points: z.int().min(0)
}

/** A claim about facts: it is looked at, and nothing is touched. */
const factCheck = z.strictObject({
  ...claim,
  /** `each`: on every controller; `any`: on at least one; `exactly-one`; `cluster`: facts compared over all; or a list. */
  on: z
    .union([z.enum(['each', 'any', 'exactly-one', 'cluster']), z.array(nodeName).min(1)], form('scope'))
    .default('each'),
  tier: z.enum(['foundation', 'service', 'cluster']),
  expect: expectation,
  /** While all of this holds on every controller that the check looks at, the learner has not begun: it is `not-yet`. */
  notBegun: expectation.optional(),
  /**
   * Where all of this holds on each controller that fails, the system is getting there by itself: within the time that
   * `within` grants it is `not-yet`, and waited for like a failure.
   */
  underWay: expectation.optional(),
  /** How long after its last change the system may take until the expectation holds; the check waits that long. */
  within: duration.optional()
})

/** A name that an experiment keeps something under: a shell variable. */
const keptName = z.string().regex(/^[a-z][A-Za-z0-9]*$/, form('variable-name'))

/**
 * One step of an experiment: a bash script, run as root. Exit code 0: it is so; 3, 126 and 127 (no such command): could
 * not look; any other: it is not so, and the last line that it printed says why.
 */
const step = z.strictObject({
  /** What has to come of this step, as a statement: shown while it runs, and as what was expected when it fails. */
  says: text,
  /** On every controller at once, on some, on the one whose name was kept, or on the two others. */
  on: z
    .union(
      [
        z.literal('each'),
        z.array(nodeName).min(1),
        z.strictObject({ kept: keptName }),
        z.strictObject({ others: keptName })
      ],
      form('step-scope')
    )
    .default('each'),
  /** With the learner's variables (`{{vip}}`) and what was kept (`$holder`) in it. */
  run: z.string().trim().min(1),
  /** Run again and again until it is so, for this long. */
  within: duration.optional(),
  /** The last line that it prints is kept under this name; of several controllers, from the first that prints any. */
  keep: keptName.optional(),
  /**
   * Takes back what the step did, on the same controllers; runs when the experiment is over, however it ended, and
   * again until it succeeds. It is safe to run where the step did nothing, and more than once.
   */
  undo: z.string().trim().min(1).optional()
})

/** A claim about what a system does: an experiment, which disturbs the cluster and puts it back. */
const behaviourCheck = z.strictObject({
  ...claim,
  tier: z.literal('behaviour'),
  experiment: z.array(step).min(1)
})

const check = z.discriminatedUnion('tier', [factCheck, behaviourCheck], form('tier'))

const hintLadder = z.array(text).length(3)

const task = z.strictObject({
  id,
  title: text,
  /** Three rungs: what it means; where to look; the idea behind the fix. */
  hints: hintLadder
})

const choice = z.strictObject({
  text,
  correct: z.boolean().default(false),
  /** Why this choice is right, or which misconception makes it look so. */
  explain: text
})

const choices = z
  .array(choice)
  .min(2)
  .refine((all) => all.some((one) => one.correct), form('correct-choice'))

/** What every question says of itself. */
const asked = {
  id,
  /** The task that this question belongs to: it is asked behind that section of the lesson. */
  task: id.optional(),
  question: text,
  points: z.int().min(0)
}

/** A question with choices, or one whose answer is a number (computed from the learner's own variables). */
const question = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ ...asked, kind: z.literal('choice'), choices }),
    z.strictObject({
      ...asked,
      kind: z.literal('number'),
      /** A number, or an arithmetic formula over variables such as `3 * memcachedMemory`. */
      answer: z.union([z.number(), z.string()]),
      /** How far off an answer may be. */
      tolerance: z.number().min(0).default(0),
      explain: text,
      /** Wrong answers that show a known misconception, with the word to say about it. */
      misconceptions: z.array(z.strictObject({ answer: z.union([z.number(), z.string()]), explain: text })).default([])
    })
  ],
  form('question-kind')
)

/** A named wrong way. `mistakes/<name>.sh` is applied over the reference solution, on the controllers of `on`. */
const mistake = z.strictObject({
  name: id,
  on: z.array(nodeName).min(1),
  /** The checks that must fail, and no others (those that these block excepted). */
  fails: z.array(id).min(1),
  /** The diagnosis that must be the first one shown; none where only behaviour checks fail, which see no facts. */
  diagnosis: z.string().optional()
})

/** A second legitimate way: `routes/<name>/NN-<task>.sh` replaces the scripts of the tasks that it has. */
const route = z.strictObject({ name: id, title: text })

/** `labs/NN-<id>/lab.yaml` */
export const labSchema = z.strictObject({
  id,
  title: text,
  /** One or two sentences for the course list. */
  summary: text,
  minutes: z.int().min(1),
  /** Labs that come before. */
  needs: z.array(id).default([]),
  /** The sum of the points of all checks and questions: `lint` compares. */
  points: z.int().min(0),
  tasks: z.array(task).min(1),
  /** Without any, it is a lab of questions: it needs no controllers, no solution and no mistakes. */
  checks: z.array(check).default([]),
  quiz: z.array(question).default([]),
  mistakes: z.array(mistake).default([]),
  routes: z.array(route).default([])
})

/** A value that differs per learner, drawn from the seed. */
const variable = z.discriminatedUnion(
  'kind',
  [
    z
      .strictObject({ kind: z.literal('integer'), min: z.int(), max: z.int(), step: z.int().min(1).default(1) })
      .refine((range) => range.min <= range.max && range.max - range.min < 2 ** 32, form('integer-range')),
    /** Texts, or numbers that formulas can calculate with. */
    z.strictObject({
      kind: z.literal('choice'),
      of: z.union([z.array(z.string()).min(2), z.array(z.number()).min(2)], form('choices'))
    }),
    /** Letters and digits that are safe in shells, URLs and configuration files. */
    z.strictObject({ kind: z.literal('password'), length: z.int().min(8).max(64).default(16) })
  ],
  form('variable-kind')
)

/** A moment with its offset from UTC, such as `2026-03-01T23:59:00+01:00`: a deadline is one for everybody. */
const moment = z.iso.datetime({ offset: true, error: form('moment') })

const percent = z.number().min(0).max(100)

/** How points become a grade. Without any of it every point that was reached counts in full. */
const grading = z.strictObject({
  /** What each hint that was taken for a task costs: so many percent of the points of the task's checks and questions. */
  hintCost: percent.default(0),
  /** What was reached after the deadline counts less: so many percent for each day that has begun, and no more than `most`. */
  late: z
    .strictObject({
      due: moment,
      /** Labs that are due at another time. */
      labs: z.record(id, moment).default({}),
      perDay: percent,
      most: percent.default(100)
    })
    .optional(),
  /**
   * An exam: these labs alone count, and of them what was reached within so many minutes after the learner opened the
   * first. There are no hints, and nothing is solved, in them or on the way to another.
   */
  exam: z.strictObject({ labs: z.array(id).min(1), minutes: z.int().min(1) }).optional()
})

/** `labs/course.yaml` */
export const courseSchema = z.strictObject({
  id,
  title: text,
  /** Lab ids in their order; each is a folder `NN-<id>`. */
  labs: z.array(id).min(1),
  grading: grading.optional(),
  variables: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/, form('variable-name')), variable).default({})
})

/** `labs/commands.yaml`: what lessons may run on a controller, by the Debian package that brings it. */
export const commandsSchema = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/, form('package-name')),
  /** Names, or absolute paths of what is not in the search path. */
  z.array(z.string().regex(/^(?:\/[\w.+-]+)+$|^[\w.+-]+$/, form('command-name'))).min(1)
)

const diagnosis = z.strictObject({
  /** `<system>.<name>` */
  code: z.string().regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, form('diagnosis-code')),
  /** Facts that must hold on one and the same controller (`any`), on each, or compared over all (`cluster`). */
  on: z.enum(['any', 'each', 'cluster']).default('any'),
  when: expectation,
  /** What is wrong and why, in plain words. `{{node}}` is the controller; `{{<probe>.<key>}}` the value of a fact. */
  message: text,
  /** The next command to look with, not the fix. */
  look: z.string().optional(),
  /** The higher, the nearer to the cause; the first of several is shown first. */
  rank: z.int().default(0)
})

/** `labs/diagnoses/<system>.yaml` */
export const diagnosesSchema = z.array(diagnosis)

export type CourseFile = z.infer<typeof courseSchema>
export type Grading = z.infer<typeof grading>
export type LabFile = z.infer<typeof labSchema>
export type CheckDefinition = z.infer<typeof check>
export type FactCheck = z.infer<typeof factCheck>
export type BehaviourCheck = z.infer<typeof behaviourCheck>
export type ExperimentStep = z.infer<typeof step>
export type TaskDefinition = z.infer<typeof task>
export type Question = z.infer<typeof question>
export type MistakeDefinition = z.infer<typeof mistake>
export type VariableDefinition = z.infer<typeof variable>
export type DiagnosisDefinition = z.infer<typeof diagnosis>
export type Expectation = FactCheck['expect']
