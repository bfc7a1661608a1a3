import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxesIn, errorIn, parseMessage, parseMessages, saidOf } from '../../../src/engine/vagrant/machine-readable.ts'
import { recorded } from './recorded.ts'

/** As Vagrant writes a field: commas, line feeds and carriage returns have other signs. */
const escaped = (text: string): string =>
  text.replaceAll(',', '%!(VAGRANT_COMMA)').replaceAll('\n', '\\n').replaceAll('\r', '\\r')

describe('parseMessage', () => {
  it('gives back whatever Vagrant has put into a line', () => {
    const field = fc.string().filter((text) => !/\\[nr]|%!\(VAGRANT_COMMA\)/.test(text))
    fc.assert(
      fc.property(fc.nat(), field, fc.stringMatching(/^[a-z-]+$/), fc.array(field), (time, target, type, data) => {
        const line = [time, escaped(target), type, ...data.map(escaped)].join(',')
        expect(parseMessage(line)).toEqual({ target, type, data })
      })
    )
  })

  it('finds none in what is no message, and never fails', () => {
    expect(parseMessage('WARNING: a plug-in speaks, out of turn')).toBeUndefined()
    expect(parseMessage('')).toBeUndefined()
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(parseMessages(text))))
  })

  it('reads lines that end as on Windows', () => {
    expect(parseMessages('1,a,state,running\r\n2,b,state,poweroff\r\n').map(({ data }) => data)).toEqual([
      ['running'],
      ['poweroff']
    ])
  })
})

describe('what Vagrant said', () => {
  it('names the state of each machine', () => {
    const { stdout } = recorded('status')
    expect([...saidOf(parseMessages(stdout), 'state')]).toEqual([
      ['controller1', 'shutoff'],
      ['controller2', 'running'],
      ['controller3', 'not_created']
    ])
    expect(saidOf(parseMessages(stdout), 'provider-name').get('controller1')).toBe('libvirt')
  })

  it('names boxes with their providers and versions', () => {
    expect(boxesIn(parseMessages(recorded('box-list').stdout))).toEqual([
      { name: 'quorate/controller-0ebe837d11ee', provider: 'libvirt', version: '0' }
    ])
  })

  it('names the error by which a call ended, and none where it did not', () => {
    expect(errorIn(parseMessages(recorded('locked').stdout))).toMatchObject({
      type: 'Vagrant::Errors::MachineActionLockedError'
    })
    expect(errorIn(parseMessages(recorded('up').stdout))).toBeUndefined()
  })
})
