import { z } from 'zod'
import { outcomes } from '../check/outcome.ts'
import { engineKinds } from '../engine/engine.ts'
import { unknownReasons } from '../probe/probe.ts'
import { probeIds } from '../probe/registry.ts'
import { isPrefix, nodeNames } from '../topology.ts'

/**
 * What a learner hands in, as a zod schema: the body of a submission. Everything is bounded, and strict: what is not
 * named here is an error. There are no paths in it that anybody would write to (docs/decisions/013-submissions.md).
 */

/** Texts that people and spreadsheets see: one line, without what a terminal would act on. */
const plainText = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    .regex(/^[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\p{Surrogate}]+$/u)

/** How long the name may be that a learner goes by. */
export const studentId = plainText(100).regex(/^\S(?:.*\S)?$/u)

const moment = z.iso.datetime()
const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`))
const id = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/)
const checkId = z.string().regex(/^[a-z][a-z0-9-]{0,63}\.[a-z][a-z0-9-]{0,63}$/)
const points = z.number().min(0).max(1_000_000)
const probe = z.enum(probeIds as [(typeof probeIds)[number], ...typeof probeIds])
/** The name of a section, which need not be one of those that this version knows. */
const section = z.string().regex(/^[a-z]{1,40}\.[a-zA-Z]{1,40}$/)
const perNode = <T extends z.ZodType>(value: T) =>
  z.strictObject({ controller1: value, controller2: value, controller3: value })

/** As much as a script may print (`probe/script.ts`), in characters. */
const output = z.string().max(1_000_000)

const reply = z.union([z.strictObject({ nonce: hex(32), output }), z.strictObject({ reason: z.enum(unknownReasons) })])

const experiment = z.strictObject({
  check: checkId,
  /** What the script of each step gave, as far as it came. */
  steps: z
    .array(
      z
        .array(
          z.strictObject({
            node: z.enum(nodeNames),
            exitCode: z.int().nullable(),
            printed: z.string().max(16_000)
          })
        )
        .max(3)
    )
    .max(50),
  /** Whether what it disturbed was put back. */
  undone: z.boolean()
})

export const submissionSchema = z.strictObject({
  version: z.literal(1),
  student: studentId,
  createdAt: moment,
  /** The version of Quorate that made it. */
  quorate: plainText(40),
  /** The digest is of the course's files. */
  course: z.strictObject({ id, digest: hex(64) }),
  /** What the learner's values are drawn from. */
  seed: plainText(200),
  lab: z.strictObject({
    id: hex(8),
    engine: z.enum(engineKinds),
    prefix: z.string().refine(isPrefix),
    createdAt: moment
  }),
  /** The labs that it is about. */
  labs: z.array(id).max(100),
  /** The lines of the journal, as they stand in its file. */
  journal: z.string().max(4_000_000),
  /** What the controllers printed when they were asked for some sections, as it came: it is judged again. */
  looks: z.array(z.strictObject({ at: moment, sections: z.array(section).max(200), nodes: perNode(reply) })).max(10),
  experiments: z.array(experiment).max(200),
  /** What of the learner's configuration the probes read, without secrets: for people. */
  files: perNode(z.array(z.strictObject({ path: z.string().max(4096), text: z.string().max(20_000) })).max(60)),
  /** What the learner's Quorate made of it; compared, never believed. */
  claimed: z.strictObject({
    points,
    possible: points,
    credit: points,
    outcomes: z.record(checkId, z.enum(outcomes)),
    facts: perNode(z.partialRecord(probe, z.unknown()))
  })
})

/** What a learner hands in. */
export type Submission = z.infer<typeof submissionSchema>
