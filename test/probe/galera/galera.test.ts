import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { galera } from '../../../src/probe/galera/galera.ts'
import { readOutput } from '../../../src/probe/read.ts'
import type { KnownFacts } from '../../../src/probe/registry.ts'
import { type NodeName, nodeNames } from '../../../src/topology.ts'
import { edit, scriptFor, topology, withSection } from '../recorded.ts'

const recorded = (situation: string, node: NodeName): string =>
  readFileSync(`test/fixtures/galera/${situation}.${node}.txt`, 'utf8')
const solved = (node: NodeName): string => recorded('solved', node)

const observe = (output: string, node: NodeName = 'controller1') =>
  readOutput(scriptFor(node, ['galera']), output).galera?.facts

const known = (output: string, node: NodeName = 'controller1'): KnownFacts => {
  const observed = observe(output, node)
  expect(observed?.kind).toBe('known')
  return observed?.kind === 'known' ? observed.facts : {}
}

/** The facts of controller1 after one section printed something else. */
const given = (section: string, change: (text: string) => string): KnownFacts =>
  known(edit(solved('controller1'), `galera.${section}`, change))

const having = (section: string, text: string, exitCode = 0): KnownFacts =>
  known(withSection(solved('controller1'), `galera.${section}`, text, exitCode))

