import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rabbitmq } from '../../../src/probe/rabbitmq/rabbitmq.ts'
import { type NodeName, nodeNames } from '../../../src/topology.ts'
import { onLinux, printed, serve } from '../asking.ts'
import { edit, nonce, sectionOf, topology, withSection } from '../recorded.ts'
import { editBroker, knownFrom, nodeFactsOf, recorded } from './recorded.ts'

const members = ['rabbit@controller1', 'rabbit@controller2', 'rabbit@controller3']
const solved = (node: NodeName = 'controller1'): string => recorded('solved', node)
const observe = (output: string, node: NodeName = 'controller1') => nodeFactsOf(output, node).rabbitmq?.facts

describe('RabbitMQ on a controller where the lab is solved', () => {
  it.each(nodeNames)('is seen as it is on %s', (node) => {
    expect(knownFrom(solved(node), node)).toMatchObject({
      version: '3.10.8-1.1+deb12u1',
      active: true,
      enabled: true,
      running: true,
      suspended: false,
      cookiePresent: true,
      cookieOwner: 'rabbitmq',
      cookieMode: '400',
      cookieInUse: true,
      databases: [`rabbit@${node}`],
      state: 'running',
      nodeName: `rabbit@${node}`,
      namedAfterHost: true,
      runningVersion: '3.10.8',
      erlang: '25',
      members,
      runningMembers: members,
      missingMembers: [],
      partitions: [],
      partitionHandling: 'pause_minority',
      partitionHandlingPending: false,
      netTicktime: 10,
      alarms: [],
      serviceQueues: 'quorum',
      quorumQueues: ['notifications.info'],
      replicatedQueues: ['notifications.info'],
      singleQueues: [],
      permitted: ['guest', 'openstack'],
      guestOpen: false,
      bound: 'management',
      listeners: ['0.0.0.0:25672', `${topology.nodes[node].management}:5672`],
      refusedPorts: [],
      silentPorts: [],
      transportControllers: [...nodeNames],
      transportUsers: ['openstack'],
      transportAccepted: true,
      problems: []
    })
  })

  it('has the facts that its schema promises, and no others', () => {
    expect(rabbitmq.facts.strict().safeParse(knownFrom(solved())).error).toBeUndefined()
  })

  it('has one cookie, of which twelve digits of a hash are seen', () => {
    const hashes = nodeNames.map((node) => knownFrom(solved(node), node)['cookieHash'])
    expect(new Set(hashes).size).toBe(1)
    expect(hashes[0]).toMatch(/^[0-9a-f]{12}$/)
  })

  it('shows no password', () => {
    expect(sectionOf(solved(), 'rabbitmq.service')).toContain('rabbit://openstack:***@controller1:5672,openstack:***@')
  })
})

describe('RabbitMQ that was not installed', () => {
  const without = (text: string, exitCode: number) =>
    observe(withSection(withSection(solved(), 'rabbitmq.package', text, exitCode), 'rabbitmq.process', ''))

  it('is absent where dpkg does not know it, or only its configuration is left', () => {
    expect(without('dpkg-query: no packages found matching rabbitmq-server\n', 1)).toEqual({ kind: 'absent' })
    expect(without('config-files 3.10.8-1.1\n', 0)).toEqual({ kind: 'absent' })
  })

  it('is not absent where a broker runs that dpkg does not know', () => {
    expect(observe(withSection(solved(), 'rabbitmq.package', 'dpkg-query: no\n', 1))).toMatchObject({ kind: 'known' })
  })
})

