import type { CheckReport, Outcome } from '../../src/check/outcome.ts'
import { reportLabs } from '../../src/check/report.ts'
import type { CourseLab } from '../../src/course/course.ts'
import type { JournalEvent, JournalLine } from '../../src/lab/journal.ts'
import { check } from '../check/facts.ts'

const both = (text: string) => ({ en: text, 'zh-CN': text })

/** A lab of two tasks, with three checks and two questions: eleven points. */
export const lab: CourseLab = {
  id: 'ring',
  folder: '/nowhere',
  title: both('Ring'),
  summary: both('A ring'),
  minutes: 10,
  needs: [],
  points: 11,
  tasks: [
    { id: 'install', title: both('Install'), hints: [both('one'), both('two'), both('three')] },
    { id: 'join', title: both('Join'), hints: [both('one'), both('two'), both('three')] }
  ],
  checks: [
    check('running', { 'memcached.active': true }, { task: 'install', points: 2 }),
    check('enabled', { 'memcached.enabled': true }, { task: 'install', points: 1 }),
    check('joined', { 'memcached.active': true }, { task: 'join', points: 4 })
  ],
  quiz: [
    {
      kind: 'number',
      id: 'votes',
      task: 'join',
      question: both('?'),
      points: 3,
      answer: 'nodes',
      tolerance: 0,
      explain: both('.'),
      misconceptions: []
    },
    {
      kind: 'choice',
      id: 'why',
      question: both('?'),
      points: 1,
      choices: [
        { text: both('yes'), correct: true, explain: both('.') },
        { text: both('no'), correct: false, explain: both('.') }
      ]
    }
  ],
  mistakes: [],
  routes: []
}

export const values = { nodes: 5 }

/** The report of checks with these outcomes; those that are not named pass. */
export const reportWith = (outcomes: Readonly<Record<string, Outcome>> = {}): CheckReport => {
  const checks = lab.checks.map(({ id, task, points }) => {
    const outcome = outcomes[id] ?? 'pass'
    return {
      id: `ring.${id}`,
      task,
      title: id,
      outcome,
      points: outcome === 'pass' ? points : 0,
      possible: points,
      durationMs: 1
    }
  })
  const points = checks.reduce((sum, one) => sum + one.points, 0)
  const outcome = checks.every((one) => one.outcome === 'pass') ? 'pass' : 'fail'
  return reportLabs([{ id: 'ring', outcome, points, possible: 7, checks }], 1)
}

/** A line of the journal at a minute of the 1st of March 2026, UTC. */
export const line = (minute: number, event: JournalEvent): JournalLine => ({
  at: new Date(Date.UTC(2026, 2, 1) + minute * 60_000).toISOString(),
  previous: '',
  ...event
})

/** That checks were run at a minute, and these passed. */
export const checkedLine = (minute: number, ...passed: readonly string[]): JournalLine =>
  line(minute, {
    event: 'checked',
    lab: 'ring',
    outcome: 'fail',
    points: 0,
    possible: 7,
    checks: Object.fromEntries(lab.checks.map(({ id }) => [id, passed.includes(id) ? 'pass' : 'fail']))
  })
