import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isBehaviour } from '../../src/course/course.ts'
import { readOutput } from '../../src/probe/read.ts'
import type { NodeFacts } from '../../src/probe/registry.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { factsOf, solved as recorded } from '../probe/haproxy/recorded.ts'
import { scriptFor, topology } from '../probe/recorded.ts'
import { type Case, type Changes, changedBy, everywhere, labOf } from './lab.ts'

/**
 * Every known cause about HAProxy, the VIP and keepalived, from what the probes see of it: the recording of the solved
 * lab with the facts that the cause changes. What mistakes really do to controllers, `quorate verify haproxy` shows.
 */

const all = nodeNames
const one: readonly NodeName[] = ['controller3']
const on = (nodes: readonly NodeName[], facts: Changes, others?: Changes): Case => ({
  on: nodes,
  facts,
  ...(others === undefined ? {} : { others })
})

const refusing: Changes = { 'clustercheck.status': 503, 'clustercheck.answer': 'unavailable' }
const down: Changes = {
  'haproxy.active': false,
  'haproxy.activeState': 'failed',
  'haproxy.running': false,
  'haproxy.listensAtVip': false,
  'haproxy.listeners': [],
  'haproxy.socket': 'refused'
}
const lost: Changes = { 'haproxy.downServers': ['controller2'] }
const silent = (answer: string): Case => on(all, { 'vip.answers': false, 'vip.answer': answer })
const nowhere: Changes = { 'vip.holds': false, 'vip.network': 'nowhere', 'vip.prefixLength': undefined }
const held: Changes = { 'vip.holds': true, 'vip.network': 'management', 'vip.prefixLength': 24 }
const loose: Changes = { 'vip.followsHaproxy': false }
const vrrp: Changes = {
  'vip.owners': ['keepalived'],
  'vip.tracked': ['haproxy_serves'],
  'haproxy.clusterControlled': false,
  'haproxy.startedBy': 'systemd',
  'haproxy.enabled': true
}

