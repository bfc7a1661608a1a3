import type { ClusterFacts } from '../check/evaluate.ts'
import { type ExperimentEnd, verdictOf } from '../check/experiment.ts'
import type { BehaviourCheck, ExperimentStep } from '../course/schema.ts'
import { fillText, type Values } from '../course/variables.ts'
import { readLooks } from '../probe/look.ts'
import type { NodeFacts } from '../probe/registry.ts'
import { type NodeName, nodeNames, type Topology } from '../topology.ts'
import type { Submission } from './submission.ts'

type Look = Submission['looks'][number]
type Experiment = Submission['experiments'][number]

/** Makes facts of looks again: of each probe, those of the last look that asked it. */
export const factsOf = (looks: readonly Look[], topology: Topology): ClusterFacts =>
  looks
    .map((look) => readLooks(look, topology))
    .reduce<ClusterFacts>(
      (all, facts) => {
        const merged = (node: NodeName): NodeFacts => ({ ...all[node], ...facts[node] })
        return {
          controller1: merged('controller1'),
          controller2: merged('controller2'),
          controller3: merged('controller3')
        }
      },
      { controller1: {}, controller2: {}, controller3: {} }
    )

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