describe('a broker in trouble, as recorded', () => {
  it.each<[string, object]>([
    ['stopped', { active: false, activeState: 'inactive', running: false, state: 'down', bound: 'nothing' }],
    ['frozen', { active: true, suspended: true, state: 'hung', answers: false, runningMembers: undefined }],
    ['app-stopped', { active: true, state: 'stopped', members, runningMembers: undefined, users: undefined }],
    ['epmd-dead', { active: true, state: 'running', epmdBound: 'nothing', runningMembers: members }],
    ['rejected', { active: true, state: 'rejected', cookieInUse: false, members: undefined }],
    ['cookie-mode', { active: false, activeState: 'activating', cookieMode: '644', problems: ['cookie-mode'] }],
    ['cookie-owner', { active: false, cookieOwner: 'root', state: 'down' }],
    ['paused', { active: true, state: 'paused', members, problems: expect.arrayContaining(['minority']) }],
    ['waiting-for-tables', { activeState: 'activating', state: 'booting', problems: ['waiting-for-tables'] }],
    ['disk-full', { active: false, state: 'down', problems: ['disk-full'] }],
    ['address-unavailable', { active: false, problems: expect.arrayContaining(['address-unavailable']) }],
    ['configuration-broken', { active: false, problems: expect.arrayContaining(['configuration-broken']) }],
    ['port-taken', { active: false, portHolder: 'nc', problems: expect.arrayContaining(['port-taken']) }],
    [
      'waiting-refused',
      { active: false, activeState: 'activating', problems: expect.arrayContaining(['cookie-rejected']) }
    ]
  ])('«%s» is told apart', (situation, facts) => {
    expect(knownFrom(recorded(situation))).toMatchObject(facts)
  })
})

describe('what a broker says of itself', () => {
  const said = (change: Readonly<Record<string, unknown>>) => knownFrom(editBroker(solved(), change), 'controller1')

  it('tells members that do not run, and partitions', () => {
    expect(said({ running: members.slice(0, 2), partitions: ['rabbit@controller3'] })).toMatchObject({
      runningMembers: members.slice(0, 2),
      missingMembers: ['rabbit@controller3'],
      partitions: ['rabbit@controller3']
    })
  })

  it('tells its own alarms from those of others', () => {
    const alarms = [
      { what: 'disk', node: 'rabbit@controller1' },
      { what: 'memory', node: 'rabbit@controller2' }
    ]
    expect(said({ alarms })).toMatchObject({
      alarms: ['disk'],
      alarmedNodes: ['rabbit@controller1', 'rabbit@controller2']
    })
  })

  it('tells users without permissions, and a guest who may come from anywhere', () => {
    expect(said({ permissions: [], loopback: [] })).toMatchObject({
      permitted: [],
      unpermitted: ['guest', 'openstack'],
      guestOpen: true
    })
    expect(said({ users: [{ name: 'openstack', tags: [] }], loopback: [] })['guestOpen']).toBe(false)
  })

  it('has no queues, users and policies while it is paused', () => {
    const facts = said({ state: 'paused', running: null, queues: null, users: null, policies: null, alarms: null })
    expect(facts).toMatchObject({ state: 'paused', members, answers: true })
    for (const fact of ['queues', 'users', 'policies', 'serviceQueues', 'alarms', 'runningMembers'])
      expect(facts[fact]).toBeUndefined()
  })

  it('is an old setting where the file says another', () => {
    expect(said({ handling: 'ignore' })).toMatchObject({
      partitionHandling: 'ignore',
      filePartitionHandling: 'pause_minority',
      partitionHandlingPending: true
    })
  })

  it('is not believed where its shape is not what was asked for', () => {
    expect(observe(editBroker(solved(), { members: 'all' }))).toEqual({ kind: 'unknown', reason: 'not-understood' })
    expect(observe(editBroker(solved(), { state: 'fine' }))).toEqual({ kind: 'unknown', reason: 'not-understood' })
    expect(observe(withSection(solved(), 'rabbitmq.broker', ''))).toMatchObject({ kind: 'unknown' })
    expect(observe(withSection(solved(), 'rabbitmq.broker', 'Error: {undef, []}\n'))).toMatchObject({ kind: 'unknown' })
  })

  it.each([
    ['erl_call: failed to connect to node with address "127.0.0.1:25672"', 1, 'rejected'],
    ['nothing listens on port 25672', 1, 'down'],
    ['Alarm clock', 142, 'hung'],
    ['', 124, 'hung'],
    ['', 137, 'hung']
  ])('«%s» with exit code %d means %s', (text, exitCode, state) => {
    expect(knownFrom(withSection(solved(), 'rabbitmq.broker', `${text}\n`, exitCode), 'controller1')).toMatchObject({
      state,
      answers: false
    })
  })
})

