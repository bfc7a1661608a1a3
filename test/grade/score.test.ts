import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outcomes } from '../../src/check/outcome.ts'
import type { Grading } from '../../src/course/schema.ts'
import { type Grade, gradeOf, type Work } from '../../src/grade/score.ts'
import type { JournalLine } from '../../src/lab/journal.ts'
import { checkedLine, lab, line, reportWith, values } from './lab.ts'

const at = '2026-03-10T00:00:00.000Z'

const grade = (work: Partial<Work> = {}): Grade =>
  gradeOf({ labs: [lab], grading: undefined, values, journal: [], report: reportWith(), at, ...work })

const itemOf = ({ labs }: Grade, id: string) => labs[0]?.items.find((item) => item.id === `ring.${id}`)

const answered = (question: string, answer: string, right: boolean): JournalLine =>
  line(1, { event: 'answered', lab: 'ring', question, answer, right })
const hint = (task: string, rung: number): JournalLine => line(2, { event: 'hint', lab: 'ring', task, rung })
const solved = (task: string): JournalLine => line(3, { event: 'solved', lab: 'ring', task })

const hintsCost = (hintCost: number): Grading => ({ hintCost })
const dueAt = (due: string, perDay: number, most = 100): Grading => ({
  hintCost: 0,
  late: { due, labs: {}, perDay, most }
})

describe('a grade', () => {
  it('without rules is what the checks and the first answers came to', () => {
    const journal = [answered('votes', '5', true), answered('why', 'b', false), answered('why', 'a', true)]
    expect(grade({ journal, report: reportWith({ joined: 'fail' }) })).toMatchObject({
      points: 6,
      possible: 11,
      credit: 6
    })
  })

  it('judges answers itself, whatever the journal says of them', () => {
    const made = grade({ journal: [answered('votes', '4', true), answered('why', 'a', false)] })
    expect(itemOf(made, 'votes')).toMatchObject({ outcome: 'wrong', credit: 0 })
    expect(itemOf(made, 'why')).toMatchObject({ outcome: 'right', credit: 1 })
  })

  it('does not credit the checks of a task that the reference solution did, and says so', () => {
    const made = grade({ journal: [solved('install'), answered('votes', '5', true)] })
    expect(made).toMatchObject({ points: 10, credit: 7 })
    expect(made.labs[0]?.solved).toEqual(['install'])
    expect(itemOf(made, 'running')).toMatchObject({
      outcome: 'pass',
      points: 2,
      credit: 0,
      reductions: [{ why: 'solved' }]
    })
  })

  it('takes what each hint costs from its task, and from no other', () => {
    const made = grade({ grading: hintsCost(10), journal: [hint('install', 1), hint('install', 2)] })
    expect(itemOf(made, 'running')).toMatchObject({
      credit: 1.6,
      reductions: [{ why: 'hints', hints: 2, percent: 20 }]
    })
    expect(itemOf(made, 'joined')).toMatchObject({ credit: 4, reductions: [] })
  })

  it('counts days that have begun since the deadline, from when a check passed first', () => {
    const grading = dueAt('2026-03-01T01:00:00Z', 10, 25)
    const journal = [checkedLine(60, 'running'), checkedLine(61, 'running', 'enabled'), checkedLine(5 * 1440, 'joined')]
    const made = grade({ grading, journal })
    expect(itemOf(made, 'running')).toMatchObject({ credit: 2 })
    expect(itemOf(made, 'enabled')).toMatchObject({ credit: 0.9, reductions: [{ why: 'late', days: 1, percent: 10 }] })
    expect(itemOf(made, 'joined')).toMatchObject({ credit: 3, reductions: [{ days: 5, percent: 25 }] })
  })

  it('takes a deadline of the lab before that of the course', () => {
    const grading: Grading = {
      hintCost: 0,
      late: { due: '2026-01-01T00:00:00Z', labs: { ring: '2026-03-11T00:00:00+01:00' }, perDay: 50, most: 100 }
    }
    expect(grade({ grading }).credit).toBe(7)
  })

  it('of an exam counts what was reached in its time', () => {
    const grading: Grading = { hintCost: 0, exam: { labs: ['ring'], minutes: 60 } }
    const journal = [
      line(0, { event: 'opened', lab: 'other' }),
      line(30, { event: 'opened', lab: 'ring' }),
      checkedLine(90, 'running'),
      checkedLine(91, 'enabled')
    ]
    const made = grade({ grading, journal })
    expect(itemOf(made, 'running')).toMatchObject({ credit: 2 })
    expect(itemOf(made, 'enabled')).toMatchObject({ credit: 0, reductions: [{ why: 'overtime', minutes: 1 }] })
    expect(itemOf(made, 'joined')?.credit).toBe(0)
  })

  it('says of a check that was left out that nobody looked', () => {
    expect(itemOf(grade({ report: { ...reportWith(), labs: [] } }), 'running')).toMatchObject({
      outcome: 'not-checked',
      credit: 0
    })
  })
})

