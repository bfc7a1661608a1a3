import { describe, expect, it } from 'vitest'
import type { ClusterFacts } from '../../src/check/evaluate.ts'
import { isBehaviour } from '../../src/course/course.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { clusterFactsOf, inSituation, solvedCluster } from '../probe/pacemaker/recorded.ts'
import { edit, factsOf, solved as solvedMemcached, withSection } from '../probe/recorded.ts'
import { given } from './facts.ts'
import { type Case, type Changes, changedBy, everywhere, labOf } from './lab.ts'

/**
 * Every known cause of the cluster stack, from what the probes see of it: the recording of the solved lab with the facts
 * that the cause changes. What mistakes really do to controllers, `quorate verify pacemaker` shows.
 */

const all = nodeNames
const one: readonly NodeName[] = ['controller3']
const two = ['controller1', 'controller2']

/** Nothing is known of a corosync that does not answer, nor of a Pacemaker. */
const silent: Changes = Object.fromEntries([
  ['corosync.answers', false],
  ['corosync.votequorum', false],
  ...[
    'members',
    'quorate',
    'votes',
    'expectedVotes',
    'quorum',
    'twoNode',
    'links',
    'managementLink',
    'clusterLink'
  ].map((name) => [`corosync.${name}`, undefined])
])
const unasked: Changes = Object.fromEntries([
  ['pacemaker.answers', false],
  ['pacemaker.hasCoordinator', false],
  ...[
    'quorate',
    'online',
    'offline',
    'unclean',
    'standby',
    'maintenance',
    'fencing',
    'maintenanceMode',
    'noQuorumPolicy',
    'resources',
    'stopped',
    'fenceable',
    'fenceReady',
    'leftoverConstraints',
    'unmonitored',
    'pinged',
    'reaching',
    'unreaching',
    'placedByReach',
    'running',
    'runningHere'
  ].map((name) => [`pacemaker.${name}`, undefined])
])
const left: Changes = {
  'corosync.members': two,
  'corosync.votes': 2,
  'corosync.managementLink': two,
  'corosync.clusterLink': two,
  'pacemaker.online': two,
  'pacemaker.offline': ['controller3']
}
const noPacemaker: Changes = { ...unasked, 'pacemaker.active': false, 'pacemaker.activeState': 'inactive' }
const noCorosync: Changes = {
  ...silent,
  ...noPacemaker,
  'corosync.active': false,
  'corosync.activeState': 'failed',
  'corosync.startError': 'parse error in config'
}
const down = (facts: Changes): Case => ({ on: one, facts: { ...noCorosync, ...facts }, others: left })

const alone: Changes = {
  'corosync.members': ['controller3'],
  'corosync.quorate': false,
  'corosync.votes': 1,
  'corosync.managementLink': ['controller3'],
  'corosync.clusterLink': ['controller3'],
  'pacemaker.quorate': false,
  'pacemaker.online': ['controller3'],
  'pacemaker.offline': two
}
const cut = (facts: Changes): Case => ({ on: one, facts: { ...alone, ...facts }, others: left })
const cluster = (facts: Changes): Case => ({ on: all, facts })

