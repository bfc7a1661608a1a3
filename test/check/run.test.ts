import { describe, expect, it } from 'vitest'
import type { ClusterFacts } from '../../src/check/evaluate.ts'
import { runChecks } from '../../src/check/run.ts'
import { loadCourse } from '../../src/course/loader.ts'
import { topologyVariables } from '../../src/course/variables.ts'
import { en } from '../../src/i18n/en/index.ts'
import type { ProbeId } from '../../src/probe/registry.ts'
import { topology } from '../probe/recorded.ts'
import { given, solved } from './facts.ts'

const course = await loadCourse('test/fixtures/courses/small')
const voice = {
  messages: en,
  locale: 'en',
  values: { ...topologyVariables(topology), memory: 160, colour: 'red', secret: 'x' }
} as const

const run = async (facts: ClusterFacts, labIds: readonly string[], settle?: { slowness: number }) => {
  const asked: (readonly ProbeId[])[] = []
  let time = 0
  const report = await runChecks({
    course,
    labs: course.labs.filter(({ id }) => labIds.includes(id)),
    voice,
    collect: async (probes) => {
      asked.push(probes)
      time += 40
      return facts
    },
    clock: {
      now: () => time,
      sleep: async (milliseconds) => {
        time += milliseconds
      }
    },
    signal: new AbortController().signal,
    ...(settle === undefined ? {} : { settle })
  })
  return { asked, report }
}

describe('a run of checks', () => {
  it('asks once for all labs, for the probes that they need and no others', async () => {
    const { asked, report } = await run(solved, ['first', 'second'])
    expect(asked).toEqual([['host', 'memcached']])
    expect(report).toMatchObject({ outcome: 'pass', points: 5, possible: 5, durationMs: 40 })
    expect(report.labs.map(({ id, checks }) => [id, checks.length])).toEqual([
      ['first', 1],
      ['second', 2]
    ])
    expect((await run(solved, ['first'])).asked).toEqual([['host']])
  })

  it('gives each lab its own results and causes', async () => {
    const { report } = await run(given(solved, 'controller2', { 'memcached.active': false }), ['first', 'second'])
    expect(report.outcome).toBe('fail')
    expect(report.labs.map(({ outcome }) => outcome)).toEqual(['pass', 'fail'])
    expect(report.labs[1]?.checks[0]).toMatchObject({
      id: 'second.active',
      durationMs: 40,
      diagnoses: [{ code: 'memcached.stopped' }]
    })
  })

  it('waits only where somebody wants to', async () => {
    const starting = given(solved, 'controller2', { 'memcached.active': false }, 1)
    expect((await run(starting, ['second'])).asked).toHaveLength(1)
    expect((await run(starting, ['second'], { slowness: 1 })).asked.length).toBeGreaterThan(3)
  })
})
