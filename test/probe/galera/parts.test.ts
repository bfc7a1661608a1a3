import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lacksOf, readConfiguration, readMembers, readSaved, uuidOf } from '../../../src/probe/galera/configuration.ts'
import { readLog } from '../../../src/probe/galera/log.ts'
import { peersSection, readPeers } from '../../../src/probe/galera/peers.ts'
import { providerOption, readStatus } from '../../../src/probe/galera/status.ts'
import { topologyOf } from '../../../src/topology.ts'
import { loopback, onLinux, printed, serve } from '../asking.ts'

/** Where the recordings of these parts were made. */
const topology = topologyOf('10.77')
const context = { node: 'controller3', topology } as const

/** Without the one name that is among the status and the variables: the probe asks for neither. */
const recorded = (name: string): string =>
  readFileSync(`test/fixtures/galera/${name}`, 'utf8').replace(/^wsrep_causal_reads\t0\n/m, '')
const section = (output: string, exitCode = 0) => ({ output, exitCode })

/** A recorded journal as the probe reads it: with the seconds since 1970, and without the host name. */
const journal = (name: string, age = 1): string => {
  const lines = recorded(`${name}.journal.txt`).split('\n')
  const seconds = (line: string): number => Date.parse(line.slice(0, 24).replace(/\+0000$/, 'Z')) / 1000
  const last = Math.max(...lines.map(seconds).filter(Number.isFinite))
  const rewritten = lines.map((line) => line.replace(/^(\S+) controller\d /, () => `${seconds(line)}.000000 `))
  return `${last + age}\n${rewritten.join('\n')}`
}

describe('the log of Galera', () => {
  it.each([
    ['no-primary-to-join.controller1', ['no-primary-view']],
    ['wrong-cluster-address.controller3', ['no-primary-view']],
    ['wrong-cluster-name.controller3', ['no-primary-view']],
    ['wrong-cluster-name.controller1', ['other-cluster-name']],
    ['new-cluster-wrong-node.controller3', ['unsafe-bootstrap']],
    ['own-cluster.controller3', ['unsafe-bootstrap']],
    ['missing-provider.controller3', ['provider-missing']],
    ['binlog-statement.controller3', ['binlog-format']],
    ['sst-auth-wrong.controller3', ['state-transfer-failed']],
    ['wrong-node-address.controller3', ['address-not-own', 'state-transfer-failed']],
    ['wrong-node-address-sst.controller3', ['address-not-own', 'state-transfer-failed']],
    ['conflicting-primaries.controller3', ['conflicting-primaries']],
    ['ist-join.controller3', []],
    ['sst-rsync-join.controller3', []],
    ['sst-mariabackup-join.controller3', []],
    ['full-power-loss-recovered.controller1', []],
    ['power-loss-one-booted.controller2', []],
    ['partition-minority.controller3', []]
  ])('%s tells of %j', (name, problems) => {
    expect(readLog(section(journal(name)))?.problems).toEqual(problems)
  })

  it('tells of a stranger only while that one knocks', () => {
    expect(readLog(section(journal('wrong-cluster-name.controller1', 29)))?.problems).toEqual(['other-cluster-name'])
    expect(readLog(section(journal('wrong-cluster-name.controller1', 60)))?.problems).toEqual([])
  })

  const failure = '100000001.000000 mariadbd[1]: [ERROR] WSREP: failed to reach primary view: 110'
  const log = (...lines: readonly string[]) => readLog(section(['100000100', failure, ...lines].join('\n')))

  it('forgets a trouble that is over: the node is in, or was started or stopped by somebody', () => {
    expect(log()?.problems).toEqual(['no-primary-view'])
    for (const line of [
      'mariadbd[2]: WSREP: Synchronized with group, ready for connections',
      'systemd[1]: Starting mariadb.service - MariaDB 10.11.19 database server...',
      'systemd[1]: Stopped mariadb.service - MariaDB 10.11.19 database server.'
    ]) {
      expect(log(`100000002.000000 ${line}`)?.problems).toEqual([])
    }
  })

  it('keeps the trouble of a crash loop, which systemd starts again and again', () => {
    const again = [
      '100000003.000000 systemd[1]: mariadb.service: Scheduled restart job, restart counter is at 3.',
      '100000003.100000 systemd[1]: Stopped mariadb.service - MariaDB 10.11.19 database server.',
      '100000003.200000 systemd[1]: Starting mariadb.service - MariaDB 10.11.19 database server...'
    ]
    expect(log(...again)?.problems).toEqual(['no-primary-view'])
  })

  it('says when the cluster last changed', () => {
    expect(log('100000040.500000 mariadbd[2]: WSREP: New COMPONENT: primary = yes')?.changedSecondsAgo).toBe(60)
    expect(log()?.changedSecondsAgo).toBeUndefined()
  })

  it('is not understood without its first line, or where journalctl hung', () => {
    expect(readLog(section(failure))).toBeUndefined()
    expect(readLog(section('100000100\n', 124))).toBeUndefined()
  })
})

