import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { FactCheck } from '../../src/course/schema.ts'
import type { Finding } from '../../src/grade/finding.ts'
import { regrade } from '../../src/grade/regrade.ts'
import { seal, unseal } from '../../src/grade/seal.ts'
import { type Submission, submissionSchema } from '../../src/grade/submission.ts'
import { check } from '../check/facts.ts'
import { edit, onlySections } from '../probe/recorded.ts'
import { claimsOf, honest, journalOf, newKey, ownStandard, regraded } from './handed-in.ts'

const standard = await ownStandard()
const submission = await honest('s-1')

const labOf = async (given: Submission, id: string) => (await regraded(given)).grade.labs.find((lab) => lab.id === id)
const findingsOf = async (given: Submission): Promise<readonly Finding[]> => (await regraded(given)).findings

/** The submission after the output of one section of a controller was edited by hand. */
const withEdited = (
  node: 'controller1' | 'controller2',
  section: string,
  change: (text: string) => string
): Submission => ({
  ...submission,
  looks: submission.looks.map((look) => {
    const own = look.nodes[node]
    return 'output' in own && own.output.includes(` begin ${section}\n`)
      ? { ...look, nodes: { ...look.nodes, [node]: { ...own, output: edit(own.output, section, change) } } }
      : look
  })
})

