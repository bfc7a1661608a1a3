import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CheckReport, Outcome } from '../../src/check/outcome.ts'
import { type Home, homeOf } from '../../src/lab/home.ts'
import { identityOf, newRecord, readRecord, writeRecord } from '../../src/lab/record.ts'
import { noteResults, type PassedLab } from '../../src/lab/results.ts'
import { openStudy } from '../../src/lab/study.ts'
import { Machines } from './refusing.ts'

const course = 'test/fixtures/courses/small'

let home: Home
let machines: Machines
beforeEach(async () => {
  home = homeOf({ QUORATE_HOME: await mkdtemp(join(tmpdir(), 'quorate-results-')) })
  machines = new Machines()
  await writeRecord(home, newRecord('lxd', '10.77'))
})
afterEach(() => rm(home.folder, { recursive: true }))

const reportOf = (outcomes: Readonly<Record<string, Outcome>>): CheckReport => ({
  outcome: 'pass',
  points: 1,
  possible: 1,
  durationMs: 1,
  labs: Object.entries(outcomes).map(([id, outcome]) => ({
    id,
    outcome,
    points: 1,
    possible: 1,
    checks: [{ id: `${id}.one`, task: 'one', title: 'One', outcome, points: 1, possible: 1, durationMs: 1 }]
  }))
})

const note = async (outcomes: Readonly<Record<string, Outcome>>): Promise<readonly PassedLab[]> => {
  const record = (await readRecord(home)) ?? newRecord('lxd', '10.77')
  const open = { home, record, controllers: machines.bound(identityOf(record)) }
  const run = { report: () => undefined, signal: new AbortController().signal }
  return noteResults(open, await openStudy(home, course), reportOf(outcomes), 'test', run)
}

const kept = async (): Promise<readonly string[]> => (await readRecord(home))?.snapshots.map(({ name }) => name) ?? []

describe('results', () => {
  it('keep the state of the controllers the first time that a lab is passed', async () => {
    expect(await note({ first: 'fail' })).toEqual([])
    expect(await kept()).toEqual([])
    expect(await note({ first: 'pass' })).toEqual([{ id: 'first', isKept: true }])
    expect(await note({ first: 'pass' })).toEqual([])
    expect(await kept()).toEqual(['first/done'])
  })

  it('keep it for the last lab only where several are passed at one look, whatever their order', async () => {
    expect(await note({ second: 'pass', first: 'pass' })).toEqual([
      { id: 'second', isKept: true },
      { id: 'first', isKept: false }
    ])
    expect(await kept()).toEqual(['second/done'])
  })

  it('let a lab be passed also where the state cannot be kept, and say so', async () => {
    machines.refuse = (call) => call.startsWith('save')
    expect(await note({ first: 'pass' })).toEqual([{ id: 'first', isKept: false }])
    expect(await kept()).toEqual([])
    expect((await openStudy(home, course)).progress.get('first')?.state).toBe('passed')
  })
})
