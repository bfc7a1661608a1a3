import type { DiagnosisDefinition } from '../course/schema.ts'
import { fillExpectation, placeholdersOf, type Values } from '../course/variables.ts'
import type { FactValue } from '../probe/probe.ts'
import { facts as knownFacts, type ProbeId } from '../probe/registry.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import { type ClusterFacts, type Judgement, probesOf, sightOf } from './evaluate.ts'
import { comparisonOf, meets } from './matcher.ts'

/** A known cause that fits what was seen: where, and the facts that its words mention. */
export interface Finding {
  readonly definition: DiagnosisDefinition
  readonly nodes: readonly NodeName[]
  readonly mentioned: Readonly<Record<string, FactValue>>
}

/** What ails a machine as a whole, such as a full disk, may lie behind whatever fails on it. */
export const behindAll: readonly ProbeId[] = ['host']

/** A check explains itself with so many causes at most: more would bury the likeliest. */
const mostFindings = 3

/**
 * The known causes behind failed checks. A cause belongs to a check if it says something about a fact that failed
 * there, on a controller where it failed. One that is about the same system but about no failed fact at all may lie
 * behind any of its checks: the likeliest of those is shown as well, if it outranks what belongs to the check. A cause
 * shows once in a run, under the first check that it explains.
 */
export const diagnose = (
  judgements: readonly Judgement[],
  definitions: readonly DiagnosisDefinition[],
  facts: ClusterFacts,
  values: Values
): ReadonlyMap<Judgement, readonly Finding[]> => {
  const failures = judgements.filter(({ outcome }) => outcome === 'fail').map(failureOf)
  if (failures.length === 0) return new Map()
  const fitting = definitions
    .map((definition): Fit => ({ definition, nodes: fittingNodes(definition, facts, values) }))
    .filter(({ nodes }) => nodes.length > 0)
    .sort((one, other) => likelier(one.definition, other.definition))
  const shown = new Set<Fit>()
  const found = new Map<Judgement, readonly Finding[]>()
  for (const failure of failures) {
    const fresh = fitting.filter((fit) => !shown.has(fit) && fit.nodes.some((node) => failure.nodes.includes(node)))
    const own = fresh.filter((fit) => isAbout(failure, fit))
    const behind = fresh.find((fit) => isNear(failure, fit) && !failures.some((other) => isAbout(other, fit)))
    const outranks =
      behind !== undefined && behind.definition.rank > (own[0]?.definition.rank ?? Number.NEGATIVE_INFINITY)
    const chosen = (outranks ? [behind, ...own] : own).slice(0, mostFindings)
    for (const fit of chosen) shown.add(fit)
    found.set(
      failure.judgement,
      chosen.flatMap(({ definition, nodes }) => findingsOf(definition, nodes, facts))
    )
  }
  return found
}

/** A diagnosis and the controllers that it fits. */
interface Fit {
  readonly definition: DiagnosisDefinition
  readonly nodes: readonly NodeName[]
}

interface Failure {
  readonly judgement: Judgement
  readonly facts: readonly string[]
  readonly nodes: readonly NodeName[]
}

const failureOf = (judgement: Judgement): Failure => {
  const { check, nodes: all } = judgement
  const passing = all.filter(({ outcome }) => outcome === 'pass')
  // Where exactly one may pass and several do, these are the ones concerned, with all their facts.
  const tooMany = check.on === 'exactly-one' && passing.length > 1
  const nodes = tooMany ? passing : all.filter(({ outcome }) => outcome === 'fail')
  const facts = nodes.flatMap((node) => node.facts.filter(({ outcome }) => tooMany || outcome === 'fail'))
  return { judgement, facts: facts.map(({ fact }) => fact), nodes: nodes.map(({ node }) => node) }
}

const isAbout = (failure: Failure, { definition }: Fit): boolean =>
  Object.keys(definition.when).some((fact) => failure.facts.includes(fact))

const isNear = (failure: Failure, { definition }: Fit): boolean => {
  const probes = [...probesOf(failure.facts), ...behindAll]
  return probesOf(Object.keys(definition.when)).some((probe) => probes.includes(probe))
}

/** The nearer to the cause comes first, then the one that says more. */
const likelier = (one: DiagnosisDefinition, other: DiagnosisDefinition): number =>
  other.rank - one.rank || Object.keys(other.when).length - Object.keys(one.when).length

const fittingNodes = ({ on, when }: DiagnosisDefinition, facts: ClusterFacts, values: Values): readonly NodeName[] => {
  const expectation = Object.entries(fillExpectation(when, values))
  const seen = (fact: string, node: NodeName): FactValue => {
    const sight = sightOf(fact, facts[node])
    return sight.kind === 'value' ? sight.value : undefined
  }
  const fits = (node: NodeName): boolean =>
    expectation.every(([fact, matcher]) => {
      const others = nodeNames.filter((other) => other !== node && sightOf(fact, facts[other]).kind === 'value')
      return meets(
        matcher,
        seen(fact, node),
        comparisonOf(matcher) === undefined ? [] : others.map((other) => seen(fact, other))
      )
    })
  const nodes = nodeNames.filter(fits)
  if (on === 'each') return nodes.length === nodeNames.length ? nodes : []
  const allSeen = nodeNames.every((node) => expectation.every(([fact]) => sightOf(fact, facts[node]).kind === 'value'))
  return on === 'any' || allSeen ? nodes : []
}

/** One finding for all controllers where its words come out the same. */
const findingsOf = (
  definition: DiagnosisDefinition,
  nodes: readonly NodeName[],
  facts: ClusterFacts
): readonly Finding[] => {
  const texts = [definition.message.en, definition.message['zh-CN'], definition.look ?? '']
  const mentions = texts.flatMap(placeholdersOf).filter((name) => knownFacts.has(name))
  const groups = new Map<string, { nodes: NodeName[]; mentioned: Readonly<Record<string, FactValue>> }>()
  for (const node of nodes) {
    const mentioned = Object.fromEntries(
      mentions.map((fact) => {
        const sight = sightOf(fact, facts[node])
        return [fact, sight.kind === 'value' ? sight.value : undefined]
      })
    )
    const key = JSON.stringify(mentioned)
    const group = groups.get(key) ?? { nodes: [], mentioned }
    group.nodes.push(node)
    groups.set(key, group)
  }
  return [...groups.values()].map((group) => ({ definition, ...group }))
}
