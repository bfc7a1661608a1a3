import { describe, expect, it } from 'vitest'
import type { ClusterFacts, Look, WantedFacts } from '../../src/check/evaluate.ts'
import type { ExperimentEnd } from '../../src/check/experiment.ts'
import { runChecks } from '../../src/check/run.ts'
import type { CourseLab } from '../../src/course/course.ts'
import { loadCourse } from '../../src/course/loader.ts'
import type { BehaviourCheck } from '../../src/course/schema.ts'
import { topologyVariables } from '../../src/course/variables.ts'
import { en } from '../../src/i18n/en/index.ts'
import { topology } from '../probe/recorded.ts'
import { given, solved } from './facts.ts'

const course = await loadCourse('test/fixtures/courses/small')
const voice = {
  messages: en,
  locale: 'en',
  values: { ...topologyVariables(topology), memory: 160, colour: 'red', secret: 'x' }
} as const

const lookAt = (facts: ClusterFacts): Look => ({ facts, explained: async () => facts })

const run = async (facts: ClusterFacts, labIds: readonly string[], settle?: { slowness: number }) => {
  const asked: WantedFacts[] = []
  let time = 0
  const report = await runChecks({
    course,
    labs: course.labs.filter(({ id }) => labIds.includes(id)),
    voice,
    collect: async (wanted) => {
      asked.push(wanted)
      time += 40
      return lookAt(facts)
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

/** The second lab with experiments after its checks. */
const withExperiments = (...experiments: readonly { readonly id: string; readonly needs: string[] }[]): CourseLab => {
  const lab = course.labs[1]
  if (lab === undefined) throw new Error('fixture')
  const behaviours = experiments.map(
    (one): BehaviourCheck => ({
      ...one,
      task: lab.tasks[0]?.id ?? '',
      title: { en: `It ${one.id}`, 'zh-CN': `${one.id} 如此` },
      why: { en: 'Why', 'zh-CN': '意义' },
      points: 3,
      tier: 'behaviour',
      experiment: [{ says: { en: 'A row is read', 'zh-CN': '读到一行' }, on: 'each', run: 'true' }]
    })
  )
  return { ...lab, checks: [...lab.checks, ...behaviours] }
}

const failed = {
  kind: 'failed',
  says: { en: 'A row is read', 'zh-CN': '读到一行' },
  script: 'mariadb -e "select\n1"',
  results: [{ node: 'controller2', exitCode: 1, stdout: '', printed: 'connecting\nERROR 1047 \u001b[31m(08S01)\n' }]
} as const satisfies ExperimentEnd

const behave = async (
  facts: ClusterFacts,
  lab: CourseLab,
  ends: Readonly<Record<string, ExperimentEnd>>,
  only?: readonly string[]
) => {
  const run: string[] = []
  const report = await runChecks({
    course,
    labs: [lab],
    voice,
    collect: async () => lookAt(facts),
    clock: { now: () => 0, sleep: async () => undefined },
    signal: new AbortController().signal,
    behave: {
      ...(only === undefined ? {} : { only }),
      experiment: async (_lab, { id }) => {
        run.push(id)
        return ends[id] ?? { kind: 'held' }
      }
    }
  })
  return { run, checks: report.labs[0]?.checks ?? [], report }
}

describe('behaviour checks', () => {
  it('are left out of a run that does not ask for them', async () => {
    const { report } = await run(solved, ['second'])
    expect(report.labs[0]?.checks.map(({ id }) => id)).toEqual(['second.active', 'second.memory'])
  })

  it('of which only some are asked for, are run with what they need, and no others', async () => {
    const lab = withExperiments(
      { id: 'heals', needs: ['memory'] },
      { id: 'serves', needs: ['heals'] },
      { id: 'moves', needs: ['memory'] }
    )
    expect((await behave(solved, lab, {}, ['serves'])).run).toEqual(['heals', 'serves'])
    expect((await behave(solved, lab, {}, ['memory'])).run).toEqual([])
  })

  it('are run one after another, after the checks that only look', async () => {
    const lab = withExperiments({ id: 'heals', needs: ['memory'] }, { id: 'serves', needs: ['heals'] })
    const { run, report } = await behave(solved, lab, {})
    expect(run).toEqual(['heals', 'serves'])
    expect(report).toMatchObject({ outcome: 'pass', points: 9, possible: 9 })
  })

  it('are not begun where what they need did not pass: the cause is shown once', async () => {
    const wrong = given(solved, 'controller2', { 'memcached.active': false })
    const lab = withExperiments({ id: 'heals', needs: ['memory'] }, { id: 'serves', needs: ['heals'] })
    const { run, checks } = await behave(wrong, lab, {})
    expect(run).toEqual([])
    expect(checks.slice(2)).toMatchObject([
      { id: 'second.heals', outcome: 'blocked', blockedBy: 'second.active', points: 0 },
      { id: 'second.serves', outcome: 'blocked', blockedBy: 'second.active' }
    ])
  })

  it('say at which step it was otherwise, where, and what was printed there', async () => {
    const { checks } = await behave(solved, withExperiments({ id: 'heals', needs: [] }), { heals: failed })
    expect(checks[2]).toMatchObject({
      outcome: 'fail',
      expected: 'A row is read',
      observed: 'ERROR 1047 (08S01) (controller2)',
      evidence: [{ node: 'controller2', command: 'mariadb -e "select 1"', excerpt: 'connecting\nERROR 1047 (08S01)' }]
    })
  })

  it('that could not look are errors, and never a pass', async () => {
    const lost: ExperimentEnd = {
      ...failed,
      kind: 'not-looked',
      results: [{ ...failed.results[0], exitCode: undefined }]
    }
    const { checks, report } = await behave(solved, withExperiments({ id: 'heals', needs: [] }), { heals: lost })
    expect(checks[2]).toMatchObject({
      outcome: 'error',
      points: 0,
      observed: expect.stringContaining('no answer in time')
    })
    expect(report.outcome).toBe('error')
  })

  it('are not begun after one whose disturbance could not be put back', async () => {
    const lab = withExperiments({ id: 'heals', needs: [] }, { id: 'serves', needs: [] })
    const { run, checks } = await behave(solved, lab, { heals: { ...failed, kind: 'not-undone' } })
    expect(run).toEqual(['heals'])
    expect(checks[2]).toMatchObject({ outcome: 'error', expected: 'what the experiment disturbed is put back' })
    expect(checks[3]).toMatchObject({ outcome: 'blocked', blockedBy: 'second.heals' })
  })
})

describe('a run of checks', () => {
  it('asks once for all labs, for the probes that they need and no others', async () => {
    const { asked, report } = await run(solved, ['first', 'second'])
    expect(asked.map(({ facts }) => facts)).toEqual([
      ['host.distribution', 'memcached.active', 'memcached.memory', 'memcached.maxConnections']
    ])
    expect(report).toMatchObject({ outcome: 'pass', points: 5, possible: 5, durationMs: 40 })
    expect(report.labs.map(({ id, checks }) => [id, checks.length])).toEqual([
      ['first', 1],
      ['second', 2]
    ])
    expect((await run(solved, ['first'])).asked.map(({ facts }) => facts)).toEqual([['host.distribution']])
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

  it('asks for what only explains a failure, the machines themselves among it, where something failed', async () => {
    const wrong = given(solved, 'controller2', { 'memcached.active': false })
    const known = given(wrong, 'controller2', { 'host.distribution': 'ubuntu' })
    for (const facts of [solved, wrong]) {
      const asked: WantedFacts[] = []
      let explained = 0
      const report = await runChecks({
        course,
        labs: course.labs.filter(({ id }) => id === 'second'),
        voice,
        collect: async (wanted) => {
          asked.push(wanted)
          return {
            facts,
            explained: async () => {
              explained += 1
              return known
            }
          }
        },
        clock: { now: () => 0, sleep: async () => undefined },
        signal: new AbortController().signal
      })
      expect(asked).toEqual([
        {
          facts: ['memcached.active', 'memcached.memory', 'memcached.maxConnections'],
          toExplain: ['memcached', 'host']
        }
      ])
      expect(explained).toBe(facts === wrong ? 1 : 0)
      const causes = report.labs[0]?.checks[0]?.diagnoses?.map(({ code }) => code)
      if (facts === wrong) expect(causes).toContain('host.other-system')
    }
  })

  it('waits only where somebody wants to', async () => {
    const starting = given(solved, 'controller2', { 'memcached.active': false }, 1)
    expect((await run(starting, ['second'])).asked).toHaveLength(1)
    expect((await run(starting, ['second'], { slowness: 1 })).asked.length).toBeGreaterThan(3)
  })
})
