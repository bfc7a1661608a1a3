import { describe, expect, it } from 'vitest'
import { memcached } from '../../../src/probe/memcached/memcached.ts'
import type { KnownFacts } from '../../../src/probe/registry.ts'
import { boundOf } from '../../../src/probe/sockets.ts'
import { type NodeName, nodeNames } from '../../../src/topology.ts'
import { loopback, onLinux, printed, serve } from '../asking.ts'
import { edit, factsOf, solved, topology, untouched, withSection } from '../recorded.ts'

const observe = (output: string, node: NodeName = 'controller1') => factsOf(node, output).memcached?.facts

/** The facts of controller1 after one section printed something else. */
const given = (section: string, change: (text: string) => string): KnownFacts => {
  const observed = observe(edit(solved('controller1'), `memcached.${section}`, change))
  expect(observed?.kind).toBe('known')
  return observed?.kind === 'known' ? observed.facts : {}
}

describe('memcached on a controller where the lab is solved', () => {
  it.each(nodeNames)('is seen as it is on %s', (node) => {
    const observed = observe(solved(node), node)
    expect(observed).toMatchObject({
      kind: 'known',
      facts: {
        version: '1.6.18-1+deb12u1',
        active: true,
        enabled: true,
        overridden: false,
        optionsIgnored: false,
        running: true,
        startedByHand: false,
        suspended: false,
        restartNeeded: false,
        bound: 'management',
        listeners: [`${topology.nodes[node].management}:11211`],
        udp: false,
        port: 11211,
        portHolder: undefined,
        memory: 160,
        maxConnections: 2048,
        fileMemory: 160,
        fileConnections: 2048,
        fileAddressesOf: [],
        answers: true,
        evictions: 0,
        answeredBy: [...nodeNames],
        refusedBy: []
      }
    })
    if (observed?.kind === 'known') expect(observed.changedSecondsAgo).toBeGreaterThan(60)
  })

  it('has the facts that its schema promises, and no others', () => {
    const observed = observe(solved('controller1'))
    if (observed?.kind !== 'known') throw new Error('not known')
    expect(memcached.facts.strict().safeParse(observed.facts).error).toBeUndefined()
  })
})

describe('memcached on a controller where nothing was done', () => {
  it.each(nodeNames)('is absent on %s', (node) => {
    expect(observe(untouched(node), node)).toEqual({ kind: 'absent' })
    expect(factsOf(node, untouched(node)).oslo?.facts).toEqual({ kind: 'absent' })
    expect(factsOf(node, untouched(node)).host?.facts.kind).toBe('known')
  })
})

describe('the package', () => {
  const without = (text: string, exitCode: number) =>
    observe(
      withSection(withSection(solved('controller1'), 'memcached.package', text, exitCode), 'memcached.processes', '')
    )

  it('is absent where dpkg does not know it, or only its configuration is left', () => {
    expect(without('dpkg-query: no packages found matching memcached\n', 1)).toEqual({ kind: 'absent' })
    expect(without('config-files 1.6.18-1+deb12u1\n', 0)).toEqual({ kind: 'absent' })
    expect(without('not-installed \n', 0)).toEqual({ kind: 'absent' })
  })

  it('is not absent where a memcached runs that dpkg does not know', () => {
    const observed = observe(withSection(solved('controller1'), 'memcached.package', 'dpkg-query: no\n', 1))
    expect(observed).toMatchObject({ kind: 'known', facts: { version: undefined, running: true } })
  })

  it('cannot be told where dpkg itself fails', () => {
    expect(without('dpkg-query: error: parsing file\n', 2)).toEqual({ kind: 'unknown', reason: 'not-understood' })
    expect(without('', 0)).toEqual({ kind: 'unknown', reason: 'not-understood' })
  })
})

