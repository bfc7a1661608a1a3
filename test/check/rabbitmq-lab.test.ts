import { describe, expect, it } from 'vitest'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { clusterWith, recorded } from '../probe/rabbitmq/recorded.ts'
import { type Changes, changedBy, factsOfProbe, labOf } from './lab.ts'

/**
 * Every known cause of the system, from what a probe sees of it: outputs that were recorded in such a situation, or the
 * recording of the solved lab with the facts that the cause changes. What mistakes really do to controllers,
 * `quorate verify rabbitmq` shows.
 */

interface Case {
  /** A recorded situation of controller3. */
  readonly recorded?: string
  /** Facts that are different on these controllers. */
  readonly on?: readonly NodeName[]
  readonly facts?: Changes
  /** The check under which the cause is shown. */
  readonly check: string
}

const all = nodeNames
const one: readonly NodeName[] = ['controller3']
const two: readonly NodeName[] = ['controller1', 'controller2']

/** What cannot be known of a broker that does not answer. */
const silent: Changes = Object.fromEntries(
  [
    'cookieInUse',
    'nodeName',
    'namedAfterHost',
    'members',
    'memberCount',
    'runningMembers',
    'missingMembers',
    'partitions',
    'partitionHandling',
    'alarms',
    'users',
    'permitted',
    'unpermitted',
    'guestOpen',
    'queues',
    'replicatedQueues',
    'singleQueues',
    'serviceQueues',
    'transportAccepted'
  ].map((name) => [name, undefined])
)
const down: Changes = {
  ...silent,
  active: false,
  activeState: 'activating',
  running: false,
  state: 'down',
  bound: 'nothing'
}
const failing = (facts: Changes): Case => ({ on: one, facts: { ...down, ...facts }, check: 'running' })
const queue = (facts: Changes): Case => ({ on: all, facts: { replicatedQueues: [], ...facts }, check: 'copies' })
const pair = ['rabbit@controller1', 'rabbit@controller2']
const withoutThird: Changes = { runningMembers: pair, missingMembers: ['rabbit@controller3'] }

