import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { network } from '../../src/probe/network.ts'
import { topologyOf } from '../../src/topology.ts'

const context = { node: 'controller1', topology: topologyOf('10.81') } as const

/** As controller1 of a lab printed it. */
const rounds = `to 10.81.0.13
3 packets transmitted, 3 received, 0% packet loss, time 4ms
rtt min/avg/max/mdev = 0.010/0.022/0.042/0.014 ms
to 10.81.0.12
3 packets transmitted, 3 received, 0% packet loss, time 4ms
rtt min/avg/max/mdev = 0.011/0.023/0.046/0.016 ms
to 10.81.1.12
3 packets transmitted, 3 received, 0% packet loss, time 4ms
rtt min/avg/max/mdev = 2.512/3.020/4.035/0.011 ms
to 10.81.1.13
3 packets transmitted, 3 received, 0% packet loss, time 4ms
rtt min/avg/max/mdev = 0.009/0.019/0.037/0.012 ms
`

const time = '10.81.0.1 1123 124 1795371595.309683 \n'

const parse = (output: string, answer = time) =>
  network.parse({ rounds: { output, exitCode: 0 }, time: { output: answer, exitCode: 0 } }, context)

describe('the network between the controllers', () => {
  it('is known by who answers, and how fast', () => {
    expect(parse(rounds)).toEqual({
      kind: 'known',
      facts: {
        managementReached: ['controller2', 'controller3'],
        managementSilent: [],
        clusterReached: ['controller2', 'controller3'],
        clusterSilent: [],
        slowest: 2.512,
        timeSource: 'silent',
        clockOffset: undefined
      }
    })
  })

  it('has holes where nobody answers', () => {
    const lost = rounds
      .replace(/^(to 10\.81\.1\.12\n).*\n.*\n/m, '$1ping: connect: Network is unreachable\n')
      .replace(/^(to 10\.81\.0\.13\n).*\n.*\n/m, '$1\n3 packets transmitted, 0 received, 100% packet loss, time 21ms\n')
    expect(parse(lost)).toMatchObject({
      facts: { clusterSilent: ['controller2'], managementSilent: ['controller3'], slowest: 0.011 }
    })
  })

  it('is not known without ping, or where an address was not asked', () => {
    expect(parse(rounds.replace(/^rtt.*|^3 packets.*/gm, 'timeout: failed to run command'))).toMatchObject({
      kind: 'unknown'
    })
    expect(parse(rounds.replace(/^to 10\.81\.1\.13$/m, 'to 10.9.9.9'))).toMatchObject({ kind: 'unknown' })
    expect(parse(rounds, '')).toMatchObject({ kind: 'unknown' })
  })

  it('may be anything', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(rounds.length), (text, at) => {
        expect(parse(text).kind).toBe('unknown')
        parse(rounds.slice(0, at) + text)
      })
    )
  })

  it('has the facts that its schema promises', () => {
    const observed = parse(rounds)
    if (observed.kind !== 'known') throw new Error('not known')
    expect(network.facts.strict().safeParse(observed.facts).error).toBeUndefined()
  })
})