describe('the unit', () => {
  it('tells running from enabled', () => {
    expect(given('unit', (text) => text.replace('UnitFileState=enabled', 'UnitFileState=disabled'))).toMatchObject({
      active: true,
      enabled: false,
      enabledState: 'disabled'
    })
  })

  it('that is starting over and over is not active', () => {
    const facts = given('unit', (text) =>
      text.replace('ActiveState=active', 'ActiveState=activating').replace('NRestarts=0', 'NRestarts=4')
    )
    expect(facts).toMatchObject({ active: false, activeState: 'activating', restarts: 4 })
  })

  it('with a command of its own does not read the file', () => {
    const facts = given('unit', (text) =>
      text
        .replace(
          /^ExecStart=.*$/m,
          'ExecStart={ path=/usr/bin/memcached ; argv[]=/usr/bin/memcached -u memcache -l 10.99.0.11 ; }'
        )
        .replace(/^DropInPaths=.*$/m, 'DropInPaths=/etc/systemd/system/memcached.service.d/openstack.conf')
    )
    expect(facts).toMatchObject({
      overridden: true,
      dropIns: ['/etc/systemd/system/memcached.service.d/openstack.conf']
    })
  })

  it('does not read OPTIONS, whatever its comment advises', () => {
    const set = (text: string) => text.replace(/^Environment=.*$/m, 'Environment="OPTIONS=-l 10.99.0.11"')
    expect(given('unit', set)).toMatchObject({ optionsIgnored: true })
    const used = (text: string) =>
      set(text).replace(/^ExecStart=.*$/m, 'ExecStart={ argv[]=/usr/bin/memcached $OPTIONS ; }')
    expect(given('unit', used)).toMatchObject({ optionsIgnored: false, overridden: true })
  })

  it('that systemd does not answer for gives no facts', () => {
    const hung = withSection(solved('controller1'), 'memcached.unit', 'now 1 (sh) R\n', 124)
    expect(observe(hung)).toEqual({ kind: 'unknown', reason: 'time-out' })
    const noSystemd = withSection(
      solved('controller1'),
      'memcached.unit',
      'System has not been booted with systemd\n',
      1
    )
    expect(observe(noSystemd)).toEqual({ kind: 'unknown', reason: 'not-understood' })
  })
})

describe('how long ago something changed', () => {
  it('counts from the start of the process', () => {
    const observed = observe(solved('controller1'))
    const started = /^process .*$/m.exec(solved('controller1'))?.[0].split(') ')[1]?.split(' ')[19]
    const now = /^now .*$/m.exec(solved('controller1'))?.[0].split(') ')[1]?.split(' ')[19]
    if (observed?.kind !== 'known') throw new Error('not known')
    expect(observed.changedSecondsAgo).toBeCloseTo((Number(now) - Number(started)) / 100, 5)
  })

  it('counts from the change of the unit where nothing runs', () => {
    const stopped = edit(withSection(solved('controller1'), 'memcached.processes', ''), 'memcached.unit', (text) =>
      text
        .replace(/^now (\d+ \(sh\) (?:\S+ ){19})\d+/m, 'now $1500000')
        .replace(/StateChangeTimestampMonotonic=\d+/, 'StateChangeTimestampMonotonic=4998000000')
        .replace('ActiveState=active', 'ActiveState=inactive')
        .replace(/MainPID=\d+/, 'MainPID=0')
    )
    expect(observe(stopped)).toMatchObject({
      kind: 'known',
      changedSecondsAgo: 2,
      facts: { running: false, active: false }
    })
  })
})

describe('the process', () => {
  it('that systemd did not start was started by hand', () => {
    expect(given('processes', (text) => text.replace(/^process \d+/m, 'process 4711'))).toMatchObject({
      startedByHand: true
    })
  })

  it('that is stopped by a signal is suspended', () => {
    expect(given('processes', (text) => text.replace('(memcached) S', '(memcached) T'))).toMatchObject({
      running: true,
      suspended: true
    })
  })

  it('may have any name in its status line', () => {
    expect(given('processes', (text) => text.replace('(memcached)', '(mem) T 1 (cached)'))).toMatchObject({
      suspended: false
    })
  })

  it('that does not do what the file says needs a restart', () => {
    expect(given('file', (text) => text.replace('-m 160', '-m 192'))).toMatchObject({
      restartNeeded: true,
      fileMemory: 192,
      memory: 160
    })
  })

  it('is believed over the file about its limits, also when it does not answer', () => {
    const silent = withSection(solved('controller1'), 'memcached.statistics', '', 124)
    expect(observe(silent)).toMatchObject({
      facts: { answers: false, memory: 160, maxConnections: 2048, evictions: undefined }
    })
  })

  it('that does not exist has no limits', () => {
    expect(observe(withSection(solved('controller1'), 'memcached.processes', ''))).toMatchObject({
      facts: { running: false, memory: undefined, maxConnections: undefined }
    })
  })
})