const cases: Readonly<Record<string, Case>> = {
  'haproxy.health-check-cannot-ask': on(one, { ...refusing, 'clustercheck.stateless': true }),
  'haproxy.health-check-no-database': on(one, {
    ...refusing,
    'clustercheck.stateless': true,
    'galera.localState': 'Initialized'
  }),
  'haproxy.health-check-database-stopped': on(one, {
    ...refusing,
    'clustercheck.stateless': true,
    'galera.active': false,
    'galera.localState': undefined
  }),
  'haproxy.health-check-says-no': on(one, refusing),
  'haproxy.health-check-stopped': on(one, {
    'clustercheck.listening': false,
    'clustercheck.answer': 'refused',
    'clustercheck.status': undefined
  }),
  'haproxy.health-check-not-http': on(one, {
    'clustercheck.answer': 'silent',
    'clustercheck.status': undefined
  }),
  'haproxy.health-check-not-enabled': on(one, { 'clustercheck.enabled': false }),
  'haproxy.health-check-exposed': on(one, { 'clustercheck.bound': 'everywhere' }),
  'haproxy.health-check-loopback': on(one, { 'clustercheck.bound': 'loopback' }),
  'haproxy.configuration-invalid': on(one, {
    'haproxy.configuration': 'invalid',
    'haproxy.complaint': "unknown keyword 'mdoe'"
  }),
  'haproxy.configuration-too-long': on(one, { 'haproxy.configuration': 'too-long' }),
  'haproxy.configuration-absent': on(one, { 'haproxy.configuration': 'absent' }),
  'haproxy.configuration-unanswered': on(one, { 'haproxy.configuration': 'unanswered' }),
  'haproxy.not-reloaded': on(one, { 'haproxy.fileChanged': true, 'haproxy.listensAtVip': false }),
  'haproxy.no-database-proxy': on(one, { 'haproxy.activeServers': 0, 'haproxy.backupServers': 0 }),
  'haproxy.many-writers': on(all, {
    'haproxy.activeServers': 3,
    'haproxy.activeControllers': [...nodeNames],
    'haproxy.backupServers': 0
  }),
  'haproxy.only-backups': on(all, { 'haproxy.activeServers': 0, 'haproxy.backupServers': 3 }),
  'haproxy.too-few-backups': on(one, { 'haproxy.backupServers': 1 }),
  'haproxy.server-astray': on(one, { 'haproxy.databaseStrangers': ['controller3 10.99.0.31:3306'] }),
  'haproxy.writer-differs': on(one, { 'haproxy.activeControllers': ['controller3'] }),
  'haproxy.unchecked': on(one, {
    'haproxy.healthCheck': 'none',
    'haproxy.healthCheckPort': undefined,
    'haproxy.uncheckedServers': [...nodeNames]
  }),
  'haproxy.some-unchecked': on(one, { 'haproxy.uncheckedServers': ['controller2'] }),
  'haproxy.tcp-check': on(all, { 'haproxy.healthCheck': 'tcp', 'haproxy.healthCheckPort': 3306 }),
  'haproxy.mysql-check': on(all, { 'haproxy.healthCheck': 'mysql', 'haproxy.healthCheckPort': 3306 }),
  'haproxy.check-port': on(all, { 'haproxy.healthCheckPort': 3306 }),
  'haproxy.suspended': on(['controller1'], {
    'haproxy.suspended': true,
    'haproxy.socket': 'silent',
    'haproxy.backendState': undefined,
    'haproxy.downServers': undefined,
    'vip.answers': false,
    'vip.answer': 'silent'
  }),
  'haproxy.port-taken': on(one, { ...down, 'haproxy.portHolder': 'mariadbd' }),
  'haproxy.cannot-bind-vip': on(one, {
    ...down,
    'haproxy.nonlocalBind': false,
    'haproxy.nonlocalBindAtBoot': false,
    'haproxy.bindsWithoutVip': false
  }),
  'haproxy.nonlocal-not-loaded': on(one, { 'haproxy.nonlocalBind': false, 'haproxy.bindsWithoutVip': false }),
  'haproxy.nonlocal-until-boot': on(one, { 'haproxy.nonlocalBindAtBoot': false, 'haproxy.bindsWithoutVip': false }),
  'haproxy.nonlocal-off': on(one, {
    'haproxy.nonlocalBind': false,
    'haproxy.nonlocalBindAtBoot': false,
    'haproxy.bindsWithoutVip': false
  }),
  'haproxy.vip-colocation-reversed': on(
    ['controller2', 'controller3'],
    { ...down, 'haproxy.activeState': 'inactive', 'vip.colocation': 'reversed', ...loose },
    { 'vip.colocation': 'reversed', ...loose }
  ),
  'haproxy.not-cloned': on(
    ['controller2', 'controller3'],
    { ...down, 'haproxy.activeState': 'inactive', 'vip.balancerCloned': false },
    { 'vip.balancerCloned': false }
  ),
  'haproxy.fails-to-start': on(one, down),
  'haproxy.stopped': on(one, { ...down, 'haproxy.activeState': 'inactive' }),
  'haproxy.not-at-vip': on(one, { 'haproxy.listensAtVip': false, 'haproxy.databaseBinds': ['10.99.0.13:3306'] }),
  'haproxy.socket-not-configured': on(one, {
    'haproxy.socket': 'not-configured',
    'haproxy.backendState': undefined,
    'haproxy.downServers': undefined
  }),
  'haproxy.socket-dead': on(one, {
    'haproxy.socket': 'absent',
    'haproxy.backendState': undefined,
    'haproxy.downServers': undefined
  }),
  'haproxy.check-unreachable': on(one, { ...lost, 'haproxy.failedChecks': ['L4TOUT'] }),
  'haproxy.check-refused': on(one, { ...lost, 'haproxy.failedChecks': ['L4CON'] }),
  'haproxy.check-says-no': on(one, { ...lost, 'haproxy.failedChecks': ['L7STS 503'] }),
  'haproxy.servers-down': on(one, { ...lost, 'haproxy.failedChecks': ['L7TOUT'] }),
  'haproxy.started-twice': on(one, { 'haproxy.startedBy': 'both' }),
  'haproxy.started-by-nobody': on(one, { 'haproxy.startedBy': 'nobody' }),
  'haproxy.no-resource': on(all, {
    ...loose,
    'haproxy.clusterControlled': false,
    'haproxy.startedBy': 'systemd',
    'vip.colocation': 'none'
  }),
  'haproxy.vip-not-colocated': on(all, { ...loose, 'vip.colocation': 'none' }),
  'haproxy.vip-colocation-advisory': on(all, { ...loose, 'vip.colocation': 'advisory' }),
  'haproxy.vip-colocation-other-way': on(all, { ...loose, 'vip.colocation': 'reversed' }),
  'haproxy.vip-apart': on(all, { ...loose, 'vip.colocation': 'apart' }),
  'haproxy.vip-on-two': on(['controller1', 'controller3'], held),
  'haproxy.vip-wrong-card': on(all, { ...nowhere, 'vip.nic': 'eth7', 'vip.nicFits': false }),
  'haproxy.vip-wrong-netmask': on(all, { ...nowhere, 'vip.netmask': '16' }),
  'haproxy.vip-on-none': on(all, nowhere),
  'haproxy.vip-elsewhere': on(['controller1', 'controller3'], { ...held, 'vip.network': 'cluster' }),
  'haproxy.vip-closed': silent('closed'),
  'haproxy.vip-refused': silent('refused'),
  'haproxy.vip-silent': silent('silent'),
  'haproxy.vip-turned-away': silent('turned-away'),
  'haproxy.vip-unreachable': silent('timed-out'),
  'haproxy.statistics-open': on(one, { 'haproxy.statisticsProtected': false }),
  'haproxy.statistics-exposed': on(one, { 'haproxy.statisticsBound': 'everywhere' }),
  'haproxy.no-statistics': on(one, {
    'haproxy.statisticsBound': 'nothing',
    'haproxy.statisticsPort': undefined,
    'haproxy.statisticsProtected': false
  }),
  'haproxy.api-not-running': on(one, {
    'api.listening': false,
    'api.bound': 'nothing',
    'api.activeState': 'inactive',
    'api.answer': 'refused',
    'api.status': undefined
  }),
  'haproxy.api-not-enabled': on(one, { 'api.enabled': false }),
  'haproxy.api-not-found': on(one, { 'api.answer': 'other-status', 'api.status': 404 }),
  'haproxy.api-exposed': on(one, { 'api.bound': 'everywhere' }),
  'haproxy.api-loopback': on(one, { 'api.bound': 'loopback' }),
  'haproxy.no-api-proxy': on(one, { 'haproxy.apiProxy': undefined, 'haproxy.apiControllers': [] }),
  'haproxy.api-not-on-all': on(one, { 'haproxy.apiControllers': ['controller1'] }),
  'haproxy.api-astray': on(one, {
    'haproxy.apiControllers': ['controller1', 'controller3'],
    'haproxy.apiStrangers': ['controller2 10.99.0.12:8775']
  }),
  'haproxy.api-unchecked': on(one, { 'haproxy.apiUncheckedServers': ['controller2'] }),
  'haproxy.api-open-port': on(one, { 'haproxy.apiHealthCheck': 'tcp' }),
  'haproxy.api-down': on(one, {
    'haproxy.apiDownServers': ['controller2'],
    'haproxy.apiServerStates': ['controller2: DOWN L4TOUT']
  }),
  'haproxy.api-not-loaded': on(one, { 'haproxy.apiUpServers': [], 'haproxy.apiServerStates': [] }),
  'haproxy.api-not-at-vip': on(all, { 'api.vipAnswer': 'refused', 'api.vipStatus': undefined }),
  'keepalived.and-pacemaker': on(
    ['controller1', 'controller3'],
    { ...held, 'vip.owners': ['pacemaker', 'keepalived'] },
    { 'vip.owners': ['pacemaker', 'keepalived'] }
  ),
  'keepalived.router-id-differs': on(one, { ...vrrp, ...held, 'keepalived.routerId': 52 }, vrrp),
  'keepalived.password-differs': on(one, { ...vrrp, ...held, 'keepalived.authHash': 'ffffffffffff' }, vrrp),
  'keepalived.password-refused': on(
    ['controller1', 'controller3'],
    { ...vrrp, ...held, 'keepalived.passwordRefused': true },
    vrrp
  ),
  'keepalived.watches-nothing': on(all, { ...vrrp, ...loose, 'vip.tracked': [] }),
  'keepalived.script-disabled': on(all, {
    ...vrrp,
    ...loose,
    'vip.tracked': [],
    'keepalived.disabledScripts': ['haproxy_serves']
  }),
  'keepalived.watched-failed': on(all, {
    ...vrrp,
    ...nowhere,
    'keepalived.trackedFailed': true,
    'keepalived.state': 'FAULT'
  }),
  'keepalived.stopped': on(all, { ...nowhere, ...vrrp, 'vip.owners': [], 'keepalived.active': false }),
  'keepalived.not-enabled': on(all, {
    ...nowhere,
    ...vrrp,
    'vip.owners': [],
    'keepalived.active': false,
    'keepalived.enabled': false
  }),
  'keepalived.no-peers': on(
    ['controller1', 'controller3'],
    { ...vrrp, ...held, 'keepalived.peers': [], 'keepalived.unicast': false },
    vrrp
  ),
  'keepalived.unheard': on(['controller1', 'controller3'], { ...vrrp, ...held }, vrrp)
}