describe('a submission', () => {
  it('that is honest fits, and comes to what its evidence says', async () => {
    expect(await findingsOf(submission)).toEqual([])
    const lab = await labOf(submission, 'memcached')
    const checks = lab?.items
      .filter(({ kind, outcome }) => kind === 'check' && outcome !== 'pass')
      .map(({ id, outcome }) => `${id} ${outcome}`)
    // What experiments show is not in the recordings.
    expect(checks?.every((text) => /error|blocked/.test(text))).toBe(true)
    expect(lab?.points).toBeGreaterThan(15)
  })

  it('is the same after it was sealed and opened', async () => {
    expect(submissionSchema.parse(submission)).toEqual(submission)
    const opened = await unseal(await seal(submission, newKey()))
    expect(opened).toMatchObject({ submission, isSigned: true })
  })

  it('gets what the evidence is worth, not what it claims', async () => {
    const boasting = { ...submission, claimed: { ...submission.claimed, credit: 999, points: 999 } }
    expect((await regraded(boasting)).grade.credit).toBe((await regraded(submission)).grade.credit)
    expect(await findingsOf(boasting)).toEqual([expect.objectContaining({ code: 'points', claimed: 999 })])
  })

  it('whose raw output was edited contradicts its facts', async () => {
    const edited = withEdited('controller2', 'memcached.statistics', (text) =>
      text.replace('maxconns 2048', 'maxconns 1024')
    )
    const codes = (await findingsOf(edited)).map(({ code }) => code)
    expect(codes).toContain('facts')
    expect(codes).toContain('outcome')
    // Who mends the claims as well is graded by the edited output.
    const mended = { ...edited, claimed: await claimsOf(edited) }
    expect(await findingsOf(mended)).toEqual([])
    expect((await labOf(mended, 'memcached'))?.credit).toBeLessThan((await labOf(submission, 'memcached'))?.credit ?? 0)
  })

  it('with the values of another seed does not pass the checks of those values', async () => {
    const other = { ...submission, seed: 'another' }
    const lab = await labOf({ ...other, claimed: await claimsOf(other) }, 'memcached')
    expect(lab?.items.find(({ id }) => id === 'memcached.memory-limit' || id.includes('memory'))?.outcome).toBe('fail')
  })

  it('with a line of the journal edited or cut out says at which line', async () => {
    const lines = submission.journal.split('\n')
    const edited = submission.journal.replace('"rung":1', '"rung":2')
    expect(await findingsOf({ ...submission, journal: edited })).toContainEqual({ code: 'journal', line: 4 })
    const cut = [...lines.slice(0, 2), ...lines.slice(3)].join('\n')
    expect(await findingsOf({ ...submission, journal: cut })).toContainEqual({ code: 'journal', line: 3 })
    expect(await findingsOf({ ...submission, journal: `${submission.journal}rubbish\n` })).toContainEqual({
      code: 'journal-unreadable'
    })
  })

  it('whose journal calls a wrong answer right is told, and gets nothing for it', async () => {
    const [line] = submission.journal.split('\n').slice(3)
    const question = JSON.parse(line ?? '{}').question
    const journal = journalOf([
      { event: 'lab-created', id: submission.lab.id, engine: 'lxd', prefix: '10.99' },
      { event: 'answered', lab: 'concepts', question, answer: 'a', right: true }
    ])
    expect(await findingsOf({ ...submission, journal })).toContainEqual({
      code: 'answer',
      question: `concepts.${question}`
    })
  })

  it.each<[string, (given: Submission) => Submission, Finding]>([
    ['made in the future', (given) => ({ ...given, createdAt: '2040-01-01T00:00:00.000Z' }), { code: 'time-future' }],
    [
      'older than its journal',
      (given) => ({ ...given, createdAt: '2026-02-01T00:00:00.000Z' }),
      { code: 'time-order', what: 'journal', at: '2026-03-01T08:00:00.000Z' }
    ],
    [
      'of a lab that its journal does not know',
      (given) => ({ ...given, lab: { ...given.lab, id: 'ffffffff' } }),
      { code: 'lab-not-created', lab: 'ffffffff' }
    ],
    [
      'with addresses of another lab',
      (given) => ({ ...given, lab: { ...given.lab, prefix: '10.50' } }),
      { code: 'machine-address', node: 'controller1' }
    ],
    [
      'in which one controller is handed in as another',
      (given) => ({
        ...given,
        looks: given.looks.map((look) => ({ ...look, nodes: { ...look.nodes, controller2: look.nodes.controller1 } }))
      }),
      { code: 'machine-name', node: 'controller2', found: 'controller1' }
    ],
    [
      'of another course',
      (given) => ({ ...given, course: { ...given.course, id: 'other' } }),
      { code: 'other-course', found: 'other', expected: 'openstack-ha' }
    ],
    [
      'with other content',
      (given) => ({ ...given, course: { ...given.course, digest: '0'.repeat(64) } }),
      { code: 'other-content' }
    ],
    [
      'without a lab that counts',
      (given) => ({ ...given, labs: given.labs.filter((id) => id !== 'ntp') }),
      { code: 'labs-missing', labs: ['ntp'] }
    ]
  ])('%s is told', async (_name, change, finding) => {
    expect(await findingsOf(change(submission))).toContainEqual(finding)
  })

  it('whose content was changed after it was signed is told', async () => {
    const text = gunzipSync(await seal(submission, newKey())).toString()
    const opened = await unseal(gzipSync(text.replace('"student":"s-1"', '"student":"s-2"')))
    expect(opened).toMatchObject({ isSigned: false, submission: { student: 's-2' } })
  })
})

