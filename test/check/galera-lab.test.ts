import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isBehaviour } from '../../src/course/course.ts'
import { readOutput } from '../../src/probe/read.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { scriptFor } from '../probe/recorded.ts'
import { type Case, type Changes, changedBy, everywhere, factsOfProbe, labOf } from './lab.ts'

/**
 * Every known cause of the system, from what a probe sees of it: the recording of the solved lab with the facts that
 * the cause changes. What mistakes really do to controllers, `quorate verify galera` shows.
 */

const all = nodeNames
const one: readonly NodeName[] = ['controller3']

/** A server that does not run is asked in vain. */
const unasked: Changes = {
  answer: 'no-socket',
  ...Object.fromEntries(
    [
      'wsrepOn',
      'providerLoaded',
      'ready',
      'clusterStatus',
      'clusterSize',
      'stateUuid',
      'localState',
      'nodeName',
      'flushAtCommit',
      'defaultEngine',
      'binlogFormat',
      'autoIncrementLockMode',
      'accounts',
      'databases'
    ].map((name) => [name, undefined])
  ),
  bound: 'nothing',
  groupBound: 'nothing',
  groupNetwork: 'nothing',
  connectedTo: []
}
const down: Changes = { ...unasked, active: false, activeState: 'failed', running: false }
const joining: Changes = { ...unasked, active: false, activeState: 'activating' }
const without: Changes = { clusterSize: 2, connectedTo: ['controller1'] }
const stopped = (facts: Changes): Case => ({ on: one, facts: { ...down, ...facts }, others: without })
const left: Changes = { clusterSize: 0, clusterStatus: 'Disconnected', stateUuid: undefined, groupBound: 'nothing' }
const alone: Changes = { clusterSize: 1, clusterStatus: 'non-Primary', localState: 'Initialized', ready: false }

