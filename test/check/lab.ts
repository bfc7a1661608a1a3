import { diagnose } from '../../src/check/diagnose.ts'
import { type ClusterFacts, evaluate } from '../../src/check/evaluate.ts'
import { factChecksOf } from '../../src/course/course.ts'
import { loadCourse } from '../../src/course/loader.ts'
import type { DiagnosisDefinition } from '../../src/course/schema.ts'
import { type Values, valuesOf } from '../../src/course/variables.ts'
import type { FactValue } from '../../src/probe/probe.ts'
import type { NodeFacts, ProbeId } from '../../src/probe/registry.ts'
import { type NodeName, nodeNames, type Topology } from '../../src/topology.ts'
import { topology } from '../probe/recorded.ts'
import { given } from './facts.ts'

/** A lab of the course with its checks, and what they say of a cluster; `isOwn` leaves only causes of its own. */
export const labOf = async (
  id: string,
  {
    more = {},
    isOwn = () => true,
    at = topology
  }: { more?: Values; isOwn?: (code: string) => boolean; at?: Topology } = {}
) => {
  const course = await loadCourse('labs')
  const lab = course.labs.find((one) => one.id === id)
  if (lab === undefined) throw new Error(`the course has no lab ${id}`)
  const values = { ...valuesOf(course.file.variables, 'seed', at), ...more }
  const causes: readonly DiagnosisDefinition[] = course.diagnoses.filter(({ code }) => isOwn(code))
  const judge = (facts: ClusterFacts) => {
    const judgements = evaluate(factChecksOf(lab), facts, values)
    const findings = diagnose(judgements, causes, facts, values)
    return judgements.map((judgement) => ({
      id: judgement.check.id,
      outcome: judgement.outcome,
      codes: (findings.get(judgement) ?? []).map(({ definition }) => definition.code)
    }))
  }
  /** Those that do not pass. */
  const unpassed = (facts: ClusterFacts) => judge(facts).filter(({ outcome }) => outcome !== 'pass')
  /** Those that fail. */
  const failed = (facts: ClusterFacts) => judge(facts).filter(({ outcome }) => outcome === 'fail')
  return { lab, judge, unpassed, failed, codes: causes.map(({ code }) => code) }
}

/** Facts by their whole names. */
export type Changes = Readonly<Record<string, FactValue>>

/** What a cause changes of the facts of a solved lab. */
export interface Case {
  readonly on: readonly NodeName[]
  readonly facts: Changes
  /** What the other controllers see of it. */
  readonly others?: Changes
}

/** The facts of one probe by their whole names. */
export const factsOfProbe = (probe: ProbeId, facts: Changes): Changes =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [`${probe}.${name}`, value]))

/** What is seen of all three controllers. */
export const everywhere = (seen: (node: NodeName) => NodeFacts): ClusterFacts => ({
  controller1: seen('controller1'),
  controller2: seen('controller2'),
  controller3: seen('controller3')
})

/** A solved lab in which a cause is so. */
export const changedBy = ({ on, facts, others = {} }: Case, solved: ClusterFacts): ClusterFacts =>
  nodeNames.reduce((cluster, node) => given(cluster, node, on.includes(node) ? facts : others), solved)
