import { isDeepStrictEqual } from 'node:util'
import type { ClusterFacts } from '../check/evaluate.ts'
import type { CheckReport } from '../check/outcome.ts'
import { runChecks } from '../check/run.ts'
import { type Course, type CourseLab, isOfQuestions } from '../course/course.ts'
import { gradedLabs } from '../course/exam.ts'
import { type Values, valuesOf } from '../course/variables.ts'
import type { Locale, Messages } from '../i18n/messages.ts'
import { type ChainedJournal, type JournalLine, parseJournal } from '../lab/journal.ts'
import { nodeNames, type Topology, topologyOf } from '../topology.ts'
import { version } from '../version.ts'
import { endOf, factsOf, isAskedAlike } from './evidence.ts'
import type { Finding } from './finding.ts'
import { type Grade, gradeOf } from './score.ts'
import type { Opened } from './seal.ts'
import type { Submission } from './submission.ts'
import { claimedFacts } from './submit.ts'

/** What an instructor grades by: the own course, never what came with a submission. */
export interface Standard {
  readonly course: Course
  readonly digest: string
  readonly messages: Messages
  readonly locale: Locale
  /** When it is graded, in milliseconds since 1970. */
  readonly now: number
}

/** By what one recognises whose work it is: no two learners have any of it in common. */
export interface Marks {
  readonly key: string
  readonly lab: string
  readonly seed: string
  readonly machines: readonly string[]
  /** Its first line: two journals that begin alike are one journal. */
  readonly journal: string
}

/** What a submission comes to, and what does not fit in it. */
export interface Regraded {
  readonly student: string
  readonly createdAt: string
  /** When the controllers were looked at. */
  readonly at: string
  readonly values: Values
  readonly marks: Marks
  readonly report: CheckReport
  readonly grade: Grade
  readonly findings: readonly Finding[]
}

/** How far clocks may be apart, in milliseconds. */
const clockTolerance = 10 * 60_000

/**
 * Grades a submission from its evidence: facts are made of the raw outputs again, checks are judged by them, answers are
 * judged, and the score is added up, all by the instructor's course. What the submission says of itself is compared.
 */
export const regrade = async ({ submission, key, isSigned }: Opened, standard: Standard): Promise<Regraded> => {
  const { course } = standard
  const findings: Finding[] = isSigned ? [] : [{ code: 'signature' }]
  const topology = topologyOf(submission.lab.prefix)
  const values = valuesOf(course.file.variables, submission.seed, topology)
  const chained = journalOf(submission, findings)
  const labs = gradedLabs(course)
  const submitted = labs.filter(({ id }) => submission.labs.includes(id))
  const facts = factsOf(submission.looks, submitted, topology)
  const machines = machinesIn(facts)
  const report = await judgeAgain(submission.experiments, facts, submitted, values, standard, findings)
  const at = submission.looks.at(-1)?.at ?? submission.createdAt
  const grade = gradeOf({ labs, grading: course.file.grading, values, journal: chained.lines, report, at })
  findings.push(
    ...aboutCourse(submission, labs, standard),
    ...aboutMachines(machines, topology),
    ...aboutTimes(submission, chained.lines, standard.now),
    ...aboutClaims(submission, { labs: submitted, facts, report, grade, journal: chained.lines }, standard)
  )
  const { student, createdAt, lab, seed } = submission
  const marks = {
    key,
    lab: lab.id,
    seed,
    machines: machines.map(({ id }) => id),
    journal: JSON.stringify(chained.lines[0] ?? '')
  }
  return { student, createdAt, at, values, marks, report, grade, findings }
}

const journalOf = ({ journal }: Submission, findings: Finding[]): ChainedJournal => {
  try {
    const chained = parseJournal(journal)
    if (chained.brokenAt !== undefined) findings.push({ code: 'journal', line: chained.brokenAt })
    return chained
  } catch {
    findings.push({ code: 'journal-unreadable' })
    return { lines: [] }
  }
}

const never = new AbortController().signal

/** Runs the checks over what was handed in, as they would be run over controllers. */
const judgeAgain = async (
  experiments: Submission['experiments'],
  facts: ClusterFacts,
  labs: readonly CourseLab[],
  values: Values,
  { course, messages, locale }: Standard,
  findings: Finding[]
): Promise<CheckReport> =>
  runChecks({
    course,
    labs: labs.filter((lab) => !isOfQuestions(lab)),
    voice: { messages, locale, values },
    // What only explains failures was not handed in.
    collect: async () => ({ facts, explained: async () => facts }),
    clock: { now: () => 0, sleep: async () => undefined },
    signal: never,
    behave: {
      experiment: async (lab, check) => {
        const id = `${lab.id}.${check.id}`
        const given = experiments.find((experiment) => experiment.check === id)
        const end = given && endOf(check, given, values)
        if (end !== undefined) return end
        if (given !== undefined) findings.push({ code: 'experiment', check: id })
        return { kind: 'not-looked', says: check.title, script: '', results: [] }
      }
    }
  })