const cases: Readonly<Record<string, Case>> = {
  'galera.root-login': { on: all, facts: { ...unasked, answer: 'access-denied', bound: 'management' } },
  'galera.too-many-connections': { on: one, facts: { ...unasked, answer: 'too-many-connections' } },
  'galera.frozen': { on: one, facts: { ...unasked, answer: 'silent', suspended: true }, others: without },
  'galera.silent': { on: one, facts: { ...unasked, answer: 'silent' } },
  'galera.client-options': { on: one, facts: { ...unasked, answer: 'client-options' } },
  'galera.stopped': stopped({ activeState: 'inactive' }),
  'galera.started-by-hand': stopped({ running: true, startedByHand: true }),
  'galera.configuration-error': {
    on: one,
    facts: {
      wsrepOn: false,
      providerLoaded: false,
      configuredOn: false,
      configurationError: 'error: Found option without preceding group in config file'
    }
  },
  'galera.disk-full': stopped({ problems: ['disk-full'] }),
  'galera.unknown-option': stopped({ problems: ['unknown-option'] }),
  'galera.provider-missing': stopped({ problems: ['provider-missing'] }),
  'galera.binlog-format': stopped({ problems: ['binlog-format'] }),
  'galera.unsafe-bootstrap': stopped({ problems: ['unsafe-bootstrap'] }),
  'galera.copied-configuration': stopped({
    configuredAs: ['controller2'],
    problems: ['address-not-own', 'state-transfer-failed']
  }),
  'galera.address-not-own': stopped({ problems: ['address-not-own'] }),
  'galera.port-taken': stopped({ portHolder: 'mysqlrouter' }),
  'galera.data-locked': stopped({ problems: ['data-locked'] }),
  'galera.inconsistent': stopped({ problems: ['inconsistent'] }),
  'galera.transfer-tool-missing': stopped({
    configuredMethod: 'mariabackup',
    transferLacks: ['mariabackup'],
    problems: ['state-transfer-failed']
  }),
  'galera.transfer-credentials': stopped({ configuredMethod: 'mariabackup', problems: ['state-transfer-failed'] }),
  'galera.state-transfer-failed': stopped({ problems: ['state-transfer-failed'] }),
  'galera.nobody-bootstrapped': {
    on: all,
    facts: { ...down, problems: ['no-primary-view'], savedPosition: 12, savedView: false }
  },
  'galera.all-crashed': { on: all, facts: { ...down, savedView: false } },
  'galera.waits-for-members': {
    on: ['controller1', 'controller2'],
    facts: { ...joining, silentAt: ['controller3'], connectedTo: [] }
  },
  'galera.other-name': stopped({ configuredName: 'openstak-db', problems: ['no-primary-view'] }),
  'galera.address-strangers': stopped({
    configuredMembers: [],
    configuredStrangers: ['10.99.1.98'],
    problems: ['no-primary-view']
  }),
  'galera.address-on-management': stopped({
    configuredAddress: 'gcomm://10.99.0.11,10.99.0.12,10.99.0.13',
    problems: ['no-primary-view']
  }),
  'galera.joining': { on: one, facts: { ...joining, transfer: 'receiving' } },
  'galera.no-primary-found': stopped({ problems: ['no-primary-view'], silentAt: ['controller1', 'controller2'] }),
  'galera.looking': { on: one, facts: { ...joining, savedView: false, openAt: ['controller1'] } },
  'galera.fails-to-start': stopped({}),
  'galera.not-enabled': { on: one, facts: { enabled: false, enabledState: 'disabled' } },
  'galera.bind-overridden': {
    on: one,
    facts: { bound: 'loopback', configuredBound: 'loopback', bindOverridden: true }
  },
  'galera.bind-not-restarted': { on: one, facts: { bound: 'loopback' } },
  'galera.loopback-only': { on: all, facts: { bound: 'loopback', configuredBound: 'loopback' } },
  'galera.exposed': { on: one, facts: { bound: 'everywhere', configuredBound: 'everywhere' } },
  'galera.clients-on-cluster-network': { on: one, facts: { bound: 'cluster', configuredBound: 'cluster' } },
  'galera.clients-elsewhere': { on: one, facts: { bound: 'elsewhere', configuredBound: 'elsewhere' } },
  'galera.no-network': { on: one, facts: { bound: 'nothing', configuredBound: 'nothing' } },
  'galera.wrong-group': {
    on: one,
    facts: { wsrepOn: false, providerLoaded: false, configuredOn: false, ignoredGroups: ['[wsrep]'] }
  },
  'galera.file-not-read': {
    on: one,
    facts: { wsrepOn: false, providerLoaded: false, configuredOn: false, ignoredFiles: ['/etc/mysql/galera.cnf'] }
  },
  'galera.wsrep-not-restarted': { on: one, facts: { wsrepOn: false, providerLoaded: false } },
  'galera.wsrep-off': { on: all, facts: { wsrepOn: false, providerLoaded: false, configuredOn: false } },
  'galera.no-provider': { on: one, facts: { providerLoaded: false } },
  'galera.empty-address': { on: one, facts: { configuredMembers: [], configuredAddress: 'gcomm://' } },
  'galera.strangers': { on: one, facts: { configuredStrangers: ['10.99.1.14'] } },
  'galera.members-missing': {
    on: one,
    facts: { configuredMembers: ['controller1'], configuredAddress: 'gcomm://10.99.1.11' }
  },
  'galera.not-the-name': { on: all, facts: { configuredName: 'my_wsrep_cluster' } },
  'galera.other-engine': { on: one, facts: { defaultEngine: 'MyISAM' } },
  'galera.numbers-locked': { on: one, facts: { autoIncrementLockMode: 1 } },
  'galera.not-rows': { on: one, facts: { binlogFormat: 'MIXED' } },
  'galera.not-durable': { on: all, facts: { flushAtCommit: 0 } },
  'galera.transfer-lacks': { on: one, facts: { transferLacks: ['rsync'] } },
  'galera.transfer-methods-differ': { on: one, facts: { configuredMethod: 'mysqldump' } },
  'galera.transfer-credentials-differ': { on: one, facts: { transferCredentials: '0123456789abcdef' } },
  'galera.two-clusters': {
    on: one,
    facts: { clusterSize: 1, stateUuid: '63841aa3-e673-11f1-8f2a-2b1d445036e3', openAt: ['controller1'] },
    others: { ...without, openAt: ['controller3'] }
  },
  'galera.conflicting-primaries': {
    on: one,
    facts: { ...left, ignoresQuorum: true, problems: ['conflicting-primaries'] },
    others: { ...without, refusedBy: ['controller3'] }
  },
  'galera.left-the-group': { on: one, facts: left, others: { ...without, refusedBy: ['controller3'] } },
  'galera.quorum-lost': { on: all, facts: { ...alone, silentAt: ['controller2'] } },
  'galera.no-way': {
    on: one,
    facts: { ...alone, silentAt: ['controller1', 'controller2'] },
    others: { ...without, silentAt: ['controller3'] }
  },
  'galera.minority': { on: one, facts: alone, others: without },
  'galera.stranger-knocks': {
    on: ['controller1', 'controller2'],
    facts: { ...without, problems: ['other-cluster-name'] }
  },
  'galera.not-joined': { on: ['controller1', 'controller2'], facts: { ...without, openAt: ['controller3'] } },
  'galera.member-down': { on: ['controller1', 'controller2'], facts: { ...without, refusedBy: ['controller3'] } },
  'galera.desynced': { on: one, facts: { desynced: true, localState: 'Donor/Desynced' } },
  'galera.read-only': { on: one, facts: { readOnly: true } },
  'galera.rejects-queries': { on: one, facts: { rejectsQueries: true } },
  'galera.donor': { on: one, facts: { localState: 'Donor/Desynced', transfer: 'sending' } },
  'galera.locked': { on: one, facts: { localState: 'Donor/Desynced' } },
  'galera.catching-up': { on: one, facts: { localState: 'Joined' } },
  'galera.group-exposed': { on: one, facts: { groupBound: 'everywhere' } },
  'galera.group-on-management': {
    on: all,
    facts: { groupBound: 'management', groupNetwork: 'management', nodeNetwork: 'management' }
  },
  'galera.node-address-elsewhere': { on: one, facts: { nodeNetwork: 'management' } },
  'galera.same-name': { on: one, facts: { nodeName: 'controller2', configuredAs: ['controller2'] } },
  'galera.health-account-missing': { on: all, facts: { accounts: ['openstack@%', 'root@localhost'] } },
  'galera.service-account-local': {
    on: all,
    facts: { accounts: ['clustercheck@localhost', 'openstack@localhost', 'root@localhost'] }
  },
  'galera.service-account-missing': { on: all, facts: { accounts: ['clustercheck@localhost', 'root@localhost'] } },
  'galera.database-missing': { on: all, facts: { databases: ['test'] } },
  'galera.ignores-quorum': { on: all, facts: { clusterSize: 2, ignoresQuorum: true } },
  'galera.conflicts': { on: one, facts: { ready: false, conflicts: 357 } }
}