describe('whatever was done', () => {
  const task = fc.constantFrom('install', 'join')
  const event: fc.Arbitrary<JournalLine> = fc.oneof(
    fc
      .tuple(fc.nat(20_000), fc.subarray(['running', 'enabled', 'joined']))
      .map(([minute, ids]) => checkedLine(minute, ...ids)),
    fc
      .tuple(fc.nat(20_000), task, fc.integer({ min: 1, max: 3 }))
      .map(([minute, of, rung]) => line(minute, { event: 'hint', lab: 'ring', task: of, rung })),
    fc
      .tuple(fc.constantFrom('votes', 'why'), fc.constantFrom('5', '4', 'a', 'b', 'rubbish'))
      .map(([question, answer]) => answered(question, answer, true)),
    task.map(solved)
  )
  const work = fc.record({
    journal: fc.array(event, { maxLength: 12 }),
    report: fc
      .record({
        running: fc.constantFrom(...outcomes),
        enabled: fc.constantFrom(...outcomes),
        joined: fc.constantFrom(...outcomes)
      })
      .map(reportWith),
    grading: fc.record({
      hintCost: fc.integer({ min: 0, max: 100 }),
      late: fc.record({
        due: fc.integer({ min: -5, max: 20 }).map((day) => new Date(Date.UTC(2026, 2, 1 + day)).toISOString()),
        labs: fc.constant({}),
        perDay: fc.integer({ min: 0, max: 100 }),
        most: fc.integer({ min: 0, max: 100 })
      })
    })
  })

  it('credit is between nothing and what was reached, and sums are what they add up', () => {
    fc.assert(
      fc.property(work, (given) => {
        const made = grade(given)
        const items = made.labs.flatMap(({ items: own }) => own)
        for (const { credit, points, possible, reductions } of items) {
          expect(credit).toBeGreaterThanOrEqual(0)
          expect(credit).toBeLessThanOrEqual(points)
          expect(points).toBeLessThanOrEqual(possible)
          // Whoever lost points is told why.
          if (reductions.length === 0) expect(credit).toBe(points)
        }
        expect(made.possible).toBe(lab.points)
        expect(made.credit).toBeCloseTo(
          items.reduce((sum, { credit }) => sum + credit, 0),
          6
        )
      })
    )
  })

  it('one more hint or one more solved task never adds to the credit, and no rules take nothing', () => {
    fc.assert(
      fc.property(
        work,
        fc.oneof(
          task.map(solved),
          task.map((of) => hint(of, 3))
        ),
        (given, more) => {
          const journal = [...given.journal, more]
          expect(grade({ ...given, journal }).credit).toBeLessThanOrEqual(grade(given).credit)
          const honest = given.journal.filter(({ event: kind }) => kind !== 'solved')
          const free = grade({ ...given, journal: honest, grading: undefined })
          expect(free.credit).toBe(free.points)
        }
      )
    )
  })
})
