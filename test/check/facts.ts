import type { ClusterFacts } from '../../src/check/evaluate.ts'
import type { FactCheck } from '../../src/course/schema.ts'
import type { FactValue, UnknownReason } from '../../src/probe/probe.ts'
import { unknownFacts } from '../../src/probe/read.ts'
import { type FactKey, type ProbeId, probeIds } from '../../src/probe/registry.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { solvedFacts } from '../probe/recorded.ts'

export const solved: ClusterFacts = solvedFacts()

/** The facts of the cluster after some of them are different on one controller. */
export const given = (
  facts: ClusterFacts,
  node: NodeName,
  changes: Partial<Record<FactKey, FactValue>>,
  changedSecondsAgo = 3600
): ClusterFacts => {
  const observations = Object.fromEntries(
    probeIds.map((probe) => {
      const observation = facts[node][probe]
      const own = Object.entries(changes).filter(([key]) => key.startsWith(`${probe}.`))
      if (observation?.facts.kind !== 'known') return [probe, observation]
      const changed = Object.fromEntries(own.map(([key, value]) => [key.slice(probe.length + 1), value]))
      const known = { ...observation.facts, facts: { ...observation.facts.facts, ...changed }, changedSecondsAgo }
      return [probe, { ...observation, facts: known }]
    })
  )
  return { ...facts, [node]: observations }
}

/** The same changes on all controllers. */
export const givenAll = (facts: ClusterFacts, changes: Partial<Record<FactKey, FactValue>>): ClusterFacts =>
  nodeNames.reduce((all, node) => given(all, node, changes), facts)

/** One probe of a controller found nothing to look at. */
export const absent = (facts: ClusterFacts, node: NodeName, probe: ProbeId): ClusterFacts => ({
  ...facts,
  [node]: { ...facts[node], [probe]: { facts: { kind: 'absent' }, evidence: facts[node][probe]?.evidence ?? {} } }
})

/** A controller that could not be looked at. */
export const unknown = (facts: ClusterFacts, node: NodeName, reason: UnknownReason): ClusterFacts => ({
  ...facts,
  [node]: unknownFacts(probeIds, reason)
})

/** A check with little to say. */
export const check = (id: string, expect: FactCheck['expect'], more: Partial<FactCheck> = {}): FactCheck => ({
  id,
  task: 'task',
  title: { en: `Title of ${id}`, 'zh-CN': `${id} 的标题` },
  why: { en: `Why ${id}`, 'zh-CN': `${id} 的意义` },
  on: 'each',
  tier: 'service',
  needs: [],
  points: 1,
  expect,
  ...more
})
