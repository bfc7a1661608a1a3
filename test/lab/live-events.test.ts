import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Change, eventsBetween, type LiveEvent, mostEvents, record } from '../../src/lab/live-events.ts'
import { fingerprint, type LiveNode, type LiveSnapshot, noSnapshot } from '../../src/lab/live-snapshot.ts'
import type { Pulse } from '../../src/probe/pulse/pulse.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { brokerText, clusterText, galeraText, pulseFor, timeText } from '../probe/pulse/recorded.ts'

const answering = (pulse: Pulse, clusterAt = 1): LiveNode => ({ kind: 'answering', pulse, clusterAt })

const snapshotOf = (nodes: Partial<Record<NodeName, LiveNode>>, at = 1000): LiveSnapshot => ({
  ...noSnapshot,
  at,
  nodes: {
    controller1: answering(pulseFor('controller1')),
    controller2: answering(pulseFor('controller2')),
    controller3: answering(pulseFor('controller3')),
    ...nodes
  }
})

const solved = snapshotOf({})

/** What changes where some nodes are no more as solved. */
const changes = (nodes: Partial<Record<NodeName, LiveNode>>, before = solved): readonly Omit<LiveEvent, 'at'>[] =>
  eventsBetween(before, snapshotOf(nodes, 2000)).map(({ nodes: about, change }) => ({ nodes: about, change }))

const silent = (name: NodeName, machine?: 'stopped' | 'frozen' | 'running'): LiveNode => ({
  kind: 'silent',
  since: 1500,
  machine,
  pulse: pulseFor(name)
})