describe('the evidence of a submission', () => {
  const { course } = standard
  const status = 'galera.status'
  const galeraChecks = async (given: Submission, by = standard) => {
    const { report } = await regrade({ submission: given, key: 'key', isSigned: true }, by)
    return report.labs.find(({ id }) => id === 'galera')?.checks.map(({ outcome }) => outcome) ?? []
  }
  /** The same where each look has only some of what it had, and says so or not. */
  const withOnly = (isKept: (section: string) => boolean, isTold: boolean): Submission => ({
    ...submission,
    looks: submission.looks.map(({ at, sections, nodes }) => {
      const left = sections.filter(isKept)
      const cut = (reply: (typeof nodes)['controller1']) =>
        'output' in reply ? { ...reply, output: onlySections(reply.output, left) } : reply
      return {
        at,
        sections: isTold ? left : sections,
        nodes: {
          controller1: cut(nodes.controller1),
          controller2: cut(nodes.controller2),
          controller3: cut(nodes.controller3)
        }
      }
    })
  })

  it('is what was asked first, without what only explains failures', () => {
    const sections = submission.looks.flatMap((look) => look.sections)
    expect(sections).toContain(status)
    expect(sections).not.toContain('galera.log')
  })

  it.each([true, false])('without a section that checks need passes none of them (told: %s)', async (isTold) => {
    expect(await galeraChecks(submission)).toContain('pass')
    const cut = withOnly((section) => section !== status, isTold)
    const outcomes = await galeraChecks({ ...cut, claimed: await claimsOf(cut) })
    expect(outcomes).not.toContain('pass')
    expect(outcomes).toContain('error')
    expect(await galeraChecks(withOnly((section) => !section.startsWith('galera.'), isTold))).not.toContain('pass')
  })

  /** The standard of an instructor whose galera lab expects one thing more. */
  const expecting = (expect: FactCheck['expect'], digest = standard.digest) => {
    const labs = course.labs.map((lab) =>
      lab.id === 'galera' ? { ...lab, checks: [...lab.checks, check('more', expect, {})] } : lab
    )
    return { ...standard, digest, course: { ...course, labs } }
  }

  it('needs what the course of the instructor asks for, whatever the one of the learner did', async () => {
    const before = await galeraChecks(submission)
    expect(await galeraChecks(submission, expecting({ 'galera.ready': true }))).toEqual([...before, 'pass'])
    const outcomes = await galeraChecks(submission, expecting({ 'galera.problems': [] }))
    expect(outcomes.at(-1)).toBe('error')
    expect(outcomes).not.toContain('pass')
  })

  it('of another course is compared with its facts where both ask the same', async () => {
    const edited = withEdited('controller2', 'memcached.statistics', (text) =>
      text.replace('maxconns 2048', 'maxconns 1024')
    )
    const facts = async (given: Submission) => {
      const by = expecting({ 'galera.problems': [] }, '0'.repeat(64))
      const { findings } = await regrade({ submission: given, key: 'key', isSigned: true }, by)
      return findings.filter(({ code }) => code === 'facts')
    }
    expect(await facts(submission)).toEqual([])
    expect(await facts(edited)).toEqual([{ code: 'facts', node: 'controller2', probe: 'memcached' }])
  })
})

describe('an experiment in a submission', () => {
  it('counts by what its steps gave, on the controllers that they are for', async () => {
    const { course } = standard
    const lab = course.labs.find((one) => one.id === 'memcached')
    const check = lab?.checks.find((one) => one.tier === 'behaviour')
    if (check?.tier !== 'behaviour') throw new Error('memcached has no experiment')
    const nodesFor = (on: (typeof check.experiment)[number]['on']) =>
      on === 'each'
        ? (['controller1', 'controller2', 'controller3'] as const)
        : 'kept' in on
          ? (['controller1'] as const)
          : 'others' in on
            ? (['controller2', 'controller3'] as const)
            : on
    const steps = check.experiment.map(({ on }) => nodesFor(on).map((node) => ({ node, exitCode: 0, printed: 'ok' })))
    const outcome = async (experiments: Submission['experiments']) => {
      const { grade, findings } = await regraded({ ...submission, experiments })
      const item = grade.labs.flatMap(({ items }) => items).find((one) => one.id === `memcached.${check.id}`)
      return [item?.outcome, findings.some(({ code }) => code === 'experiment')]
    }
    const given = { check: `memcached.${check.id}`, steps, undone: true }
    expect(await outcome([given])).toEqual(['pass', false])
    expect(await outcome([])).toEqual(['error', false])
    expect(await outcome([{ ...given, undone: false }])).toEqual(['error', false])
    expect(await outcome([{ ...given, steps: steps.slice(1) }])).not.toEqual(['pass', false])
    expect(await outcome([{ ...given, steps: steps.map((step) => step.slice(0, 0)) }])).toEqual(['error', true])
    const failed = steps.map((step, index) => (index === 0 ? step.map((one) => ({ ...one, exitCode: 1 })) : step))
    expect(await outcome([{ ...given, steps: failed }])).toEqual(['fail', false])
  })
})
