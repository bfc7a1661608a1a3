import { describe, expect, it } from 'vitest'
import { type ClusterFacts, evaluate, probesOf, sectionsToJudge } from '../../src/check/evaluate.ts'
import type { FactCheck } from '../../src/course/schema.ts'
import { nameOfSection, probes } from '../../src/probe/registry.ts'
import { absent, check, given, givenAll, solved, unknown } from './facts.ts'

const outcomes = (facts: ClusterFacts, ...checks: readonly FactCheck[]) =>
  evaluate(checks, facts, { memory: 160 }).map(({ outcome }) => outcome)

const memory = check('memory', { 'memcached.memory': '{{memory}}' })

describe('a check on each controller', () => {
  it('passes where each is as it should be', () => {
    expect(outcomes(solved, memory)).toEqual(['pass'])
  })

  it('fails where one is not, and tells which', () => {
    const [judgement] = evaluate([memory], given(solved, 'controller2', { 'memcached.memory': 64 }), { memory: 160 })
    expect(judgement?.outcome).toBe('fail')
    expect(judgement?.nodes.map(({ node, outcome }) => [node, outcome])).toEqual([
      ['controller1', 'pass'],
      ['controller2', 'fail'],
      ['controller3', 'pass']
    ])
    expect(judgement?.nodes[1]?.facts[0]).toMatchObject({ sight: { kind: 'value', value: 64 }, matcher: 160 })
    expect(judgement?.nodes[1]?.facts[0]?.evidence?.output).toContain('maxbytes')
  })

  it('is not yet where the package is absent, and an error where nobody could look', () => {
    expect(outcomes(absent(solved, 'controller3', 'memcached'), memory)).toEqual(['not-yet'])
    expect(outcomes(unknown(solved, 'controller3', 'machine-stopped'), memory)).toEqual(['error'])
  })

  it('is not yet where nobody has begun, and fails where one has', () => {
    const begins = { ...memory, notBegun: { 'memcached.memory': 64 } }
    const untouched = ['controller1', 'controller2', 'controller3'] as const
    const nobody = untouched.reduce((all, node) => given(all, node, { 'memcached.memory': 64 }), solved)
    expect(outcomes(nobody, begins)).toEqual(['not-yet'])
    expect(outcomes(given(nobody, 'controller2', { 'memcached.memory': 160 }), begins)).toEqual(['fail'])
    expect(outcomes(solved, begins)).toEqual(['pass'])
  })

  it('is not yet where the system is on its way, for as long as the check grants', () => {
    const starting = { ...memory, underWay: { 'memcached.active': false }, within: 5000 }
    const at = (secondsAgo: number, active: boolean) =>
      given(solved, 'controller2', { 'memcached.memory': 64, 'memcached.active': active }, secondsAgo)
    expect(outcomes(at(1, false), starting)).toEqual(['not-yet'])
    expect(outcomes(at(6, false), starting)).toEqual(['fail'])
    expect(outcomes(at(1, true), starting)).toEqual(['fail'])
  })

  it('says first what is surely wrong', () => {
    const wrong = given(solved, 'controller1', { 'memcached.memory': 64 })
    expect(outcomes(unknown(wrong, 'controller3', 'time-out'), memory)).toEqual(['fail'])
    expect(outcomes(absent(wrong, 'controller3', 'memcached'), memory)).toEqual(['fail'])
    expect(outcomes(absent(unknown(solved, 'controller1', 'time-out'), 'controller3', 'memcached'), memory)).toEqual([
      'error'
    ])
  })

  it('looks at nothing but the controllers that it names', () => {
    const wrong = given(solved, 'controller3', { 'memcached.memory': 64 })
    expect(outcomes(wrong, { ...memory, on: ['controller1', 'controller2'] })).toEqual(['pass'])
    expect(outcomes(wrong, { ...memory, on: ['controller3'] })).toEqual(['fail'])
  })

  it('needs all its facts', () => {
    const both = check('both', { 'memcached.active': true, 'oslo.cacheEnabled': true })
    expect(outcomes(given(solved, 'controller2', { 'oslo.cacheEnabled': false }), both)).toEqual(['fail'])
    expect(outcomes(absent(solved, 'controller2', 'oslo'), both)).toEqual(['not-yet'])
    expect(
      outcomes(given(absent(solved, 'controller2', 'oslo'), 'controller2', { 'memcached.active': false }), both)
    ).toEqual(['fail'])
  })

  it('never passes for a fact that has no value or does not exist', () => {
    expect(outcomes(given(solved, 'controller1', { 'memcached.memory': undefined }), memory)).toEqual(['fail'])
    expect(outcomes(solved, check('x', { 'memcached.nothing': { not: 1 } }))).toEqual(['error'])
    expect(outcomes(solved, check('x', { nothing: true }))).toEqual(['error'])
    expect(outcomes({ ...solved, controller1: {} }, memory)).toEqual(['error'])
  })
})