const cases: Readonly<Record<string, Case>> = {
  'corosync.key-missing': down({
    'corosync.keyPresent': false,
    'corosync.keyHash': undefined,
    'corosync.keyMode': undefined,
    'corosync.keyOwner': undefined
  }),
  'corosync.key-too-short': down({
    'corosync.keySize': 16,
    'corosync.keyHash': '0123456789ab',
    'corosync.startError': 'Could only read 128 bits of minimum 1024 bits from /etc/corosync/authkey.'
  }),
  'corosync.broken-file': down({
    'corosync.wellFormed': false,
    'corosync.brokenLine': '4: token 3000',
    'corosync.onManagement': [],
    'corosync.onCluster': [],
    'corosync.digest': undefined
  }),
  'corosync.fails-to-start': down({}),
  'corosync.stopped': down({ 'corosync.activeState': 'inactive' }),
  'corosync.frozen': { on: one, facts: { ...silent, 'corosync.suspended': true }, others: left },
  'corosync.not-enabled': { on: one, facts: { 'corosync.enabled': false, 'corosync.enabledState': 'disabled' } },
  'corosync.stock': {
    on: one,
    facts: {
      'corosync.stock': true,
      'corosync.onManagement': [],
      'corosync.onCluster': [],
      'corosync.nodeList': ['1 node1 127.0.0.1'],
      'corosync.ownEntryMissing': true,
      'corosync.encrypted': false,
      'corosync.digest': 'other',
      'corosync.members': ['node1'],
      'corosync.quorate': true,
      'corosync.expectedVotes': 1,
      'corosync.foreignAddresses': ['127.0.0.1']
    }
  },
  'corosync.misplaced-address': cut({
    'corosync.misplaced': ['controller1 10.99.0.21 10.99.1.11'],
    'corosync.onManagement': ['controller2', 'controller3'],
    'corosync.digest': 'other'
  }),
  'corosync.one-network': cluster({ 'corosync.onCluster': [], 'corosync.clusterLink': [] }),
  'corosync.only-cluster-network': cluster({ 'corosync.onManagement': [], 'corosync.managementLink': [] }),
  'corosync.own-entry-missing': {
    on: one,
    facts: { 'corosync.ownEntryMissing': true, 'corosync.onManagement': two, 'corosync.onCluster': two }
  },
  'corosync.node-missing': { on: ['controller1'], facts: { 'corosync.onManagement': two, 'corosync.onCluster': two } },
  'corosync.not-loaded': cluster({ 'corosync.notLoaded': ['totem.token'] }),
  'corosync.transport-differs': cut({ 'corosync.transport': 'udpu', 'corosync.digest': 'other' }),
  'corosync.crypto-differs': cut({ 'corosync.cipher': 'aes128', 'corosync.digest': 'other' }),
  'corosync.configuration-differs': {
    on: one,
    facts: { 'corosync.digest': 'other', 'corosync.totemSettings': ['token=10000'] }
  },
  'corosync.unencrypted': cluster({ 'corosync.encrypted': false, 'corosync.cipher': 'none', 'corosync.hash': 'none' }),
  'corosync.key-differs': cut({ 'corosync.keyHash': '0123456789ab', 'corosync.rejectsPackets': true }),
  'corosync.key-readable': { on: one, facts: { 'corosync.keyMode': '644' } },
  'corosync.key-owner': { on: one, facts: { 'corosync.keyOwner': 'hacluster' } },
  'corosync.packets-rejected': cut({ 'corosync.rejectsPackets': true }),
  'corosync.no-votequorum': cluster({
    'corosync.votequorum': false,
    'corosync.provider': '',
    'corosync.expectedVotes': undefined,
    'corosync.quorum': undefined,
    'corosync.quorate': undefined
  }),
  'corosync.expected-votes': cluster({ 'corosync.expectedVotes': 5, 'corosync.quorum': 3 }),
  'corosync.too-few-votes-expected': cluster({ 'corosync.expectedVotes': 1, 'corosync.quorum': 1 }),
  'corosync.cut-off': cut({}),
  'corosync.network-fault': cut({ 'corosync.networkFault': true, 'corosync.quorate': undefined }),
  'corosync.member-missing': { on: two as NodeName[], facts: left, others: {} },
  'corosync.foreign-address': cut({ 'corosync.foreignAddresses': ['127.0.0.1'], 'corosync.quorate': undefined }),
  'corosync.cluster-link-down': { on: one, facts: { 'corosync.clusterLink': ['controller3'] } },
  'corosync.management-link-down': { on: one, facts: { 'corosync.managementLink': ['controller3'] } },

  'pacemaker.stopped': { on: one, facts: noPacemaker, others: { 'pacemaker.online': two } },
  'pacemaker.without-corosync': {
    on: one,
    facts: { ...noPacemaker, 'corosync.active': false, 'corosync.activeState': 'deactivating' }
  },
  'pacemaker.fails-to-start': { on: one, facts: { ...noPacemaker, 'pacemaker.activeState': 'failed' } },
  'pacemaker.frozen': { on: one, facts: { 'pacemaker.suspended': ['pacemaker-contr'] } },
  'pacemaker.not-enabled': { on: one, facts: { 'pacemaker.enabled': false, 'pacemaker.enabledState': 'disabled' } },
  'pacemaker.no-quorum': cluster({ 'pacemaker.quorate': false, 'pacemaker.online': ['controller1'] }),
  'pacemaker.no-coordinator': cluster({ 'pacemaker.hasCoordinator': false, 'pacemaker.quorate': undefined }),
  'pacemaker.fencing-fails': cluster({
    'pacemaker.fenceFailed': ['controller3'],
    'pacemaker.unclean': ['controller3'],
    'pacemaker.offline': ['controller3'],
    'pacemaker.online': two
  }),
  'pacemaker.unclean': cluster({
    'pacemaker.unclean': ['controller3'],
    'pacemaker.offline': ['controller3'],
    'pacemaker.online': two
  }),
  'pacemaker.standby': cluster({ 'pacemaker.standby': ['controller3'] }),
  'pacemaker.maintenance-mode': cluster({ 'pacemaker.maintenanceMode': true, 'pacemaker.unmanaged': ['vip'] }),
  'pacemaker.node-maintenance': cluster({ 'pacemaker.maintenance': ['controller2'] }),
  'pacemaker.node-offline': cluster({ 'pacemaker.online': two, 'pacemaker.offline': ['controller3'] }),
  'pacemaker.no-fence-device': cluster({
    'pacemaker.fenceDevices': [],
    'pacemaker.fenceable': [],
    'pacemaker.fenceReady': [],
    'pacemaker.stopped': ['vip'],
    'pacemaker.started': []
  }),
  'pacemaker.fencing-off': cluster({ 'pacemaker.fencing': false }),
  'pacemaker.fence-mistargeted': cluster({ 'pacemaker.fenceMistargeted': ['fence-controller2 controller3'] }),
  'pacemaker.fence-unrestricted': cluster({
    'pacemaker.fenceUnrestricted': ['fence-controller1'],
    'pacemaker.fenceable': ['controller2', 'controller3']
  }),
  'pacemaker.fence-device-missing': cluster({ 'pacemaker.fenceable': two, 'pacemaker.fenceReady': two }),
  'pacemaker.fence-device-failed': cluster({
    'pacemaker.fenceReady': ['controller2', 'controller3'],
    'pacemaker.stopped': ['fence-controller1'],
    'pacemaker.failures': ['fence-controller1 start on controller2: error']
  }),
  'pacemaker.quorum-ignored': cluster({ 'pacemaker.noQuorumPolicy': 'ignore' }),
  'pacemaker.load-threshold': cluster({ 'pacemaker.loadThreshold': 80, 'pacemaker.throttled': true }),
  'pacemaker.default-history': cluster({
    'pacemaker.warnSeriesMax': 5000,
    'pacemaker.inputSeriesMax': 4000,
    'pacemaker.errorSeriesMax': -1,
    'pacemaker.recheckInterval': 900
  }),
  'pacemaker.recheck-interval': cluster({ 'pacemaker.recheckInterval': 900 }),
  'pacemaker.address-without-interface': cluster({
    'pacemaker.started': [],
    'pacemaker.stopped': ['vip'],
    'pacemaker.lastFailure': 'vip start on controller1: not configured ([findif] failed)'
  }),
  'pacemaker.agent-missing': cluster({
    'pacemaker.started': [],
    'pacemaker.stopped': ['vip'],
    'pacemaker.lastFailure': 'vip start on controller1: not installed'
  }),
  'pacemaker.operation-failed': cluster({
    'pacemaker.started': [],
    'pacemaker.stopped': ['vip'],
    'pacemaker.lastFailure': 'vip start on controller1: error (Timed Out)'
  }),
  'pacemaker.disabled': cluster({ 'pacemaker.started': [], 'pacemaker.disabled': ['vip'] }),
  'pacemaker.unmanaged': cluster({ 'pacemaker.started': [], 'pacemaker.unmanaged': ['vip'] }),
  'pacemaker.orphaned': cluster({ 'pacemaker.started': [], 'pacemaker.orphaned': ['old'] }),
  'pacemaker.verify-errors': cluster({ 'pacemaker.started': [], 'pacemaker.verifyErrors': ['what is wrong'] }),
  'pacemaker.unmonitored': cluster({ 'pacemaker.unmonitored': ['vip'] }),
  'pacemaker.leftover-constraint': cluster({ 'pacemaker.leftoverConstraints': ['cli-prefer-vip'] }),
  'pacemaker.no-address': cluster({
    'pacemaker.resources': ['fence-controller1'],
    'pacemaker.agents': [],
    'pacemaker.parameters': [],
    'pacemaker.started': []
  }),
  'pacemaker.reach-unwatched': cluster({
    'pacemaker.pinged': [],
    'pacemaker.reaching': []
  }),
  'pacemaker.reach-no-answer': cluster({ 'pacemaker.reaching': [], 'pacemaker.unreaching': [...all] }),
  'pacemaker.reach-lost': cluster({ 'pacemaker.reaching': two, 'pacemaker.unreaching': ['controller3'] }),
  'pacemaker.reach-one-sided': cluster({ 'pacemaker.reaching': ['controller2'] }),
  'pacemaker.reach-unused': cluster({ 'pacemaker.placedByReach': [] }),
  'pacemaker.no-volume': cluster({
    'pacemaker.resources': ['vip'],
    'pacemaker.agents': ['vip ocf:heartbeat:IPaddr2'],
    'pacemaker.started': ['vip']
  }),
  'pacemaker.volume-everywhere': cluster({
    'pacemaker.runningHere': ['volume'],
    'host.runningServices': ['lab-volume']
  }),
  'pacemaker.volume-beside': { on: ['controller3', 'controller1'], facts: { 'host.runningServices': ['lab-volume'] } }
}

