import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MachineState } from '../../src/engine/engine.ts'
import { type Home, homeOf } from '../../src/lab/home.ts'
import { readPending } from '../../src/lab/pending.ts'
import { identityOf, type LabRecord, newRecord, readRecord, writeRecord } from '../../src/lab/record.ts'
import { checkSnapshotName } from '../../src/lab/snapshot-names.ts'
import { type OpenLab, recoverSnapshots, restoreSnapshot, saveSnapshot } from '../../src/lab/snapshots.ts'
import { nodeNames } from '../../src/topology.ts'
import { Machines } from './refusing.ts'

let home: Home
let machines: Machines
let record: LabRecord
beforeEach(async () => {
  home = homeOf({ QUORATE_HOME: await mkdtemp(join(tmpdir(), 'quorate-snapshots-')) })
  machines = new Machines()
  record = newRecord('lxd', '10.77')
  await writeRecord(home, record)
})
afterEach(() => rm(home.folder, { recursive: true }))

const open = (): OpenLab => ({ home, record, controllers: machines.bound(identityOf(record)) })
const run = () => ({ report: () => undefined, signal: new AbortController().signal })
const listed = async (): Promise<string[]> => (await readRecord(home))?.snapshots.map(({ name }) => name) ?? []
const states = (): MachineState[] => [...machines.states.values()]

describe('saving a snapshot', () => {
  it.each(nodeNames.flatMap((node) => [`freeze ${node}`, `save ${node}`]))(
    'that one machine refuses (%s) leaves all running and nothing behind',
    async (step) => {
      machines.refuse = (call) => call === step
      await expect(saveSnapshot(open(), 'one', run())).rejects.toMatchObject({ code: 'engine-refused' })
      expect(states()).toEqual(['running', 'running', 'running'])
      expect(await listed()).toEqual([])
      expect([...machines.saved.values()].every((keys) => keys.size === 0)).toBe(true)
      expect(await readPending(home)).toBeUndefined()
    }
  )

  it('in a pool with too little room is refused before anything is touched', async () => {
    machines.free = 100 * 1024 ** 2
    await expect(saveSnapshot(open(), 'one', run())).rejects.toMatchObject({ code: 'engine-full', kind: 'environment' })
    expect(machines.calls).toEqual([])
  })

  it('waits until a machine that comes up has come up', async () => {
    machines.starting.set('controller3', 3)
    const steps: string[] = []
    await saveSnapshot(open(), 'one', { ...run(), report: ({ step }) => void steps.push(step) })
    expect(machines.starting.get('controller3')).toBe(0)
    expect(steps).toEqual(['wait-for-start', 'freeze', 'save-snapshot', 'thaw'])
  })

  it('under a name that is taken is refused', async () => {
    record = await saveSnapshot(open(), 'one', run())
    await expect(saveSnapshot(open(), 'one', run())).rejects.toMatchObject({ code: 'snapshot-exists', kind: 'call' })
  })
})

describe('restoring a snapshot', () => {
  beforeEach(async () => {
    record = await saveSnapshot(open(), 'one', run())
  })
  const snapshot = () => {
    const [first] = record.snapshots
    if (first === undefined) throw new Error('nothing was saved')
    return first
  }

  it('that one machine refuses for good makes that one anew, under its next generation, and only that one', async () => {
    machines.refuse = (call) => call === 'restore controller2 g1'
    const { lab } = await restoreSnapshot(open(), snapshot(), run())
    expect(lab.record.generations).toEqual({ controller1: 1, controller2: 2, controller3: 1 })
    expect((await readRecord(home))?.generations).toEqual(lab.record.generations)
    expect(states()).toEqual(['running', 'running', 'running'])
    expect(await readPending(home)).toBeUndefined()
  })

  it('that is refused whatever is tried stays to be completed by the next command, which completes it', async () => {
    machines.refuse = (call) => call.startsWith('restore controller3')
    await expect(restoreSnapshot(open(), snapshot(), run())).rejects.toMatchObject({ code: 'engine-refused' })
    const pending = await readPending(home)
    expect(pending).toMatchObject({ action: 'restore', name: 'one' })
    machines.refuse = () => false
    record = (await readRecord(home)) ?? record
    if (pending?.action !== 'restore') throw new Error('nothing is pending')
    await recoverSnapshots(open(), pending, run())
    expect(states()).toEqual(['running', 'running', 'running'])
    expect(await readPending(home)).toBeUndefined()
  })

  it('that brings back another machine than was saved stops loudly', async () => {
    const swapped = snapshot()
    const wrong = { ...swapped, machines: { ...swapped.machines, controller2: swapped.machines.controller1 } }
    await expect(restoreSnapshot(open(), wrong, run())).rejects.toMatchObject({ code: 'snapshot-wrong-machine' })
  })
})

describe('the name of a snapshot', () => {
  it('may be of any script, and is never a path', () => {
    for (const name of ['one', '备份-1', 'Überblick', 'a.b_c-d', 'x'.repeat(63)])
      expect(checkSnapshotName(name)).toBe(name)
    for (const name of ['', 'a/b', '..', '../x', '.a', '-a', 'a b', 'x'.repeat(64), 'a\nb', 'a\0b']) {
      expect(() => checkSnapshotName(name), JSON.stringify(name)).toThrow()
    }
  })
})
