import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Channel, ChannelAnswer, MachineState } from '../../src/engine/engine.ts'
import { LiveCluster } from '../../src/lab/live.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { outputOf } from '../probe/pulse/recorded.ts'
import { nonce, topology } from '../probe/recorded.ts'

/** What a controller does with a question. */
type Behaviour = 'answers' | 'says nothing' | 'refuses' | 'hangs at the door' | 'talks nonsense'

/** Controllers without machines, which answer as told. */
const pretend = () => {
  const behaviour: Record<NodeName, Behaviour> = {
    controller1: 'answers',
    controller2: 'answers',
    controller3: 'answers'
  }
  const states: Record<NodeName, MachineState> = {
    controller1: 'running',
    controller2: 'running',
    controller3: 'running'
  }
  const asked: { node: NodeName; script: string; at: number }[] = []
  const open = new Set<Channel>()
  let underWay = 0
  let most = 0
  const log = { inspected: 0, opened: 0, most: () => most, vip: 'controller1' as NodeName }

  const openChannel = async (node: NodeName): Promise<Channel> => {
    if (behaviour[node] === 'hangs at the door') return new Promise(() => undefined)
    if (behaviour[node] === 'refuses') throw new Error('the machine is stopped')
    log.opened += 1
    const waiting = new Set<(answer: ChannelAnswer) => void>()
    const channel: Channel = {
      ask: (script) => {
        if (!open.has(channel)) return Promise.resolve({ kind: 'silent', reason: 'closed' })
        asked.push({ node, script, at: Date.now() })
        const mark = /echo "(\w{32}) begin machine"/.exec(script)?.[1] ?? ''
        if (behaviour[node] === 'refuses') return Promise.resolve({ kind: 'silent', reason: 'closed' })
        if (behaviour[node] === 'talks nonsense') return Promise.resolve({ kind: 'output', text: 'sh: cannot fork' })
        underWay += 1
        most = Math.max(most, underWay)
        return new Promise((resolve) => {
          const settle = (answer: ChannelAnswer): void => {
            if (!waiting.delete(settle)) return
            underWay -= 1
            resolve(answer)
          }
          waiting.add(settle)
          if (behaviour[node] === 'answers') {
            const text = outputOf(node, {}, { vip: log.vip === node }).replaceAll(nonce, mark)
            setTimeout(() => settle({ kind: 'output', text }), 20)
          } else {
            setTimeout(() => settle({ kind: 'silent', reason: 'time-out' }), 10_000)
          }
        })
      },
      close: () => {
        open.delete(channel)
        for (const settle of waiting) settle({ kind: 'silent', reason: 'closed' })
      }
    }
    open.add(channel)
    return channel
  }
  const inspect = async () => {
    log.inspected += 1
    return nodeNames.map((name) => ({ name, state: states[name], addresses: [] }))
  }
  const identity = {
    id: '0123abcd',
    topology,
    size: 'small' as const,
    generations: { controller1: 1, controller2: 1, controller3: 1 }
  }
  return { behaviour, states, asked, open, log, controllers: { identity, openChannel, inspect } }
}

const start = (slowness = 1) => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-live-'))
  const machines = pretend()
  const fencing = join(folder, 'fencing.jsonl')
  const live = new LiveCluster({ controllers: machines.controllers, slowness, fencing })
  const stop = new AbortController()
  const run = live.run(stop.signal)
  onTestFinished(() => {
    stop.abort()
    rmSync(folder, { recursive: true })
  })
  const kinds = () => live.getSnapshot().events.map(({ change }) => change.kind)
  return { ...machines, live, stop, run, fencing, kinds, node: (name: NodeName) => live.getSnapshot().nodes[name] }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds)

