import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadMessages } from '../../src/i18n/locale.ts'
import { type Change, eventsBetween, type LiveEvent } from '../../src/lab/live-events.ts'
import { type LiveNode, type LiveSnapshot, noNodes, noSnapshot } from '../../src/lab/live-snapshot.ts'
import { questionIds } from '../../src/probe/pulse/findings.ts'
import { serviceIds } from '../../src/probe/pulse/machine.ts'
import { widthOf } from '../../src/terminal/cells.ts'
import { asciiInPlace, paintFor } from '../../src/terminal/paint.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { clusterRows } from '../../src/tui/cluster.ts'
import {
  brokerText,
  clusterText,
  galeraText,
  type MachineDifference,
  outputOf,
  type Printed,
  pulseFor,
  readFrom,
  timeText
} from '../probe/pulse/recorded.ts'

const messages = { en: await loadMessages('en'), 'zh-CN': await loadMessages('zh-CN') }
const plain = paintFor(false, true)
const colour = paintFor(true, true)

const answering = (
  node: NodeName,
  parts: Parameters<typeof pulseFor>[1] = {},
  machine: MachineDifference = {}
): LiveNode => ({
  kind: 'answering',
  pulse: pulseFor(node, parts, machine),
  clusterAt: 1
})

const at = Date.parse('2026-11-22T10:00:00.000Z')

const snapshotOf = (
  nodes: Partial<Record<NodeName, LiveNode>> = {},
  events: readonly LiveEvent[] = []
): LiveSnapshot => ({
  ...noSnapshot,
  at,
  nodes: {
    controller1: answering('controller1'),
    controller2: answering('controller2'),
    controller3: answering('controller3'),
    ...nodes
  },
  events
})

const drawn = (
  snapshot: LiveSnapshot,
  columns = 80,
  rows = 24,
  locale: keyof typeof messages = 'en',
  paint = plain
): readonly string[] => clusterRows(snapshot, snapshot.at, { columns, rows }, messages[locale], paint)

const row = (rows: readonly string[], title: string): string => rows.find((text) => text.startsWith(`${title} `)) ?? ''

