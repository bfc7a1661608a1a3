import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { host } from '../../../src/probe/host/host.ts'
import { nodeNames } from '../../../src/topology.ts'
import { edit, factsOf, solved, withSection } from '../recorded.ts'

const observe = (output: string) => factsOf('controller1', output).host?.facts
const given = (section: string, change: (text: string) => string) =>
  observe(edit(solved('controller1'), `host.${section}`, change))

describe('a controller', () => {
  it('is seen as it is', () => {
    const observed = observe(solved('controller1'))
    expect(observed).toMatchObject({
      kind: 'known',
      facts: {
        distribution: 'debian',
        release: '12',
        name: 'controller1',
        nameRight: true,
        machineId: expect.stringMatching(/^[0-9a-f]{32}$/),
        addresses: ['10.99.0.11', '10.99.1.11'],
        managementLink: 'up',
        clusterLink: 'up',
        resolves: [...nodeNames],
        resolvesToLoopback: [],
        unresolved: [],
        systemState: 'running',
        failedUnits: [],
        memoryTotal: 24106,
        memoryAvailable: 19838,
        memoryAvailablePercent: 82,
        diskFree: 24384,
        diskUsedPercent: 18,
        firewallRules: 0,
        firewallDrops: []
      }
    })
    if (observed?.kind !== 'known') throw new Error('not known')
    expect(observed.facts['runningServices']).toContain('memcached')
    expect(host.facts.strict().safeParse(observed.facts).error).toBeUndefined()
  })

  it('may find its own name on the loopback address', () => {
    expect(given('names', (text) => text.replaceAll('10.99.0.11 ', '127.0.1.1 '))).toMatchObject({
      facts: { resolvesToLoopback: ['controller1'], resolves: ['controller2', 'controller3'] }
    })
  })

  it('may find a name twice, or not at all', () => {
    const twice = (text: string) => text.replace('name controller2', '127.0.1.1 STREAM controller1\nname controller2')
    expect(given('names', twice)).toMatchObject({
      facts: { resolves: ['controller2', 'controller3'], resolvesToLoopback: ['controller1'] }
    })
    const missing = (text: string) => text.replaceAll(/^10\.99\.0\.13.*\n/gm, '')
    expect(given('names', missing)).toMatchObject({ facts: { unresolved: ['controller3'] } })
  })

  it('tells its failed units', () => {
    const failed = (text: string) =>
      `${text.replace('=running', '=degraded')}chrony.service loaded failed failed NTP client/server\n`
    expect(given('units', failed)).toMatchObject({
      facts: { systemState: 'degraded', failedUnits: ['chrony.service'] }
    })
  })

  it('may call itself by another name', () => {
    expect(given('identity', (text) => text.replace('controller1', 'debian'))).toMatchObject({
      facts: { name: 'debian', nameRight: false }
    })
  })

  it('may have a link that is off, or with nothing at its other end, or lack an address', () => {
    expect(given('links', (text) => text.replace('MULTICAST,UP,LOWER_UP', 'MULTICAST'))).toMatchObject({
      facts: { managementLink: 'down', clusterLink: 'up' }
    })
    const unplugged = (text: string) => text.replace(/(eth1@\S+ <)\S+>/, '$1NO-CARRIER,BROADCAST,MULTICAST,UP>')
    expect(given('links', unplugged)).toMatchObject({ facts: { managementLink: 'up', clusterLink: 'down' } })
    expect(given('addresses', (text) => text.replace('10.99.1.11/24', '10.99.2.11/24'))).toMatchObject({
      facts: { clusterLink: 'absent' }
    })
  })

  it('may run out of memory and of disk space', () => {
    expect(given('memory', (text) => text.replace(/^MemAvailable:.*$/m, 'MemAvailable:     246840 kB'))).toMatchObject({
      facts: { memoryAvailable: 241, memoryAvailablePercent: 1 }
    })
    expect(given('disk', (text) => text.replace(/^(\S+\s+\d+\s+\d+).*$/m, '$1 0 100% /'))).toMatchObject({
      facts: { diskFree: 0, diskUsedPercent: 100 }
    })
  })

  it('may have a packet filter that nobody can list', () => {
    const observed = observe(withSection(solved('controller1'), 'host.firewall', 'nft: failed\n'))
    expect(observed).toMatchObject({ kind: 'known', facts: { firewallRules: undefined, firewallDrops: undefined } })
  })

  it.each(['identity', 'addresses', 'links', 'names', 'units', 'memory', 'disk'])(
    'without an answer about %s is not known',
    (section) => {
      expect(observe(withSection(solved('controller1'), `host.${section}`, ''))).toMatchObject({ kind: 'unknown' })
      expect(observe(withSection(solved('controller1'), `host.${section}`, '', 124))).toEqual({
        kind: 'unknown',
        reason: 'time-out'
      })
    }
  )

  it('does not run what stands in os-release', () => {
    expect(given('identity', (text) => text.replace('ID=debian', 'ID="$(touch /tmp/x)"'))).toMatchObject({
      facts: { distribution: '$(touch /tmp/x)' }
    })
  })
})

describe('no healthy fact of a controller', { timeout: 60_000 }, () => {
  it.each(['identity', 'addresses', 'links', 'names', 'units', 'memory', 'disk', 'firewall'])(
    'comes of garbage about %s',
    (section) => {
      const healthy = observe(solved('controller1'))
      const garbage = fc.oneof(
        fc.string({ maxLength: 300 }),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
        fc.constantFrom('x', '\0', '1: ', '\n{').map((part) => part.repeat(20_000))
      )
      fc.assert(
        fc.property(garbage, fc.nat(255), (text, code) => {
          const observed = observe(withSection(solved('controller1'), `host.${section}`, text, code))
          // Nothing at all, or nothing but comments, is what nft prints where there are no rules.
          const isEmpty = text.split('\n').every((line) => /^\s*(#|$)/.test(line))
          if (section === 'firewall' && isEmpty && code === 0) return
          expect(observed).not.toEqual(healthy)
        }),
        { numRuns: 50 }
      )
    }
  )
})