describe('Galera on a controller where the lab is solved', () => {
  it.each(nodeNames)('is seen as it is on %s', (node) => {
    const { management, cluster } = topology.nodes[node]
    const others = nodeNames.filter((name) => name !== node)
    expect(known(solved(node), node)).toMatchObject({
      variant: 'mariadb',
      version: '1:10.11.19-0+deb12u1',
      active: true,
      enabled: true,
      running: true,
      startedByHand: false,
      suspended: false,
      transfer: 'none',
      answer: 'answered',
      wsrepOn: true,
      providerLoaded: true,
      ready: true,
      connected: true,
      clusterStatus: 'Primary',
      clusterSize: 3,
      localState: 'Synced',
      nodeName: node,
      nodeAddress: cluster,
      nodeNetwork: 'cluster',
      ignoresQuorum: false,
      desynced: false,
      readOnly: false,
      rejectsQueries: false,
      autoIncrementStep: 3,
      flushAtCommit: 1,
      databases: ['openstack'],
      accounts: expect.arrayContaining(['clustercheck@localhost', 'openstack@%']),
      savedPosition: -1,
      safeToBootstrap: false,
      savedView: true,
      bound: 'management',
      listeners: [`${management}:3306`],
      groupBound: 'cluster',
      groupListeners: [`${cluster}:4567`],
      connectedTo: others,
      groupNetwork: 'cluster',
      openAt: [],
      refusedBy: [],
      silentAt: [],
      configuredOn: true,
      configuredMembers: [...nodeNames],
      configuredStrangers: [],
      configuredAs: [],
      configuredMethod: 'rsync',
      transferLacks: [],
      transferCredentials: 'none',
      configuredBound: 'management',
      bindOverridden: false,
      restartNeeded: false,
      ignoredGroups: [],
      ignoredFiles: [],
      problems: []
    })
  })

  it('has the facts that its schema promises, and no others', () => {
    expect(galera.facts.strict().safeParse(known(solved('controller1'))).error).toBeUndefined()
  })

  it('shows no password, neither in its facts nor in its evidence', () => {
    for (const node of nodeNames) expect(solved(node)).not.toMatch(/password|auth=/i)
  })

  it('has one uuid and one number of the membership on all', () => {
    const uuids = nodeNames.map((node) => known(solved(node), node)['stateUuid'])
    expect(new Set(uuids).size).toBe(1)
    expect(uuids[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(new Set(nodeNames.map((node) => known(solved(node), node)['confId'])).size).toBe(1)
  })
})

describe('Galera on a controller where nothing was done', () => {
  it.each(nodeNames)('is absent on %s', (node) => {
    expect(observe(recorded('untouched', node), node)).toEqual({ kind: 'absent' })
  })
})

describe('the package', () => {
  const nothing = (text: string, exitCode: number) =>
    observe(withSection(withSection(solved('controller1'), 'galera.package', text, exitCode), 'galera.processes', ''))

  it('is absent where none of the servers is installed', () => {
    expect(nothing('dpkg-query: no packages found matching mariadb-server*\n', 1)).toEqual({ kind: 'absent' })
    expect(nothing('not-installed mariadb-server \ninstalled galera-4 26.4.23-0+deb12u1\n', 1)).toEqual({
      kind: 'absent'
    })
    expect(nothing('config-files mariadb-server 1:10.11.19\n', 1)).toEqual({ kind: 'absent' })
    expect(nothing('installed mariadb-server-core 1:10.11.19\n', 1)).toEqual({ kind: 'absent' })
  })

  it('is not absent where a server runs that no package brought', () => {
    expect(having('package', 'dpkg-query: no\n', 1)).toMatchObject({ running: true, variant: undefined })
  })

  it('cannot be told where dpkg itself fails', () => {
    expect(nothing('dpkg-query: error: parsing file\n', 2)).toEqual({ kind: 'unknown', reason: 'not-understood' })
    expect(nothing('', 0)).toEqual({ kind: 'unknown', reason: 'not-understood' })
  })

  it.each([
    ['mariadb-server 1:10.11.19-0+deb12u1', 'mariadb'],
    ['mariadb-server-10.5 1:10.5.29-0+deb11u1', 'mariadb'],
    ['mysql-wsrep-server-8.0 8.0.43-26.22', 'mysql-wsrep'],
    ['percona-xtradb-cluster-server 1:8.0.42-33-1.bookworm', 'percona-xtradb-cluster'],
    ['percona-xtradb-cluster-server-5.7 5.7.44-31.65', 'percona-xtradb-cluster']
  ])('%s is %s', (line, variant) => {
    expect(having('package', `installed ${line}\n`, 1)).toMatchObject({ variant, version: line.split(' ')[1] })
  })
})

describe('another kind of server', () => {
  /** What differs in the answers of Galera Cluster for MySQL 8.0 and Percona XtraDB Cluster 8.0, by their manuals. */
  const other = (text: string): string =>
    text
      .replace(/^version\t.*$/m, 'version\t8.0.42-33.1')
      .replace(/^(wsrep_incoming_addresses\t).*$/m, '$110.99.1.11:3306,10.99.1.12:3306,10.99.1.13:3306')
      .replace(/^wsrep_sst_method\t.*$/m, 'wsrep_sst_method\txtrabackup-v2')
      .replace(/^wsrep_auto_increment_control\t.*$/m, 'wsrep_auto_increment_control\tON')
      .replace(/^wsrep_provider_version\t.*$/m, 'wsrep_provider_version\t4.22(6f9f0f4)')

  it('has the same facts', () => {
    const output = edit(solved('controller1'), 'galera.status', other)
    const processes = edit(output, 'galera.processes', (text) => text.replaceAll('mariadbd', 'mysqld'))
    const listeners = edit(processes, 'galera.listeners', (text) => text.replaceAll('mariadbd', 'mysqld'))
    expect(known(listeners)).toMatchObject({
      serverVersion: '8.0.42-33.1',
      transferMethod: 'xtrabackup-v2',
      incomingAddresses: '10.99.1.11:3306,10.99.1.12:3306,10.99.1.13:3306',
      clusterStatus: 'Primary',
      localState: 'Synced',
      bound: 'management',
      groupBound: 'cluster',
      running: true
    })
  })
})

describe('the unit and its process', () => {
  it('that joins is neither active nor stopped', () => {
    const facts = given('unit', (text) => text.replace('ActiveState=active', 'ActiveState=activating'))
    expect(facts).toMatchObject({ active: false, activeState: 'activating' })
  })

  it('that is stopped by a signal is suspended', () => {
    expect(given('processes', (text) => text.replace('(mariadbd) S', '(mariadbd) T'))).toMatchObject({
      suspended: true
    })
  })

  it('that systemd did not start was started by hand', () => {
    expect(given('processes', (text) => text.replace(/^process \d+/m, 'process 4711'))).toMatchObject({
      startedByHand: true
    })
  })

  it('that takes or gives a state is seen by its script', () => {
    expect(given('processes', (text) => `transfer joiner\n${text}`)).toMatchObject({ transfer: 'receiving' })
    expect(given('processes', (text) => `transfer donor\n${text}`)).toMatchObject({ transfer: 'sending' })
    expect(given('processes', (text) => `transfer \n${text}`)).toMatchObject({ transfer: 'none' })
  })
})

describe('a server that does not answer', () => {
  it.each([
    ["ERROR 1698 (28000): Access denied for user 'root'@'localhost'\n", 1, 'access-denied'],
    ['', 124, 'silent'],
    [
      "ERROR 2002 (HY000): Can't connect to local server through socket '/run/mysqld/mysqld.sock' (111)\n",
      1,
      'no-socket'
    ]
  ])('gives its reason, and no fact about the cluster: %s', (text, exitCode, answer) => {
    const facts = having('status', text, exitCode)
    expect(facts).toMatchObject({ answer, active: true, configuredOn: true, restartNeeded: false })
    const about = ['wsrepOn', 'providerLoaded', 'clusterStatus', 'clusterSize', 'stateUuid', 'localState', 'accounts']
    for (const fact of about) expect(facts[fact], fact).toBeUndefined()
  })
})

describe('numbers and words that Galera has none for', () => {
  it('are none', () => {
    const facts = given('status', (text) =>
      text
        .replace(/^wsrep_cluster_conf_id\t.*$/m, 'wsrep_cluster_conf_id\t18446744073709551615')
        .replace(/^wsrep_cluster_state_uuid\t.*$/m, 'wsrep_cluster_state_uuid\t00000000-0000-0000-0000-000000000000')
        .replace(/^wsrep_cluster_status\t.*$/m, 'wsrep_cluster_status\tprimär')
        .replace(/^wsrep_cluster_size\t.*$/m, 'wsrep_cluster_size\tthree')
        .replace(/^wsrep_local_state_comment\t.*$/m, 'wsrep_local_state_comment\tJoining: receiving State Transfer')
    )
    expect(facts).toMatchObject({
      confId: undefined,
      stateUuid: undefined,
      clusterStatus: undefined,
      clusterSize: undefined,
      localState: 'Joining'
    })
  })

  it('are taken from the provider where the address is not set', () => {
    expect(given('status', (text) => text.replace(/^wsrep_node_address\t.*$/m, 'wsrep_node_address\t'))).toMatchObject({
      nodeAddress: '10.99.1.11',
      nodeNetwork: 'cluster'
    })
  })
})

describe('what is configured', () => {
  const configured = (from: RegExp, to: string) => given('configuration', (text) => text.replace(from, to))

  it('differs from what runs until the server is restarted', () => {
    expect(configured(/^--wsrep_node_name=.*$/m, '--wsrep_node_name=other')).toMatchObject({ restartNeeded: true })
    expect(configured(/^--wsrep_on=ON$/m, '--wsrep_on=OFF')).toMatchObject({ restartNeeded: true, configuredOn: false })
    expect(configured(/^--wsrep_cluster_name=(.*)$/m, '--wsrep-cluster-name="$1"')).toMatchObject({
      restartNeeded: false
    })
  })

  it.each([
    [/^--wsrep_node_name=.*$/m, '--wsrep_node_name=controller2'],
    [/^--wsrep_node_address=.*$/m, '--wsrep_node_address=10.99.1.12'],
    [/^--bind-address=10.*$/m, '--bind-address=10.99.0.12'],
    [/listen_addr=.*$/m, 'listen_addr=tcp://10.99.1.12:4567']
  ])('%s of another controller was copied', (from, to) => {
    expect(configured(from, to)).toMatchObject({ configuredAs: ['controller2'] })
  })

  it('is overridden by what is read later', () => {
    const swapped = configured(/(--bind-address=127.0.0.1)\n(--bind-address=10.*)/, '$2\n$1')
    expect(swapped).toMatchObject({ bindOverridden: true, configuredBound: 'loopback' })
    const both = configured(/^--bind-address=10.*$/m, '--bind-address=10.99.0.11,127.0.0.1')
    expect(both).toMatchObject({ bindOverridden: false, configuredBound: 'management' })
    expect(configured(/^--bind-address=10.*$/m, '--bind-address=controller1').configuredBound).toBe('management')
    expect(configured(/^--bind-address.*\n--bind-address.*\n/m, '').configuredBound).toBe('everywhere')
  })
})

describe('another program on the port', () => {
  const listening = (line: string) => given('listeners', (text) => `${text}${line}\n`)

  it('is told, unless it serves the virtual address', () => {
    expect(listening('tcp LISTEN 0 5 10.99.0.11:3306 0.0.0.0:* users:(("mysqlrouter",pid=9,fd=3))').portHolder).toBe(
      'mysqlrouter'
    )
    const vip = listening(`tcp LISTEN 0 5 ${topology.vip}:3306 0.0.0.0:* users:(("haproxy",pid=9,fd=3))`)
    expect(vip).toMatchObject({ portHolder: undefined, bound: 'management' })
  })
})

describe('a probe that was cut off', () => {
  it.each(['unit', 'listeners', 'peers', 'log'])('at %s is not understood', (name) => {
    expect(observe(withSection(solved('controller1'), `galera.${name}`, '', 124))).toEqual({
      kind: 'unknown',
      reason: 'time-out'
    })
    const output = solved('controller1')
    const half = output.slice(0, output.indexOf(`begin galera.${name}`))
    expect(observe(half)?.kind).toBe('unknown')
  })
})
