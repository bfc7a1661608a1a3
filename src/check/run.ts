import type { Course, CourseLab } from '../course/course.ts'
import type { ProbeId } from '../probe/registry.ts'
import { diagnose } from './diagnose.ts'
import { type ClusterFacts, evaluate, type Judgement, probesOf } from './evaluate.ts'
import type { CheckReport } from './outcome.ts'
import { reportLab, reportLabs, type Voice } from './report.ts'
import { type Clock, settle } from './retry.ts'

/** What a run of checks needs from outside: facts, time, and a way to stop. */
export interface CheckRun {
  readonly course: Course
  readonly labs: readonly CourseLab[]
  readonly voice: Voice
  /** Reads the facts of these probes from all controllers. */
  readonly collect: (probes: readonly ProbeId[]) => Promise<ClusterFacts>
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Whether to wait for what has just changed, and how slow this machine is; absent: look once. */
  readonly settle?: { readonly slowness: number }
}

/** Runs the checks of labs. One look at the controllers serves them all. */
export const runChecks = async (run: CheckRun): Promise<CheckReport> => {
  const { course, labs, voice, clock, signal } = run
  const started = clock.now()
  const probes = probesFor(course, labs)
  const evaluateAll = (facts: ClusterFacts): readonly (readonly Judgement[])[] =>
    labs.map((lab) => evaluate(lab.checks, facts, voice.values))
  const settled = await settle({
    collect: () => run.collect(probes),
    evaluate: (facts) => evaluateAll(facts).flat(),
    clock,
    slowness: run.settle?.slowness ?? 0,
    signal
  })
  const findings = diagnose(settled.judgements, course.diagnoses, settled.facts, voice.values)
  let next = 0
  const results = labs.map((lab) => {
    const from = next
    next += lab.checks.length
    const judged = settled.judgements.slice(from, next).map((judgement, index) => ({
      judgement,
      durationMs: settled.knownAfter[from + index] ?? 0,
      findings: findings.get(judgement) ?? []
    }))
    return reportLab(lab, judged, voice)
  })
  return reportLabs(results, clock.now() - started)
}

/** The probes that the checks of labs need, and those that the diagnoses about the same systems need besides. */
const probesFor = (course: Course, labs: readonly CourseLab[]): readonly ProbeId[] => {
  const ofChecks = probesOf(labs.flatMap(({ checks }) => checks.flatMap(({ expect }) => Object.keys(expect))))
  const ofDiagnoses = course.diagnoses
    .map(({ when }) => probesOf(Object.keys(when)))
    .filter((probes) => probes.some((probe) => ofChecks.includes(probe)))
  return [...new Set([...ofChecks, ...ofDiagnoses.flat()])]
}
