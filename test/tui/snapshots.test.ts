import { describe, expect, it } from 'vitest'
import type { Run } from '../../src/engine/engine.ts'
import { environmentError, Interrupted } from '../../src/errors.ts'
import type { Locale } from '../../src/i18n/messages.ts'
import type { Home } from '../../src/lab/home.ts'
import { appendJournal } from '../../src/lab/journal.ts'
import { writePending } from '../../src/lab/pending.ts'
import { newRecord, readRecord, type SnapshotRecord, writeRecord } from '../../src/lab/record.ts'
import { key, Window, type WindowOptions } from './window.ts'

const machine = { machineId: 'a', hostName: 'b', services: [], health: {} }

const snapshotOf = (name: string, lab?: string): SnapshotRecord => ({
  name,
  key: `s-${name}`,
  createdAt: new Date(Date.now() - 60_000).toISOString(),
  ...(lab === undefined ? {} : { lab }),
  machines: { controller1: machine, controller2: machine, controller3: machine }
})

/** What `actOnSnapshot` leaves of new snapshots. */
const keep = async (home: Home, ...snapshots: readonly SnapshotRecord[]): Promise<void> => {
  const record = (await readRecord(home)) ?? newRecord('lxd', '10.77')
  await writeRecord(home, { ...record, snapshots: [...record.snapshots, ...snapshots] })
  await appendJournal(home, ...snapshots.map(({ name }) => ({ event: 'snapshot-saved', name }) as const))
}

/** A lab with its own two points. */
const prepare = async (home: Home): Promise<void> => {
  await appendJournal(home, { event: 'opened', lab: 'quorum' })
  await keep(home, snapshotOf('untouched'), snapshotOf('quorum/start', 'quorum'))
}

/** A lab of which one check passes now. */
const open = async (options: WindowOptions = {}): Promise<Window> => {
  const window = await Window.open({ lab: 'quorum', prepare, ...options })
  window.machines.outcomes = { debian: 'pass' }
  return window
}

const opened = async (options: WindowOptions = {}): Promise<Window> => {
  const window = await open(options)
  await window.shows('✔ Debian runs here')
  await window.waitFor(() => window.machines.noted > 0)
  window.press('s')
  await window.shows('untouched', 'quorum/start')
  return window
}

/** Something that goes on until a test ends it, or it is stopped. */
const heldWork = () => {
  const end = Promise.withResolvers<void>()
  let begun: Run | undefined
  return {
    end: () => end.resolve(),
    get run(): Run | undefined {
      return begun
    },
    act: async (_act: unknown, run: Run): Promise<void> => {
      begun = run
      run.signal.addEventListener('abort', () => end.reject(new Interrupted()))
      await end.promise
    }
  }
}

describe('the time line', () => {
  it('opens by a key and by name, shows where now is, and leads back to the lab as it was', async () => {
    const window = await opened()
    await window.shows(
      /● untouched .* the controllers as they were made/,
      /› ● quorum\/start .* where it starts: Quorum/,
      /◆ now, on from quorum\/start, saved \d+ seconds? ago/
    )
    window.press('q')
    await window.shows('Three nodes can lose one', '✔ Debian runs here')
    window.press(':', 's', 'n', 'a', 'p', 's', key.enter)
    await window.shows('now, on from quorum/start')
    window.press(key.escape)
    await window.shows('Three nodes can lose one')
  })

  it('opens from the course, too', async () => {
    const window = await Window.open({ prepare })
    await window.shows('A course to look at')
    window.press('s')
    await window.shows('quorum/start')
    window.press('q')
    await window.shows('A course to look at')
  })

  it('says what was left unfinished', async () => {
    const window = await Window.open({
      prepare: async (home) => {
        await prepare(home)
        await writePending(home, { action: 'restore', name: 'untouched', key: 's-untouched' })
      }
    })
    await window.shows('A course to look at')
    window.press('s')
    await window.shows('Restoring a snapshot was interrupted; the next command completes it.')
  })

  it('says where there is no lab', async () => {
    const window = await Window.open()
    await window.shows('A course to look at')
    window.press('s')
    await window.shows('There is no lab yet. u, in a lab')
    window.press('s', key.enter, 'd', 'q')
    await window.shows('A course to look at')
    expect(window.acts).toEqual([])
  })

  it('is not disturbed by checks, and neither is the lab below it drawn', async () => {
    const window = await opened()
    await window.waitFor(() => window.machines.running === 0)
    const { runs } = window.machines
    window.press('?')
    await window.shows('put all controllers back')
    window.press('x')
    await window.shows('now, on from')
    expect(window.machines.runs).toBe(runs)
  })
})

