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

  it('knows its running servers by the file, where the socket shows no addresses and their names say nothing', () => {
    const renamed = edit(solved(), 'haproxy.file', (text) => text.replace(/server controller(\d)/g, 'server s$1'))
    const hidden = edit(renamed, 'haproxy.state', (text) =>
      text.replace(/,controller(\d),/g, ',s$1,').replace(/10\.99\.0\.1\d:(?:3306|8774)/g, '')
    )
    expect(known('haproxy', hidden)).toMatchObject({ apiUpServers: nodeNames, upServers: nodeNames, downServers: [] })
    const down = edit(hidden, 'haproxy.state', (text) => text.replace(/^(api,s2,.*),UP,/m, '$1,DOWN,'))
    expect(known('haproxy', down)).toMatchObject({
      apiUpServers: ['controller1', 'controller3'],
      apiDownServers: ['controller2']
    })
  })

  it('does not find an API up that the running HAProxy was not told of', () => {
    const untold = given('haproxy.state', (text) => text.replace(/^api,.*\n/gm, ''))
    expect(untold).toMatchObject({ apiControllers: [...nodeNames], apiUpServers: [], apiDownServers: [] })
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
