import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sectionsToJudge } from '../../src/check/evaluate.ts'
import type { Channel, ChannelAnswer, Controllers } from '../../src/engine/engine.ts'
import { FactsReader } from '../../src/lab/facts-reader.ts'
import { readOutput } from '../../src/probe/read.ts'
import { facts as allFacts, probeIds, probeOf } from '../../src/probe/registry.ts'
import { type NodeName, nodeNames } from '../../src/topology.ts'
import { nonce, onlySections, scriptFor, topology } from '../probe/recorded.ts'

const recorded = {
  corosync: 'pacemaker',
  galera: 'galera',
  haproxy: 'haproxy',
  memcached: 'memcached',
  pacemaker: 'pacemaker',
  rabbitmq: 'rabbitmq'
} as const
type RecordedProbe = keyof typeof recorded
const recordedProbes = Object.keys(recorded).filter((id): id is RecordedProbe => Object.hasOwn(recorded, id))

const outputOf = (probe: RecordedProbe, node: NodeName): string =>
  readFileSync(`test/fixtures/${recorded[probe]}/solved.${node}.txt`, 'utf8')

/** Controllers that answer a script with what was recorded for each of its sections. */
const controllersOf = (probe: RecordedProbe, change = (text: string): string => text) => {
  const asked: { readonly node: NodeName; readonly sections: readonly string[] }[] = []
  const silent = new Set<NodeName>()
  const answer = (node: NodeName, script: string): ChannelAnswer => {
    const marks = [...script.matchAll(/echo "(\w{32}) begin (\S+)"/g)]
    asked.push({ node, sections: marks.map(([, , section]) => String(section)) })
    if (silent.has(node)) return { kind: 'silent', reason: 'time-out' }
    const text = onlySections(
      outputOf(probe, node),
      marks.map(([, , section]) => String(section))
    )
    return { kind: 'output', text: change(text).replaceAll(nonce, marks[0]?.[1] ?? '') }
  }
  const controllers: Pick<Controllers, 'identity' | 'openChannel' | 'inspect'> = {
    identity: {
      id: '0123abcd',
      topology,
      size: 'small',
      generations: { controller1: 1, controller2: 1, controller3: 1 }
    },
    openChannel: async (node): Promise<Channel> => ({ ask: async (script) => answer(node, script), close: () => {} }),
    inspect: async () => nodeNames.map((name) => ({ name, state: 'running', addresses: [] }))
  }
  return { asked, silent, reader: new FactsReader(controllers, 1) }
}

const explainedBy = (probe: RecordedProbe): readonly string[] =>
  Object.entries(probeOf(probe).sections).flatMap(([name, { explains }]) => (explains ? [`${probe}.${name}`] : []))

const factsOf = (probe: RecordedProbe, explaining: boolean): readonly string[] =>
  [...allFacts.values()].flatMap((fact) =>
    fact.probe === probe && explainedBy(probe).includes(`${probe}.${fact.section}`) === explaining ? [fact.key] : []
  )

describe.each(recordedProbes)('a look at %s', (probe) => {
  const whole = readOutput(scriptFor('controller1', [probe]), outputOf(probe, 'controller1'))[probe]?.facts

  it('leaves what only explains failures for later, and comes to the same facts then', async () => {
    const { reader, asked } = controllersOf(probe)
    const look = await reader.look({ facts: factsOf(probe, false), toExplain: [probe] })
    const first = asked.find(({ node }) => node === 'controller1')?.sections ?? []
    expect(first.filter((section) => explainedBy(probe).includes(section))).toEqual([])
    const explained = await look.explained()
    const later = asked.findLast(({ node }) => node === 'controller1')?.sections ?? []
    if (explainedBy(probe).length > 0) expect(later).toEqual(explainedBy(probe))
    expect(explained.controller1[probe]?.facts).toEqual(whole)
  })

  it('knows without it all facts that do not rest on it', async () => {
    const { reader } = controllersOf(probe)
    const { facts } = await reader.look({ facts: factsOf(probe, false), toExplain: [] })
    const seen = facts.controller1[probe]?.facts
    if (seen?.kind !== 'known' || whole?.kind !== 'known') throw new Error('nothing is known')
    const named = (from: Readonly<Record<string, unknown>>) =>
      factsOf(probe, false).map((key) => [key, from[key.slice(probe.length + 1)]])
    expect(named(seen.facts)).toEqual(named(whole.facts))
  })
})

