import { describe, expect, it, vi } from 'vitest'
import type { CheckReport } from '../../src/check/outcome.ts'
import type { CourseLab } from '../../src/course/course.ts'
import { noSnapshot } from '../../src/lab/live-snapshot.ts'
import { newBell } from '../../src/tui/bell.ts'
import { accessTo, type Machines } from '../../src/tui/machines.ts'
import { watchLab } from '../../src/tui/watch.ts'

const noLive = { subscribe: () => () => undefined, getSnapshot: () => noSnapshot, setShown: () => undefined }

const lab = { id: 'galera' } as CourseLab

const reportOf = (...outcomes: readonly CheckReport['outcome'][]): CheckReport => {
  const checks = outcomes.map((outcome, index) => ({
    id: `galera.${index}`,
    task: 'look',
    title: '',
    outcome,
    points: 0,
    possible: 1,
    durationMs: 0
  }))
  const result = { outcome: 'fail', points: 0, possible: 1 } as const
  return { ...result, durationMs: 0, labs: [{ ...result, id: 'galera', checks }] }
}

/** Watches with machines that do as they are told, until something has happened; what happened, in order. */
const watch = async (machines: Partial<Machines>, isDone: (events: readonly string[]) => boolean) => {
  const events: string[] = []
  const stop = new AbortController()
  const say = (event: string): void => {
    events.push(event)
    if (isDone(events)) stop.abort()
  }
  const prepared: Machines = {
    begin: async ({ id }) => say(`begin ${id}`),
    check: async () => reportOf('fail'),
    experiment: () => Promise.reject(new Error('no experiment')),
    note: async () => say('note'),
    openShell: () => Promise.reject(new Error('no shell')),
    close: async () => say('close'),
    live: noLive,
    ...machines
  }
  await watchLab({
    machines: accessTo(async () => {
      say('open')
      return prepared
    }),
    lab,
    locale: 'en',
    pause: 1,
    bell: newBell(),
    signal: stop.signal,
    onBegin: () => undefined,
    onResult: ({ checks }) => say(`result ${checks.map(({ outcome }) => outcome).join()}`),
    onNoted: () => say('noted'),
    onProblem: (error) => say(`problem ${error instanceof Error ? error.message : ''}`)
  })
  return events
}

const count = (events: readonly string[], event: string): number => events.filter((one) => one === event).length

describe('watching the checks of a lab', () => {
  it('opens the lab once, then looks again and again', async () => {
    const events = await watch({}, (all) => count(all, 'result fail') === 3)
    expect(events.slice(0, 5)).toEqual(['open', 'begin galera', 'result fail', 'note', 'noted'])
    expect(count(events, 'open')).toBe(1)
    expect(count(events, 'begin galera')).toBe(1)
  })

  it('writes down what changed, not every look', async () => {
    const check = vi.fn(async () => reportOf(check.mock.calls.length > 3 ? 'pass' : 'fail'))
    const events = await watch({ check }, (all) => count(all, 'result pass') === 3)
    expect(count(events, 'noted')).toBe(2)
  })

  it('reaches for the machines again after they failed', async () => {
    const check = vi.fn(async () => {
      if (check.mock.calls.length === 2) throw new Error('gone')
      return reportOf('fail')
    })
    const events = await watch({ check }, (all) => count(all, 'result fail') === 2)
    const from = events.indexOf('problem gone')
    expect(events.slice(from, from + 4)).toEqual(['problem gone', 'close', 'open', 'result fail'])
    expect(count(events, 'open')).toBe(2)
  })

  it('says nothing of a run that was called off', async () => {
    const stop = new AbortController()
    const events: string[] = []
    const running = Promise.withResolvers<CheckReport>()
    const begun = Promise.withResolvers<void>()
    const machines = { begin: async () => undefined, close: async () => undefined } as unknown as Machines
    const watching = watchLab({
      machines: accessTo(async () =>
        Object.assign(machines, {
          check: () => {
            begun.resolve()
            return running.promise
          }
        })
      ),
      lab,
      locale: 'en',
      pause: 1,
      bell: newBell(),
      signal: stop.signal,
      onBegin: () => undefined,
      onResult: () => events.push('result'),
      onNoted: () => events.push('noted'),
      onProblem: () => events.push('problem')
    })
    await begun.promise
    stop.abort()
    running.reject(new Error('aborted'))
    await watching
    expect(events).toEqual([])
  })
})

describe('the bell', () => {
  it('wakes whoever waits, at once also the next one', async () => {
    const bell = newBell()
    const { signal } = new AbortController()
    const waiting = bell.wait(60_000, signal)
    bell.ring()
    await waiting
    bell.ring()
    bell.ring()
    await bell.wait(60_000, signal)
  })

  it('waits no longer than it was told, or than somebody wants', async () => {
    const bell = newBell()
    await bell.wait(1, new AbortController().signal)
    await bell.wait(60_000, AbortSignal.abort())
  })
})

describe('access to the machines', () => {
  it('is opened once for all who ask, and again after it was dropped', async () => {
    const close = vi.fn(async () => undefined)
    const open = vi.fn(async () => ({ close }) as unknown as Machines)
    const access = accessTo(open)
    expect(await access.get()).toBe(await access.get())
    await access.drop()
    expect(close).toHaveBeenCalledOnce()
    await access.get()
    expect(open).toHaveBeenCalledTimes(2)
  })

  it('is tried again after it could not be opened', async () => {
    const open = vi.fn(async (): Promise<Machines> => Promise.reject(new Error('no engine')))
    const access = accessTo(open)
    await expect(access.get()).rejects.toThrow('no engine')
    await access.drop()
    await expect(access.get()).rejects.toThrow('no engine')
    expect(open).toHaveBeenCalledTimes(2)
  })
})
