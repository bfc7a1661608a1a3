import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { haproxy } from '../../../src/probe/haproxy/haproxy.ts'
import { readHaproxyState } from '../../../src/probe/haproxy/stats.ts'
import { nodeNames } from '../../../src/topology.ts'
import { onLinux, printed } from '../asking.ts'
import { edit, nonce, sectionOf, topology, withSection } from '../recorded.ts'
import { factsOf, fixture, given, having, known, own, solved } from './recorded.ts'

/** Enough also for a machine that is busy with something else. */
const patience = { timeout: 60_000 }

const state = (name: string) => `${fixture(`haproxy/state.${name}.txt`)}end 0\n`

describe('HAProxy on a controller where the lab is solved', () => {
  it.each(nodeNames)('is seen as it is on %s', (node) => {
    expect(known('haproxy', solved(node), node)).toMatchObject({
      version: '2.6.12-1+deb12u4',
      active: true,
      enabled: false,
      clusterControlled: true,
      startedBy: 'pacemaker',
      suspended: false,
      configuration: 'valid',
      complaint: undefined,
      fileChanged: false,
      databaseProxy: 'galera',
      databaseBinds: ['10.99.0.10:3306'],
      takesVip: true,
      databaseServers: [...nodeNames],
      databaseStrangers: [],
      activeServers: 1,
      activeControllers: ['controller1'],
      backupServers: 2,
      healthCheck: 'http',
      healthCheckPort: 9200,
      healthCheckPath: '/',
      uncheckedServers: [],
      cutsWhenDown: true,
      socket: 'answered',
      backendState: 'UP',
      upServers: [...nodeNames],
      downServers: [],
      failedChecks: [],
      serving: ['controller1'],
      listensAtVip: true,
      portHolder: undefined,
      nonlocalBind: true,
      nonlocalBindAtBoot: true,
      bindsWithoutVip: true,
      statisticsBound: 'management',
      statisticsPort: 8404,
      statisticsProtected: true
    })
  })

  it('has the facts that its schema promises, and no others', () => {
    expect(haproxy.facts.strict().safeParse(known('haproxy', solved())).error).toBeUndefined()
  })

  it('shows no password as evidence', () => {
    for (const probe of own) {
      const evidence = JSON.stringify(factsOf(solved())[probe]?.evidence ?? {})
      expect(evidence).not.toMatch(/admin:(?!\*\*\*)|auth_pass (?!\*\*\*)|name=\\"password/)
    }
  })

  it('is absent where neither package nor process is there', () => {
    const output = withSection(solved(), 'haproxy.package', 'dpkg-query: no packages found\n', 1)
    expect(factsOf(withSection(output, 'haproxy.processes', '')).haproxy?.facts).toEqual({ kind: 'absent' })
    expect(factsOf(output).haproxy?.facts.kind).toBe('known')
  })
})

describe('who starts HAProxy', () => {
  it.each([
    ['disabled', true, 'pacemaker'],
    ['enabled', true, 'both'],
    ['enabled', false, 'systemd'],
    ['disabled', false, 'nobody']
  ])('with a unit that is %s, and a resource: %s', (unit, hasResource, word) => {
    const output = withSection(solved(), 'haproxy.resource', hasResource ? sectionOf(solved(), 'haproxy.resource') : '')
    const text = sectionOf(output, 'haproxy.unit').replace('UnitFileState=disabled', `UnitFileState=${unit}`)
    expect(known('haproxy', withSection(output, 'haproxy.unit', text)).startedBy).toBe(word)
  })
})

describe('the verdict on the file', () => {
  it.each([
    ['Configuration file is valid\n', 0, 'valid'],
    ['The running HAProxy has loaded it\n', 0, 'valid'],
    ['[WARNING]  (7) : config : a matter of taste\nConfiguration file is valid\n', 0, 'valid'],
    ['', 3, 'absent'],
    ['', 4, 'too-long'],
    ['', 0, 'unanswered'],
    ['Konfiguration ist gültig\n', 0, 'unanswered'],
    ['Configuration file is valid\n', 1, 'unanswered'],
    ["[ALERT]    (7) : config : parsing [/etc/haproxy/haproxy.cfg:20] : unknown keyword 'mdoe'\n", 1, 'invalid']
  ])('«%s» with exit code %d is %s', (text, exitCode, word) => {
    expect(having('haproxy.validity', text, exitCode).configuration).toBe(word)
  })

  it('that does not come in time says nothing', () => {
    expect(factsOf(withSection(solved(), 'haproxy.validity', '', 124)).haproxy?.facts).toEqual({
      kind: 'unknown',
      reason: 'time-out'
    })
  })

  it('names the first complaint', () => {
    const text =
      "[NOTICE] (7) : haproxy\n[ALERT]    (7) : config : parsing [a:20] : unknown keyword 'mdoe'\n[ALERT] (7) : b\n"
    expect(having('haproxy.validity', text, 1).complaint).toBe("parsing [a:20] : unknown keyword 'mdoe'")
  })
})

describe('the servers of the database', () => {
  const file = (change: (text: string) => string) => given('haproxy.file', change)

  it('are all active without the word backup', () => {
    expect(file((text) => text.replaceAll(' backup\n', '\n'))).toMatchObject({
      activeServers: 3,
      activeControllers: [...nodeNames],
      backupServers: 0
    })
  })

  it('may be told by name, and in a backend of their own', () => {
    const text = `changed 1
frontend in
  bind 10.99.0.10:3306 transparent
  default_backend databases
backend databases
  option httpchk
  http-check connect port 9200
  server db2 controller2:3306 check
  server db1 10.99.1.11:3306 check backup
  server db3 controller3:3306 check backup disabled
`
    const facts = having('haproxy.file', text)
    expect(facts).toMatchObject({
      databaseProxy: 'in',
      takesVip: true,
      databaseServers: ['controller2', 'controller1'],
      activeControllers: ['controller2'],
      backupServers: 1,
      healthCheck: 'http',
      healthCheckPort: 9200,
      bindsWithoutVip: true
    })
  })

  it('that lead elsewhere are strangers', () => {
    expect(file((text) => text.replace('10.99.0.13:3306', '10.99.0.13:3307'))).toMatchObject({
      databaseServers: ['controller1', 'controller2'],
      databaseStrangers: ['controller3 10.99.0.13:3307']
    })
  })

  it('are checked over TCP where nothing else is said, and not at all without the word check', () => {
    const tcp = file((text) => text.replace(/ {4}option httpchk.*\n/, '').replace('port 9200 ', ''))
    expect(tcp).toMatchObject({ healthCheck: 'tcp', healthCheckPort: 3306 })
    expect(file((text) => text.replace(/3306 check/g, '3306'))).toMatchObject({
      healthCheck: 'none',
      uncheckedServers: [...nodeNames]
    })
  })

  it('are unknown where the file cannot be read to its end', () => {
    expect(having('haproxy.file', `changed 1\n${'# long\n'.repeat(30_000)}`)).toMatchObject({ activeServers: 0 })
    expect(having('haproxy.file', '', 1)).toMatchObject({ activeServers: 0, healthCheck: undefined })
  })
})

describe('the running HAProxy', () => {
  it('tells which of its servers are up, and who serves', () => {
    expect(having('haproxy.state', state('healthy'))).toMatchObject({
      socket: 'answered',
      uptime: 130,
      backendState: 'UP',
      serving: ['controller1'],
      serverStates: nodeNames.map((name) => `${name}: UP L7OK 200`)
    })
    expect(having('haproxy.state', state('db-active-stopped'))).toMatchObject({
      downServers: ['controller1'],
      serving: ['controller2'],
      failedChecks: ['L7STS 503']
    })
    expect(having('haproxy.state', state('clustercheck-wrong-password-2'))).toMatchObject({
      upServers: ['controller3'],
      serving: ['controller3'],
      backendState: 'UP'
    })
    expect(having('haproxy.state', state('no-clustercheck'))).toMatchObject({
      upServers: [],
      serving: [],
      backendState: 'DOWN',
      failedChecks: ['L4CON']
    })
  })

  it.each([
    ['', 3, 'not-configured'],
    ['', 4, 'absent'],
    ['end 124\n', 0, 'silent'],
    ['end 0\n', 0, 'silent'],
    ['2026/11/22 socat[7] E connect(5, AF=1 "/run/haproxy/admin.sock"): Connection refused\nend 1\n', 0, 'refused'],
    ['Permission denied\n\nend 0\n', 0, 'not-understood'],
    ['', 0, 'not-understood']
  ])('that says «%s» (%d) is %s', (text, exitCode, word) => {
    const facts = having('haproxy.state', text, exitCode)
    expect([facts['socket'], facts['backendState'], facts['downServers']]).toEqual([word, undefined, undefined])
  })

  it.runIf(onLinux)('is asked at the socket that the file names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haproxy-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const [file, path] = [join(folder, 'haproxy.cfg'), join(folder, 'admin.sock')]
    const asked = async (words: string) => {
      writeFileSync(file, words)
      const context = { node: 'controller1', topology } as const
      const { output, exitCode } = await printed(haproxy.sections.state, context, (text) =>
        text.replaceAll('/etc/haproxy/haproxy.cfg', file)
      )
      return having('haproxy.state', output, exitCode)['socket']
    }
    const named = `global\n\tstats  socket unix@${path} mode 660 level admin\n  stats socket /else\n`
    expect(await asked('# stats socket /run/haproxy/admin.sock\n')).toBe('not-configured')
    expect(await asked('stats socket /run/$(id)\n')).toBe('not-configured')
    expect(await asked(named)).toBe('absent')

    let behave = (socket: Socket): void => void socket.end(state('healthy').replace(/end 0\n$/, ''))
    const server = createServer((socket) => {
      socket.once('data', (data) => {
        expect(data.toString()).toBe('show info;show stat\n')
        behave(socket)
      })
    }).listen(path)
    onTestFinished(() => void server.close())
    expect(await asked(named)).toBe('answered')
    behave = (socket) => socket.end()
    expect(await asked(named)).toBe('silent')
    behave = (socket) => socket.end('Permission denied\n')
    expect(await asked(named)).toBe('not-understood')
  })

  it('is not believed where its table was cut, at whatever byte', patience, () => {
    const whole = state('healthy').replace(/end 0\n$/, '')
    expect(readHaproxyState(whole)).toBeDefined()
    for (let length = 0; length < whole.length - 1; length += 7) {
      expect(readHaproxyState(whole.slice(0, length))).toBeUndefined()
    }
  })

  it('is not believed where its table is damaged', patience, () => {
    const whole = state('no-clustercheck').replace(/end 0\n$/, '')
    fc.assert(
      fc.property(fc.nat(whole.length), fc.string({ unit: 'binary', maxLength: 30 }), (at, text) => {
        const read = readHaproxyState(whole.slice(0, at) + text + whole.slice(at))
        // What is said to be down may be garbled, and is never up.
        if (!/UP/.test(text)) expect(read?.backends.get('galera_cluster')).not.toBe('UP')
      })
    )
  })

  it('with a process that is stopped by a signal is suspended', () => {
    expect(given('haproxy.processes', (text) => text.replaceAll('(haproxy) S', '(haproxy) T')).suspended).toBe(true)
  })

  it('is older than a file that was changed since', () => {
    expect(given('haproxy.file', (text) => text.replace(/^changed \d+/, 'changed 1999999999')).fileChanged).toBe(true)
  })
})