const aboutCourse = (
  { course: { id, digest }, quorate, labs: submitted }: Submission,
  labs: readonly CourseLab[],
  standard: Standard
): readonly Finding[] => {
  const expected = standard.course.file.id
  const missing = labs.map((lab) => lab.id).filter((lab) => !submitted.includes(lab))
  if (id !== expected) return [{ code: 'other-course', found: id, expected }]
  return [
    ...(digest === standard.digest ? [] : [{ code: 'other-content' } as const]),
    ...(quorate === version ? [] : [{ code: 'other-version', found: quorate, expected: version } as const]),
    ...(missing.length === 0 ? [] : [{ code: 'labs-missing', labs: missing } as const])
  ]
}

/** What the machines say of themselves; a controller that could not be asked says nothing. */
const machinesIn = (facts: ClusterFacts) =>
  nodeNames.flatMap((node) => {
    const host = facts[node].host?.facts
    if (host?.kind !== 'known') return []
    const { name, machineId, addresses } = host.facts
    return [{ node, name: String(name), id: String(machineId), addresses: Array.isArray(addresses) ? addresses : [] }]
  })

const aboutMachines = (machines: ReturnType<typeof machinesIn>, topology: Topology): readonly Finding[] => {
  const findings = machines.flatMap(({ node, name, addresses }): readonly Finding[] => [
    ...(name === node ? [] : [{ code: 'machine-name', node, found: name.slice(0, 64) } as const]),
    ...(addresses.includes(topology.nodes[node].management) ? [] : [{ code: 'machine-address', node } as const])
  ])
  const alike = machines.filter(({ id }) => machines.filter((other) => other.id === id).length > 1)
  return alike.length === 0 ? findings : [...findings, { code: 'machines-alike', nodes: alike.map(({ node }) => node) }]
}

const aboutTimes = (
  { createdAt, lab, looks }: Submission,
  journal: readonly JournalLine[],
  now: number
): readonly Finding[] => {
  const findings: Finding[] = []
  const end = Date.parse(createdAt) + clockTolerance
  if (end > now + 2 * clockTolerance) findings.push({ code: 'time-future' })
  let latest = 0
  for (const { at } of journal) {
    const time = Date.parse(at)
    if (time < latest - clockTolerance || time > end) {
      findings.push({ code: 'time-order', what: 'journal', at })
      break
    }
    latest = Math.max(latest, time)
  }
  const begin = Date.parse(lab.createdAt)
  const stray = looks.find(({ at }) => Date.parse(at) > end || Date.parse(at) < begin - clockTolerance)
  if (stray !== undefined) findings.push({ code: 'time-order', what: 'looks', at: stray.at })
  const created = journal.find((line) => line.event === 'lab-created' && line.id === lab.id)
  if (created === undefined) findings.push({ code: 'lab-not-created', lab: lab.id })
  else if (Math.abs(Date.parse(created.at) - begin) > 6 * clockTolerance) {
    findings.push({ code: 'time-order', what: 'lab', at: created.at })
  }
  return findings
}

interface Found {
  /** Those of the own course that were handed in. */
  readonly labs: readonly CourseLab[]
  readonly facts: ClusterFacts
  readonly report: CheckReport
  readonly grade: Grade
  readonly journal: readonly JournalLine[]
}

/** What the submission says of itself, against what its evidence says: only where both are made by the same rules. */
const aboutClaims = (
  { claimed, course, quorate, looks }: Submission,
  { labs, facts, report, grade, journal }: Found,
  { digest }: Standard
): readonly Finding[] => {
  if (quorate !== version) return []
  const findings: Finding[] = nodeNames.flatMap((node) => {
    const found: Record<string, unknown> = JSON.parse(JSON.stringify(claimedFacts(facts[node])))
    const others = Object.keys(claimed.facts[node]).filter((probe) => !Object.hasOwn(found, probe))
    const different = Object.entries(found).filter(([probe, known]) => {
      const said = Object.entries(claimed.facts[node]).find(([name]) => name === probe)?.[1]
      return !isDeepStrictEqual(known, said)
    })
    return [...different.map(([probe]) => probe), ...others]
      .filter((probe) => course.digest === digest || isAskedAlike(probe, looks, labs))
      .map((probe) => ({ code: 'facts', node, probe }) as const)
  })
  if (course.digest !== digest) return findings
  const results = report.labs.flatMap(({ checks }) => checks)
  for (const { id, outcome: found } of results) {
    const said = claimed.outcomes[id]
    if (said !== found) findings.push({ code: 'outcome', check: id, claimed: said, found })
  }
  const credit = grade.labs
    .filter(({ id }) => labs.some((lab) => lab.id === id))
    .reduce((sum, lab) => sum + lab.credit, 0)
  if (Math.abs(credit - claimed.credit) > 0.005) {
    findings.push({ code: 'points', claimed: claimed.credit, found: Math.round(credit * 100) / 100 })
  }
  const answers = grade.labs.flatMap(({ items }) => items.filter(({ kind }) => kind === 'question'))
  for (const { id, outcome } of answers) {
    const line = journal.find((one) => one.event === 'answered' && `${one.lab}.${one.question}` === id)
    if (line?.event === 'answered' && line.right !== (outcome === 'right'))
      findings.push({ code: 'answer', question: id })
  }
  return findings
}