describe('the live cluster as rows', () => {
  it('has a column for each controller and a row for each service that exists', () => {
    const rows = drawn(snapshotOf())
    expect(rows[0]).toMatch(/^\s+controller1\s+controller2\s+controller3\s*$/)
    expect(row(rows, 'Machine')).toMatch(/✔ up\s+✔ up\s+✔ up/)
    expect(row(rows, 'Galera')).toMatch(/✔ 3 Synced\s+✔ 3 Synced\s+✔ 3 Synced/)
    expect(row(rows, 'RabbitMQ')).toMatch(/✔ 3\/3\s+✔ 3\/3\s+✔ 3\/3/)
    expect(row(rows, 'Corosync')).toMatch(/✔ 3\/3\s+✔ 3\/3\s+✔ 3\/3/)
    expect(row(rows, 'Pacemaker')).toMatch(/DC online/)
    expect(row(rows, 'HAProxy')).toMatch(/✔ \d+\/\d+ up/)
    expect(row(rows, 'Time')).toMatch(/✔ lab host/)
    expect(row(rows, 'VIP')).toMatch(/^VIP\s+✔ here\s*$/)
    expect(row(rows, 'Keepalived')).toBe('')
    expect(rows.at(-1)).toContain('No change')
  })

  it('says it in Chinese', () => {
    const rows = drawn(snapshotOf(), 80, 24, 'zh-CN')
    expect(row(rows, '机器')).toMatch(/✔ 运行/)
    expect(row(rows, '虚拟 IP')).toMatch(/✔ 在此/)
  })

  it('shows before anybody has answered', () => {
    const rows = drawn({ ...noSnapshot, nodes: noNodes })
    expect(row(rows, 'Machine')).toMatch(/asking\s+asking\s+asking/)
  })

  it('tells what is wrong without colour', () => {
    const rows = drawn(
      snapshotOf({
        controller1: answering('controller1', {
          quorum: clusterText('corosync', 'no-quorum-stop', 'controller1', 'quorumtool'),
          time: { text: timeText.ownClock }
        }),
        controller2: answering(
          'controller2',
          { galera: { text: '', exitCode: 124 } },
          { without: ['memcached'], cut: ['eth1'] }
        ),
        controller3: answering('controller3', {
          galera: { text: galeraText('partition-minority.controller3') },
          broker: { text: brokerText('paused', 'controller3') }
        })
      })
    )
    expect(row(rows, 'Corosync')).toMatch(/✖ 1\/3 no quorum/)
    expect(row(rows, 'Time')).toMatch(/! own clock\s+✔ lab host/)
    expect(row(rows, 'Memcached')).toMatch(/✔ runs\s+✖ stopped\s+✔ runs/)
    expect(row(rows, 'Network')).toMatch(/✔ up\s+✖ cluster cut\s+✔ up/)
    expect(row(rows, 'Galera')).toMatch(/✔ 3 Synced\s+✖ hangs\s+✖ non-Primary/)
    expect(row(rows, 'RabbitMQ')).toMatch(/✖ paused/)
  })

  it('shows who is silent, for how long or why, and what the others say of it', () => {
    const lost = { kind: 'silent', since: at - 7000, machine: undefined, pulse: pulseFor('controller1') } as const
    const rows = drawn(snapshotOf({ controller1: lost, controller3: { ...lost, machine: 'frozen' } }))
    expect(row(rows, 'Machine')).toMatch(/✖ silent 7s\s+✔ up\s+✖ frozen/)
    expect(row(rows, 'VIP')).toMatch(/! last here/)
    expect(row(rows, 'Galera')).toMatch(/^Galera\s+✔ 3 Synced\s*$/)
    expect(row(rows, 'Pacemaker')).toMatch(/online.*online.*online/)
  })

  it('marks what has just changed, in the table and in the strip, and only for a while', () => {
    const before = snapshotOf()
    const after = snapshotOf({
      controller2: answering('controller2', {}, { vip: true }),
      controller1: answering('controller1', {}, { vip: false })
    })
    const moved = { ...after, events: eventsBetween(before, after) }
    const rows = drawn(moved)
    expect(row(rows, 'VIP')).toMatch(/✔\*here/)
    expect(rows.some((text) => /^\d\d:\d\d:\d\d VIP controller1 → controller2$/.test(text))).toBe(true)
    expect(row(drawn({ ...moved, at: at + 6000 }), 'VIP')).toMatch(/✔ here/)
  })

  it('keeps what is wrong where there is little room, and says how much is left out', () => {
    const node = answering('controller2', {}, { without: ['memcached'] })
    const rows = drawn(snapshotOf({ controller2: node }), 36, 8)
    expect(rows.length).toBeLessThanOrEqual(8)
    expect(row(rows, 'Memcac…') || row(rows, 'Memcached')).toContain('✖')
    expect(row(rows, 'Machine')).not.toBe('')
    expect(rows[0]).toMatch(/^\+\d+\s+c1\s+c2\s+c3/)
  })

  it('has the newest event first', () => {
    const event = (index: number): LiveEvent => ({
      at: at - 60_000 + index * 1000,
      nodes: ['controller1'],
      change: { kind: 'galera-size', from: index, to: index + 1 }
    })
    const rows = drawn(snapshotOf({}, [event(1), event(2), event(3)]))
    const strip = rows.filter((text) => text.includes('→'))
    expect(strip.map((text) => /(\d) → /.exec(text)?.[1])).toEqual(['3', '2', '1'])
  })
})

const name = fc.oneof(
  fc.constantFrom(...nodeNames),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 })
)
const names = fc.array(name, { maxLength: 4 })
const count = fc.nat({ max: 99 })

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('answers'), answers: fc.boolean() }),
  fc.record({ kind: fc.constant('power'), state: fc.constantFrom('running', 'stopped', 'frozen', 'absent') }),
  fc.record({
    kind: fc.constant('services'),
    services: fc.subarray([...serviceIds]),
    state: fc.constantFrom('absent', 'stopped', 'suspended', 'running', 'restarted')
  }),
  fc.record({ kind: fc.constant('galera-size'), from: count, to: count }),
  fc.record({ kind: fc.constant('votes'), from: count, to: count, expected: count }),
  fc.record({ kind: fc.constant('coordinator'), name }),
  fc.record({ kind: fc.constant('member'), name, word: fc.constantFrom('online', 'unclean') }),
  fc.record({ kind: fc.constant('resource-moved'), name, from: names, to: names }),
  fc.record({ kind: fc.constant('resource-state'), name, state: fc.constantFrom('failed', 'gone', 'wanted') }),
  fc.record({ kind: fc.constant('partition'), from: names }),
  fc.record({ kind: fc.constant('alarm'), alarms: names }),
  fc.record({ kind: fc.constant('server'), name, up: fc.boolean() }),
  fc.record({ kind: fc.constant('vip'), from: fc.subarray([...nodeNames]), to: fc.subarray([...nodeNames]) }),
  fc.record({
    kind: fc.constant('fenced'),
    controller: fc.constantFrom(...nodeNames),
    action: fc.constantFrom('On', 'ForceOff'),
    by: name,
    outcome: fc.constantFrom('done', 'refused', 'busy', 'failed')
  })
)

