import { describe, expect, it } from 'vitest'
import type { KnownFacts, NodeFacts, Observation } from '../../src/probe/registry.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { topology } from '../probe/recorded.ts'
import { absent, solved as controllers } from './facts.ts'
import { type Case, changedBy, everywhere, labOf } from './lab.ts'

/** The mistakes of the lab by what the probes see of them; `quorate verify lab-tour` shows it on real controllers. */

const { lab, judge, unpassed, failed } = await labOf('lab-tour', {
  isOwn: (code) => /^(?:host|network|site)\./.test(code)
})

const known = (facts: KnownFacts): Observation => ({ facts: { kind: 'known', facts }, evidence: {} })

const wellSeenFrom = (node: NodeName): NodeFacts => {
  const others = nodeNames.filter((name) => name !== node)
  return {
    ...controllers[node],
    network: known({
      managementReached: others,
      managementSilent: [],
      clusterReached: others,
      clusterSilent: [],
      slowest: 0.02,
      timeSource: 'answers',
      clockOffset: 0
    }),
    site: known({
      banner: 'right',
      bannerLacks: [],
      bannerOthers: [],
      baseline: 'whole',
      baselineMissing: [],
      after: 'whole',
      afterMissing: [],
      api: 'vip',
      apiAddresses: [topology.vip]
    })
  }
}

const solved = everywhere(wellSeenFrom)

const { controller1, controller2, controller3 } = topology.nodes

const cases: Readonly<Record<string, Case>> = {
  'copied-banner': {
    on: ['controller2', 'controller3'],
    facts: {
      'site.banner': 'others',
      'site.bannerLacks': ['name', 'management', 'cluster'],
      'site.bannerOthers': ['controller1']
    }
  },
  'one-network': {
    on: ['controller3'],
    facts: { 'site.baseline': 'incomplete', 'site.baselineMissing': [controller1.cluster, controller2.cluster] }
  },
  'copied-baseline': {
    on: ['controller2'],
    facts: { 'site.baseline': 'incomplete', 'site.baselineMissing': [controller1.management, controller1.cluster] }
  },
  'link-down': {
    on: ['controller3'],
    facts: { 'host.clusterLink': 'down', 'network.clusterSilent': ['controller1', 'controller2'] },
    others: { 'network.clusterSilent': ['controller3'] }
  },
  'not-everywhere': { on: ['controller3'], facts: { 'site.api': 'unresolved', 'site.apiAddresses': [] } },
  'one-controller': {
    on: nodeNames,
    facts: { 'site.api': 'elsewhere', 'site.apiAddresses': [controller1.management] }
  },
  'second-line': {
    on: ['controller1'],
    facts: { 'site.api': 'ambiguous', 'site.apiAddresses': [topology.labHost, topology.vip] }
  },
  overwritten: { on: ['controller2'], facts: { 'host.resolves': [], 'host.unresolved': [...nodeNames] } },
  'own-name-on-loopback': {
    on: ['controller1'],
    facts: { 'host.resolves': ['controller2', 'controller3'], 'host.resolvesToLoopback': ['controller1'] }
  },
  'measured-too-early': {
    on: ['controller1'],
    facts: { 'site.after': 'incomplete', 'site.afterMissing': [controller3.cluster] }
  },
  'drill-left': {
    on: ['controller2'],
    facts: { 'host.firewallRules': 1, 'host.firewallDrops': ['input: tcp dport 3306 drop'] }
  }
}

/** Known causes that no mistake of the lab makes. */
const more: readonly (readonly [code: string, check: string, seen: Case])[] = [
  [
    'site.banner-incomplete',
    'banner',
    { on: ['controller1'], facts: { 'site.banner': 'incomplete', 'site.bannerLacks': ['cluster'] } }
  ],
  ['site.banner-absent', 'banner', { on: ['controller2'], facts: { 'site.banner': 'absent' } }],
  ['site.baseline-absent', 'baseline', { on: ['controller3'], facts: { 'site.baseline': 'absent' } }],
  ['site.after-absent', 'measured-again', { on: ['controller3'], facts: { 'site.after': 'absent' } }],
  ['network.slow', 'latency', { on: ['controller1'], facts: { 'network.slowest': 12.5 } }],
  ['host.name-wrong', 'whole', { on: ['controller3'], facts: { 'host.name': 'node3', 'host.nameRight': false } }]
]

describe('the checks of the lab lab-tour', () => {
  it('all pass where it is solved', () => {
    expect(unpassed(solved)).toEqual([])
  })

  it('pass nowhere on controllers that were not touched, which are well in every other way', () => {
    const untouched = nodeNames.reduce((facts, node) => absent(facts, node, 'site'), solved)
    expect(judge(untouched).filter(({ outcome }) => outcome !== 'not-yet' && outcome !== 'blocked')).toEqual([])
  })

  it.each(lab.mistakes.map(({ name }) => name))('catch the mistake %s, and fail nothing else', (name) => {
    const mistake = lab.mistakes.find((one) => one.name === name)
    const seen = cases[name]
    if (mistake === undefined || seen === undefined) throw new Error(`the mistake ${name} has no facts`)
    expect(seen.on).toEqual(mistake.on)
    const found = failed(changedBy(seen, solved))
    expect(found.map(({ id }) => id).sort()).toEqual([...mistake.fails].sort())
    expect(found.flatMap(({ codes }) => codes)[0]).toBe(mistake.diagnosis)
  })

  it.each(more)('know the cause %s', (code, check, seen) => {
    expect(failed(changedBy(seen, solved))).toMatchObject([{ id: check, codes: [code] }])
  })
})
