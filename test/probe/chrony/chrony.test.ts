import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chrony } from '../../../src/probe/chrony/chrony.ts'
import type { KnownFacts } from '../../../src/probe/registry.ts'
import { type NodeName, nodeNames } from '../../../src/topology.ts'
import { edit, sectionOf, withSection } from '../recorded.ts'
import { factsOf, recorded, topology } from './recorded.ts'

const observe = (output: string, node: NodeName = 'controller1') => factsOf(node, output).chrony?.facts

const known = (output: string, node: NodeName = 'controller1'): KnownFacts => {
  const observed = observe(output, node)
  expect(observed?.kind).toBe('known')
  return observed?.kind === 'known' ? observed.facts : {}
}

const healthy = recorded('solved', 'controller1')

/** The facts of controller1 after one section printed something else. */
const given = (section: string, change: (text: string) => string): KnownFacts =>
  known(edit(healthy, `chrony.${section}`, change))

const others = (node: NodeName) => nodeNames.filter((name) => name !== node)

describe('chrony on a controller where the lab is solved', () => {
  it.each(nodeNames)('is seen as it is on %s', (node) => {
    expect(known(recorded('solved', node), node)).toEqual({
      version: '4.3-2+deb12u3',
      active: true,
      activeState: 'active',
      enabled: true,
      enabledState: 'enabled',
      running: true,
      startedByHand: false,
      suspended: false,
      lastError: undefined,
      container: true,
      clock: 'watched',
      options: '-F 1 -x',
      optionIgnored: false,
      configurationError: undefined,
      fileServers: ['10.81.0.1:1123'],
      fileAllows: ['10.81.0.0/24'],
      localStratum: 10,
      local: 'orphan',
      restartNeeded: false,
      answers: true,
      reference: 'time-source',
      referenceAddress: '10.81.0.1',
      stratum: 6,
      leap: 'normal',
      offset: expect.any(Number),
      sources: ['10.81.0.1', ...others(node)],
      sourceState: 'selected',
      sourceReach: expect.stringMatching(/^[1-7][0-7]*$/),
      sourcePort: 1123,
      strangers: [],
      misspelt: [],
      partners: others(node),
      partnersMissing: [],
      partnersSilent: [],
      allowed: [...nodeNames],
      open: false,
      servedBy: [...nodeNames],
      unsynchronised: [],
      refusedBy: [],
      silent: [],
      timeSource: 'answers'
    })
  })

  it('has the facts that its schema promises, and no others', () => {
    expect(chrony.facts.strict().safeParse(known(healthy)).error).toBeUndefined()
  })

  it('shows a person what a person would see', () => {
    const shown = factsOf('controller1', healthy).chrony?.evidence['daemon']
    expect(shown?.command).toBe("chronyc -N -m tracking 'sources -a'")
    expect(shown?.output).toMatch(/^Reference ID {4}: 0A510001 \(10\.81\.0\.1\)\n/)
    expect(shown?.output).toMatch(/^\^\* 10\.81\.0\.1 /m)
    expect(shown?.output).not.toContain('shown from here')
  })

  it('shows whom it follows and its sources within the lines that a report has room for', () => {
    const lines = factsOf('controller1', healthy).chrony?.evidence['daemon']?.output.split('\n') ?? []
    expect(lines.length).toBeLessThanOrEqual(12)
    expect(lines.filter((line) => /^(?:Reference ID|Stratum|Leap status|MS Name)/.test(line))).toHaveLength(4)
    expect(lines.filter((line) => /^[=^][*+-] /.test(line))).toHaveLength(3)
  })

  it('shows what chronyc said instead of an answer', () => {
    const silent = withSection(healthy, 'chrony.daemon', '506 Cannot talk to daemon\n', 1)
    expect(factsOf('controller1', silent).chrony?.evidence['daemon']?.output).toBe('506 Cannot talk to daemon')
  })
})

