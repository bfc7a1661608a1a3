import type { CourseLab } from '../course/course.ts'
import type { CheckDefinition } from '../course/schema.ts'
import { fill, type Values } from '../course/variables.ts'
import type { Locale, Messages } from '../i18n/messages.ts'
import type { NodeName } from '../topology.ts'
import type { Finding } from './diagnose.ts'
import type { FactJudgement, Judgement, NodeJudgement } from './evaluate.ts'
import { type BehaviourJudgement, type ExperimentEnd, lastLineOf, lastLinesOf } from './experiment.ts'
import { comparisonOf } from './matcher.ts'
import type { CheckReport, CheckResult, Diagnosis, Evidence, LabResult, Outcome } from './outcome.ts'
import { excerptOf, oneLine } from './text.ts'
import { type Words, wordsIn } from './words.ts'

/** The language of a report and the learner's values in its texts. */
export interface Voice {
  readonly messages: Messages
  readonly locale: Locale
  readonly values: Values
}

/** What came of one check, when that was known, and why it failed. */
export interface JudgedCheck {
  readonly judgement: Judgement
  readonly durationMs: number
  readonly findings: readonly Finding[]
}

/** What came of an experiment, and how long it took. */
export interface JudgedBehaviour {
  readonly judgement: BehaviourJudgement
  readonly durationMs: number
}

/** Puts what came of a lab's checks into words. */
export const reportLab = (
  lab: CourseLab,
  judged: readonly (JudgedCheck | JudgedBehaviour)[],
  voice: Voice
): LabResult => {
  const checks = judged.map((one) =>
    'findings' in one ? reportCheck(lab, one, voice) : reportBehaviour(lab, one, voice)
  )
  return { id: lab.id, ...sumUp(checks), checks }
}

/** A report over labs. */
export const reportLabs = (labs: readonly LabResult[], durationMs: number): CheckReport => ({
  ...sumUp(labs),
  durationMs: Math.round(durationMs),
  labs
})

interface Scored {
  readonly outcome: Outcome
  readonly points: number
  readonly possible: number
}

/** What outweighs what when outcomes are summed up; everything must pass for the sum to pass. */
const weight: readonly Outcome[] = ['fail', 'error', 'not-yet', 'blocked']

const sumUp = (all: readonly Scored[]): Scored => ({
  outcome: weight.find((outcome) => all.some((one) => one.outcome === outcome)) ?? 'pass',
  points: all.reduce((sum, { points }) => sum + points, 0),
  possible: all.reduce((sum, { possible }) => sum + possible, 0)
})

/** What every result says, of whatever kind its check is. */
const resultOf = (
  lab: CourseLab,
  { check, outcome, blockedBy }: { check: CheckDefinition; outcome: Outcome; blockedBy?: string },
  durationMs: number,
  { locale, values }: Voice
): CheckResult => ({
  id: `${lab.id}.${check.id}`,
  task: check.task,
  title: fill(check.title[locale], values),
  outcome,
  points: outcome === 'pass' ? check.points : 0,
  possible: check.points,
  durationMs: Math.round(durationMs),
  ...(blockedBy === undefined ? {} : { blockedBy: `${lab.id}.${blockedBy}` })
})

const reportBehaviour = (lab: CourseLab, { judgement, durationMs }: JudgedBehaviour, voice: Voice): CheckResult => ({
  ...resultOf(lab, judgement, durationMs, voice),
  ...('end' in judgement ? reportEnd(judgement.end, voice) : {})
})

/** The step at which an experiment ended, what its script said last, and what it printed. */
const reportEnd = (end: ExperimentEnd, { messages, locale }: Voice): Partial<CheckResult> => {
  if (end.kind === 'held') return {}
  const words = messages.check.experiment
  const seen = end.results.map(({ node, exitCode, printed }) => {
    const said = oneLine(lastLineOf(printed) ?? '')
    const value = said === '' ? words.silent : said
    return messages.check.seen({ value: exitCode === undefined ? words.unanswered({ value }) : value, nodes: [node] })
  })
  return {
    expected: end.kind === 'not-undone' ? words.undone : end.says[locale],
    observed: seen.length === 0 ? words.nobody : messages.check.statements(seen),
    evidence: end.results.map(({ node, printed }) => ({
      node,
      command: oneLine(end.script),
      excerpt: excerptOf(lastLinesOf(printed))
    }))
  }
}

