import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Interrupted } from '../../src/errors.ts'
import { type Home, homeOf } from '../../src/lab/home.ts'
import { isStateKept, putStateBack, withStateKept } from '../../src/lab/kept-state.ts'
import { identityOf, type LabRecord, newRecord, readRecord, writeRecord } from '../../src/lab/record.ts'
import type { OpenLab } from '../../src/lab/snapshots.ts'
import { Machines } from './refusing.ts'

let home: Home
let machines: Machines
let record: LabRecord
beforeEach(async () => {
  home = homeOf({ QUORATE_HOME: await mkdtemp(join(tmpdir(), 'quorate-kept-')) })
  machines = new Machines()
  record = newRecord('lxd', '10.77')
  await writeRecord(home, record)
})
afterEach(() => rm(home.folder, { recursive: true }))

const open = (): OpenLab => ({ home, record, controllers: machines.bound(identityOf(record)) })
const run = (signal = new AbortController().signal) => ({ report: () => undefined, signal })
const restores = (): number => machines.calls.filter((call) => call.startsWith('restore')).length
const leftBehind = async (): Promise<boolean> => {
  const now = await readRecord(home)
  return now !== undefined && isStateKept(now)
}

describe('the state of the controllers', () => {
  it('is put back after the work, and nothing is left of keeping it', async () => {
    const result = await withStateKept(open(), run(), async ({ record: during }) => {
      expect(isStateKept(during)).toBe(true)
      expect(restores()).toBe(0)
      return 42
    })
    expect(result).toBe(42)
    expect(restores()).toBe(3)
    expect(await leftBehind()).toBe(false)
    expect([...machines.saved.values()].every((keys) => keys.size === 0)).toBe(true)
  })

  it('is put back also when the work is interrupted', async () => {
    const interruption = new AbortController()
    const work = withStateKept(open(), run(interruption.signal), async () => {
      interruption.abort()
      throw new Interrupted()
    })
    await expect(work).rejects.toThrow(Interrupted)
    expect(restores()).toBe(3)
    expect(await leftBehind()).toBe(false)
    expect([...machines.states.values()]).toEqual(['running', 'running', 'running'])
  })

  it('that a killed program did not put back is put back by the next one, or dropped where it is replaced', async () => {
    for (const use of ['keep', 'replace'] as const) {
      machines = new Machines()
      // As a kill leaves it: kept, and nobody there to put it back.
      const killed = withStateKept(open(), run(), async () => {
        machines.refuse = (call) => call.startsWith('restore')
      })
      await expect(killed).rejects.toMatchObject({ code: 'engine-refused' })
      machines.refuse = () => false
      machines.calls.length = 0
      const left = (await readRecord(home)) ?? record
      expect(isStateKept(left)).toBe(true)
      await putStateBack({ home, record: left, controllers: machines.bound(identityOf(left)) }, use, run())
      expect(restores()).toBe(use === 'keep' ? 3 : 0)
      expect(await leftBehind()).toBe(false)
    }
  })
})