describe('saving', () => {
  it('asks for a name, has one ready, and refuses what cannot be one', async () => {
    const window = await opened()
    window.actOnSnapshot = ({ name }) => keep(window.home, snapshotOf(name))
    window.press('s')
    await window.shows('Name: quorum-1')
    window.press('/')
    await window.shows('Name: quorum-1/', '«quorum-1/» cannot be the name of a snapshot.')
    window.press(key.enter, '\u007f')
    await window.waitFor(() => !window.screen.text.includes('cannot be'))
    expect(window.acts).toEqual([])
    window.press(key.enter)
    await window.shows('Saved: quorum-1', /› ● quorum-1 .* yours, in: Quorum/, 'now, on from quorum-1')
    expect(window.acts).toEqual([{ kind: 'save', name: 'quorum-1' }])
    window.press('s')
    await window.shows('Name: quorum-2')
    window.press('\u007f', '1')
    await window.shows('There is a snapshot named quorum-1 already.')
    window.press(key.escape)
    await window.shows('now, on from quorum-1')
  })
})

describe('restoring', () => {
  it('says first what will be lost, and does nothing without Enter', async () => {
    const window = await opened()
    window.press(key.enter)
    await window.shows(
      'Everything on the three controllers since quorum/start was saved will be lost. Restore it?',
      '1 check passes now and did not then:',
      'Debian runs here',
      'Kept: your points'
    )
    window.press('x', key.escape)
    await window.shows('now, on from')
    expect(window.acts).toEqual([])
  })

  it('shows the steps, and leads back to the lab, whose checks and shells begin anew', async () => {
    const window = await open()
    await window.shows('✔ Debian runs here')
    window.press('1')
    await window.waitFor(() => window.machines.shells.length === 1)
    const [shell] = window.machines.shells
    let hasEnded = false
    void shell?.exited.then(() => {
      hasEnded = true
    })
    window.press(key.leaveShell, 's')
    await window.shows('quorum/start')
    const held = heldWork()
    window.actOnSnapshot = held.act
    window.press(key.enter)
    await window.shows('Restore it?')
    window.press(key.enter)
    await window.shows('Restoring quorum/start', 'Ctrl-C interrupts.')
    await window.waitFor(() => held.run !== undefined)
    expect([hasEnded, window.machines.isClosed]).toEqual([true, true])
    held.run?.report({ step: 'restore-snapshot', done: 1 })
    held.run?.report({ step: 'start-controllers' })
    // Keys of the list do nothing meanwhile.
    window.press('q', 'd', 'x')
    await window.shows('› Starting the controllers')
    held.run?.report({ step: 'wait-for-services', done: 0.25 })
    await window.shows(
      '✔ Restoring the snapshot',
      '✔ Starting the controllers',
      /› Waiting until the services are healthy again █+░+ 25%/,
      'clusters have to form again'
    )
    window.machines.outcomes = {}
    const { runs } = window.machines
    held.end()
    await window.shows('Restored: quorum/start', '○ Debian runs here')
    expect(window.machines.runs).toBeGreaterThan(runs)
    window.press('1')
    await window.waitFor(() => window.machines.shells.length === 2)
  })

  it('is interrupted by Ctrl-C, says so, and is begun again by Enter', async () => {
    const window = await opened()
    const held = heldWork()
    window.actOnSnapshot = held.act
    window.press(key.enter)
    await window.shows('Restore it?')
    window.press(key.enter)
    await window.waitFor(() => held.run !== undefined)
    held.run?.report({ step: 'restore-snapshot', done: 0 })
    await window.shows('Restoring the snapshot')
    window.press(key.ctrlC)
    await window.shows('✖ Restoring the snapshot', 'Interrupted. The next command finishes or undoes')
    expect(held.run?.signal.aborted).toBe(true)
    window.actOnSnapshot = async () => undefined
    window.press(key.enter)
    await window.shows('Restored: quorum/start', 'Three nodes can lose one')
    expect(window.acts).toHaveLength(2)
  })

  it('that fails says why and what to do, and leads back', async () => {
    const window = await opened()
    window.actOnSnapshot = async (_act, run) => {
      run.report({ step: 'wait-for-controllers', done: 0 })
      throw environmentError('controllers-not-up', { nodes: 'controller2: starting' })
    }
    window.press(key.enter, key.enter)
    await window.shows('✖ Waiting until the controllers are up', 'controller2: starting. To roll the lab back: s')
    window.press(key.escape)
    await window.shows('now, on from')
    window.press('q')
    await window.shows('Three nodes can lose one')
  })

  it('is interrupted by a signal to the program, too', async () => {
    const window = await opened()
    const held = heldWork()
    window.actOnSnapshot = held.act
    window.press(key.enter, key.enter)
    await window.waitFor(() => held.run !== undefined)
    window.interruption.abort()
    expect(await window.exited).toBe(130)
    expect(held.run?.signal.aborted).toBe(true)
  })
})