const solved = everywhere((node) =>
  readOutput(scriptFor(node, ['galera']), readFileSync(`test/fixtures/galera/solved.${node}.txt`, 'utf8'))
)

const changed = ({ on, facts, others = {} }: Case) =>
  changedBy({ on, facts: factsOfProbe('galera', facts), others: factsOfProbe('galera', others) }, solved)

const { lab, unpassed, failed, codes } = await labOf('galera', { more: { galeraName: 'openstack-db' } })

describe('the checks of the lab galera', () => {
  it('all pass where it is solved', () => {
    expect(unpassed(solved)).toEqual([])
  })

  it('have an experiment for what only shows when it is tried', () => {
    expect(lab.checks.filter(isBehaviour).map(({ id }) => id)).toEqual([
      'row-on-every-node',
      'own-numbers',
      'killed-node',
      'minority-stops',
      'power-loss'
    ])
  })
})

describe('the known causes about Galera', () => {
  it('each have a case here', () => {
    expect(Object.keys(cases).sort()).toEqual(codes.filter((code) => code.startsWith('galera.')).sort())
  })

  it.each(Object.keys(cases))('%s is the first that is named where it is so', (code) => {
    expect(failed(changed(cases[code] ?? { on: [], facts: {} })).flatMap((one) => one.codes)[0]).toBe(code)
  })
})
