import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oslo, readServerList } from '../../../src/probe/oslo/oslo.ts'
import { nodeNames } from '../../../src/topology.ts'
import { factsOf, solved, topology, withSection } from '../recorded.ts'

const observe = (text: string, exitCode = 0) =>
  factsOf('controller1', withSection(solved('controller1'), 'oslo.file', text, exitCode)).oslo?.facts

const all = [...nodeNames]

describe('the configuration of a service', () => {
  it('is seen as it is where the lab is solved', () => {
    const observed = factsOf('controller2', solved('controller2')).oslo?.facts
    expect(observed).toMatchObject({
      kind: 'known',
      facts: {
        wellFormed: true,
        tokenControllers: all,
        tokenServers: ['controller1:11211', 'controller2:11211', 'controller3:11211'],
        tokenSeparator: 'commas',
        tokenDeadRetry: 20,
        tokenSocketTimeout: 1,
        cacheControllers: all,
        cacheEnabled: true,
        cacheBackend: 'oslo_cache.memcache_pool',
        cacheDeadRetry: 20,
        cacheSocketTimeout: 1,
        cacheMisnamed: false
      }
    })
    if (observed?.kind === 'known') expect(oslo.facts.strict().safeParse(observed.facts).error).toBeUndefined()
  })

  it('that is absent has not been started', () => {
    expect(observe('/etc/nova/nova.conf: No such file or directory\n', 1)).toEqual({ kind: 'absent' })
  })

  it('that is no file, or endless, is not looked at', () => {
    expect(observe('/etc/nova/nova.conf: not a regular file\n', 2)).toMatchObject({ kind: 'unknown' })
    expect(observe('#'.repeat(400_000))).toMatchObject({ kind: 'unknown' })
  })

  it('that is empty has the values that count by default', () => {
    expect(observe('')).toMatchObject({
      facts: {
        tokenSeparator: 'none',
        tokenServers: [],
        tokenMissing: all,
        tokenSocketTimeout: 3,
        tokenDeadRetry: 300,
        cacheEnabled: false,
        cacheBackend: 'dogpile.cache.null',
        cacheSocketTimeout: 1
      }
    })
  })

  it('that a service cannot read has no values, and tells the line', () => {
    expect(observe('[cache]\nenabled = true\nmemcache_servers controller1\n')).toMatchObject({
      facts: { wellFormed: false, brokenLine: '3: memcache_servers controller1', cacheEnabled: false }
    })
  })

  it('may have its options under names that are ignored', () => {
    expect(observe('[cache]\nmemcached_servers = controller1\nmemcache_pool_dead_retry = 5\n')).toMatchObject({
      facts: { cacheMisnamed: true, cacheControllers: [], cacheTimeoutsMisnamed: true, cacheDeadRetry: 300 }
    })
    expect(observe('[keystone_authtoken]\nmemcache_servers = controller1\nmemcache_dead_retry = 5\n')).toMatchObject({
      facts: {
        tokenDeprecatedName: true,
        tokenControllers: ['controller1'],
        tokenTimeoutsMisnamed: true,
        tokenDeadRetry: 300
      }
    })
  })

  it('with a value that is no number has none', () => {
    expect(observe('[cache]\nmemcache_dead_retry = soon\n')).toMatchObject({ facts: { cacheDeadRetry: undefined } })
  })
})

describe('a list of servers', () => {
  const read = (line: string) => readServerList(line, topology)

  it.each([
    ['controller1:11211,controller2:11211,controller3:11211', 'commas'],
    ['controller1, controller2 , controller3', 'commas'],
    ['10.99.0.11:11211,10.99.0.12,controller3', 'commas']
  ])('«%s» leads to all controllers', (line, separator) => {
    expect(read(line)).toMatchObject({
      separator,
      controllers: all,
      missing: [],
      strangers: [],
      duplicates: [],
      ports: [11211]
    })
  })

  it('separated by spaces is one broken server', () => {
    expect(read('controller1:11211 controller2:11211 controller3:11211')).toMatchObject({
      separator: 'spaces',
      controllers: [],
      missing: all,
      strangers: ['controller1:11211 controller2:11211 controller3:11211']
    })
    expect(read('controller1:11211,controller2:11211 controller3:11211').separator).toBe('mixed')
  })

  it('keeps its order in the servers, not in the controllers', () => {
    expect(read('controller3,controller1,controller2')).toMatchObject({
      servers: ['controller3:11211', 'controller1:11211', 'controller2:11211'],
      controllers: all
    })
  })

  it('tells a misspelt name and what it means', () => {
    expect(read('controller1,contoller2,controller3')).toMatchObject({
      missing: ['controller2'],
      strangers: ['contoller2:11211'],
      meant: ['controller2']
    })
    expect(read('localhost:11211')).toMatchObject({ separator: 'single', strangers: ['localhost:11211'], meant: [] })
  })

  it('does not lead to a controller through another port', () => {
    expect(read('controller1,controller2:11212,controller3')).toMatchObject({
      controllers: ['controller1', 'controller3'],
      missing: ['controller2'],
      strangers: ['controller2:11212'],
      meant: ['controller2'],
      ports: [11211, 11212]
    })
  })

  it('shows a controller twice that is there twice', () => {
    expect(read('controller1,controller2,controller3,controller2')).toMatchObject({
      controllers: ['controller1', 'controller2', 'controller2', 'controller3'],
      duplicates: ['controller2']
    })
  })

  it('is whole only if it was written whole, whatever the text', () => {
    const piece = fc.constantFrom(
      'controller1',
      'controller2',
      'controller3',
      ':11211',
      ':11212',
      ',',
      ' ',
      '\n',
      'x',
      '"',
      '10.99.0.12'
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const line = pieces.join('')
        const list = read(line)
        expect(list.controllers.length + list.strangers.length).toBe(list.servers.length)
        if (list.controllers.join() === all.join() && list.strangers.length === 0) {
          const bare = line
            .replaceAll(/\s/g, '')
            .replace(/,+$/, '')
            .replaceAll(':11211', '')
            .replaceAll('10.99.0.12', 'controller2')
          expect(bare.split(',').sort()).toEqual(all)
        }
      }),
      { numRuns: 2000 }
    )
  })
})