describe('the file', () => {
  it('that is absent says nothing', () => {
    expect(observe(withSection(solved('controller1'), 'memcached.file', '', 1))).toMatchObject({
      facts: { fileMemory: undefined, fileAddresses: undefined, restartNeeded: false }
    })
  })

  it('that was copied names another controller', () => {
    expect(given('file', (text) => text.replace('-l 10.99.0.11', '-l 10.99.0.13:11211'))).toMatchObject({
      fileAddressesOf: ['controller3']
    })
    expect(given('file', (text) => text.replace('-l 10.99.0.11', '-l controller2'))).toMatchObject({
      fileAddressesOf: ['controller2']
    })
  })
})

describe('where it listens', () => {
  const context = { node: 'controller1', topology } as const
  it.each([
    [['10.99.0.11'], 'management'],
    [['10.99.0.11', '127.0.0.1', '::1'], 'management'],
    [['127.0.0.1'], 'loopback'],
    [['127.0.0.1', '::1'], 'loopback'],
    [['0.0.0.0'], 'everywhere'],
    [['*'], 'everywhere'],
    [['::'], 'everywhere'],
    [['127.0.0.1', '0.0.0.0'], 'everywhere'],
    [['10.99.1.11'], 'cluster'],
    [['10.99.0.11', '10.99.1.11'], 'cluster'],
    [['10.99.0.12'], 'elsewhere'],
    [['10.99.0.11', '192.0.2.1'], 'elsewhere'],
    [['10.99.0.110'], 'elsewhere'],
    [[], 'nothing']
  ])('%j is %s', (addresses, word) => {
    expect(boundOf(addresses, context)).toBe(word)
  })

  const listening = (lines: string) => observe(withSection(solved('controller1'), 'memcached.listeners', lines))

  it('is read from ss, with zones and IPv6', () => {
    expect(
      listening(
        'tcp LISTEN 0 1024 10.99.0.11%eth0:11211 0.0.0.0:* users:(("memcached",pid=1,fd=22))\n' +
          'tcp LISTEN 0 1024 [::1]:11211 [::]:* users:(("memcached",pid=1,fd=23))\n' +
          'udp UNCONN 0 0 10.99.0.11:11211 0.0.0.0:* users:(("memcached",pid=1,fd=24))\n'
      )
    ).toMatchObject({
      facts: {
        bound: 'management',
        listeners: ['10.99.0.11:11211', '[::1]:11211'],
        udp: true,
        udpListeners: ['10.99.0.11:11211']
      }
    })
  })

  it('tells the wrong port, and who holds the right one', () => {
    expect(
      listening(
        'tcp LISTEN 0 5 0.0.0.0:11211 0.0.0.0:* users:(("python3",pid=9,fd=3))\n' +
          'tcp LISTEN 0 1024 10.99.0.11:11212 0.0.0.0:* users:(("memcached",pid=1,fd=22))\n'
      )
    ).toMatchObject({ facts: { bound: 'management', port: 11212, portHolder: 'python3' } })
  })

  it('is nowhere where nothing listens', () => {
    expect(listening('')).toMatchObject({ facts: { bound: 'nothing', listeners: [], port: undefined, udp: false } })
  })

  it('is not guessed from a line that cannot be read', () => {
    expect(listening('tcp LISTEN what 10.99.0.11:11211\n')).toEqual({ kind: 'unknown', reason: 'not-understood' })
    expect(listening('ss: command not found\n')).toEqual({ kind: 'unknown', reason: 'not-understood' })
  })

  it('is not believed of a program that only calls itself so inside another name', () => {
    expect(listening('tcp LISTEN 0 5 10.99.0.11:11211 0.0.0.0:* users:(("my memcached",pid=9,fd=3))\n')).toMatchObject({
      facts: { bound: 'nothing', portHolder: 'my memcached' }
    })
  })
})

