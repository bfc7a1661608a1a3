import { describe, expect, it } from 'vitest'
import { api } from '../../../src/probe/haproxy/api.ts'
import { nodeNames } from '../../../src/topology.ts'
import { edit, sectionOf, withSection } from '../recorded.ts'
import { factsOf, given, having, known, solved } from './recorded.ts'

describe('the API behind HAProxy', () => {
  it.each(nodeNames)('is seen as it is on %s', (node) => {
    const facts = known('api', solved(node), node)
    expect(facts).toMatchObject({
      listening: true,
      bound: 'management',
      unit: 'lab-api.service',
      activeState: 'active',
      enabled: true,
      answer: 'ok',
      status: 200,
      text: node,
      vipAnswer: 'ok',
      vipStatus: 200
    })
    expect(api.facts.strict().safeParse(facts).error).toBeUndefined()
  })

  it('is not taken for one where only HAProxy listens on its port, at the VIP', () => {
    const without = edit(solved(), 'api.sockets', (text) => text.replace(/^.*"lab-api".*\n/m, ''))
    expect(sectionOf(without, 'api.sockets')).toContain('10.99.0.10:8774')
    expect(known('api', without)).toMatchObject({ listening: false, bound: 'nothing' })
    expect(factsOf(withSection(without, 'api.unit', '')).api?.facts).toEqual({ kind: 'absent' })
  })

  it('may listen on every address', () => {
    const everywhere = given('api.sockets', (text) => text.replace('10.99.0.11:8774', '0.0.0.0:8774'))
    expect(everywhere.bound).toBe('everywhere')
  })

  it('and the VIP may answer differently', () => {
    const facts = having(
      'api.vip',
      'connected\nHTTP/1.0 503 Service Unavailable\r\n\r\nNo server is available\nend 0\n'
    )
    expect(facts).toMatchObject({ status: 200, vipAnswer: 'unavailable', vipStatus: 503 })
  })
})

describe('HAProxy before the API', () => {
  const written = (change: (text: string) => string) => given('haproxy.file', change)

  it('is seen as it is', () => {
    expect(known('haproxy', solved())).toMatchObject({
      apiProxy: 'api',
      apiControllers: [...nodeNames],
      apiStrangers: [],
      apiHealthCheck: 'http',
      apiUncheckedServers: [],
      apiUpServers: nodeNames,
      apiDownServers: [],
      apiServerStates: nodeNames.map((node) => `${node}: UP L7OK 200`)
    })
  })

  it('names those whose API gets clients, in the order of their names', () => {
    const backup = written((text) => text.replace('controller2 10.99.0.12:8774 check', '$& backup'))
    expect(backup.apiControllers).toEqual(['controller1', 'controller3'])
    const reversed = written((text) =>
      text
        .replace('10.99.0.11:8774', 'x')
        .replace('10.99.0.13:8774', '10.99.0.11:8774')
        .replace(' x ', ' 10.99.0.13:8774 ')
    )
    expect(reversed.apiControllers).toEqual([...nodeNames])
  })

  it('tells servers that lead elsewhere, and those that nobody asks', () => {
    const astray = written((text) => text.replace('10.99.0.12:8774', '10.99.0.12:8775'))
    expect(astray).toMatchObject({
      apiStrangers: ['controller2 10.99.0.12:8775'],
      apiControllers: ['controller1', 'controller3']
    })
    const unchecked = written((text) => text.replace('10.99.0.12:8774 check', '10.99.0.12:8774'))
    expect(unchecked.apiUncheckedServers).toEqual(['controller2'])
  })

  it('has a proxy for the database only, or for none', () => {
    const without = written((text) => text.replace(/^listen api[\s\S]*$/m, ''))
    expect(without).toMatchObject({ apiProxy: undefined, apiControllers: [], apiHealthCheck: undefined })
    expect(without.databaseProxy).toBe('galera')
  })
})