describe('chrony that is not there, or does not run', () => {
  const gone = (text: string, exitCode: number) =>
    observe(withSection(withSection(healthy, 'chrony.package', text, exitCode), 'chrony.processes', ''))

  it('is absent where dpkg does not know it', () => {
    expect(gone('dpkg-query: no packages found matching chrony\n', 1)).toEqual({ kind: 'absent' })
    expect(gone('config-files 4.3-2\n', 0)).toEqual({ kind: 'absent' })
    expect(gone('dpkg-query: error\n', 2)).toMatchObject({ kind: 'unknown' })
  })

  it('in a container without -x is refused the clock', () => {
    expect(known(recorded('no-option', 'controller2'), 'controller2')).toMatchObject({
      active: false,
      activeState: 'failed',
      running: false,
      clock: 'forbidden',
      options: '-F 1',
      optionIgnored: false,
      lastError: 'adjtimex(0x8001) failed : Operation not permitted',
      answers: false,
      reference: undefined
    })
  })

  it('does not take an option from an environment that a file overrides', () => {
    expect(known(recorded('option-in-environment', 'controller3'), 'controller3')).toMatchObject({
      clock: 'forbidden',
      options: '-F 1',
      optionIgnored: true
    })
  })

  it('takes the environment where no file overrides it', () => {
    const output = edit(recorded('option-in-environment', 'controller3'), 'chrony.options', (text) =>
      text.replace(/^DAEMON_OPTS.*\n/m, '')
    )
    expect(known(output, 'controller3')).toMatchObject({ options: '-F 1 -x', optionIgnored: false })
  })

  it('with a file that it does not understand says where', () => {
    expect(known(recorded('misspelt-directive', 'controller1'))).toMatchObject({
      active: false,
      clock: 'watched',
      configurationError: expect.stringMatching(/^Invalid directive at line \d+ in file \/etc\/chrony\/chrony\.conf$/),
      fileServers: [],
      local: undefined
    })
  })

  it('that was stopped did not fail', () => {
    expect(known(recorded('stopped', 'controller3'), 'controller3')).toMatchObject({
      active: false,
      activeState: 'inactive',
      clock: 'watched',
      lastError: undefined,
      configurationError: undefined
    })
  })

  it('that is frozen is active and answers nobody', () => {
    expect(known(recorded('frozen', 'controller2'), 'controller2')).toMatchObject({
      active: true,
      suspended: true,
      answers: false,
      sourceState: undefined,
      allowed: undefined
    })
  })

  it('started by hand is told from the unit', () => {
    expect(given('unit', (text) => text.replace(/MainPID=\d+/, 'MainPID=0'))).toMatchObject({ startedByHand: true })
  })
})

describe('the clock', () => {
  const machine = (text: string) => text.replace('container lxc', 'container ')

  it('of a virtual machine is not to be left alone', () => {
    expect(given('options', machine)).toMatchObject({ container: false, clock: 'neglected' })
    const steered = edit(edit(healthy, 'chrony.options', machine), 'chrony.processes', (text) =>
      text.replace(/^-x$/m, '-d')
    )
    expect(known(steered)).toMatchObject({ clock: 'steered' })
  })

  it('that a daemon steers inside a container it was allowed to', () => {
    expect(given('processes', (text) => text.replace(/^-x$/m, '-d'))).toMatchObject({ clock: 'steered' })
  })
})

describe('whom the clock follows', () => {
  it('is itself where nothing answers, and leap says normal all the same', () => {
    expect(known(recorded('default-port', 'controller1'))).toMatchObject({
      reference: 'own-clock',
      referenceAddress: undefined,
      stratum: 10,
      leap: 'normal',
      sourceState: 'unreachable',
      sourceReach: '0',
      sourcePort: 123,
      timeSource: 'answers'
    })
  })

  it('is the controller that leads', () => {
    expect(known(recorded('default-port', 'controller2'), 'controller2')).toMatchObject({
      reference: 'controller',
      referenceAddress: '10.81.0.11',
      stratum: 11,
      leap: 'normal'
    })
  })

  it('is another controller where the source is not asked', () => {
    const facts = known(recorded('wrong-address', 'controller3'), 'controller3')
    expect(facts).toMatchObject({ reference: 'controller', sourceState: 'not-asked', strangers: ['10.81.0.99'] })
    expect(facts['stratum']).toBeLessThan(10)
  })

  it('is nobody without a source', () => {
    const nobody = (text: string) =>
      text.replace(/^0A510001,.*$/m, '00000000,,0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0,1.0,0.0,Not synchronised')
    expect(given('daemon', nobody)).toMatchObject({ reference: 'none', stratum: 0, leap: 'not-synchronised' })
  })

  it('is a stranger where the address is nobody of the lab', () => {
    expect(given('daemon', (text) => text.replace(/^0A510001,/m, 'C0000201,'))).toMatchObject({
      reference: 'stranger',
      referenceAddress: '192.0.2.1'
    })
  })

  it.each([
    ['^,*,', 'selected'],
    ['^,+,', 'combined'],
    ['^,-,', 'not-combined'],
    ['^,x,', 'falseticker'],
    ['^,~,', 'variable'],
    ['^,?,', 'unusable']
  ])('%s is %s', (sign, word) => {
    const facts = known(
      withSection(
        healthy,
        'chrony.daemon',
        sectionOf(healthy, 'chrony.daemon').replace('^,*,10.81.0.1,', `${sign}10.81.0.1,`)
      )
    )
    expect(facts).toMatchObject({ sourceState: word })
  })

  it('is not a source that has been silent for eight questions, though it is still selected', () => {
    const silent = (text: string) => text.replace(/^(\^,\*,10\.81\.0\.1,\d+,\d+),\d+,/m, '$1,0,')
    expect(given('daemon', silent)).toMatchObject({ sourceState: 'unreachable', reference: 'time-source' })
  })
})

