import { describe, expect, it } from 'vitest'
import { facts, probeIds, probes } from '../../src/probe/registry.ts'

describe('the facts', () => {
  it('are known by probe and name, with the section that shows each', () => {
    for (const { probe, section, key } of facts.values()) {
      expect(Object.keys(probes[probe].sections), key).toContain(section)
    }
    expect(facts.has('memcached.nothing')).toBe(false)
  })

  it('have the types that checks compare with', () => {
    expect(facts.get('memcached.memory')?.type).toEqual({ kind: 'number' })
    expect(facts.get('memcached.active')?.type).toEqual({ kind: 'boolean' })
    expect(facts.get('memcached.version')?.type).toEqual({ kind: 'text' })
    expect(facts.get('memcached.bound')?.type).toMatchObject({
      kind: 'word',
      words: expect.arrayContaining(['loopback'])
    })
    expect(facts.get('memcached.answeredBy')?.type).toEqual({
      kind: 'list',
      of: { kind: 'word', words: ['controller1', 'controller2', 'controller3'] }
    })
    expect(facts.get('memcached.fileAddresses')?.type).toEqual({ kind: 'list', of: { kind: 'text' } })
  })

  it('come from probes whose ids are their names', () => {
    expect(probeIds.map((id) => probes[id].id)).toEqual([...probeIds])
  })
})
