import { describe, expect, it } from 'vitest'
import { host } from '../../src/probe/host.ts'
import { nodeNames } from '../../src/topology.ts'
import { edit, factsOf, solved, withSection } from './recorded.ts'

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
        machineId: expect.stringMatching(/^[0-9a-f]{32}$/),
        addresses: ['10.99.0.11', '10.99.1.11'],
        resolves: [...nodeNames],
        resolvesToLoopback: [],
        unresolved: [],
        systemState: 'running',
        failedUnits: []
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

  it.each(['identity', 'addresses', 'names', 'units'])('without an answer about %s is not known', (section) => {
    expect(observe(withSection(solved('controller1'), `host.${section}`, ''))).toMatchObject({ kind: 'unknown' })
    expect(observe(withSection(solved('controller1'), `host.${section}`, '', 124))).toEqual({
      kind: 'unknown',
      reason: 'time-out'
    })
  })

  it('does not run what stands in os-release', () => {
    expect(given('identity', (text) => text.replace('ID=debian', 'ID="$(touch /tmp/x)"'))).toMatchObject({
      facts: { distribution: '$(touch /tmp/x)' }
    })
  })
})