describe('the answer of the server', () => {
  const answer = (status: string, variables = 'healthy.controller1') =>
    readStatus(section(recorded(`${status}.status.tsv`) + recorded(`${variables}.variables.tsv`) + rest))
  const rest = 'version\t10.11.19-MariaDB-0+deb12u1\ndatabase\tmysql\ndatabase\tlab\naccount\troot@localhost\n'

  it.each([
    ['healthy.controller1', 'Primary', '3', 'Synced'],
    ['node3-stopped.controller1', 'Primary', '2', 'Synced'],
    ['partition-minority.controller3', 'non-Primary', '1', 'Initialized'],
    ['own-cluster2.controller3', 'Primary', '1', 'Synced'],
    ['flow-control.controller3', 'Primary', '3', 'Donor/Desynced'],
    ['wsrep-off.controller3', 'Disconnected', '0', undefined]
  ])('%s is read as it is', (name, status, size, state) => {
    const { word, values } = answer(name)
    expect(word).toBe('answered')
    expect(values.get('wsrep_cluster_status')).toBe(status)
    expect(values.get('wsrep_cluster_size')).toBe(size)
    expect(values.get('wsrep_local_state_comment')).toBe(state)
  })

  it('has the databases and accounts of people, and none where it did not come to its end', () => {
    expect(answer('healthy.controller1')).toMatchObject({ databases: ['lab'], accounts: ['root@localhost'] })
    const refused = `${recorded('partition-minority.controller3.status.tsv')}${recorded('healthy.controller1.variables.tsv')}version\t10\n`
    const message = recorded('partition-minority.controller3.select.stderr.txt')
    expect(readStatus(section(refused + message, 1))).toMatchObject({
      word: 'answered',
      databases: undefined,
      accounts: undefined
    })
  })

  it.each([
    [recorded('node3-stopped.controller3.status.stderr.txt'), 1, 'no-socket'],
    [recorded('wrong-cluster-address-during.controller3.status.stderr.txt'), 1, 'no-socket'],
    ["ERROR 1698 (28000): Access denied for user 'root'@'localhost'\n", 1, 'access-denied'],
    ["ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: NO)\n", 1, 'access-denied'],
    ['ERROR 1040 (08004): Too many connections\n', 1, 'too-many-connections'],
    ["mariadb: unknown variable 'wsrep_on=ON'\n", 7, 'client-options'],
    [
      "ERROR 2013 (HY000): Lost connection to server at 'handshake: reading initial communication packet', system error: 110\n",
      1,
      'silent'
    ],
    ['', 124, 'silent'],
    ['', 137, 'silent'],
    ['', 0, 'failed'],
    ['', 127, 'failed'],
    ['错误 1045：拒绝访问\n', 1, 'failed']
  ])('«%s» with exit code %i is %s, and tells nothing', (output, exitCode, word) => {
    expect(readStatus(section(output, exitCode))).toEqual({
      word,
      values: new Map(),
      databases: undefined,
      accounts: undefined
    })
  })

  it('is not believed where a value is there twice', () => {
    const all = recorded('healthy.controller1.status.tsv') + recorded('healthy.controller1.variables.tsv') + rest
    expect(readStatus(section(`${all}wsrep_cluster_size\t3\n`)).word).toBe('failed')
  })

  it('is not believed where its end is missing', () => {
    const all = recorded('healthy.controller1.status.tsv') + recorded('healthy.controller1.variables.tsv')
    expect(readStatus(section(all)).word).toBe('failed')
  })
})

