import type { Expectation, FactCheck, Matcher } from '../course/schema.ts'
import { fillExpectation, type Values } from '../course/variables.ts'
import type { EvidenceSource, FactValue, UnknownReason } from '../probe/probe.ts'
import {
  facts as knownFacts,
  type NodeFacts,
  type ProbeId,
  probeOf,
  type SectionOf,
  sectionsOf
} from '../probe/registry.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import { comparisonOf, meets } from './matcher.ts'
import type { Outcome } from './outcome.ts'

/** What the probes of one run found on all controllers. */
export type ClusterFacts = Readonly<Record<NodeName, NodeFacts>>

/** What a look is for. */
export interface WantedFacts {
  /** What has to be known; a name that no probe has is left out. */
  readonly facts: readonly string[]
  /** The probes that are asked as a whole when something is to be explained. */
  readonly toExplain: readonly ProbeId[]
}

/** One look at all controllers. */
export interface Look {
  readonly facts: ClusterFacts
  /** The same with all that may explain a failure, which is asked now. */
  readonly explained: () => Promise<ClusterFacts>
}

/** What was seen of one fact on one controller. */
export type Sight =
  | { readonly kind: 'value'; readonly value: FactValue }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason }

/** One fact of a check on one controller, and what came of it. */
export interface FactJudgement {
  readonly fact: string
  readonly matcher: Matcher
  readonly sight: Sight
  readonly outcome: 'pass' | 'fail' | 'not-yet' | 'error'
  readonly evidence?: EvidenceSource
}

export interface NodeJudgement {
  readonly node: NodeName
  readonly outcome: FactJudgement['outcome']
  readonly facts: readonly FactJudgement[]
}

/** What came of one check, as data: `report.ts` has the words. */
export interface Judgement {
  readonly check: FactCheck
  readonly outcome: Outcome
  /** The controllers that the check looks at; empty where it is blocked. */
  readonly nodes: readonly NodeJudgement[]
  /** The check that is in the way, by its name within the lab. */
  readonly blockedBy?: string
}

/** Judges the checks of one lab. Pure: the same facts give the same judgements. */
export const evaluate = (checks: readonly FactCheck[], facts: ClusterFacts, values: Values): readonly Judgement[] => {
  const done = new Map<string, Judgement>()
  const judge = (check: FactCheck, above: readonly string[]): Judgement => {
    const known = done.get(check.id)
    if (known !== undefined) return known
    const blockedBy = check.needs.map((id) => obstacle(id, [...above, check.id])).find((id) => id !== undefined)
    const judgement: Judgement =
      blockedBy === undefined ? look(check, facts, values) : { check, outcome: 'blocked', nodes: [], blockedBy }
    done.set(check.id, judgement)
    return judgement
  }
  /** The check at the root of why a needed one does not pass. One that needs itself, or does not exist, never does. */
  const obstacle = (id: string, above: readonly string[]): string | undefined => {
    const needed = checks.find((check) => check.id === id)
    if (needed === undefined || above.includes(id)) return id
    const judgement = judge(needed, above)
    return judgement.outcome === 'pass' ? undefined : (judgement.blockedBy ?? id)
  }
  return checks.map((check) => judge(check, []))
}

const look = (check: FactCheck, facts: ClusterFacts, values: Values): Judgement => {
  const expectation = Object.entries(fillExpectation(check.expect, values))
  const scope = typeof check.on === 'string' ? nodeNames : nodeNames.filter((name) => check.on.includes(name))
  const nodes = scope.map((node): NodeJudgement => {
    const judged = expectation.map(([fact, matcher]) => judgeFact(fact, matcher, node, scope, facts))
    return {
      node,
      outcome: worst(
        judged.map(({ outcome }) => outcome),
        onOneNode
      ),
      facts: judged
    }
  })
  const outcome = overall(
    check.on,
    nodes.map((one) => one.outcome)
  )
  const isOpen = outcome === 'fail' && isExcused(check, nodes, facts, values)
  return { check, outcome: isOpen ? 'not-yet' : outcome, nodes }
}

/** Whether what is not so is no failure: not begun, or on its way. */
const isExcused = (check: FactCheck, nodes: readonly NodeJudgement[], facts: ClusterFacts, values: Values): boolean => {
  const holds = (expectation: Expectation | undefined, on: readonly NodeJudgement[]): boolean =>
    expectation !== undefined &&
    on.length > 0 &&
    on.every(({ node }) =>
      Object.entries(fillExpectation(expectation, values)).every(
        ([fact, matcher]) => judgeFact(fact, matcher, node, [node], facts).outcome === 'pass'
      )
    )
  const failed = nodes.filter(({ outcome }) => outcome === 'fail')
  return (
    holds(check.notBegun, nodes) || (holds(check.underWay, failed) && sinceChange(check, facts) < (check.within ?? 0))
  )
}