const reportCheck = (lab: CourseLab, { judgement, durationMs, findings }: JudgedCheck, voice: Voice): CheckResult => {
  const words = wordsIn(voice.messages)
  const shown = factsToShow(judgement)
  const evidence = evidenceOf(shown)
  return {
    ...resultOf(lab, judgement, durationMs, voice),
    ...(shown.length === 0 ? {} : { expected: expected(judgement, shown, words, voice) }),
    ...(shown.length === 0 ? {} : { observed: observed(shown, words, voice) }),
    ...(evidence.length === 0 ? {} : { evidence }),
    ...(findings.length === 0 ? {} : { diagnoses: findings.map((finding) => reportFinding(finding, words, voice)) })
  }
}

/** A fact that explains an outcome, on the controllers where it does. */
interface ShownFact {
  readonly fact: string
  readonly sights: readonly { readonly node: NodeName; readonly judged: FactJudgement }[]
}

/** The facts that did not pass, where they did not; of those that compare controllers, what was seen on each. */
const factsToShow = ({ outcome, nodes, check }: Judgement): readonly ShownFact[] => {
  if (outcome === 'pass' || outcome === 'blocked') return []
  const all = [...new Set(nodes.flatMap(({ facts }) => facts.map(({ fact }) => fact)))]
  const notPassed = (node: NodeJudgement): boolean => node.outcome !== 'pass'
  const everywhere = check.on === 'any' || check.on === 'exactly-one' || !nodes.some(notPassed)
  return all.flatMap((fact) => {
    const sights = nodes.flatMap(({ node, facts }) => {
      const judged = facts.find((one) => one.fact === fact)
      return judged === undefined ? [] : [{ node, judged }]
    })
    const failing = sights.filter(({ judged }) => judged.outcome !== 'pass')
    if (failing.length === 0 && !everywhere) return []
    const compares = sights.some(({ judged }) => comparisonOf(judged.matcher) !== undefined)
    return [{ fact, sights: everywhere || compares ? sights : failing }]
  })
}

const expected = ({ check }: Judgement, shown: readonly ShownFact[], words: Words, { messages }: Voice): string => {
  const statements = shown.flatMap(({ fact, sights }) => {
    const matcher = sights[0]?.judged.matcher
    return matcher === undefined
      ? []
      : [messages.check.fact({ fact: words.fact(fact), value: words.matcher(fact, matcher) })]
  })
  const of = messages.check.statements(statements)
  if (check.on === 'any' || check.on === 'exactly-one') return messages.check.scopes[check.on]({ of })
  return of
}

/** What was seen, the controllers with the same value together. */
const observed = (shown: readonly ShownFact[], words: Words, { messages }: Voice): string =>
  messages.check.statements(
    shown.map(({ fact, sights }) => {
      const byValue = new Map<string, NodeName[]>()
      for (const { node, judged } of sights) {
        const value = words.sight(fact, judged.sight)
        byValue.set(value, [...(byValue.get(value) ?? []), node])
      }
      const seen = [...byValue].map(([value, nodes]) => messages.check.seen({ value, nodes }))
      return messages.check.fact({ fact: words.fact(fact), value: messages.check.list(seen) })
    })
  )

/** Each look once: several facts may come from one command. */
const evidenceOf = (shown: readonly ShownFact[]): readonly Evidence[] => {
  const looks = new Map<string, Evidence>()
  for (const { node, judged } of shown.flatMap(({ sights }) => sights)) {
    if (judged.evidence === undefined) continue
    const { command, output } = judged.evidence
    looks.set(`${node} ${command}`, { node, command, excerpt: excerptOf(output) })
  }
  return [...looks.values()].sort((one, other) => (one.node < other.node ? -1 : one.node > other.node ? 1 : 0))
}

const reportFinding = (
  { definition, nodes, mentioned }: Finding,
  words: Words,
  { messages, locale, values }: Voice
): Diagnosis => {
  const facts = Object.fromEntries(Object.entries(mentioned).map(([fact, value]) => [fact, words.value(fact, value)]))
  const message = fill(definition.message[locale], { ...values, ...facts, node: messages.check.concerned(nodes) })
  // A command to look with is for one machine.
  const look = definition.look && fill(definition.look, { ...values, ...facts, node: nodes[0] ?? '' })
  return { code: definition.code, message, ...(look === undefined ? {} : { look }) }
}