describe('what changed between two looks', () => {
  it('is nothing where nothing did, and nothing at the first look', () => {
    expect(eventsBetween(solved, snapshotOf({}, 2000))).toEqual([])
    expect(eventsBetween(noSnapshot, solved)).toEqual([])
  })

  it('is the size, the component and the state of Galera', () => {
    const galera = { text: galeraText('partition-minority.controller3') }
    expect(changes({ controller3: answering(pulseFor('controller3', { galera })) })).toEqual([
      { nodes: ['controller3'], change: { kind: 'galera-status', status: 'non-Primary' } },
      { nodes: ['controller3'], change: { kind: 'galera-size', from: 3, to: 1 } },
      { nodes: ['controller3'], change: { kind: 'galera-state', state: 'Initialized' } }
    ])
  })

  it('is quorum and votes', () => {
    const quorum = clusterText('corosync', 'no-quorum-stop', 'controller1', 'quorumtool')
    expect(changes({ controller1: answering(pulseFor('controller1', { quorum })) })).toEqual([
      { nodes: ['controller1'], change: { kind: 'quorum', quorate: false } },
      { nodes: ['controller1'], change: { kind: 'votes', from: 3, to: 1, expected: 3 } }
    ])
  })

  it('is a network of the cluster', () => {
    const rings = clusterText('corosync', 'two-links-link0-cut', 'controller1', 'cfgtool')
    const node = answering(pulseFor('controller1', { rings }, { cut: ['eth0'] }))
    expect(changes({ controller1: node })).toEqual([
      { nodes: ['controller1'], change: { kind: 'link', network: 'management', state: 'cut' } },
      { nodes: ['controller1'], change: { kind: 'ring', ring: 0, reached: 2, of: 3 } }
    ])
  })

  it('is services that stop or are halted together, and one that is another process', () => {
    const node = answering(pulseFor('controller2', {}, { without: ['memcached', 'mariadbd'], halted: ['corosync'] }))
    expect(changes({ controller2: node })).toEqual([
      { nodes: ['controller2'], change: { kind: 'services', state: 'stopped', services: ['memcached', 'galera'] } },
      { nodes: ['controller2'], change: { kind: 'services', state: 'suspended', services: ['corosync'] } }
    ])
    const restarted = changes({ controller2: answering(pulseFor('controller2', {}, { startedAt: 9_000_000 })) })
    expect(restarted).toMatchObject([{ change: { kind: 'services', state: 'restarted' } }])
  })

  it('is a daemon that hangs', () => {
    const node = answering(pulseFor('controller2', { galera: { text: '', exitCode: 124 } }))
    expect(changes({ controller2: node })).toEqual([
      { nodes: ['controller2'], change: { kind: 'daemon', service: 'galera', answers: false } }
    ])
  })

  it('is the state of brokers, and how many run', () => {
    const paused = answering(pulseFor('controller3', { broker: { text: brokerText('paused', 'controller3') } }))
    const two = brokerText('solved', 'controller1').replace(/("running":\[[^\]]*),"rabbit@controller3"/, '$1')
    const left = answering(pulseFor('controller1', { broker: { text: two } }))
    expect(changes({ controller3: paused, controller1: left })).toEqual([
      { nodes: ['controller1'], change: { kind: 'brokers', from: 3, to: 2 } },
      { nodes: ['controller3'], change: { kind: 'broker-state', state: 'paused' } }
    ])
  })

  it('is whom the clock follows', () => {
    const node = answering(pulseFor('controller1', { time: { text: timeText.ownClock } }))
    expect(changes({ controller1: node })).toEqual([
      { nodes: ['controller1'], change: { kind: 'time', reference: 'own-clock', controller: undefined } }
    ])
  })

  it('is a silent controller, with the reason where the engine gives one', () => {
    expect(changes({ controller2: silent('controller2') })).toEqual([
      { nodes: ['controller2'], change: { kind: 'answers', answers: false } }
    ])
    expect(changes({ controller2: silent('controller2', 'frozen') })).toEqual([
      { nodes: ['controller2'], change: { kind: 'power', state: 'frozen' } }
    ])
    expect(
      changes({ controller2: silent('controller2', 'running') }, snapshotOf({ controller2: silent('controller2') }))
    ).toEqual([])
  })

  it('is a controller that answers again, or has booted meanwhile', () => {
    const before = snapshotOf({ controller2: silent('controller2', 'frozen') })
    expect(changes({}, before)).toEqual([{ nodes: ['controller2'], change: { kind: 'answers', answers: true } }])
    const booted = answering(pulseFor('controller2', {}, { bootedAt: 8_000_000, without: ['mariadbd'] }))
    expect(changes({ controller2: booted }, before)).toEqual([{ nodes: ['controller2'], change: { kind: 'booted' } }])
  })

  it('is the virtual address, once, however it moves', () => {
    const gone = answering(pulseFor('controller1', {}, { vip: false }))
    const there = answering(pulseFor('controller2', {}, { vip: true }))
    const vip = (from: readonly NodeName[], to: readonly NodeName[]): Change => ({ kind: 'vip', from, to })
    expect(changes({ controller1: gone, controller2: there })).toEqual([
      { nodes: ['controller2'], change: vip(['controller1'], ['controller2']) }
    ])
    expect(changes({ controller1: gone })).toEqual([{ nodes: ['controller1'], change: vip(['controller1'], []) }])
    expect(changes({ controller2: there })).toMatchObject([
      { change: vip(['controller1'], ['controller1', 'controller2']) }
    ])
    // Whoever falls silent has it until another one does.
    const fallen = snapshotOf({ controller1: silent('controller1', 'stopped') })
    expect(eventsBetween(solved, fallen).map(({ change }) => change.kind)).toEqual(['power'])
    expect(changes({ controller1: silent('controller1', 'stopped'), controller2: there }, fallen)).toEqual([
      { nodes: ['controller2'], change: vip(['controller1'], ['controller2']) }
    ])
  })

  it('is what the newest word of a quorate member says of members and resources, once', () => {
    const standby = pulseFor('controller2', {
      cluster: clusterText('pacemaker', 'standby', 'controller1', 'crm_mon')
    })
    const before = snapshotOf({
      controller1: answering(
        pulseFor('controller1', { cluster: clusterText('pacemaker', 'healthy-fencing', 'controller1', 'crm_mon') })
      )
    })
    const seen = changes({ controller2: answering(standby, 2) }, before)
    expect(seen).toContainEqual({
      nodes: expect.anything(),
      change: { kind: 'member', name: expect.any(String), word: 'standby' }
    })
    expect(new Set(seen.map(({ change }) => JSON.stringify(change))).size).toBe(seen.length)
    const minority = pulseFor('controller1', {
      cluster: clusterText('pacemaker', 'no-quorum-stop', 'controller1', 'crm_mon')
    })
    expect(changes({ controller1: answering(minority, 9) })).toEqual([])
  })

  it('is what the virtual BMC did since, with its own time', () => {
    const action = { at: '2026-11-22T10:00:00.000Z', controller: 'controller3', durationMs: 900 } as const
    const off = { ...action, action: 'ForceOff', by: 'controller1', outcome: 'done' } as const
    const on = { ...off, at: '2026-11-22T10:00:02.000Z', action: 'On' } as const
    const after = { ...snapshotOf({}, 2000), fencing: [off, on] }
    expect(eventsBetween({ ...solved, fencing: [off] }, after)).toEqual([
      {
        at: Date.parse(on.at),
        nodes: ['controller3'],
        change: { kind: 'fenced', controller: 'controller3', action: 'On', by: 'controller1', outcome: 'done' }
      }
    ])
    expect(eventsBetween(noSnapshot, after)).toEqual([])
    expect(eventsBetween({ ...solved, fencing: [] }, after)).toHaveLength(2)
  })
})

