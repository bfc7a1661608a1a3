import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseVitals } from '../../src/lab/vitals.ts'

const whole = 'controller1\nfd2522fe4b9c4638b8e661d37978483a\nrunning\n10.77.0.11 10.77.1.11 \ndbus memcached \n'

describe('the vitals of a controller', () => {
  it('are read from what it printed', () => {
    expect(parseVitals(whole)).toEqual({
      hostName: 'controller1',
      machineId: 'fd2522fe4b9c4638b8e661d37978483a',
      systemState: 'running',
      addresses: ['10.77.0.11', '10.77.1.11'],
      services: ['dbus', 'memcached']
    })
  })

  it('leave out what systemd runs for one connection only: nobody waits for it to come back', () => {
    const passing = 'clustercheck@29-10.77.0.13:9200-10.77.0.11:35062'
    expect(parseVitals(`${whole.trimEnd()} ${passing} getty@tty1 user@0 \n`)?.services).toEqual([
      'dbus',
      'memcached',
      'getty@tty1',
      'user@0'
    ])
  })

  it('of one that is still booting are none', () => {
    expect(parseVitals('')).toBeUndefined()
    expect(parseVitals('controller1\n\n\n\n\n')).toBeUndefined()
  })

  it('cut off before their last line are none, wherever that is', () => {
    const beforeServices = whole.indexOf('dbus') - 1
    fc.assert(
      fc.property(fc.integer({ min: 0, max: beforeServices }), (cut) => {
        expect(parseVitals(whole.slice(0, cut))).toBeUndefined()
      })
    )
  })

  it('never come of an error, whatever was printed', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseVitals(text)))
  })
})