const event: fc.Arbitrary<LiveEvent> = fc.record({
  at: fc.integer({ min: at - 20_000, max: at }),
  nodes: fc.subarray([...nodeNames]),
  change
})

/** Recorded answers of trouble, and none at all. */
const troubles: Readonly<Record<string, readonly Printed[]>> = {
  galera: [{ text: galeraText('two-killed.controller1') }, { text: galeraText('partition-minority.controller3') }],
  quorum: [clusterText('corosync', 'no-quorum-stop', 'controller1', 'quorumtool')],
  rings: [clusterText('corosync', 'two-links-link0-cut', 'controller1', 'cfgtool')],
  cluster: [
    clusterText('pacemaker', 'standby', 'controller1', 'crm_mon'),
    clusterText('pacemaker', 'fencing-failed', 'controller2', 'crm_mon'),
    clusterText('pacemaker', 'vip-bad-nic', 'controller1', 'crm_mon'),
    clusterText('pacemaker', 'pacemaker-down', 'controller3', 'crm_mon')
  ],
  broker: [{ text: brokerText('paused', 'controller3') }, { text: brokerText('app-stopped', 'controller3') }],
  time: [{ text: timeText.ownClock }]
}

const processes = ['chronyd', 'memcached', 'mariadbd', 'beam.smp', 'corosync', 'pacemakerd', 'haproxy'] as const

const nodeOf = (node: NodeName): fc.Arbitrary<LiveNode> => {
  const pulse = fc
    .record({
      parts: fc.record(
        Object.fromEntries(
          questionIds.map((id) => [
            id,
            fc.constantFrom<Printed>(...(troubles[id] ?? []), { text: '', exitCode: 124 }, { text: 'x' })
          ])
        ),
        { requiredKeys: [] }
      ),
      machine: fc.record({
        without: fc.subarray([...processes]),
        halted: fc.subarray([...processes]),
        cut: fc.subarray(['eth0', 'eth1']),
        bare: fc.subarray(['eth0', 'eth1']),
        vip: fc.boolean()
      })
    })
    .map(({ parts, machine }) => readFrom(node, outputOf(node, parts, machine)))
  return fc.oneof(
    fc.constant<LiveNode>({ kind: 'unseen' }),
    pulse.map(
      (known): LiveNode =>
        known === undefined ? { kind: 'unseen' } : { kind: 'answering', pulse: known, clusterAt: 1 }
    ),
    fc
      .record({
        since: fc.integer({ min: at - 10_000_000, max: at }),
        machine: fc.constantFrom(
          'running' as const,
          'stopped' as const,
          'frozen' as const,
          'absent' as const,
          undefined
        ),
        known: pulse
      })
      .map(({ since, machine, known }): LiveNode => ({ kind: 'silent', since, machine, pulse: known }))
  )
}

const snapshot: fc.Arbitrary<LiveSnapshot> = fc
  .record({
    controller1: nodeOf('controller1'),
    controller2: nodeOf('controller2'),
    controller3: nodeOf('controller3'),
    events: fc.array(event, { maxLength: 50 })
  })
  .map(({ events, ...nodes }) => ({ ...noSnapshot, at, nodes, events }))

describe('any cluster, in any room', () => {
  it('fits, in both languages, with and without colour and beyond ASCII, and moves nothing', {
    timeout: 60_000
  }, () => {
    fc.assert(
      fc.property(
        snapshot,
        fc.integer({ min: 36, max: 100 }),
        fc.integer({ min: 8, max: 30 }),
        fc.constantFrom('en' as const, 'zh-CN' as const),
        (shown, columns, rows, locale) => {
          const lines = drawn(shown, columns, rows, locale)
          expect(lines.length).toBeLessThanOrEqual(rows)
          expect(lines.length).toBeGreaterThan(2)
          for (const line of lines) {
            expect(widthOf(line)).toBeLessThanOrEqual(columns)
            // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what may not be there
            expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
            const ascii = asciiInPlace(line)
            expect(ascii).toMatch(/^[ -~]*$/)
            expect(ascii.length).toBe(widthOf(line))
          }
          const painted = drawn(shown, columns, rows, locale, colour)
          expect(painted.map(widthOf)).toEqual(lines.map(widthOf))
        }
      ),
      { numRuns: 150 }
    )
  })
})