describe('deleting', () => {
  it('asks, and never deletes the untouched controllers', async () => {
    const window = await opened()
    window.actOnSnapshot = async ({ name }) => {
      const record = await readRecord(window.home)
      if (record === undefined) return
      await writeRecord(window.home, {
        ...record,
        snapshots: record.snapshots.filter((snapshot) => snapshot.name !== name)
      })
      await appendJournal(window.home, { event: 'snapshot-deleted', name })
    }
    window.press(key.up, 'd')
    await window.shows("The snapshot untouched is the lab's own")
    window.press(key.down, 'd')
    await window.shows('Delete the snapshot quorum/start?')
    window.press(key.enter)
    await window.shows('Deleted: quorum/start', 'now, on from untouched')
    expect(window.screen.text).not.toContain('where it starts')
    expect(window.acts).toEqual([{ kind: 'delete', name: 'quorum/start' }])
  })
})

describe.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 36 },
  { columns: 60, rows: 16 }
])('a window of $columns x $rows', (size) => {
  it.each(['en', 'zh-CN'] as const)('holds every page of the time line, in %s', async (locale: Locale) => {
    const window = await open({
      size,
      locale,
      prepare: async (home) => {
        await prepare(home)
        await keep(home, ...Array.from({ length: 30 }, (_, index) => snapshotOf(`快照-${index + 1}-${'x'.repeat(40)}`)))
      }
    })
    const zh = locale === 'zh-CN'
    const { screen } = window
    await window.shows(zh ? '三个节点' : 'Three nodes')
    await window.waitFor(() => window.machines.noted > 0)
    const scrolled = screen.scrolled
    const holds = (): void => {
      expect([screen.overflows, screen.scrolled]).toEqual([false, scrolled])
    }
    window.press('s')
    await window.shows('快照-30', zh ? '现在' : 'now, on from', `快照-30-${'x'.repeat(40)}`)
    holds()
    window.press('g')
    await window.shows('untouched', 'quorum/start')
    holds()
    window.press(key.enter)
    await window.shows(zh ? '会保留' : 'Kept', 'Debian')
    holds()
    window.press(key.escape)
    await window.shows(zh ? '控制节点刚创建时的样子' : 'the controllers as they were made')
    window.press('s')
    await window.shows('quorum-1')
    holds()
    const held = heldWork()
    window.actOnSnapshot = held.act
    window.press(key.enter)
    await window.waitFor(() => held.run !== undefined)
    held.run?.report({ step: 'freeze', done: 0.5 })
    await window.shows(zh ? '正在冻结控制节点' : 'Freezing the controllers', '50%')
    holds()
    window.press(key.ctrlC)
    await window.shows(zh ? '重试' : 'tries again')
    holds()
    if (size.columns === 60) {
      await screen.resize({ columns: 40, rows: 10 })
      await window.shows(zh ? '窗口只有' : 'This window has')
      await screen.resize(size)
      await window.shows(zh ? '重试' : 'tries again')
    }
  })
})
