import { type Course, type CourseLab, factChecksOf, factsOfCheck, isBehaviour } from '../course/course.ts'
import type { BehaviourCheck } from '../course/schema.ts'
import { behindAll, diagnose } from './diagnose.ts'
import { type ClusterFacts, evaluate, type Judgement, type Look, probesOf, type WantedFacts } from './evaluate.ts'
import { type BehaviourJudgement, type ExperimentEnd, outcomeOf } from './experiment.ts'
import type { CheckReport, LabResult, Outcome } from './outcome.ts'
import { type JudgedBehaviour, type JudgedCheck, reportLab, reportLabs, type Voice } from './report.ts'
import { type Clock, type Settling, settle } from './retry.ts'

/** What a run of checks needs from outside: facts, time, and a way to stop. */
export interface CheckRun {
  readonly course: Course
  readonly labs: readonly CourseLab[]
  readonly voice: Voice
  /** Looks at all controllers. */
  readonly collect: (wanted: WantedFacts) => Promise<Look>
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Whether to wait for what has just changed, and how slow this machine is; absent: look once. */
  readonly settle?: Pick<Settling, 'slowness' | 'isEnough'>
  /** Absent: behaviour checks are left out. */
  readonly behave?: Behave
}

/** How behaviour checks are run, and which: all of a lab, or some of them with what they need. */
export interface Behave {
  readonly only?: readonly string[]
  /** Runs the experiment of a check. */
  readonly experiment: (lab: CourseLab, check: BehaviourCheck) => Promise<ExperimentEnd>
}

/** The behaviour checks of a lab that are asked for, and those that they need, in the order of the lab. */
const asked = (lab: CourseLab, only: readonly string[] | undefined): readonly BehaviourCheck[] => {
  const all = lab.checks.filter(isBehaviour)
  if (only === undefined) return all
  const wanted = new Set(only)
  // What a check needs stands before it.
  for (const { id, needs } of all.toReversed()) if (wanted.has(id)) for (const need of needs) wanted.add(need)
  return all.filter(({ id }) => wanted.has(id))
}

/** Runs the checks of labs. One look at the controllers serves them all. */
export const runChecks = async (run: CheckRun): Promise<CheckReport> => {
  const { course, labs, voice, clock, signal } = run
  const started = clock.now()
  const wanted = wantedFor(course, labs)
  const evaluateAll = (facts: ClusterFacts): readonly (readonly Judgement[])[] =>
    labs.map((lab) => evaluate(factChecksOf(lab), facts, voice.values))
  const settled = await settle({
    collect: () => run.collect(wanted),
    evaluate: (facts) => evaluateAll(facts).flat(),
    clock,
    signal,
    ...(run.settle ?? { slowness: 0 })
  })
  const findings = diagnose(settled.judgements, course.diagnoses, settled.facts, voice.values)
  const judged = settled.judgements.map(
    (judgement, index): JudgedCheck => ({
      judgement,
      durationMs: settled.knownAfter[index] ?? 0,
      findings: findings.get(judgement) ?? []
    })
  )
  const results: LabResult[] = []
  for (const lab of labs) {
    const looked = judged.filter(({ judgement }) => lab.checks.includes(judgement.check))
    const behaved = await behaveAll(run, lab, looked)
    const inOrder = lab.checks.flatMap((check) =>
      [...looked, ...behaved].filter(({ judgement }) => judgement.check === check)
    )
    results.push(reportLab(lab, inOrder, voice))
  }
  return reportLabs(results, clock.now() - started)
}

/** What the checks of labs judge by. */
export const expectedFacts = (labs: readonly CourseLab[]): readonly string[] =>
  labs.flatMap((lab) => factChecksOf(lab).flatMap(factsOfCheck))

/** What the checks of labs have to know, and which probes may explain why one fails. */
const wantedFor = (course: Course, labs: readonly CourseLab[]): WantedFacts => {
  const facts = expectedFacts(labs)
  const known = probesOf(facts)
  const ofDiagnoses = course.diagnoses.map(({ when }) => probesOf(Object.keys(when)))
  const related = ofDiagnoses.filter((probes) => probes.some((probe) => known.includes(probe)))
  const behind = ofDiagnoses.flat().filter((probe) => behindAll.includes(probe))
  return { facts, toExplain: [...new Set([...known, ...related.flat(), ...behind])] }
}

/**
 * Runs the experiments of a lab, one after another, in its order. One whose needs did not pass is not begun: it would
 * only show the same cause again, at the cost of a disturbance.
 */
const behaveAll = async (
  { behave, clock }: CheckRun,
  lab: CourseLab,
  looked: readonly JudgedCheck[]
): Promise<readonly JudgedBehaviour[]> => {
  if (behave === undefined) return []
  const known = new Map<string, { readonly outcome: Outcome; readonly blockedBy?: string }>(
    looked.map(({ judgement }) => [judgement.check.id, judgement])
  )
  const behaved: JudgedBehaviour[] = []
  /** An experiment that could not be put back is in the way of every other. */
  let unsettled: string | undefined
  for (const check of asked(lab, behave.only)) {
    const started = clock.now()
    const judgement: BehaviourJudgement =
      unsettled === undefined
        ? await judgeBehaviour(check, known, () => behave.experiment(lab, check))
        : { check, outcome: 'blocked', blockedBy: unsettled }
    if ('end' in judgement && judgement.end.kind === 'not-undone') unsettled = check.id
    known.set(check.id, judgement)
    behaved.push({ judgement, durationMs: clock.now() - started })
  }
  return behaved
}

const judgeBehaviour = async (
  check: BehaviourCheck,
  known: ReadonlyMap<string, { readonly outcome: Outcome; readonly blockedBy?: string }>,
  experiment: () => Promise<ExperimentEnd>
): Promise<BehaviourJudgement> => {
  const obstacle = check.needs.find((id) => known.get(id)?.outcome !== 'pass')
  if (obstacle !== undefined) {
    return { check, outcome: 'blocked', blockedBy: known.get(obstacle)?.blockedBy ?? obstacle }
  }
  const end = await experiment()
  return { check, outcome: outcomeOf(end), end }
}
