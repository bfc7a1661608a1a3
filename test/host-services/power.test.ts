import { beforeEach, describe, expect, it } from 'vitest'
import { type Power, powerOver, resetTypes } from '../../src/host-services/power.ts'
import { Switches } from './switches.ts'

let switches: Switches
let power: Power
beforeEach(() => {
  switches = new Switches()
  power = powerOver(switches)
})

const reset = (type: (typeof resetTypes)[number], node: 'controller1' | 'controller2' = 'controller2') =>
  power.reset(node, type, 'controller1')

describe('the state of the power', () => {
  it.each([
    ['running', 'On'],
    ['frozen', 'On'],
    ['stopped', 'Off'],
    ['absent', 'Off']
  ] as const)('of a machine that is %s is %s', async (state, expected) => {
    switches.states.set('controller2', state)
    expect(await power.stateOf('controller2')).toBe(expected)
  })

  it('is not «Off» because the engine is away', async () => {
    switches.absences = ['engine-not-running']
    await expect(power.stateOf('controller2')).rejects.toMatchObject({ code: 'engine-not-running' })
  })
})

describe('a power action', () => {
  it.each([
    ['ForceOff', ['stop at-once controller2']],
    ['GracefulShutdown', ['stop gracefully controller2']],
    ['GracefulRestart', ['stop gracefully controller2', 'start controller2']],
    ['ForceRestart', ['stop at-once controller2', 'start controller2']],
    ['PowerCycle', ['stop at-once controller2', 'start controller2']],
    ['On', []]
  ] as const)('%s on a running machine does %j', async (type, calls) => {
    expect(await reset(type)).toBe('done')
    expect(switches.calls).toEqual(calls)
  })

  it('that is done already is done: Off when off, On when on or frozen', async () => {
    switches.states.set('controller2', 'stopped')
    expect(await reset('ForceOff')).toBe('done')
    switches.states.set('controller2', 'frozen')
    expect(await reset('On')).toBe('done')
    expect(switches.calls).toEqual([])
  })

  it('switches off a frozen machine and starts a stopped one', async () => {
    switches.states.set('controller2', 'frozen')
    await reset('ForceOff')
    await reset('On')
    expect(switches.calls).toEqual(['stop at-once controller2', 'start controller2'])
  })

  it('is noted with who asked, when, what came of it and how long it took', async () => {
    switches.onChange = (call) => {
      if (call.startsWith('start')) throw new Error('no room')
    }
    await reset('PowerCycle')
    expect(switches.noted).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        controller: 'controller2',
        action: 'PowerCycle',
        by: 'controller1',
        outcome: 'failed',
        durationMs: expect.any(Number)
      }
    ])
    expect(switches.failures).toEqual([new Error('no room')])
  })

  it('lets go of the engine each time, whatever happens', async () => {
    switches.onChange = () => Promise.reject(new Error('refused'))
    await reset('ForceOff')
    await power.stateOf('controller1')
    expect(switches.open).toBe(0)
  })

  it('is still done when its note cannot be kept', async () => {
    const unable = powerOver({ ...switches, patience: 0, note: () => Promise.reject(new Error('disk full')) })
    expect(await unable.reset('controller2', 'ForceOff', 'controller1')).toBe('done')
    expect(switches.failures).toEqual([new Error('disk full')])
  })

  it('waits for an engine that is being started again', async () => {
    switches.patience = 10_000
    switches.absences = ['engine-not-running']
    expect(await reset('ForceOff')).toBe('done')
  })

  it('fails at once where the engine says no', async () => {
    switches.patience = 10_000
    switches.absences = ['engine-refused']
    expect(await reset('ForceOff')).toBe('failed')
  })
})

describe('while Quorate itself works on the machines', () => {
  it.each(resetTypes)('%s is refused and changes nothing', async (type) => {
    switches.suspended = true
    expect(await reset(type)).toBe('refused')
    expect(switches.calls).toEqual([])
    expect(switches.noted).toMatchObject([{ outcome: 'refused' }])
    expect(await power.stateOf('controller2')).toBe('On')
  })

  it('what was switched off a moment before is not switched on', async () => {
    switches.onChange = () => {
      switches.suspended = true
    }
    expect(await reset('PowerCycle')).toBe('refused')
    expect(switches.calls).toEqual(['stop at-once controller2'])
  })
})

describe('several power actions', () => {
  /** Holds every change back until it is released. */
  const held = () => {
    const releases: (() => void)[] = []
    switches.onChange = () => new Promise<void>((resolve) => releases.push(resolve))
    return {
      count: () => releases.length,
      release: () => releases.shift()?.()
    }
  }

  it('on one machine happen one after another, in the order of asking', async () => {
    const changes = held()
    const first = reset('ForceOff')
    const second = reset('On')
    await expect.poll(changes.count).toBe(1)
    expect(switches.calls).toEqual(['stop at-once controller2'])
    changes.release()
    expect(await first).toBe('done')
    await expect.poll(changes.count).toBe(1)
    expect(switches.calls).toEqual(['stop at-once controller2', 'start controller2'])
    changes.release()
    expect(await second).toBe('done')
  })

  it('on two machines do not wait for each other', async () => {
    const changes = held()
    const both = [reset('ForceOff', 'controller1'), reset('ForceOff', 'controller2')]
    await expect.poll(changes.count).toBe(2)
    changes.release()
    changes.release()
    expect(await Promise.all(both)).toEqual(['done', 'done'])
  })

  it('do not pile up without end, and are over when the machine is idle', async () => {
    const changes = held()
    const many = Array.from({ length: 40 }, () => reset('PowerCycle'))
    await expect.poll(changes.count).toBe(1)
    switches.onChange = () => undefined
    changes.release()
    await power.idle()
    const outcomes = await Promise.all(many)
    expect(outcomes.filter((outcome) => outcome === 'busy').length).toBeGreaterThan(20)
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeGreaterThan(3)
  })

  it('go on after one that failed', async () => {
    switches.onChange = (call) => {
      if (call.startsWith('stop')) throw new Error('no')
    }
    expect(await Promise.all([reset('ForceOff'), reset('On')])).toEqual(['failed', 'done'])
  })
})