describe('the options of the provider', () => {
  it('are found by their name', () => {
    const text = 'base_host = 10.77.0.11; pc.ignore_quorum = false; pc.ignore_sb = true; '
    expect(providerOption(text, 'pc.ignore_sb')).toBe('true')
    expect(providerOption(text, 'ignore_sb')).toBeUndefined()
    expect(providerOption('gcache.size=64M; gmcast.listen_addr=tcp://10.77.1.11:4567', 'gmcast.listen_addr')).toBe(
      'tcp://10.77.1.11:4567'
    )
    expect(providerOption(undefined, 'base_host')).toBeUndefined()
  })
})

describe('the configuration', () => {
  const read = (lines: string) => readConfiguration(section(`exit 0\n${lines}`))

  it('is what the last of several values says, whatever its spelling', () => {
    const configuration = read('--wsrep-on=OFF\n--loose-wsrep_on=ON\n--skip-networking\n')
    expect(configuration?.values.get('wsrep_on')).toBe('ON')
    expect(configuration?.values.get('skip_networking')).toBe('ON')
  })

  it('is read from what a controller printed', () => {
    const configuration = read(recorded('healthy.controller1.my-print-defaults.txt'))
    expect(configuration?.values.get('wsrep_cluster_name')).toBe('openstack')
    expect(configuration?.bindAddresses).toEqual(['127.0.0.1', '10.77.0.11'])
  })

  it('tells settings that nobody reads', () => {
    const configuration = read(
      [
        'written /etc/mysql/mariadb.conf.d/99-openstack.cnf [galera]',
        'written /etc/mysql/conf.d/a.cnf [mysqld]',
        'written /etc/mysql/conf.d/b.cnf [mariadb-10.11]',
        'written /etc/mysql/conf.d/c.cnf [client]',
        'written /etc/mysql/conf.d/d.cnf [wsrep]',
        'written /etc/mysql/conf.d/e.cnf ',
        'written /etc/mysql/galera.cnf [mysqld]',
        'written /etc/mysql/conf.d/galera.conf [mysqld]',
        'written /etc/mysql/conf.d/99.cnf.bak [mysqld]'
      ].join('\n')
    )
    expect(configuration?.ignoredGroups).toEqual(['[client]', '[wsrep]', '-'])
    expect(configuration?.ignoredFiles).toEqual([
      '/etc/mysql/galera.cnf',
      '/etc/mysql/conf.d/galera.conf',
      '/etc/mysql/conf.d/99.cnf.bak'
    ])
  })

  it('that cannot be read says where', () => {
    const error = 'error: Found option without preceding group in config file /etc/mysql/conf.d/a.cnf at line 1'
    expect(read(`--wsrep_on=ON\n${error}\n`)?.error).toBe(error)
    expect(read('--wsrep_on=ON\n')?.error).toBeUndefined()
  })

  it('is not understood without its first line', () => {
    expect(readConfiguration(section('--wsrep_on=ON\n'))).toBeUndefined()
    expect(readConfiguration(section('exit 0\n', 2))).toBeUndefined()
  })

  it('lacks what its state transfer needs', () => {
    const given = (lines: string) =>
      read(lines) ?? {
        error: '',
        values: new Map(),
        bindAddresses: [],
        authentication: undefined,
        tools: [],
        ignoredGroups: [],
        ignoredFiles: []
      }
    expect(lacksOf('rsync', given('tool rsync'))).toEqual([])
    expect(lacksOf('rsync', given('tool socat'))).toEqual(['rsync'])
    expect(lacksOf('mariabackup', given('tool socat\ntool rsync'))).toEqual(['mariabackup', 'mbstream', 'credentials'])
    const all = 'tool mariabackup\ntool mbstream\ntool socat\n'
    expect(lacksOf('mariabackup', given(`${all}authentication 0123456789abcdef`))).toEqual([])
    expect(lacksOf('mariabackup', given(`${all}authentication secret:password`))).toEqual(['credentials'])
    expect(lacksOf('xtrabackup-v2', given('tool socat'))).toEqual(['xtrabackup'])
  })
})

