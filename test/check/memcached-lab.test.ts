import { describe, expect, it } from 'vitest'
import type { ClusterFacts } from '../../src/check/evaluate.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { edit, factsOf, sectionOf, solved, topology, untouched, withSection } from '../probe/recorded.ts'
import { everywhere, labOf } from './lab.ts'

/**
 * The mistakes of the lab as they look in a probe's output: the recording of the solved lab, edited as each script
 * edits the machine. What the scripts really do to controllers, `quorate verify memcached` shows.
 */

type Outputs = Record<NodeName, string>
type Mistake = (output: string, node: NodeName) => string

const { lab, judge, unpassed } = await labOf('memcached', {
  more: {
    memcachedMemory: 160,
    memcachedConnections: 2048,
    deadRetry: 20,
    apiWorkers: 8,
    cachedTokens: 6000
  }
})

const inFile =
  (from: string | RegExp, to: string): Mistake =>
  (output) =>
    edit(output, 'oslo.file', (text) => text.replaceAll(from, to))

/** The daemon restarted with another option: its file, its command line, where it listens, what it says. */
const restarted =
  (option: string, value: string): Mistake =>
  (output) => {
    const file = edit(output, 'memcached.file', (text) =>
      text.replace(new RegExp(`^-${option} .*\n`, 'm'), value && `-${option} ${value}\n`)
    )
    const words = (text: string) =>
      text.replace(new RegExp(`^-${option}\n.*\n`, 'm'), value && `-${option}\n${value}\n`)
    const running = edit(file, 'memcached.processes', words)
    const listeners = (text: string): string => {
      if (option === 'l') return text.replace(/\S+:11211/, `${value}:11211`)
      if (option === 'p') return text.replace(':11211', `:${value}`)
      return `${text}${text.replace('tcp LISTEN', 'udp UNCONN')}`
    }
    const statistic = { m: 'maxbytes', c: 'maxconns' }[option]
    if (statistic === undefined) return edit(running, 'memcached.listeners', listeners)
    const amount = option === 'm' ? String(Number(value || 64) * 2 ** 20) : value || '1024'
    return edit(running, 'memcached.statistics', (text) =>
      text.replace(new RegExp(`${statistic} \\d+`), `${statistic} ${amount}`)
    )
  }

const stopped: Mistake = (output) => {
  const unit = edit(output, 'memcached.unit', (text) =>
    text.replace('=active', '=inactive').replace(/MainPID=\d+/, 'MainPID=0')
  )
  const gone = ['memcached.processes', 'memcached.listeners', 'memcached.statistics']
  return gone.reduce((all, section) => withSection(all, section, ''), unit)
}

const copied: Mistake = (output, node) => {
  const failed = edit(stopped(output, node), 'memcached.unit', (text) => text.replace('=inactive', '=failed'))
  return edit(failed, 'memcached.file', (text) =>
    text.replace(/^-l .*$/m, `-l ${topology.nodes.controller1.management}`)
  )
}

const ignored: Mistake = (output, node) =>
  edit(restarted('l', '127.0.0.1')(output, node), 'memcached.unit', (text) =>
    text.replace(/^Environment=.*$/m, `Environment="OPTIONS=-l ${node}"`)
  )

const mistakes: Readonly<Record<string, Mistake>> = {
  stopped,
  'copied-configuration': copied,
  'not-at-boot': (output) => edit(output, 'memcached.unit', (text) => text.replace('=enabled', '=disabled')),
  everywhere: restarted('l', '0.0.0.0'),
  udp: restarted('U', '11211'),
  loopback: restarted('l', '127.0.0.1'),
  'ignored-options': ignored,
  'cluster-network': restarted('l', topology.nodes.controller3.cluster),
  'wrong-port': restarted('p', '11221'),
  'not-restarted': (output, node) =>
    edit(restarted('m', '64')(output, node), 'memcached.file', (text) => text.replace('-m 64', '-m 160')),
  'default-memory': restarted('m', ''),
  'default-connections': restarted('c', ''),
  'unreadable-file': (output) =>
    edit(output, 'oslo.file', (text) => `${text}these servers are shared by all services\n`),
  'cache-off': inFile(/^enabled.*\n/gm, ''),
  'in-process': inFile(/^backend.*$/gm, 'backend = dogpile.cache.memory'),
  'misspelt-host': inFile(/^(memcached_servers.*)controller3/gm, '$1contorller3'),
  'local-only': inFile(/^memcached_servers.*$/gm, 'memcached_servers = localhost:11211'),
  'missing-host': inFile(/^memcache_servers.*$/gm, 'memcache_servers = controller1:11211,controller2:11211'),
  'space-separated': inFile(
    /^memcache_servers.*$/gm,
    'memcache_servers = controller1:11211 controller2:11211 controller3:11211'
  ),
  'client-port': inFile(/^(memcache_servers.*)controller2:11211/gm, '$1controller2:11221'),
  'option-name': inFile(/^memcache_servers/gm, 'memcached_servers'),
  'other-order': inFile(
    /^(memcache_servers = )controller1:11211,controller2:11211/gm,
    '$1controller2:11211,controller1:11211'
  ),
  'default-timeouts': inFile(/^memcache_(pool_)?(socket_timeout|dead_retry).*\n/gm, ''),
  'crossed-timeouts': inFile(/^memcache_pool_/gm, 'memcache_'),
  frozen: (output) =>
    withSection(
      edit(output, 'memcached.processes', (text) => text.replace('(memcached) S', '(memcached) T')),
      'memcached.statistics',
      '',
      124
    )
}

