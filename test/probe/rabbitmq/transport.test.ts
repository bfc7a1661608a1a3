import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTransport } from '../../../src/probe/rabbitmq/transport.ts'
import { nodeNames, topologyOf } from '../../../src/topology.ts'

const topology = topologyOf('10.99')
const read = (output: string, exitCode = 0) => readTransport({ output, exitCode }, topology)
const url = (text: string) => read(`[DEFAULT]\ntransport_url = ${text}\n`)

describe('transport_url', () => {
  it('names the controllers by name or address, with the port or without', () => {
    expect(url('rabbit://u:***@controller3:5672,u:***@10.99.0.11,v:***@controller2//')).toMatchObject({
      servers: ['controller3:5672', '10.99.0.11:5672', 'controller2:5672'],
      controllers: ['controller1', 'controller2', 'controller3'],
      strangers: [],
      users: ['u', 'v']
    })
  })

  it.each([
    ['a virtual host that is spelt out', 'rabbit://u:***@controller1,u:***@controller2,u:***@controller3/%2F'],
    ['no path at all', 'rabbit://u:***@controller1,u:***@controller2,u:***@controller3'],
    ['options of the driver', 'rabbit://u:***@controller1,u:***@controller2,u:***@controller3:5672?ssl=0'],
    ['a comma too many', 'rabbit://u:***@controller1:,u:***@controller2,,u:***@controller3,/'],
    ['capitals', 'RABBIT://u:***@Controller1,u:***@CONTROLLER2,u:***@controller3//'],
    ['quotes', '"rabbit://u:***@controller1,u:***@controller2,u:***@controller3/"'],
    ['several lines', 'rabbit://u:***@controller1,\n  u:***@controller2,\n\tu:***@controller3/']
  ])('may be written with %s', (_, text) => {
    const joined = text.replaceAll(/\n\s*/g, '')
    expect(url(joined)).toMatchObject({ controllers: nodeNames, strangers: [], users: ['u'], virtualHost: '/' })
  })

  it('tells who is in front of a server, and where nobody is', () => {
    expect(url('rabbit://u:***@controller1,controller2,v%40w:***@controller3/')?.users).toEqual(['u', '', 'v@w'])
  })

  it('tells the virtual host', () => {
    expect(url('rabbit://u:***@controller1/nova')?.virtualHost).toBe('nova')
    expect(url('rabbit://u:***@controller1/%2Fnova?a=b')?.virtualHost).toBe('/nova')
    expect(url('rabbit://u:***@controller1/%')?.virtualHost).toBe('%')
    expect(url('amqp://u:***@controller1/')?.virtualHost).toBeUndefined()
  })

  it('finds nobody behind a space in front of a name', () => {
    expect(url('rabbit://u:***@ controller1:5672/')).toMatchObject({
      controllers: [],
      strangers: [' controller1:5672']
    })
  })

  it('names strangers where host or port is no broker of ours', () => {
    expect(url('rabbit://u:***@10.99.0.10:5672,u:***@controller1:5671/')).toMatchObject({
      controllers: [],
      strangers: ['10.99.0.10:5672', 'controller1:5671']
    })
  })

  it('counts for nothing in another section, with another scheme or where the file is broken', () => {
    expect(read('[database]\ntransport_url = rabbit://u:***@controller1/\n')?.servers).toEqual([])
    expect(url('amqp://u:***@controller1/')?.servers).toEqual([])
    expect(url('controller1')?.servers).toEqual([])
    expect(read('[DEFAULT\ntransport_url = rabbit://u:***@controller1/\n')?.line).toBeUndefined()
  })

  it('goes with the kind of queue that the services ask for', () => {
    const quorum = (text: string) => read(`[oslo_messaging_rabbit]\n${text}\n`)?.quorum
    expect(quorum('rabbit_quorum_queue = true')).toBe(true)
    expect(quorum('rabbit_quorum_queue = 1')).toBe(true)
    expect(quorum('rabbit_quorum_queue = false')).toBe(false)
    expect(quorum('rabbit_ha_queues = true')).toBe(false)
    expect(read('[DEFAULT]\nrabbit_quorum_queue = true\n')?.quorum).toBe(false)
  })

  it('is unknown where there is no file', () => {
    expect(read('', 1)).toBeUndefined()
  })

  it('is read from any pieces without an error, and finds no controller that is not named', () => {
    const pieces = [
      'rabbit://',
      'controller1',
      '10.99.0.12',
      ':5672',
      ':***@',
      ',',
      '/',
      '@',
      'u',
      '%',
      '\u0000',
      '队列'
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const allowed = [
          ...(text.includes('controller1') ? ['controller1'] : []),
          ...(text.includes('10.99.0.12') ? ['controller2'] : [])
        ]
        for (const name of url(text)?.controllers ?? []) expect(allowed).toContain(name)
      })
    )
  })
})