describe('the address of the cluster', () => {
  it.each([
    ['gcomm://10.77.1.11,10.77.1.12,10.77.1.13', ['controller1', 'controller2', 'controller3'], []],
    ['"gcomm://10.77.1.13:4567, 10.77.1.11"', ['controller1', 'controller3'], []],
    ['gcomm://controller1,controller2,10.77.0.13?pc.wait_prim=no', ['controller1', 'controller2', 'controller3'], []],
    ['gcomm://', [], []],
    ['gcomm://?gmcast.segment=1', [], []],
    ['gcomm://10.77.1.111,contorller1', [], ['10.77.1.111', 'contorller1']]
  ])('%s leads to %j and %j', (address, controllers, strangers) => {
    expect(readMembers(address, topology)).toEqual({ controllers, strangers })
  })

  it('is none where there is another or no scheme', () => {
    expect(readMembers('10.77.1.11', topology)).toBeUndefined()
    expect(readMembers('dummy://', topology)).toBeUndefined()
    expect(readMembers(undefined, topology)).toBeUndefined()
  })
})

describe('the saved state', () => {
  const uuid = 'b291f6c1-e672-11f1-9007-7adeffbd28fa'
  const state = (seqno: string, safe: string) =>
    `==> /var/lib/mysql/grastate.dat <==\n# GALERA saved state\nversion: 2.1\nuuid:    ${uuid}\nseqno:   ${seqno}\nsafe_to_bootstrap: ${safe}\n`
  const view =
    '\n==> /var/lib/mysql/gvwstate.dat <==\nmy_uuid: b28fa22b\n#vwbeg\nview_id: 3 b28fa22b 3\nbootstrap: 0\n#vwend\n'

  it('is read with and without a view', () => {
    expect(readSaved(section(state('-1', '0') + view))).toEqual({
      uuid,
      position: -1,
      safeToBootstrap: false,
      view: true
    })
    expect(readSaved(section(state('17280', '1')))).toEqual({
      uuid,
      position: 17280,
      safeToBootstrap: true,
      view: false
    })
  })

  it('of nothing but zeros is of no cluster', () => {
    expect(
      readSaved(section(state('-1', '0').replace(uuid, '00000000-0000-0000-0000-000000000000')))?.uuid
    ).toBeUndefined()
  })

  it('is nothing where there is no file or no folder', () => {
    const nothing = { uuid: undefined, position: undefined, safeToBootstrap: undefined, view: false }
    expect(readSaved(section(''))).toEqual(nothing)
    expect(readSaved(section('', 1))).toEqual(nothing)
    expect(readSaved(section('', 2))).toBeUndefined()
  })

  it('has an empty view after a full disk, which is none', () => {
    expect(readSaved(section(`${state('-1', '0')}\n==> /var/lib/mysql/gvwstate.dat <==\n`))?.view).toBe(false)
  })
})

describe('the other controllers', () => {
  const read = (lines: readonly string[], exitCode = 0) => readPeers(section(lines.join('\n'), exitCode), context)

  it('are connected, over the network of the connections', () => {
    const peers = read([
      '0      0      10.77.1.13:4567 10.77.1.12:41861',
      '0      0      10.77.1.13:44843 10.77.1.11:4567 ',
      'done'
    ])
    expect(peers?.namesOf('connected')).toEqual(['controller1', 'controller2'])
    expect(peers?.ownAddresses).toEqual(['10.77.1.13'])
  })

  it('are open, refuse or are silent where there is no connection', () => {
    const peers = read([
      'asked controller1 10.77.1.11 open',
      'asked controller1 10.77.0.11 bash: connect: Connection refused',
      'asked controller2 10.77.1.12 no answer in time',
      'asked controller2 10.77.0.12 bash: connect: Connection refused',
      'done'
    ])
    expect(peers?.namesOf('open')).toEqual(['controller1'])
    expect(peers?.namesOf('refused')).toEqual(['controller2'])
    const silent = read([
      '0      0      [::ffff:10.77.0.13]:4567 [::ffff:10.77.0.11]:41861',
      'asked controller2 10.77.1.12 no answer in time',
      'asked controller2 10.77.0.12 bash: connect: No route to host',
      'done'
    ])
    expect(silent?.namesOf('silent')).toEqual(['controller2'])
    expect(silent?.ownAddresses).toEqual(['10.77.0.13'])
  })

  it('are not guessed', () => {
    expect(read(['0 0 10.77.1.13:4567 10.77.1.12:41861', 'done'])).toBeUndefined()
    expect(read(['asked controller1 10.77.1.11 open', 'asked controller2 10.77.1.12 open'])).toBeUndefined()
    expect(read(['done'], 1)).toBeUndefined()
    expect(read(['0 0 10.77.1.13:4567 10.77.9.9:41861', 'done'])).toBeUndefined()
  })
})