describe('the live cluster', () => {
  it('knows all about three controllers within the first second', async () => {
    const { live, node } = start()
    await pass(500)
    for (const name of nodeNames)
      expect(node(name)).toMatchObject({ kind: 'answering', pulse: { findings: { quorum: { votes: 3 } } } })
    expect(live.getSnapshot().events).toEqual([])
  })

  it('asks each controller once a second over one channel, and dear questions seldom', async () => {
    const { asked, log } = start()
    await pass(500)
    asked.length = 0
    await pass(12_000)
    const own = asked.filter(({ node }) => node === 'controller1')
    expect(own.length).toBeGreaterThanOrEqual(11)
    expect(own.length).toBeLessThanOrEqual(13)
    expect(log.opened).toBe(3)
    expect(log.most()).toBeLessThanOrEqual(3)
    const with_ = (program: string) => own.filter(({ script }) => script.includes(program)).length
    expect(with_('corosync-quorumtool')).toBe(own.length)
    expect(with_('crm_mon')).toBeLessThanOrEqual(4)
    expect(with_('crm_mon')).toBeGreaterThanOrEqual(2)
  })

  it('asks seldom while nobody looks, half as often on a slow machine, and at once when somebody looks again', async () => {
    const hidden = start()
    await pass(500)
    hidden.live.setShown(false)
    await pass(1000)
    hidden.asked.length = 0
    await pass(20_000)
    expect(hidden.asked.length).toBeLessThanOrEqual(3 * 5)
    hidden.asked.length = 0
    hidden.live.setShown(true)
    await pass(100)
    expect(hidden.asked).toHaveLength(3)
    hidden.stop.abort()

    const slow = start(2)
    await pass(500)
    slow.asked.length = 0
    await pass(12_000)
    expect(slow.asked.length).toBeLessThanOrEqual(3 * 7)
  })

  it('tells within three seconds of a controller that stops answering, and shows the others meanwhile', async () => {
    const { behaviour, states, node, live, kinds } = start()
    await pass(5500)
    behaviour.controller2 = 'says nothing'
    states.controller2 = 'frozen'
    let shown = 0
    live.subscribe(() => {
      shown += 1
    })
    await pass(3000)
    expect(node('controller2')).toMatchObject({ kind: 'silent', machine: 'frozen' })
    expect(node('controller1').kind).toBe('answering')
    expect(shown).toBeGreaterThanOrEqual(3)
    expect(kinds()).toEqual(['power'])
    behaviour.controller2 = 'answers'
    await pass(12_000)
    expect(node('controller2')).toMatchObject({ kind: 'answering' })
    expect(kinds()).toEqual(['power', 'answers'])
  })

  it('tells at once of a machine whose channel closes and cannot be opened again', async () => {
    const { behaviour, states, node, log } = start()
    await pass(1500)
    behaviour.controller3 = 'refuses'
    states.controller3 = 'stopped'
    await pass(1200)
    expect(node('controller3')).toMatchObject({ kind: 'silent', machine: 'stopped' })
    const before = log.inspected
    await pass(10_000)
    expect(log.inspected - before).toBeLessThanOrEqual(2)
  })

  it('tries once more where a channel has closed', async () => {
    const { open, node, log, kinds } = start()
    await pass(1500)
    for (const channel of open) channel.close()
    await pass(2000)
    expect(nodeNames.map((name) => node(name).kind)).toEqual(['answering', 'answering', 'answering'])
    expect(log.opened).toBe(6)
    expect(kinds()).toEqual([])
  })

  it('takes nonsense for silence, and waits for nobody at the door', async () => {
    const { behaviour, node } = start()
    behaviour.controller1 = 'talks nonsense'
    behaviour.controller2 = 'hangs at the door'
    await pass(5000)
    expect(node('controller1').kind).toBe('silent')
    expect(node('controller3').kind).toBe('answering')
  })

  it('tells what moved', async () => {
    const { log, live, kinds } = start()
    await pass(1500)
    log.vip = 'controller2'
    await pass(1500)
    expect(kinds()).toContain('vip')
    expect(live.getSnapshot().events).toContainEqual(
      expect.objectContaining({ change: { kind: 'vip', from: ['controller1'], to: ['controller2'] } })
    )
  })

  it('tells what the virtual BMC did', async () => {
    const { fencing, live, kinds } = start()
    vi.useRealTimers()
    await vi.waitFor(() => expect(live.getSnapshot().at).toBeGreaterThan(0), 5000)
    const action = { at: new Date().toISOString(), controller: 'controller3', action: 'ForceOff', by: 'controller1' }
    writeFileSync(fencing, `${JSON.stringify({ ...action, outcome: 'done', durationMs: 900 })}\n`)
    await vi.waitFor(() => expect(kinds()).toEqual(['fenced']), 5000)
  })

  it('lets go of everything at the end, whatever hangs', async () => {
    const { behaviour, open, stop, run, asked } = start()
    await pass(1500)
    behaviour.controller1 = 'says nothing'
    behaviour.controller2 = 'hangs at the door'
    for (const channel of [...open].slice(1, 2)) channel.close()
    await pass(1500)
    stop.abort()
    await run
    expect(open.size).toBe(0)
    const before = asked.length
    await pass(5000)
    expect(asked).toHaveLength(before)
  })

  it('does not begin where it was called off before', async () => {
    const { controllers, asked } = pretend()
    const live = new LiveCluster({ controllers, slowness: 1, fencing: '/nowhere' })
    await live.run(AbortSignal.abort())
    expect(asked).toEqual([])
  })
})