describe('the events that are kept', () => {
  const quorum = (node: NodeName, at: number, quorate = false): LiveEvent => ({
    at,
    nodes: [node],
    change: { kind: 'quorum', quorate }
  })

  it('are one where several controllers say the same thing at about the same time', () => {
    const events = record([quorum('controller3', 1000)], [quorum('controller1', 3000)])
    expect(events).toEqual([
      { at: 1000, nodes: ['controller1', 'controller3'], change: { kind: 'quorum', quorate: false } }
    ])
  })

  it('are several where it happens again, where something else happens, and later', () => {
    expect(record([quorum('controller3', 1000)], [quorum('controller3', 2000)])).toHaveLength(2)
    expect(record([quorum('controller3', 1000)], [quorum('controller1', 2000, true)])).toHaveLength(2)
    expect(record([quorum('controller3', 1000)], [quorum('controller1', 9000)])).toHaveLength(2)
  })

  it('are the newest, and not too many', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...nodeNames), fc.boolean()), { maxLength: 200 }), (all) => {
        let events: readonly LiveEvent[] = []
        for (const [index, [node, quorate]] of all.entries()) {
          events = record(events, [quorum(node, index * 5000, quorate)])
        }
        expect(events.length).toBeLessThanOrEqual(mostEvents)
        expect(events.toSorted((a, b) => a.at - b.at)).toEqual(events)
      })
    )
  })
})

describe('the fingerprint of the cluster', () => {
  it('is the same where nothing changed but the time, and another one after a change', () => {
    expect(fingerprint(snapshotOf({}, 5000))).toBe(fingerprint(solved))
    const others = [
      snapshotOf({ controller2: silent('controller2') }),
      snapshotOf({ controller2: silent('controller2', 'stopped') }),
      snapshotOf({ controller2: answering(pulseFor('controller2', {}, { without: ['memcached'] })) }),
      snapshotOf({ controller2: answering(pulseFor('controller2', { time: { text: timeText.ownClock } })) }),
      {
        ...solved,
        fencing: [
          {
            at: '2026-11-22T10:00:00.000Z',
            controller: 'controller3',
            action: 'On',
            by: 'x',
            outcome: 'done',
            durationMs: 1
          }
        ]
      } as const
    ].map(fingerprint)
    expect(new Set([...others, fingerprint(solved)]).size).toBe(others.length + 1)
  })
})