/** What the others get when they ask: the listeners of each controller decide. */
const asked = (outputs: Outputs): Outputs => {
  const answers = nodeNames.map((name) => {
    const output = outputs[name]
    if (sectionOf(output, 'memcached.processes').includes('(memcached) T'))
      return `${name}: connected, but no answer within 1 s`
    const open = [topology.nodes[name].management, '0.0.0.0'].some((address) =>
      sectionOf(output, 'memcached.listeners').includes(`tcp LISTEN 0      1024   ${address}:11211`)
    )
    return `${name}: ${open ? 'VERSION 1.6.18' : 'bash: connect: Connection refused'}`
  })
  const ask = (name: NodeName): string => withSection(outputs[name], 'memcached.peers', `${answers.join('\n')}\n`)
  return { controller1: ask('controller1'), controller2: ask('controller2'), controller3: ask('controller3') }
}

const outputsAfter = (mistake: Mistake | undefined, on: readonly NodeName[]): Outputs => {
  const one = (name: NodeName): string =>
    mistake !== undefined && on.includes(name) ? mistake(solved(name), name) : solved(name)
  return asked({ controller1: one('controller1'), controller2: one('controller2'), controller3: one('controller3') })
}

const factsIn = (outputs: Outputs): ClusterFacts => everywhere((node) => factsOf(node, outputs[node]))

describe('the checks of the lab memcached', () => {
  it('all pass where it is solved', () => {
    expect(unpassed(factsIn(outputsAfter(undefined, [])))).toEqual([])
  })

  it('all pass where it was solved in another way: a drop-in, addresses for names, another order', () => {
    const other: Mistake = (output, node) => {
      const address = topology.nodes[node].management
      const command = `/usr/bin/memcached -u memcache -l ${address},127.0.0.1 -m 160 -c 2048`
      const unit = edit(output, 'memcached.unit', (text) =>
        text.replace(/^ExecStart=.*$/m, `ExecStart={ argv[]=${command} ; }`)
      )
      const process = edit(
        unit,
        'memcached.processes',
        (text) => `${text.split('\n')[0]}\n${command.replaceAll(' ', '\n')}\n`
      )
      const loopback = edit(process, 'memcached.listeners', (text) => `${text}${text.replace(address, '127.0.0.1')}`)
      const list = nodeNames.map((name) => `${topology.nodes[name].management}:11211`).reverse()
      return inFile(/^(memcached?_servers = ).*$/gm, `$1${list.join(', ')}`)(loopback, node)
    }
    expect(unpassed(factsIn(outputsAfter(other, nodeNames)))).toEqual([])
  })

  it('none passes, and none is an error, where nothing was done', () => {
    const outcomes = judge(everywhere((node) => factsOf(node, untouched(node)))).map(({ outcome }) => outcome)
    expect(new Set(outcomes)).toEqual(new Set(['not-yet', 'blocked']))
  })

  it.each(Object.keys(mistakes))('catch the mistake %s with the right words, and fail nothing else', (name) => {
    const mistake = lab.mistakes.find((one) => one.name === name)
    if (mistake === undefined) throw new Error(`the lab has no mistake ${name}`)
    const results = judge(factsIn(outputsAfter(mistakes[name], mistake.on)))
    const failed = results.filter(({ outcome }) => outcome === 'fail')
    expect(failed.map(({ id }) => id)).toEqual(mistake.fails)
    expect(failed.flatMap(({ codes }) => codes)[0]).toBe(mistake.diagnosis)
    expect(results.filter(({ outcome }) => outcome === 'error')).toEqual([])
  })
})