describe('the ports of the others', () => {
  const given = (answer: string) =>
    knownFrom(
      edit(solved(), 'rabbitmq.neighbours', (text) =>
        text.replace(/^controller2:25672 .*$/m, `controller2:25672 ${answer}`)
      ),
      'controller1'
    )

  it.each([
    ['bash: connect: Connection refused', 'refusedPorts'],
    ['no connection within 1 s', 'silentPorts'],
    ['bash: connect: No route to host', 'silentPorts']
  ] as const)('«%s» is one of %s', (answer, fact) => {
    expect(given(answer)[fact]).toEqual(['controller2:25672'])
  })

  it('are of nobody where the name leads nowhere', () => {
    expect(given('bash: controller2: Name or service not known')['unresolved']).toEqual(['controller2'])
  })

  it('are not believed where one is missing or there twice', () => {
    const lines = sectionOf(solved(), 'rabbitmq.neighbours').split('\n')
    const asked = (text: string) => observe(withSection(solved(), 'rabbitmq.neighbours', text))
    expect(asked(lines.slice(1).join('\n'))).toMatchObject({ kind: 'unknown' })
    expect(asked([...lines, lines[0]].join('\n'))).toMatchObject({ kind: 'unknown' })
  })
})

describe.runIf(onLinux)("asking the neighbours' ports", { timeout: 30_000 }, () => {
  it('tells of each what came of it', async () => {
    const open = await serve('127.0.0.2', 0, () => {})
    const { output } = await printed(rabbitmq.sections.neighbours, { node: 'controller1', topology }, (text) =>
      text
        .replaceAll('controller2', '127.0.0.2')
        .replaceAll('controller3', 'no-such-name.invalid')
        .replaceAll(/([: ])25672/g, `$1${open}`)
    )
    const read = output
      .replaceAll('127.0.0.2', 'controller2')
      .replaceAll('no-such-name.invalid', 'controller3')
      .replaceAll(`:${open}`, ':25672')
    expect(observe(withSection(solved(), 'rabbitmq.neighbours', read))).toMatchObject({
      facts: {
        openPorts: ['controller2:25672'],
        refusedPorts: ['controller2:4369', 'controller2:5672'],
        unresolved: ['controller3']
      }
    })
  })
})

describe('an output that is damaged', () => {
  const whole = solved()

  it('gives no facts where it ends too early, wherever that is', () => {
    const end = whole.lastIndexOf(`${nonce} end`)
    fc.assert(
      fc.property(fc.nat({ max: end - 1 }), (length) => {
        expect(observe(whole.slice(0, length))).toMatchObject({ kind: 'unknown' })
      })
    )
  })

  it('gives no facts where the answer of the broker was cut or something got into it', () => {
    const said = sectionOf(whole, 'rabbitmq.broker').trim()
    const control = ['\u0000', '\u001b[31m']
    const strange = fc.constantFrom(...control, 'erl_call: ', '错误：', '{', ' rabbit@controller1 ')
    fc.assert(
      fc.property(fc.nat({ max: said.length - 1 }), strange, (at, text) => {
        expect(observe(withSection(whole, 'rabbitmq.broker', said.slice(0, at)))).toMatchObject({ kind: 'unknown' })
        const mixed = observe(withSection(whole, 'rabbitmq.broker', `${said.slice(0, at)}${text}${said.slice(at)}`))
        // Inside a text of the broker anything may stand; a control character may not.
        if (mixed?.kind === 'known') expect(control).not.toContain(text)
      })
    )
  })

  it('never throws, and calls nothing running that is not, whatever a section holds', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.constantFrom('', '\n'.repeat(5000), 'x'.repeat(300_000), 'ActiveState=aktiv\n', '启动失败')
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(rabbitmq.sections)),
        noise,
        fc.nat({ max: 255 }),
        (name, text, code) => {
          const safe = text.replaceAll(nonce, '')
          const observed = observe(withSection(whole, `rabbitmq.${name}`, safe, code))
          if (name === 'broker' && observed?.kind === 'known') expect(observed.facts['state']).not.toBe('running')
          if (name === 'unit' && observed?.kind === 'known') throw new Error('a unit was made of noise')
        }
      ),
      { numRuns: 60 }
    )
  })
})