describe('the answers of the controllers', () => {
  it.each([
    ['VERSION 1.6.18', 'answeredBy'],
    ['bash: connect: Connection refused', 'refusedBy'],
    ['no connection within 1 s', 'timedOut'],
    ['bash: connect: Connection timed out', 'timedOut'],
    ['connected, but no answer within 1 s', 'silent'],
    ['HTTP/1.1 400 Bad Request', 'silent'],
    ['version 1.6.18', 'silent'],
    ['environment: line 2: controller2: Name or service not known', 'unresolved'],
    ['environment: line 2: controller2: Temporary failure in name resolution', 'unresolved'],
    ['bash: connect: No route to host', 'unreachable'],
    ['bash: connect: Network is unreachable', 'unreachable'],
    ['', 'silent']
  ] as const)('«%s» is %s', (answer, fact) => {
    const facts = given('peers', (text) =>
      text.replace(/^controller2: .*$/m, `controller2: ${answer}${answer === 'VERSION 1.6.18' ? ' ' : ''}`)
    )
    expect(facts[fact]).toContain('controller2')
    if (fact !== 'answeredBy') expect(facts['answeredBy']).toEqual(['controller1', 'controller3'])
  })

  it('are not believed where one is missing or there twice', () => {
    const peers = (text: string) => observe(withSection(solved('controller1'), 'memcached.peers', text))
    expect(peers('controller1: VERSION 1.6.18\n')).toMatchObject({ kind: 'unknown' })
    expect(peers('controller1: VERSION 1.6\ncontroller1: VERSION 1.6\ncontroller2: x\ncontroller3: y\n')).toMatchObject(
      {
        kind: 'unknown'
      }
    )
  })
})

describe.runIf(onLinux)('asking memcached', { timeout: 30_000 }, () => {
  const here = { node: 'controller1', topology: loopback } as const

  /** Asks addresses of this machine for controllers, and tells of controllers. */
  const peersAt = async (port: number): Promise<KnownFacts> => {
    const { output } = await printed(memcached.sections.peers, here, (text) =>
      text.replaceAll(/controller(?=\d)/g, '127.0.0.').replaceAll(' 11211', ` ${port}`)
    )
    return given('peers', () => output.replaceAll('127.0.0.', 'controller'))
  }

  it('tells of each what came of it', async () => {
    const port = await serve('127.0.0.1', 0, (socket) => {
      socket.once('data', (data) => socket.end(`VERSION 1.6.18\r\n${data.toString()}`))
    })
    await serve('127.0.0.2', port, () => {})
    expect(await peersAt(port)).toMatchObject({
      answeredBy: ['controller1'],
      silent: ['controller2'],
      refusedBy: ['controller3']
    })
    await serve('127.0.0.3', port, (socket) => socket.end('VERSION 1\n\u001b[2Jgo away\ncontroller1: VERSION 1.6\n'))
    expect(await peersAt(port)).toMatchObject({ silent: ['controller2', 'controller3'], refusedBy: [] })
  })

  it('reads its own state', async () => {
    const own = loopback.nodes.controller1.management
    let heard = ''
    const port = await serve(own, 0, (socket) => {
      socket.once('data', (data) => {
        heard = data.toString()
        socket.end('STAT maxbytes 1048576\r\nSTAT maxconns 7\r\nEND\r\nSTAT evictions 3\r\nEND\r\n')
      })
    })
    const statisticsAt = (at: number) =>
      printed(memcached.sections.statistics, here, (text) => text.replaceAll(' 11211', ` ${at}`))
    const { output, exitCode } = await statisticsAt(port)
    expect(exitCode).toBe(0)
    expect(heard).toBe('stats settings\r\nstats\r\nquit\r\n')
    expect(given('statistics', () => output)).toMatchObject({
      answers: true,
      memory: 1,
      maxConnections: 7,
      evictions: 3
    })
    const elsewhere = await serve('127.0.0.1', 0, () => {})
    expect(await statisticsAt(elsewhere)).toEqual({ output: 'Connection refused', exitCode: 1 })
  })
})
