import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Course } from '../../src/course/course.ts'
import { loadCourse } from '../../src/course/loader.ts'
import { en } from '../../src/i18n/en/index.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'
import type { Milestone, Timeline } from '../../src/lab/timeline.ts'
import { widthOf } from '../../src/terminal/cells.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import {
  agoOf,
  milestoneRows,
  restoreRows,
  spokenTimeline,
  type TimelineSetting,
  timelineRows
} from '../../src/tui/timeline-rows.ts'
import type { Language } from '../../src/tui/ui.ts'

const english: Language = { locale: 'en', messages: en }
const chinese: Language = { locale: 'zh-CN', messages: zhCN }
const start = Date.parse('2026-11-23T10:00:00Z')

let course: Course
beforeAll(async () => {
  course = await loadCourse(fileURLToPath(new URL('../fixtures/courses/screens', import.meta.url)))
})

const setting = (language: Language, columns: number): TimelineSetting => ({
  columns,
  now: start + 12 * 60_000,
  language,
  course,
  values: { vip: '10.77.0.10' },
  paint: paintFor(false, true)
})

const milestone = (more: Partial<Milestone> & { readonly name: string }): Milestone => ({
  createdAt: new Date(start).toISOString(),
  role: 'learner',
  lab: 'quorum',
  isPassed: true,
  lost: [],
  ...more
})

const names = fc
  .array(fc.constantFrom('a', 'Z', '7', '-', '_', '.', '节', '快', 'é', '한'), { minLength: 1, maxLength: 62 })
  .map((characters) => `x${characters.join('')}`)
const someMilestone = fc.record({
  name: names,
  createdAt: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(start) }).map((at) => at.toISOString()),
  role: fc.constantFrom('untouched' as const, 'start' as const, 'done' as const, 'learner' as const),
  lab: fc.constantFrom('quorum', 'gone'),
  isPassed: fc.boolean(),
  lost: fc.option(fc.array(fc.constantFrom('quorum.debian', 'quorum.bound', 'gone.check'), { maxLength: 40 }), {
    nil: undefined
  })
})
const someSetting = fc
  .tuple(fc.constantFrom(english, chinese), fc.constantFrom(60, 80, 120, 200))
  .map(([language, columns]) => setting(language, columns))

/** A text without what wrapping may change. */
const letters = (rows: readonly string[]): string => rows.join('').replaceAll(/\s/g, '')

describe('the rows of the time line', () => {
  it('show sign, name, what it is of, and where now is', () => {
    const timeline: Timeline = {
      milestones: [
        milestone({ name: 'untouched', role: 'untouched', lab: undefined }),
        milestone({ name: 'quorum/start', role: 'start' }),
        milestone({ name: 'mine', isPassed: false })
      ],
      now: { from: 'quorum/start', how: 'restored', at: new Date(start).toISOString() }
    }
    const rows = timelineRows(timeline, 1, setting(english, 100))
    expect(rows[0]).toMatch(/^ {2}● untouched {5}Nov 23, 2026, .* the controllers as they were made$/)
    expect(rows[1]).toMatch(/^› ● quorum\/start .* where it starts: Quorum: who may decide$/)
    expect(rows[2]).toMatch(/^ {2}○ mine .* yours, in: Quorum: who may decide$/)
    expect(rows[3]).toBe('  ◆ now, on from quorum/start, restored 12 minutes ago')
    const inChinese = timelineRows(timeline, 0, setting(chinese, 100))
    expect(inChinese[0]).toContain('控制节点刚创建时的样子')
    expect(inChinese[3]).toBe('  ◆ 现在：12分钟前恢复 quorum/start 之后')
  })

  it('are sentences for whoever listens', () => {
    const timeline: Timeline = {
      milestones: [milestone({ name: 'quorum/start', role: 'start' }), milestone({ name: 'mine', isPassed: false })],
      now: { from: 'quorum/start', how: 'restored', at: new Date(start).toISOString() }
    }
    const { rows, chosenRow } = spokenTimeline(timeline, 1, setting(english, 200))
    expect(rows[0]).toMatch(/^quorum\/start, Nov 23, 2026, .*, where it starts: Quorum: who may decide$/)
    expect(rows[1]).toMatch(/^mine, .*, yours, in: Quorum: who may decide, not on the way to now \(chosen\)$/)
    expect(rows[2]).toBe('now, on from quorum/start, restored 12 minutes ago')
    expect(chosenRow).toBe(1)
    const narrow = spokenTimeline(timeline, 1, setting(chinese, 60))
    expect(narrow.rows[narrow.chosenRow]).toMatch(/^mine，/)
    for (const row of narrow.rows) expect(widthOf(row)).toBeLessThanOrEqual(60)
  })

  it('are never wider than their room, and the chosen one is told in full below them', () => {
    fc.assert(
      fc.property(fc.array(someMilestone, { maxLength: 8 }), someSetting, (milestones, where) => {
        const [first] = milestones
        const now = first && ({ from: first.name, how: 'saved', at: first.createdAt } as const)
        const rows = timelineRows({ milestones, now }, 0, where)
        expect(rows).toHaveLength(milestones.length + 1)
        for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(where.columns)
        for (const one of milestones) {
          const about = milestoneRows(one, where)
          for (const row of about) expect(widthOf(row)).toBeLessThanOrEqual(where.columns)
          expect(letters(about)).toContain(one.name)
        }
      }),
      { numRuns: 60 }
    )
  })
})

describe('the question before a restore', () => {
  it('says what is lost, by the titles of the checks, and what stays', () => {
    const rows = restoreRows(
      milestone({ name: 'mine', lost: ['quorum.debian'] }),
      ['controller2'],
      21,
      setting(english, 100)
    )
    expect(rows).toEqual([
      'Everything on the three controllers since mine was saved will be lost. Restore it?',
      '',
      '1 check passes now and did not then:',
      '  Debian runs here',
      'A program still runs on controller2. Restoring ends it.',
      '',
      en.tui.snapshots.kept,
      en.tui.snapshots.saveFirst
    ])
  })

  it('fits into every window, and says how much of a long list is left out', () => {
    fc.assert(
      fc.property(someMilestone, someSetting, fc.constantFrom(13, 21, 33), fc.boolean(), (one, where, room, runs) => {
        const rows = restoreRows(one, runs ? ['controller1', 'controller3'] : [], room, where)
        expect(rows.length).toBeLessThanOrEqual(room)
        for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(where.columns)
        const words = where.language.messages
        const whole = letters(rows)
        expect(whole).toContain(words.cli.snapshot.restoreQuestion(one.name).replaceAll(/\s/g, ''))
        expect(whole).toContain(words.tui.snapshots.saveFirst.replaceAll(/\s/g, ''))
        const listed = rows.filter((row) => row.startsWith('  '))
        const left = (one.lost ?? []).length - listed.length
        if (left > 0) expect(whole).toContain(words.tui.snapshots.more(left + 1).replaceAll(/\s/g, ''))
      }),
      { numRuns: 80 }
    )
  })
})

describe('how long ago', () => {
  it('is in the largest unit that it has one of', () => {
    const ago = (seconds: number): string => agoOf(new Date(start - seconds * 1000).toISOString(), start, 'en')
    expect([0, 59, 60, 3599, 7200, 90_000].map(ago)).toEqual([
      '0 seconds ago',
      '59 seconds ago',
      '1 minute ago',
      '59 minutes ago',
      '2 hours ago',
      '1 day ago'
    ])
  })
})
