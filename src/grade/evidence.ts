import { type ClusterFacts, sectionsToJudge } from '../check/evaluate.ts'
import { type ExperimentEnd, verdictOf } from '../check/experiment.ts'
import { expectedFacts } from '../check/run.ts'
import type { CourseLab } from '../course/course.ts'
import type { BehaviourCheck, ExperimentStep } from '../course/schema.ts'
import { fillText, type Values } from '../course/variables.ts'
import type { RecordedLook } from '../lab/facts-reader.ts'
import type { ProbeContext } from '../probe/probe.ts'
import { readOutput, unknownFacts } from '../probe/read.ts'
import { type FactKey, type NodeFacts, nameOfSection, type SectionOf } from '../probe/registry.ts'
import { type NodeName, nodeNames, type Topology } from '../topology.ts'
import type { Submission } from './submission.ts'

type Experiment = Submission['experiments'][number]

/** By what one tells machines: it belongs to the evidence, whatever checks ask for. */
export const machineFacts: readonly FactKey[] = ['host.name', 'host.machineId', 'host.addresses']

/** The facts that labs are graded by. */
export const factsToGrade = (labs: readonly CourseLab[]): readonly string[] => [...machineFacts, ...expectedFacts(labs)]

const isOf = (probe: string) => (section: string) => section.startsWith(`${probe}.`)

/** The last look that asked a probe. */
const lookAt = (probe: string, looks: readonly RecordedLook[]): RecordedLook | undefined =>
  looks.findLast(({ sections }) => sections.some(isOf(probe)))

/** Whether looks asked of a probe what these labs ask: other labs come to other facts, though nobody changed any. */
export const isAskedAlike = (probe: string, looks: readonly RecordedLook[], labs: readonly CourseLab[]): boolean => {
  const given = lookAt(probe, looks)?.sections.filter(isOf(probe)) ?? []
  const own = sectionsToJudge(factsToGrade(labs)).map(nameOfSection).filter(isOf(probe))
  return own.length === given.length && own.every((name) => given.includes(name))
}

/**
 * Makes facts of looks again: of each probe, those of the last look that asked it. What has to be there is told by the
 * labs, never by what a look says of itself: where a section is missing, nothing is known of its probe.
 */
export const factsOf = (
  looks: readonly RecordedLook[],
  labs: readonly CourseLab[],
  topology: Topology
): ClusterFacts => {
  const byLook = Map.groupBy(sectionsToJudge(factsToGrade(labs)), ({ probe }) => lookAt(probe, looks))
  const read = (node: NodeName): NodeFacts =>
    Object.fromEntries(
      [...byLook].flatMap(([look, sections]) =>
        look === undefined ? [] : Object.entries(readAgain(look, sections, { node, topology }))
      )
    )
  return { controller1: read('controller1'), controller2: read('controller2'), controller3: read('controller3') }
}

const readAgain = ({ nodes }: RecordedLook, sections: readonly SectionOf[], context: ProbeContext): NodeFacts => {
  const reply = nodes[context.node]
  return 'reason' in reply
    ? unknownFacts(
        sections.map(({ probe }) => probe),
        reply.reason
      )
    : readOutput({ sections, context, nonce: reply.nonce }, reply.output)
}

/** Whether the results of a step are from the controllers that it is for. */
const isOfStep = ({ on }: ExperimentStep, results: Experiment['steps'][number]): boolean => {
  const nodes = results.map(({ node }) => node)
  if (new Set(nodes).size !== nodes.length) return false
  if (on !== 'each' && 'kept' in on) return nodes.length === 1
  if (on !== 'each' && 'others' in on) return nodes.length === 2
  const expected = nodeNames.filter((node) => on === 'each' || on.includes(node))
  return expected.length === nodes.length && expected.every((node) => nodes.includes(node))
}

/**
 * How an experiment ended, from what its steps gave; undefined where what was handed in is not of this experiment: other
 * steps, or other controllers.
 */
export const endOf = (
  check: BehaviourCheck,
  { steps, undone }: Experiment,
  values: Values
): ExperimentEnd | undefined => {
  if (steps.length > check.experiment.length) return undefined
  for (const [index, step] of check.experiment.entries()) {
    const given = steps[index]
    const says = fillText(step.says, values)
    // One that names a controller that nobody kept ends before its script is run.
    if (given === undefined) return { kind: 'not-looked', says, script: step.run, results: [] }
    if (!isOfStep(step, given)) return undefined
    const results = given.map(({ node, exitCode, printed }) => ({
      node,
      exitCode: exitCode ?? undefined,
      stdout: '',
      printed
    }))
    const verdict = verdictOf(results)
    const wrong = results.filter(({ exitCode }) => exitCode !== 0)
    if (verdict !== 'so') return { kind: verdict, says, script: step.run, results: wrong }
  }
  return undone
    ? { kind: 'held' }
    : { kind: 'not-undone', says: fillText(check.title, values), script: '', results: [] }
}
