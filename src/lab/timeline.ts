import type { JournalLine } from './journal.ts'
import type { LabRecord, SnapshotRecord } from './record.ts'
import { doneOf, startOf, untouched } from './snapshot-names.ts'

/** What a snapshot is of: one of the lab's own points, or one that the learner chose. */
export type SnapshotRole = 'untouched' | 'start' | 'done' | 'learner'

/** A snapshot as a point of the way that the controllers came. */
export interface Milestone {
  readonly name: string
  readonly createdAt: string
  readonly role: SnapshotRole
  /** The lab of the course that it belongs to: for the learner's own, the one that was open. */
  readonly lab: string | undefined
  /** Whether the controllers came through it to where they are now. */
  readonly isPassed: boolean
  /**
   * The checks that pass now, as far as was looked, and did not when it was saved: `<lab>.<check>`. Undefined where
   * the journal does not tell.
   */
  readonly lost: readonly string[] | undefined
}

/** The snapshots of a lab, oldest first, and where the controllers are. */
export interface Timeline {
  readonly milestones: readonly Milestone[]
  /** The snapshot that the controllers were at last; undefined where the journal does not tell, or it was deleted. */
  readonly now: { readonly from: string; readonly how: 'saved' | 'restored'; readonly at: string } | undefined
}

/** A state of the controllers that was saved, and the one that it was made from. */
interface Point {
  readonly name: string
  readonly at: string
  readonly before: Point | undefined
  readonly passing: ReadonlySet<string>
  readonly opened: string | undefined
}

/** Where the controllers are while one reads the journal. */
interface Way {
  readonly points: ReadonlyMap<string, Point>
  readonly last: { readonly point: Point; readonly how: 'saved' | 'restored'; readonly at: string } | undefined
  readonly passing: ReadonlySet<string>
  readonly opened: string | undefined
}

const beginning: Way = { points: new Map(), last: undefined, passing: new Set(), opened: undefined }

const afterLine = (way: Way, line: JournalLine): Way => {
  switch (line.event) {
    case 'lab-created':
      return { ...beginning, opened: way.opened }
    case 'opened':
      return { ...way, opened: line.lab }
    case 'checked': {
      const seen = Object.entries(line.checks).map(([check, outcome]) => [`${line.lab}.${check}`, outcome] as const)
      const others = [...way.passing].filter((id) => !seen.some(([known]) => known === id))
      return { ...way, passing: new Set([...others, ...seen.flatMap(([id, is]) => (is === 'pass' ? [id] : []))]) }
    }
    case 'snapshot-saved': {
      const { passing, opened, last } = way
      const point = { name: line.name, at: line.at, before: last?.point, passing, opened }
      return { ...way, points: new Map(way.points).set(line.name, point), last: { point, how: 'saved', at: line.at } }
    }
    case 'snapshot-restored': {
      const point = way.points.get(line.name)
      if (point === undefined) return { ...way, last: undefined, passing: new Set() }
      return { ...way, last: { point, how: 'restored', at: line.at }, passing: point.passing }
    }
    case 'snapshot-deleted': {
      const points = new Map(way.points)
      points.delete(line.name)
      return { ...way, points }
    }
    default:
      return way
  }
}

const roleOf = ({ name, lab }: SnapshotRecord): SnapshotRole => {
  if (name === untouched) return 'untouched'
  if (lab === undefined) return 'learner'
  return name === startOf({ id: lab }) ? 'start' : name === doneOf({ id: lab }) ? 'done' : 'learner'
}

/** The time line of a lab's snapshots, as the journal tells it. */
export const timelineOf = (record: LabRecord, journal: readonly JournalLine[]): Timeline => {
  const { points, last, passing } = journal.reduce(afterLine, beginning)
  const passed: Point[] = []
  // What was deleted is still on the way, and no longer a place to be at.
  for (let point = last?.point; point !== undefined; point = point.before) {
    if (points.get(point.name) === point) passed.push(point)
  }
  const milestones = record.snapshots.map((snapshot): Milestone => {
    const { name, createdAt } = snapshot
    const role = roleOf(snapshot)
    const point = points.get(name)
    return {
      name,
      createdAt,
      role,
      lab: snapshot.lab ?? (role === 'learner' ? point?.opened : undefined),
      isPassed: point !== undefined && passed.includes(point),
      lost: point && [...passing].filter((id) => !point.passing.has(id))
    }
  })
  const [nearest] = passed
  if (nearest === undefined || last === undefined) return { milestones, now: undefined }
  const { how, at } = nearest === last.point ? last : { how: 'saved' as const, at: nearest.at }
  return { milestones, now: { from: nearest.name, how, at } }
}