/** Where the cluster ran the volume service when it was recorded. */
const volumeOn: NodeName = 'controller2'

const machines = everywhere((node) => ({
  ...factsOf(node, solvedMemcached(node)),
  ...clusterFactsOf(node, solvedCluster(node))
}))
const solved = given(machines, volumeOn, { 'host.runningServices': ['lab-volume'] })

const { lab, judge, unpassed, failed, codes } = await labOf('pacemaker', {
  more: { pacemakerName: 'openstack' },
  isOwn: (code) => /^(?:corosync|pacemaker)\./.test(code)
})

const firstCode = (facts: ClusterFacts): string | undefined => judge(facts).flatMap((one) => one.codes)[0]

describe('the checks of the lab pacemaker', () => {
  it('all pass where it is solved', () => {
    expect(unpassed(solved)).toEqual([])
  })

  it('have an experiment for what only shows when it is tried', () => {
    expect(lab.checks.filter(isBehaviour).map(({ id }) => id)).toEqual([
      'lost-vote',
      'minority-stops',
      'fenced',
      'users-first'
    ])
  })

  it('say of what is not begun that it is not yet, and not that it is wrong', () => {
    const begun = changedBy(
      cluster({
        'pacemaker.warnSeriesMax': 5000,
        'pacemaker.inputSeriesMax': 4000,
        'pacemaker.errorSeriesMax': -1,
        'pacemaker.recheckInterval': 900,
        'pacemaker.loadThreshold': 80,
        'pacemaker.fenceDevices': [],
        'pacemaker.fenceable': [],
        'pacemaker.fenceReady': [],
        'pacemaker.resources': [],
        'pacemaker.services': [],
        'pacemaker.agents': [],
        'pacemaker.started': [],
        'pacemaker.pinged': [],
        'pacemaker.reaching': [],
        'pacemaker.placedByReach': [],
        'host.runningServices': []
      }),
      solved
    )
    expect(failed(begun)).toEqual([])
    const stopped = { 'corosync.active': false, 'corosync.onManagement': [], 'corosync.onCluster': [] }
    expect(failed(changedBy(cluster(stopped), solved))).toEqual([])
    expect(failed(changedBy({ on: one, facts: { 'corosync.active': false } }, solved))).not.toEqual([])
  })

  it('take nothing for healthy that could not be looked at', () => {
    const hung = ['members', 'quorum', 'links'].reduce(
      (output, section) => withSection(output, `corosync.${section}`, '', 124),
      solvedCluster('controller2')
    )
    const results = judge({ ...solved, controller2: clusterFactsOf('controller2', hung) })
    expect(results.filter(({ outcome }) => outcome === 'pass').map(({ id }) => id)).toEqual([])
  })
})