describe('sources that do not belong there', () => {
  it('are told from controllers whose names are misspelt', () => {
    expect(known(recorded('pool-left', 'controller1'))).toMatchObject({
      strangers: ['2.debian.pool.ntp.org'],
      misspelt: [],
      sourceState: 'selected'
    })
    expect(known(recorded('misspelt-peer', 'controller2'), 'controller2')).toMatchObject({
      strangers: [],
      misspelt: ['contorller3'],
      partnersMissing: ['controller3']
    })
  })

  it('are all that there is where the pool was left', () => {
    expect(known(recorded('pool-only', 'controller1'))).toMatchObject({
      strangers: ['2.debian.pool.ntp.org'],
      sourceState: 'not-asked',
      fileServers: ['2.debian.pool.ntp.org:123']
    })
  })
})

describe('files', () => {
  it('that were changed after the start have not been read', () => {
    expect(known(recorded('not-restarted', 'controller2'), 'controller2')).toMatchObject({
      restartNeeded: true,
      fileServers: ['10.81.0.1:1123'],
      sourcePort: 123
    })
  })
})

describe('serving', () => {
  it('is seen from the daemon, and from those who ask', () => {
    expect(known(recorded('serves-nobody', 'controller2'), 'controller2')).toMatchObject({
      allowed: [],
      fileAllows: []
    })
    expect(known(recorded('serves-nobody', 'controller2'), 'controller2')['servedBy']).toEqual([
      'controller1',
      'controller3'
    ])
    expect(known(recorded('open-to-all', 'controller1'))).toMatchObject({ open: true, allowed: [...nodeNames] })
    expect(known(recorded('answers-dropped', 'controller1'))).toMatchObject({
      servedBy: ['controller1', 'controller2'],
      silent: ['controller3']
    })
  })
})

describe('no healthy fact', { timeout: 60_000 }, () => {
  const sections = Object.keys(chrony.sections)
  const looksHealthy = (output: string): boolean => {
    const observed = observe(output)
    return (
      observed?.kind === 'known' &&
      observed.facts['sourceState'] === 'selected' &&
      observed.facts['version'] !== undefined
    )
  }
  const garbage = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .constantFrom('x', '\0', ',', '^,*,', '\n', '1')
      .chain((part) => fc.nat(50_000).map((times) => part.repeat(times)))
  )

  it.each(sections.filter((name) => !['options', 'journal'].includes(name)))('comes of garbage in %s', (name) => {
    fc.assert(
      fc.property(garbage, fc.nat(255), (text, code) => {
        expect(looksHealthy(withSection(healthy, `chrony.${name}`, text, code))).toBe(false)
      }),
      { numRuns: 60 }
    )
  })

  it('comes of a look at the daemon that was cut off', () => {
    const whole = sectionOf(healthy, 'chrony.daemon')
    fc.assert(
      fc.property(fc.nat(whole.indexOf('shown from here') + 10), (length) => {
        expect(looksHealthy(withSection(healthy, 'chrony.daemon', whole.slice(0, length)))).toBe(false)
      })
    )
  })

  it('comes of two outputs mixed up, or in another language', () => {
    const daemon = sectionOf(healthy, 'chrony.daemon')
    const localised = daemon.replace('Normal', 'Normale').replaceAll('Access allowed', 'Accès autorisé')
    expect(looksHealthy(withSection(healthy, 'chrony.daemon', localised))).toBe(false)
    const mixed = daemon
      .split('\n')
      .map((line, index) => (index % 2 === 0 ? line.slice(0, 20) : line))
      .join('\n')
    expect(looksHealthy(withSection(healthy, 'chrony.daemon', mixed))).toBe(false)
  })

  it('comes of a daemon that nobody reached', () => {
    expect(known(withSection(healthy, 'chrony.daemon', '506 Cannot talk to daemon\n', 1))).toMatchObject({
      answers: false
    })
    expect(known(withSection(healthy, 'chrony.daemon', '', 124))).toMatchObject({ answers: false, stratum: undefined })
    expect(observe(withSection(healthy, 'chrony.daemon', 'sh: 1: chronyc: not found\n', 127))).toMatchObject({
      kind: 'unknown'
    })
  })

  it('is missing an answer of one who was asked', () => {
    const fewer = (text: string) => text.replace(/^10\.81\.0\.12 .*\n/m, '')
    expect(observe(edit(healthy, 'chrony.answers', fewer))).toEqual({ kind: 'unknown', reason: 'not-understood' })
    expect(topology.labHost).toBe('10.81.0.1')
  })
})