/** Milliseconds since anything changed in the systems that a check looks at, on any controller. */
export const sinceChange = (check: FactCheck, facts: ClusterFacts): number => {
  const probes = probesOf(Object.keys(check.expect))
  const changes = nodeNames.flatMap((node) =>
    probes.flatMap((probe) => {
      const observed = facts[node][probe]?.facts
      return observed?.kind === 'known' && observed.changedSecondsAgo !== undefined ? [observed.changedSecondsAgo] : []
    })
  )
  return 1000 * Math.min(...changes, Number.POSITIVE_INFINITY)
}

const judgeFact = (
  fact: string,
  matcher: Matcher,
  node: NodeName,
  scope: readonly NodeName[],
  facts: ClusterFacts
): FactJudgement => {
  const sight = sightOf(fact, facts[node])
  const others = () =>
    scope.flatMap((other) => {
      const seen = sightOf(fact, facts[other])
      return other === node || seen.kind !== 'value' ? [] : [seen.value]
    })
  const outcome =
    sight.kind === 'unknown'
      ? 'error'
      : sight.kind === 'absent'
        ? 'not-yet'
        : meets(matcher, sight.value, comparisonOf(matcher) === undefined ? [] : others())
          ? 'pass'
          : 'fail'
  const evidence = evidenceOf(fact, facts[node])
  return { fact, matcher, sight, outcome, ...(evidence === undefined ? {} : { evidence }) }
}

/** What was seen of a fact on a controller. A fact that no probe has could not be seen: `lint` tells of it. */
export const sightOf = (fact: string, facts: NodeFacts): Sight => {
  const description = knownFacts.get(fact)
  const observed = description && facts[description.probe]?.facts
  if (description === undefined || observed === undefined) return { kind: 'unknown', reason: 'not-understood' }
  if (observed.kind !== 'known') return observed
  return { kind: 'value', value: observed.facts[nameOf(fact, description.probe)] }
}

/** The command whose output shows a fact, and that output. */
const evidenceOf = (fact: string, facts: NodeFacts): EvidenceSource | undefined => {
  const description = knownFacts.get(fact)
  if (description === undefined) return undefined
  const observation = facts[description.probe]
  const section = observation?.facts.kind === 'absent' ? probeOf(description.probe).absenceShownBy : description.section
  return observation?.evidence[section]
}

const nameOf = (fact: string, probe: ProbeId): string => fact.slice(probe.length + 1)

type Order = readonly FactJudgement['outcome'][]

/** On one controller, what is surely wrong is said first. */
const onOneNode: Order = ['fail', 'error', 'not-yet']

/** Comparing needs all to be there: what cannot be seen, or is not there yet, comes before what differs. */
const onCluster: Order = ['error', 'not-yet', 'fail']

const worst = (all: readonly FactJudgement['outcome'][], order: Order): FactJudgement['outcome'] =>
  order.find((outcome) => all.includes(outcome)) ?? 'pass'

const overall = (on: FactCheck['on'], nodes: readonly FactJudgement['outcome'][]): FactJudgement['outcome'] => {
  if (on === 'cluster') return worst(nodes, onCluster)
  if (on !== 'any' && on !== 'exactly-one') return worst(nodes, onOneNode)
  const passes = nodes.filter((outcome) => outcome === 'pass').length
  if (on === 'exactly-one' && passes > 1) return 'fail'
  // A controller that could not be looked at may be the one, or one too many.
  if (nodes.includes('error') && !(on === 'any' && passes > 0)) return 'error'
  if (passes > 0) return 'pass'
  return nodes.every((outcome) => outcome === 'not-yet') ? 'not-yet' : 'fail'
}

/** The probes that these facts come from. */
export const probesOf = (facts: readonly string[]): readonly ProbeId[] => [
  ...new Set(facts.flatMap((fact) => knownFacts.get(fact)?.probe ?? []))
]

/**
 * The sections that have to be asked for, and read, to judge by these facts: all of their probes, but for those that only
 * explain and that no fact rests on.
 */
export const sectionsToJudge = (facts: readonly string[]): readonly SectionOf[] => {
  const expected = facts.flatMap((fact) => knownFacts.get(fact) ?? [])
  return sectionsOf(probesOf(facts)).filter(
    ({ probe, name, section }) =>
      !section.explains || expected.some((fact) => fact.probe === probe && fact.section === name)
  )
}
