import { describe, expect, it } from 'vitest'
import type { JournalEvent, JournalLine } from '../../src/lab/journal.ts'
import { type LabRecord, newRecord, type SnapshotRecord } from '../../src/lab/record.ts'
import { freshName } from '../../src/lab/snapshot-names.ts'
import { type Timeline, timelineOf } from '../../src/lab/timeline.ts'

const machine = { machineId: 'a', hostName: 'b', services: [], health: {} }

const snapshot = (name: string, lab?: string): SnapshotRecord => ({
  name,
  key: `s-${name}`,
  createdAt: '2026-11-23T10:00:00.000Z',
  ...(lab === undefined ? {} : { lab }),
  machines: { controller1: machine, controller2: machine, controller3: machine }
})

const recordWith = (...snapshots: SnapshotRecord[]): LabRecord => ({ ...newRecord('lxd', '10.77'), snapshots })

const timeOf = (index: number): string => new Date(Date.UTC(2026, 10, 23, 10, index)).toISOString()

const journalOf = (...events: JournalEvent[]): JournalLine[] =>
  events.map((event, index) => ({ at: timeOf(index), previous: '', ...event }))

const saved = (name: string): JournalEvent => ({ event: 'snapshot-saved', name })
const restored = (name: string): JournalEvent => ({ event: 'snapshot-restored', name })
const deleted = (name: string): JournalEvent => ({ event: 'snapshot-deleted', name })
const opened = (lab: string): JournalEvent => ({ event: 'opened', lab })
const checked = (lab: string, ...passing: string[]): JournalEvent => ({
  event: 'checked',
  lab,
  outcome: 'fail',
  points: 0,
  possible: 1,
  checks: { one: 'fail', two: 'not-yet', ...Object.fromEntries(passing.map((check) => [check, 'pass' as const])) }
})

const of = ({ milestones }: Timeline, name: string) => milestones.find((milestone) => milestone.name === name)

describe('the time line of snapshots', () => {
  it('tells the own points of a lab from those of the learner, which belong to the lab that was open', () => {
    const record = recordWith(
      snapshot('untouched'),
      snapshot('ntp/start', 'ntp'),
      snapshot('mine'),
      snapshot('ntp/done', 'ntp')
    )
    const journal = journalOf(saved('untouched'), opened('ntp'), saved('ntp/start'), saved('mine'), saved('ntp/done'))
    const { milestones } = timelineOf(record, journal)
    expect(milestones.map(({ name, role, lab }) => [name, role, lab])).toEqual([
      ['untouched', 'untouched', undefined],
      ['ntp/start', 'start', 'ntp'],
      ['mine', 'learner', 'ntp'],
      ['ntp/done', 'done', 'ntp']
    ])
  })

  it('has now after what was saved or restored last', () => {
    const record = recordWith(snapshot('untouched'), snapshot('a'))
    const events = [saved('untouched'), saved('a')]
    expect(timelineOf(record, journalOf(...events)).now).toEqual({ from: 'a', how: 'saved', at: timeOf(1) })
    expect(timelineOf(record, journalOf(...events, restored('untouched'))).now).toEqual({
      from: 'untouched',
      how: 'restored',
      at: timeOf(2)
    })
  })

  it('marks what the controllers went back before as left, and what they came through as passed', () => {
    const record = recordWith(snapshot('untouched'), snapshot('a'), snapshot('b'), snapshot('c'))
    const journal = journalOf(saved('untouched'), saved('a'), saved('b'), restored('a'), saved('c'))
    const { milestones } = timelineOf(record, journal)
    expect(milestones.map(({ name, isPassed }) => [name, isPassed])).toEqual([
      ['untouched', true],
      ['a', true],
      ['b', false],
      ['c', true]
    ])
  })

  it('goes on from the one before where the last one was deleted, also when its name is used again', () => {
    const record = recordWith(snapshot('untouched'))
    const events = [saved('untouched'), saved('a'), deleted('a')]
    expect(timelineOf(record, journalOf(...events)).now).toEqual({ from: 'untouched', how: 'saved', at: timeOf(0) })
    const again = recordWith(snapshot('untouched'), snapshot('a'))
    const journal = journalOf(...events, restored('untouched'), saved('a'), restored('untouched'))
    expect(of(timelineOf(again, journal), 'a')?.isPassed).toBe(false)
  })

  it('knows which checks would be lost: those that pass now and did not when it was saved', () => {
    const record = recordWith(snapshot('untouched'), snapshot('a'), snapshot('b'))
    const journal = journalOf(
      saved('untouched'),
      checked('ntp', 'one'),
      saved('a'),
      checked('ntp', 'one', 'two'),
      checked('galera', 'one'),
      saved('b'),
      checked('galera')
    )
    const timeline = timelineOf(record, journal)
    expect(of(timeline, 'untouched')?.lost).toEqual(['ntp.one', 'ntp.two'])
    expect(of(timeline, 'a')?.lost).toEqual(['ntp.two'])
    // What failed again since then is not lost.
    expect(of(timeline, 'b')?.lost).toEqual([])
  })

  it('counts nothing as lost that a restore has taken away already', () => {
    const record = recordWith(snapshot('untouched'), snapshot('a'))
    const journal = journalOf(saved('untouched'), saved('a'), checked('ntp', 'one'), restored('a'))
    expect(of(timelineOf(record, journal), 'untouched')?.lost).toEqual([])
  })

  it('begins anew with a new lab', () => {
    const journal = journalOf(
      saved('untouched'),
      checked('ntp', 'one'),
      { event: 'lab-created', id: 'x', engine: 'lxd', prefix: '10.77' },
      saved('untouched')
    )
    const timeline = timelineOf(recordWith(snapshot('untouched')), journal)
    expect(of(timeline, 'untouched')?.lost).toEqual([])
    expect(timeline.now).toMatchObject({ from: 'untouched', at: timeOf(3) })
  })

  it('says that it does not know where the journal tells nothing', () => {
    const { milestones, now } = timelineOf(recordWith(snapshot('a')), [])
    expect(now).toBeUndefined()
    expect(milestones).toMatchObject([{ name: 'a', lost: undefined, isPassed: false, lab: undefined }])
  })
})

describe('a name for a snapshot', () => {
  it('is free', () => {
    expect(freshName('ntp', [])).toBe('ntp-1')
    expect(freshName('ntp', ['ntp-1', 'ntp-3', 'ntp-2'])).toBe('ntp-4')
  })
})
