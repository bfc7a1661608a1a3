import { facts, words } from './facts/index.ts'

export const check = {
  facts,
  words,
  yes: 'yes',
  no: 'no',
  /** A fact without a value, and a list without entries. */
  nothing: 'nothing',
  emptyList: 'none',
  list: (items: readonly string[]) => items.join(', '),
  /** Controllers that one sentence tells of. Written for one, it stays right for several. */
  concerned: ([first, ...others]: readonly string[]) =>
    others.length === 0 ? `${first}` : `${first} (and ${others.join(', ')})`,
  matchers: {
    gte: (p: { limit: number }) => `at least ${p.limit}`,
    lte: (p: { limit: number }) => `at most ${p.limit}`,
    oneOf: (p: { values: readonly string[] }) => `one of ${p.values.join(', ')}`,
    matches: (p: { pattern: string }) => `a text like /${p.pattern}/`,
    includes: (p: { value: string }) => `with ${p.value} in it`,
    not: (p: { of: string }) => `not ${p.of}`,
    same: 'the same on all controllers',
    distinct: 'another on each controller'
  },
  /** A fact and what is said of it. */
  fact: (p: { fact: string; value: string }) => `${p.fact}: ${p.value}`,
  statements: (statements: readonly string[]) => statements.join('; '),
  scopes: {
    any: (p: { of: string }) => `on at least one controller: ${p.of}`,
    'exactly-one': (p: { of: string }) => `on exactly one controller: ${p.of}`
  },
  /** A value and where it was seen. */
  seen: (p: { value: string; nodes: readonly string[] }) => `${p.value} (${p.nodes.join(', ')})`,
  /** How an experiment ended that did not go as its step says. */
  experiment: {
    /** A script that printed nothing, or did not answer in time. */
    silent: 'nothing was printed',
    unanswered: (p: { value: string }) => `no answer in time: ${p.value}`,
    nobody: 'no controller was found for this step',
    undone: 'what the experiment disturbed is put back',
    running: (p: { check: string; says: string }) => `${p.check}: ${p.says}`
  },
  absent: 'not there yet',
  /** Why a controller could not be looked at. */
  unknown: {
    'machine-stopped': 'could not look: the machine is switched off',
    'machine-frozen': 'could not look: the machine is frozen',
    'machine-absent': 'could not look: there is no such machine',
    'time-out': 'could not look: no answer in time',
    'no-answer': 'could not look: the machine does not let us in',
    'not-understood': 'could not look: the answer was not understood'
  },
  outcomes: { pass: 'passed', fail: 'FAILED', 'not-yet': 'not yet', blocked: 'waiting', error: 'ERROR' },
  report: {
    points: (p: { points: number; possible: number }) => `${p.points}/${p.possible}`,
    expected: 'expected',
    observed: 'observed',
    why: 'why',
    cause: 'cause',
    look: 'look',
    waitsFor: (p: { check: string }) => `waits for: ${p.check}`,
    notYet: 'You have not come to this yet.',
    summary: (p: { points: number; possible: number; counts: readonly string[] }) =>
      `${p.points} of ${p.possible} points: ${p.counts.join(', ')}`,
    counts: {
      pass: (n: number) => `${n} passed`,
      fail: (n: number) => `${n} failed`,
      'not-yet': (n: number) => `${n} not yet`,
      blocked: (n: number) => `${n} waiting`,
      error: (n: number) => `${n} could not be checked`
    }
  }
} as const

export const checkErrors = {} as const