const cases: Readonly<Record<string, Case>> = {
  stopped: { recorded: 'stopped', check: 'running' },
  'cookie-mode': { recorded: 'cookie-mode', check: 'running' },
  'cookie-owner': { recorded: 'cookie-owner', check: 'running' },
  'inconsistent-cluster': failing({ problems: ['inconsistent-cluster'] }),
  'configuration-broken': { recorded: 'configuration-broken', check: 'running' },
  'disk-full': { recorded: 'disk-full', check: 'running' },
  'address-unavailable': { recorded: 'address-unavailable', check: 'running' },
  'port-taken': { recorded: 'port-taken', check: 'running' },
  'name-taken': failing({ problems: ['name-taken'] }),
  'name-unresolved': failing({ unresolved: ['controller1'], problems: ['name-unresolved'] }),
  'epmd-unresolved': failing({ problems: ['name-unresolved'] }),
  'waiting-refused': { recorded: 'waiting-refused', check: 'running' },
  'waiting-for-tables': { recorded: 'waiting-for-tables', check: 'running' },
  starting: failing({ running: true, state: 'booting' }),
  'fails-to-start': failing({}),
  frozen: { recorded: 'frozen', check: 'running' },
  hung: { on: one, facts: { ...silent, state: 'hung' }, check: 'running' },
  'app-stopped': { recorded: 'app-stopped', check: 'running' },
  'cut-off': { on: one, facts: { ...silent, state: 'paused', silentPorts: ['controller1:25672'] }, check: 'running' },
  paused: { on: one, facts: { ...silent, state: 'paused' }, check: 'running' },
  'not-enabled': { on: one, facts: { enabled: false, enabledState: 'disabled' }, check: 'starts-at-boot' },

  'cookie-absent': {
    on: one,
    facts: { cookiePresent: false, cookieHash: undefined, cookieOwner: undefined, cookieMode: undefined },
    check: 'same-cookie'
  },
  'cookie-differs': { recorded: 'rejected', check: 'same-cookie' },
  'cookie-exposed': { on: one, facts: { cookieMode: '644' }, check: 'cookie-protected' },
  'cookie-not-ours': { on: one, facts: { cookieOwner: 'root' }, check: 'cookie-protected' },
  'cookie-not-read': { on: all, facts: { ...silent, state: 'rejected', cookieInUse: false }, check: 'cookie-in-use' },
  'cookie-rejected': {
    on: two,
    facts: { members: pair, memberCount: 3, ...withoutThird, problems: ['cookie-rejected'] },
    check: 'one-cluster'
  },

  localhost: { on: one, facts: { nodeName: 'rabbit@localhost', namedAfterHost: false }, check: 'node-name' },
  'other-name': { on: one, facts: { nodeName: 'bunny@controller3', namedAfterHost: false }, check: 'node-name' },
  loopback: { on: one, facts: { bound: 'loopback' }, check: 'management-address' },
  exposed: { on: one, facts: { bound: 'everywhere' }, check: 'management-address' },
  'cluster-network': { on: one, facts: { bound: 'cluster' }, check: 'management-address' },
  'other-address': { on: one, facts: { bound: 'elsewhere' }, check: 'management-address' },
  'no-listener': { on: one, facts: { bound: 'nothing' }, check: 'management-address' },

  'own-cluster': {
    on: one,
    facts: { members: ['rabbit@controller3'], memberCount: 1, runningMembers: ['rabbit@controller3'] },
    check: 'one-cluster'
  },
  'incomplete-cluster': {
    on: two,
    facts: { members: pair, memberCount: 2, runningMembers: pair },
    check: 'one-cluster'
  },
  partitioned: { on: two, facts: { ...withoutThird, partitions: ['rabbit@controller3'] }, check: 'one-cluster' },
  'no-way': { on: two, facts: { ...withoutThird, silentPorts: ['controller3:25672'] }, check: 'one-cluster' },
  refused: { on: two, facts: { ...withoutThird, refusedPorts: ['controller3:25672'] }, check: 'one-cluster' },
  'no-epmd': { on: one, facts: { epmdBound: 'nothing', ...withoutThird }, check: 'one-cluster' },
  'members-away': { on: two, facts: withoutThird, check: 'one-cluster' },
  'handling-not-read': {
    on: one,
    facts: { partitionHandling: 'ignore', partitionHandlingPending: true },
    check: 'partition-handling'
  },
  'handling-gone': {
    on: all,
    facts: { partitionHandling: 'ignore', runningVersion: '4.3.1' },
    check: 'partition-handling'
  },
  'handling-ignore': { on: all, facts: { partitionHandling: 'ignore' }, check: 'partition-handling' },
  'handling-autoheal': { on: all, facts: { partitionHandling: 'autoheal' }, check: 'partition-handling' },
  'disk-alarm': { on: one, facts: { alarms: ['disk'] }, check: 'no-alarm' },
  'memory-alarm': { on: one, facts: { alarms: ['memory'] }, check: 'no-alarm' },

  'user-absent': { on: all, facts: { users: ['guest', 'Openstack'], permitted: ['guest'] }, check: 'permissions' },
  'no-permissions': { on: all, facts: { permitted: ['guest'], unpermitted: ['openstack'] }, check: 'permissions' },
  'some-permissions': { on: all, facts: { permitted: ['guest'] }, check: 'permissions' },
  'guest-open': { on: one, facts: { guestOpen: true }, check: 'guest-local' },
  'guest-used': { on: one, facts: { transportUsers: ['guest'], transportAccepted: false }, check: 'login' },
  'transport-absent': {
    on: one,
    facts: { transportServers: [], transportControllers: [], transportMissing: [...all] },
    check: 'all-brokers'
  },
  'transport-vip': {
    on: one,
    facts: { transportServers: ['10.99.0.10:5672'], transportStrangers: ['10.99.0.10:5672'], transportControllers: [] },
    check: 'all-brokers'
  },
  'transport-stranger': { on: one, facts: { transportStrangers: ['controler3:5672'] }, check: 'all-brokers' },
  'transport-missing': {
    on: one,
    facts: { transportControllers: ['controller1'], transportMissing: ['controller2', 'controller3'] },
    check: 'all-brokers'
  },
  'login-missing': { on: one, facts: { transportUsers: ['openstack', ''], transportAccepted: false }, check: 'login' },
  'transport-virtual-host': { on: one, facts: { transportVirtualHost: 'nova' }, check: 'login' },
  'login-refused': { on: one, facts: { transportAccepted: false }, check: 'login' },

  'mirroring-gone': {
    on: all,
    facts: { serviceQueues: 'single', mirroringGone: true, policyMisses: true, runningVersion: '4.0.5' },
    check: 'service-queues'
  },
  'policy-misses': { on: all, facts: { serviceQueues: 'single', policyMisses: true }, check: 'service-queues' },
  'two-kinds': { on: one, facts: { serviceQueues: 'contradictory' }, check: 'service-queues' },
  'plain-queues': { on: all, facts: { serviceQueues: 'single' }, check: 'service-queues' },
  'queue-absent': queue({ queues: ['plain'] }),
  'queue-plain': queue({ singleQueues: ['notifications.info'] }),
  'queue-unsynchronised': queue({ unsynchronisedQueues: ['notifications.info'] }),
  'queue-incomplete': queue({ incompleteQueues: ['notifications.info'] }),
  'queue-unavailable': queue({ unavailableQueues: ['notifications.info'] }),
  'old-incarnation': queue({ unavailableQueues: ['notifications.info'], problems: ['old-incarnation'] }),
  'queue-type-conflict': queue({ singleQueues: ['notifications.info'], problems: ['queue-type-conflict'] })
}

const factsFor = ({ recorded: name, on = [], facts = {} }: Case) =>
  changedBy(
    { on, facts: factsOfProbe('rabbitmq', facts) },
    clusterWith(name === undefined ? {} : { controller3: recorded(name) })
  )

const { unpassed, failed: failedIn, codes } = await labOf('rabbitmq')

describe('the checks of the lab rabbitmq', () => {
  it('all pass where it is solved', () => {
    expect(unpassed(clusterWith())).toEqual([])
  })

  it('have a case here for every known cause', () => {
    const own = codes.filter((code) => code.startsWith('rabbitmq.'))
    expect(own.map((code) => code.slice('rabbitmq.'.length)).sort()).toEqual(Object.keys(cases).sort())
  })

  it.each(Object.keys(cases))('name the cause %s first', (code) => {
    const situation = cases[code]
    if (situation === undefined) throw new Error('no such case')
    const failed = failedIn(factsFor(situation))
    expect(failed.find(({ id }) => id === situation.check)?.codes[0]).toBe(`rabbitmq.${code}`)
    expect(failed.flatMap((one) => one.codes)[0]).toBe(`rabbitmq.${code}`)
  })
})