describe.runIf(onLinux)('asking the other controllers', { timeout: 30_000 }, () => {
  const here = { node: 'controller1', topology: loopback } as const
  const { controller2, controller3 } = loopback.nodes

  /** With connections such as ss would show. */
  const asked = (connections: string, port: number) =>
    printed(peersSection, here, (text) => `ss() { ${connections}; }\n${text.replaceAll(' 4567', ` ${port}`)}`)

  it('spares those that are connected', async () => {
    const visitors: string[] = []
    const visited = (name: string) => () => visitors.push(name)
    const port = await serve(controller2.management, 0, visited('controller2'))
    await serve(controller2.cluster, port, visited('controller2'))
    await serve(controller3.cluster, port, visited('controller3'))
    const section = await asked(`echo '0 0 [::ffff:127.0.1.11]:4567 [::ffff:${controller2.cluster}]:4711'`, port)
    const peers = readPeers(section, here)
    expect([peers?.namesOf('connected'), peers?.namesOf('open')]).toEqual([['controller2'], ['controller3']])
    expect(section.output).toContain(`asked controller3 ${controller3.management} Connection refused\n`)
    expect(visitors).toEqual(['controller3'])
  })

  it('is not done without knowing who is connected', async () => {
    const visitors: unknown[] = []
    const port = await serve('0.0.0.0', 0, (socket) => visitors.push(socket))
    expect((await asked('return 3', port)).exitCode).toBe(3)
    expect(visitors).toEqual([])
  })
})

describe('anything at all', () => {
  const healthy = [
    recorded('healthy.controller1.status.tsv') + recorded('healthy.controller1.variables.tsv'),
    journal('wrong-cluster-name.controller3'),
    'exit 0\n--wsrep_on=ON\ntool rsync\n',
    '0 0 10.77.1.13:4567 10.77.1.12:41861\n0 0 10.77.1.13:4567 10.77.1.11:41862\ndone\n'
  ]
  const anything = fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc
      .tuple(fc.constantFrom(...healthy), fc.nat(5000), fc.nat(5000), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([text, from, to, other]) => text.slice(0, from) + other + text.slice(to)),
    fc.tuple(fc.constantFrom('x', '\0', '-', '\t', ' '), fc.constant(200_000)).map(([c, times]) => c.repeat(times))
  )

  it('never makes a parser throw', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 255 }), (output, exitCode) => {
        const one = section(output, exitCode)
        readStatus(one)
        readLog(one)
        readConfiguration(one)
        readSaved(one)
        readPeers(one, context)
        readMembers(output, topology)
        providerOption(output, 'base_host')
      })
    )
  })

  it('is no answer of a server unless it is whole', () => {
    const whole = `version\t10.11\n${healthy[0]}`
    const upTo = whole.indexOf('wsrep_sst_method')
    expect(readStatus(section(whole)).word).toBe('answered')
    fc.assert(
      fc.property(fc.nat(upTo), (length) => {
        expect(readStatus(section(whole.slice(0, length))).word).toBe('failed')
      })
    )
  })

  it('is a uuid only in full', () => {
    expect(uuidOf('b291f6c1-e672-11f1-9007-7adeffbd28fa')).toBeDefined()
    fc.assert(fc.property(fc.string({ maxLength: 35 }), (text) => uuidOf(text) === undefined))
  })
})