describe('port 3306 of the VIP', () => {
  it('may be held by another program, on every address', () => {
    const facts = given('haproxy.sockets', (text) =>
      text.replace(/^.*10\.99\.0\.10:3306.*\n/m, '').replace(/10\.99\.0\.11:3306/, '0.0.0.0:3306')
    )
    expect(facts).toMatchObject({ listensAtVip: false, portHolder: 'mariadbd' })
  })
})

describe('binding a foreign address', () => {
  it.each([
    ['now 1\n', true, false],
    ['now 0\n/etc/sysctl.d/60-haproxy.conf:net.ipv4.ip_nonlocal_bind = 1\n', false, true],
    ['now 1\n/etc/sysctl.d/60-haproxy.conf:net/ipv4/ip_nonlocal_bind=1\n', true, true],
    [
      'now 1\n/etc/sysctl.d/60-a.conf:net.ipv4.ip_nonlocal_bind=1\n/etc/sysctl.d/70-b.conf:net.ipv4.ip_nonlocal_bind=0\n',
      true,
      false
    ],
    [
      'now 1\n/usr/lib/sysctl.d/60-a.conf:net.ipv4.ip_nonlocal_bind=1\n/etc/sysctl.d/60-a.conf:net.ipv4.ip_nonlocal_bind=0\n',
      true,
      false
    ]
  ])('as the kernel and its files say: %j', (text, now, atBoot) => {
    expect(having('haproxy.kernel', text)).toMatchObject({ nonlocalBind: now, nonlocalBindAtBoot: atBoot })
  })
})