describe('a check of the whole cluster', () => {
  const same = check('same', { 'oslo.cacheServers': { same: true } }, { on: 'cluster' })

  it('compares all controllers', () => {
    expect(outcomes(solved, same)).toEqual(['pass'])
    const other = given(solved, 'controller3', { 'oslo.cacheServers': ['controller3:11211', 'controller1:11211'] })
    const [judgement] = evaluate([same], other, {})
    expect(judgement?.outcome).toBe('fail')
    expect(judgement?.nodes.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'fail'])
  })

  it('is not judged while one cannot be seen or is not there yet', () => {
    const other = given(solved, 'controller3', { 'oslo.cacheServers': [] })
    expect(outcomes(unknown(other, 'controller1', 'no-answer'), same)).toEqual(['error'])
    expect(outcomes(absent(other, 'controller1', 'oslo'), same)).toEqual(['not-yet'])
  })
})

describe('a check on any, or exactly one', () => {
  const any = check('any', { 'memcached.active': true }, { on: 'any' })
  const one = check('one', { 'memcached.active': true }, { on: 'exactly-one' })
  const none = givenAll(solved, { 'memcached.active': false })
  const first = given(none, 'controller1', { 'memcached.active': true })

  it('counts the controllers that are as they should be', () => {
    expect(outcomes(solved, any, one)).toEqual(['pass', 'fail'])
    expect(outcomes(first, any, one)).toEqual(['pass', 'pass'])
    expect(outcomes(none, any, one)).toEqual(['fail', 'fail'])
  })

  it('is an error where the one that could not be seen decides', () => {
    expect(outcomes(unknown(none, 'controller3', 'time-out'), any, one)).toEqual(['error', 'error'])
    expect(outcomes(unknown(first, 'controller3', 'time-out'), any, one)).toEqual(['pass', 'error'])
    expect(outcomes(unknown(solved, 'controller3', 'time-out'), any, one)).toEqual(['pass', 'fail'])
  })

  it('is not yet only where it is absent on all', () => {
    const two = absent(absent(none, 'controller1', 'memcached'), 'controller2', 'memcached')
    expect(outcomes(two, any)).toEqual(['fail'])
    expect(outcomes(absent(two, 'controller3', 'memcached'), any, one)).toEqual(['not-yet', 'not-yet'])
  })
})

describe('a check that needs another', () => {
  const a = check('a', { 'memcached.active': true })
  const b = check('b', { 'memcached.port': 11211 }, { needs: ['a'] })
  const c = check('c', { 'memcached.udp': false }, { needs: ['b'] })

  it('is blocked by the one at the root, wherever that stands', () => {
    const stopped = given(solved, 'controller1', { 'memcached.active': false })
    expect(evaluate([c, b, a], stopped, {}).map(({ outcome, blockedBy }) => [outcome, blockedBy])).toEqual([
      ['blocked', 'a'],
      ['blocked', 'a'],
      ['fail', undefined]
    ])
  })

  it('is looked at when that one passes', () => {
    expect(outcomes(solved, a, b, c)).toEqual(['pass', 'pass', 'pass'])
  })

  it('is blocked by what is absent or could not be seen, too', () => {
    expect(outcomes(absent(solved, 'controller1', 'memcached'), a, b)).toEqual(['not-yet', 'blocked'])
    expect(outcomes(unknown(solved, 'controller1', 'time-out'), a, b)).toEqual(['error', 'blocked'])
  })

  it('never passes where they need each other, or something that does not exist', () => {
    const circle = [
      check('x', { 'memcached.active': true }, { needs: ['y'] }),
      check('y', { 'memcached.active': true }, { needs: ['x'] })
    ]
    expect(outcomes(solved, ...circle)).toEqual(['blocked', 'blocked'])
    expect(outcomes(solved, check('x', { 'memcached.active': true }, { needs: ['x'] }))).toEqual(['blocked'])
    expect(evaluate([check('x', { 'memcached.active': true }, { needs: ['gone'] })], solved, {})[0]).toMatchObject({
      blockedBy: 'gone'
    })
  })
})

it('the probes of facts are told once each', () => {
  expect(probesOf(['memcached.memory', 'oslo.cacheEnabled', 'memcached.port', 'nothing'])).toEqual([
    'memcached',
    'oslo'
  ])
})

it('the sections to judge by are those of the probes, without what explains and nobody expects', () => {
  const names = (...facts: readonly string[]) => sectionsToJudge(facts).map(nameOfSection)
  const galera = Object.entries(probes.galera.sections).map(([name, section]) => ({ name: `galera.${name}`, section }))
  const judging = galera.filter(({ section }) => !('explains' in section)).map(({ name }) => name)
  expect(judging.length).toBeLessThan(galera.length)
  expect(names('galera.ready', 'nothing')).toEqual(judging)
  expect(names('galera.ready', 'galera.problems')).toEqual([...judging, 'galera.log'])
  expect(names()).toEqual([])
})