describe('a look', () => {
  it('records what judged: the first answers, and not those that explain', async () => {
    const { reader, asked, silent } = controllersOf('galera')
    silent.add('controller3')
    const look = await reader.look({ facts: ['galera.ready'], toExplain: ['galera'] })
    await look.explained()
    const { sections, nodes } = look.recorded
    expect(sections).toEqual(asked[0]?.sections)
    expect(sections).toContain('galera.status')
    expect(sections).not.toContain('galera.log')
    expect(nodes.controller3).toEqual({ reason: 'time-out' })
    const first = nodes.controller1
    if (!('output' in first)) throw new Error('nothing is recorded')
    const script = { ...scriptFor('controller1'), nonce: first.nonce, sections: sectionsToJudge(['galera.ready']) }
    expect(readOutput(script, first.output)).toEqual(look.facts.controller1)
    expect(first.output).not.toContain('galera.log')
  })

  it('takes what only explains failures along where a check expects it', async () => {
    const { reader, asked } = controllersOf('galera')
    const { facts } = await reader.look({ facts: ['galera.problems'], toExplain: [] })
    expect(asked[0]?.sections).toContain('galera.log')
    expect(facts.controller2.galera?.facts).toMatchObject({ kind: 'known', facts: { problems: [] } })
  })

  it('keeps what it has understood where the explanation is not', async () => {
    const { reader } = controllersOf('galera', (text) => text.replace(/ begin galera\.log/, ' begin galera.lag'))
    const look = await reader.look({ facts: ['galera.ready'], toExplain: ['galera', 'host'] })
    const explained = await look.explained()
    expect(explained.controller1.galera).toEqual(look.facts.controller1.galera)
    expect(explained.controller1.host?.facts).toMatchObject({ kind: 'unknown' })
  })

  it('asks nobody again who has not answered', async () => {
    const { reader, asked, silent } = controllersOf('galera')
    silent.add('controller3')
    const look = await reader.look({ facts: ['galera.ready'], toExplain: ['galera', 'host'] })
    const explained = await look.explained()
    expect(asked.filter(({ node }) => node === 'controller3')).toHaveLength(1)
    expect(explained.controller3.host?.facts).toEqual({ kind: 'unknown', reason: 'time-out' })
    expect(explained.controller3.galera?.facts).toEqual({ kind: 'unknown', reason: 'time-out' })
  })

  it('finds every section that only explains in a probe that can do without it', () => {
    const probes = probeIds.filter((id) => Object.values(probeOf(id).sections).some(({ explains }) => explains))
    expect(probes.filter((id) => id !== 'host' && !recordedProbes.some((known) => known === id))).toEqual([])
  })
})

describe('a reader that is closed', () => {
  /** Controllers whose channels count themselves, and wait for a word before they open, or before they answer. */
  const counting = (wait: 'to-open' | 'to-answer') => {
    const open = new Set<Channel>()
    const { promise: word, resolve: say } = Promise.withResolvers<void>()
    const controllers: Pick<Controllers, 'identity' | 'openChannel' | 'inspect'> = {
      identity: {
        id: '0123abcd',
        topology,
        size: 'small',
        generations: { controller1: 1, controller2: 1, controller3: 1 }
      },
      openChannel: async (): Promise<Channel> => {
        if (wait === 'to-open') await word
        const { promise: closed, resolve: close } = Promise.withResolvers<ChannelAnswer>()
        let asked = 0
        const channel: Channel = {
          ask: async () => {
            asked += 1
            return asked > 1 || wait === 'to-open' ? closed : { kind: 'output', text: '' }
          },
          close: () => {
            open.delete(channel)
            close({ kind: 'silent', reason: 'closed' })
          }
        }
        open.add(channel)
        return channel
      },
      inspect: async () => nodeNames.map((name) => ({ name, state: 'running', addresses: [] }))
    }
    return { open, say, reader: new FactsReader(controllers, 1) }
  }

  it.each(['to-open', 'to-answer'] as const)('leaves no channel behind while it has %s', async (wait) => {
    const { open, say, reader } = counting(wait)
    const look = () => reader.look({ facts: ['memcached.active'], toExplain: [] })
    // Channels that are open from the last look are what another one begins with.
    if (wait === 'to-answer') await look()
    const looked = look()
    reader.close()
    say()
    const { facts } = await looked
    expect(open.size).toBe(0)
    expect(facts.controller1.memcached?.facts).toEqual({ kind: 'unknown', reason: 'no-answer' })
  })
})