describe('the known causes about corosync and Pacemaker', () => {
  it('each have a case here', () => {
    // The fence device on its own victim is a matter of taste, and explains no check by itself.
    expect([...Object.keys(cases), 'pacemaker.fence-on-victim'].sort()).toEqual([...codes].sort())
  })

  it.each(Object.keys(cases))('%s is the first that is named where it is so', (code) => {
    const results = failed(changedBy(cases[code] ?? { on: [], facts: {} }, solved))
    expect(results.flatMap((one) => one.codes)[0]).toBe(code)
  })
})

describe('what was recorded on real clusters', () => {
  const stopped = (output: string): string =>
    ['corosync', 'pacemaker'].reduce(
      (text, name) =>
        edit(withSection(text, `${name}.processes`, ''), `${name}.unit`, (unit) =>
          unit.replace('ActiveState=active', name === 'corosync' ? 'ActiveState=failed' : 'ActiveState=inactive')
        ),
      output
    )
  const withKey = (output: string): string =>
    edit(output, 'corosync.key', (text) => text.replace(/^[0-9a-f]{12}/m, '0123456789ab'))
  const inFile = (output: string, from: string | RegExp, to: string): string =>
    edit(output, 'corosync.file', (text) => text.replace(from, to))
  /** One controller in a recorded situation; those who share its one link have the same file. */
  const on = (node: NodeName, output: string): ClusterFacts => {
    // The second link of the recorded cluster is made up: its daemon knew of one only.
    return given({ ...solved, [node]: clusterFactsOf(node, twoLinks(output)) }, node, { 'corosync.notLoaded': [] })
  }
  const twoLinks = (output: string): string =>
    edit(output, 'corosync.file', (text) =>
      text
        .replace(/^( *)ring0_addr: (\S+)\.0\.(\d+)$/gm, '$1ring0_addr: $2.0.$3\n$1ring1_addr: $2.1.$3')
        .replaceAll('1.33', '1.13')
    )

  it.each<[string, NodeName, string, (output: string) => string]>([
    ['authkey-mismatch', 'controller3', 'corosync.key-differs', withKey],
    [
      'authkey-missing',
      'controller3',
      'corosync.key-missing',
      (output) => withSection(stopped(output), 'corosync.key', '/etc/corosync/authkey: No such file', 1)
    ],
    [
      'transport-mismatch',
      'controller3',
      'corosync.transport-differs',
      (output) => inFile(output, 'transport: knet', 'transport: udpu')
    ],
    [
      'wrong-own-addr',
      'controller3',
      'corosync.misplaced-address',
      (output) => inFile(output, '10.99.0.13', '10.99.0.33')
    ],
    ['no-quorum-provider', 'controller3', 'corosync.no-votequorum', (output) => inFile(output, /provider: .*/, '')],
    ['no-quorum-stop', 'controller1', 'corosync.cut-off', (output) => output]
  ])('%s on %s is %s', (situation, node, code, change) => {
    expect(firstCode(on(node, change(inSituation(situation, node))))).toBe(code)
  })

  it('nothing is wrong with a recording of the solved lab', () => {
    expect(firstCode(solved)).toBeUndefined()
  })
})