describe('the statistics page', () => {
  it('is open without a password, and nowhere where nobody listens', () => {
    expect(given('haproxy.file', (text) => text.replace(/ {4}stats auth.*\n/, '')).statisticsProtected).toBe(false)
    expect(given('haproxy.sockets', (text) => text.replace(/^.*:8404.*\n/m, '')).statisticsBound).toBe('nothing')
    expect(given('haproxy.sockets', (text) => text.replace('10.99.0.11:8404', '0.0.0.0:8404')).statisticsBound).toBe(
      'everywhere'
    )
  })
})

describe('any damage to the recording', () => {
  it('gives unknown or absent facts, or facts in their schema', patience, () => {
    const healthy = solved()
    const names = [...healthy.matchAll(/begin (\S+)/g)].map(([, name]) => String(name))
    const damage = fc.oneof(
      fc.constant(''),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('\u0000', '\r', 'now 1', 'changed 1\n', '# pxname,svname,\n\n', 'connected\n', '<cib', 'end 0\n')
    )
    fc.assert(
      fc.property(fc.constantFrom(...names), damage, fc.nat(255), (name, text, exitCode) => {
        fc.pre(!text.includes(nonce))
        const facts = factsOf(withSection(healthy, name, text, exitCode))
        for (const id of own) expect(['known', 'unknown', 'absent']).toContain(facts[id]?.facts.kind)
        const observed = facts.haproxy?.facts
        if (observed?.kind === 'known') expect(haproxy.facts.strict().safeParse(observed.facts).error).toBeUndefined()
      })
    )
  })

  it('of a length that no honest output has is dealt with', patience, () => {
    for (const name of [
      'haproxy.state',
      'haproxy.file',
      'haproxy.sockets',
      'vip.resource',
      'vip.answer',
      'clustercheck.answer'
    ]) {
      factsOf(edit(solved(), name, (text) => text.repeat(300)))
    }
  })
})