/** A keepalived as it would be seen beside the rest; the lab's solution has none. */
const master: NodeFacts['keepalived'] = {
  evidence: {},
  facts: {
    kind: 'known',
    facts: {
      version: '1:2.2.7-1+b2',
      active: true,
      activeState: 'active',
      enabled: true,
      configured: true,
      instance: 'api',
      hasVip: true,
      virtualAddresses: [topology.vip],
      routerId: 51,
      priority: 103,
      interface: 'eth0',
      authHash: '0123456789ab',
      peers: [...nodeNames],
      unicast: true,
      tracked: ['haproxy_serves'],
      disabledScripts: [],
      state: 'MASTER',
      passwordRefused: false,
      trackedFailed: false
    }
  }
}

const solved = everywhere((node) => ({
  ...factsOf(recorded(node), node),
  ...readOutput(scriptFor(node, ['galera']), readFileSync(`test/fixtures/galera/solved.${node}.txt`, 'utf8'))
}))
const withKeepalived = everywhere((node) => ({ ...solved[node], keepalived: master }))

const changed = (code: string) =>
  changedBy(cases[code] ?? on([], {}), code.startsWith('keepalived.') ? withKeepalived : solved)

const { lab, unpassed, failed, codes } = await labOf('haproxy')

describe('the checks of the lab haproxy', () => {
  it('all pass where it is solved, with Pacemaker or with keepalived', () => {
    expect(unpassed(solved)).toEqual([])
    expect(unpassed(changedBy(on(all, vrrp), withKeepalived))).toEqual([])
  })

  it('have an experiment for what only shows when it is tried', () => {
    expect(lab.checks.filter(isBehaviour).map(({ id }) => id)).toEqual([
      'api-goes-on',
      'row-through-vip',
      'avoids-unsynced',
      'database-fails-over',
      'vip-moves'
    ])
  })
})

describe('the known causes about HAProxy, the VIP and keepalived', () => {
  it('each have a case here', () => {
    const own = codes.filter((code) => /^(?:haproxy|keepalived)\./.test(code))
    expect(Object.keys(cases).sort()).toEqual(own.sort())
  })

  it.each(Object.keys(cases))('%s is the first that is named where it is so', (code) => {
    expect(failed(changed(code)).flatMap((one) => one.codes)[0]).toBe(code)
  })
})
