import { describe, expect, it } from 'vitest'
import { diagnose } from '../../src/check/diagnose.ts'
import { type ClusterFacts, evaluate } from '../../src/check/evaluate.ts'
import type { DiagnosisDefinition, FactCheck } from '../../src/course/schema.ts'
import { check, given, givenAll, solved, unknown } from './facts.ts'

const diagnosis = (
  code: string,
  when: DiagnosisDefinition['when'],
  more: Partial<DiagnosisDefinition> = {}
): DiagnosisDefinition => ({
  code,
  on: 'any',
  when,
  message: { en: `${code} on {{node}}`, 'zh-CN': `{{node}} ${code}` },
  rank: 0,
  ...more
})

const shown = (facts: ClusterFacts, checks: readonly FactCheck[], definitions: readonly DiagnosisDefinition[]) => {
  const found = diagnose(evaluate(checks, facts, { memory: 160 }), definitions, facts, { memory: 160 })
  return [...found].map(([judgement, findings]) => [
    judgement.check.id,
    ...findings.map(({ definition, nodes }) => `${definition.code} ${nodes.map((node) => node.slice(-1)).join('')}`)
  ])
}

const memory = check('memory', { 'memcached.memory': '{{memory}}' })
const bound = check('bound', { 'memcached.bound': 'management' })
const small = diagnosis('m.small', { 'memcached.memory': 64 })
const loopback = diagnosis('m.loopback', { 'memcached.bound': 'loopback' })
const restart = diagnosis('m.restart', { 'memcached.restartNeeded': true }, { rank: 10 })

describe('the causes of a failed check', () => {
  it('are those that say something about what failed, on the controllers where it did', () => {
    const facts = given(given(solved, 'controller2', { 'memcached.memory': 64 }), 'controller3', {
      'memcached.bound': 'loopback'
    })
    expect(shown(facts, [memory, bound], [loopback, small])).toEqual([
      ['memory', 'm.small 2'],
      ['bound', 'm.loopback 3']
    ])
  })

  it('are those of the controllers that pass where only one of them may', () => {
    const one = check('one', { 'memcached.bound': 'management' }, { on: 'exactly-one' })
    const several = diagnosis('m.several', { 'memcached.bound': 'management' })
    const facts = given(solved, 'controller3', { 'memcached.bound': 'loopback' })
    expect(shown(facts, [one], [several, loopback])).toEqual([['one', 'm.several 12']])
    expect(shown(solved, [one], [several, loopback])).toEqual([['one', 'm.several 123']])
    const none = givenAll(solved, { 'memcached.bound': 'loopback' })
    expect(shown(none, [one], [several, loopback])).toEqual([['one', 'm.loopback 123']])
  })

  it('are none where nothing failed, or nobody could look', () => {
    expect(shown(solved, [memory], [diagnosis('m.any', { 'memcached.active': true })])).toEqual([])
    expect(shown(unknown(solved, 'controller1', 'time-out'), [memory], [small])).toEqual([])
  })

  it('may lie behind: what is about no failed fact is shown where it outranks what is', () => {
    const facts = given(solved, 'controller2', { 'memcached.memory': 64, 'memcached.restartNeeded': true })
    expect(shown(facts, [memory], [small, restart])).toEqual([['memory', 'm.restart 2', 'm.small 2']])
    expect(shown(facts, [memory], [{ ...small, rank: 20 }, restart])).toEqual([['memory', 'm.small 2']])
    expect(shown(facts, [memory], [restart])).toEqual([['memory', 'm.restart 2']])
  })

  it('are not those of another system or of another controller', () => {
    const facts = given(solved, 'controller2', { 'memcached.memory': 64 })
    const off = diagnosis('o.off', { 'oslo.cacheEnabled': false }, { rank: 50 })
    expect(shown(given(facts, 'controller2', { 'oslo.cacheEnabled': false }), [memory], [off, small])).toEqual([
      ['memory', 'm.small 2']
    ])
    expect(shown(given(facts, 'controller1', { 'memcached.restartNeeded': true }), [memory], [restart])).toEqual([
      ['memory']
    ])
  })

  it('show once in a run', () => {
    const facts = given(solved, 'controller2', {
      'memcached.memory': 64,
      'memcached.bound': 'loopback',
      'memcached.restartNeeded': true
    })
    expect(shown(facts, [memory, bound], [restart])).toEqual([['memory', 'm.restart 2'], ['bound']])
  })

  it('come in the order of their rank, then of how much they say, and no more than three', () => {
    const facts = givenAll(solved, { 'memcached.memory': 64 })
    const definitions = [
      diagnosis('m.a', { 'memcached.memory': 64 }),
      diagnosis('m.b', { 'memcached.memory': 64, 'memcached.active': true }),
      diagnosis('m.c', { 'memcached.memory': { lte: 100 } }, { rank: 5 }),
      diagnosis('m.d', { 'memcached.memory': { lte: 100 } }, { rank: -1 })
    ]
    expect(shown(facts, [memory], definitions)).toEqual([['memory', 'm.c 123', 'm.b 123', 'm.a 123']])
  })

  it('fit one controller, each, or the cluster as a whole', () => {
    const two = given(given(solved, 'controller2', { 'memcached.memory': 64 }), 'controller3', {
      'memcached.memory': 64
    })
    const each = { ...small, on: 'each' as const }
    expect(shown(two, [memory], [each])).toEqual([['memory']])
    expect(shown(givenAll(solved, { 'memcached.memory': 64 }), [memory], [each])).toEqual([['memory', 'm.small 123']])
    const same = check('same', { 'oslo.cacheServers': { same: true } })
    const differs = diagnosis('o.differs', { 'oslo.cacheServers': { not: { same: true } } }, { on: 'cluster' })
    const other = given(solved, 'controller3', { 'oslo.cacheServers': ['controller2:11211'] })
    expect(shown(other, [same], [differs])).toEqual([['same', 'o.differs 3']])
    expect(shown(unknown(other, 'controller1', 'time-out'), [same], [differs])).toEqual([['same']])
  })

  it('may compare with the learner’s own values', () => {
    const below = diagnosis('m.below', { 'memcached.memory': { not: { gte: '{{memory}}' } } })
    expect(shown(given(solved, 'controller1', { 'memcached.memory': 100 }), [memory], [below])).toEqual([
      ['memory', 'm.below 1']
    ])
  })

  it('are told apart by the values that they mention', () => {
    const facts = given(given(solved, 'controller1', { 'memcached.memory': 64 }), 'controller2', {
      'memcached.memory': 100
    })
    const mentions = diagnosis(
      'm.mentions',
      { 'memcached.memory': { lte: 100 } },
      {
        message: { en: '{{node}} has {{memcached.memory}}', 'zh-CN': '{{node}} {{memcached.memory}}' }
      }
    )
    expect(shown(facts, [memory], [mentions])).toEqual([['memory', 'm.mentions 1', 'm.mentions 2']])
  })
})
