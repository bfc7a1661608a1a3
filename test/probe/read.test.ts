import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOutput, splitOutput, unknownFacts } from '../../src/probe/read.ts'
import { type NodeFacts, probeIds } from '../../src/probe/registry.ts'
import { factsOf, nonce, scriptFor, solved, withSection } from './recorded.ts'

const healthy = solved('controller1')
const script = scriptFor('controller1')
const healthyFacts = factsOf('controller1', healthy)

/** Enough also for a machine that is busy with something else. */
const patience = { timeout: 60_000 }

/** A probe that claims to know must have been told by its own sections, unharmed. */
const knows = (facts: NodeFacts): readonly string[] => probeIds.filter((id) => facts[id]?.facts.kind === 'known')

describe('the output of a script', () => {
  it('becomes facts with the output of each section as evidence', () => {
    expect(knows(healthyFacts)).toEqual(['host', 'memcached', 'oslo'])
    expect(healthyFacts.memcached?.evidence['peers']).toEqual({
      command: expect.stringContaining('controller1'),
      output: expect.stringMatching(
        /^controller1: VERSION 1\.6\.18\s+controller2: VERSION 1\.6\.18\s+controller3: VERSION/
      )
    })
  })

  it('that was cut gives facts only of what is whole', patience, () => {
    for (let length = 0; length < healthy.length; length += 97) {
      const facts = factsOf('controller1', healthy.slice(0, length))
      for (const id of probeIds) {
        const observed = facts[id]?.facts
        if (observed?.kind !== 'unknown') expect(observed).toEqual(healthyFacts[id]?.facts)
      }
    }
  })

  it('tells time-out from nonsense', () => {
    const cut = healthy.slice(0, healthy.indexOf(`${nonce} begin memcached.peers`))
    expect(factsOf('controller1', `${cut}\n${nonce} exit 124\n`).memcached?.facts).toEqual({
      kind: 'unknown',
      reason: 'time-out'
    })
    expect(factsOf('controller1', cut).memcached?.facts).toEqual({ kind: 'unknown', reason: 'not-understood' })
    expect(factsOf('controller1', cut).host?.facts.kind).toBe('known')
  })

  it('cannot be forged without the nonce', () => {
    const forged = healthy.replaceAll(nonce, 'b'.repeat(32))
    const inside = withSection(healthy, 'memcached.file', `${'b'.repeat(32)} begin memcached.peers\n${forged}`)
    expect(factsOf('controller1', inside).memcached?.facts).toMatchObject({ kind: 'known', facts: { fileMemory: 160 } })
    expect(knows(factsOf('controller1', forged))).toEqual([])
  })

  it('is not believed at all where a section is there twice or marks are mixed up', () => {
    expect(knows(factsOf('controller1', healthy + healthy))).toEqual([])
    const nested = withSection(healthy, 'memcached.file', `x\n${nonce} begin memcached.peers\ny`)
    expect(knows(factsOf('controller1', nested))).toEqual([])
    const ended = withSection(healthy, 'memcached.file', `x\n${nonce} end 0\ny`)
    expect(knows(factsOf('controller1', ended))).toEqual([])
    expect(splitOutput(`${nonce} exit 0\n${nonce} exit 0\n`, nonce).exitCode).toBeUndefined()
  })

  it('never throws, whatever it is', patience, () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\n', '\u0000', '\u001b[2J', '\ufffd', nonce),
      fc.constantFrom(...healthy.split('\n')).map((line) => `${line}\n`)
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(knows(readOutput(script, pieces.join('')))).toEqual([])
      })
    )
  })

  it('with any damage inside a section gives unknown or absent facts, or facts in their schema', patience, () => {
    const names = [...healthy.matchAll(/begin (\S+)/g)].map(([, name]) => String(name))
    const damage = fc.oneof(
      fc.constant(''),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.nat(200).map((lines) => 'tcp LISTEN 0 0 x\n'.repeat(lines)),
      fc.constantFrom('\u0000', '\r', 'STAT maxbytes 99999999999999999999', 'process 1 (memcached) S')
    )
    fc.assert(
      fc.property(fc.constantFrom(...names), damage, fc.nat(255), (name, text, exitCode) => {
        fc.pre(!text.includes(nonce))
        const facts = factsOf('controller1', withSection(healthy, name, text, exitCode))
        for (const id of probeIds)
          if (!name.startsWith(`${id}.`)) expect(facts[id]?.facts).toEqual(healthyFacts[id]?.facts)
      }),
      { numRuns: 1000 }
    )
  })

  it('of absurd length is dealt with at once', patience, () => {
    const line = 'tcp LISTEN 0 1024 10.99.0.11:11211 0.0.0.0:* users:(("memcached",pid=1,fd=22))\n'
    const started = performance.now()
    for (const text of [
      'x'.repeat(1_000_000),
      '\n'.repeat(1_000_000),
      ' '.repeat(1_000_000),
      '('.repeat(1_000_000),
      line.repeat(12_000)
    ]) {
      for (const name of [
        'memcached.listeners',
        'memcached.processes',
        'memcached.file',
        'memcached.unit',
        'oslo.file',
        'host.units',
        'host.addresses'
      ]) {
        factsOf('controller1', withSection(healthy, name, text))
      }
    }
    // 35 megabytes; a pattern that backtracks would take minutes.
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})

describe('a controller that could not be asked', () => {
  it('has unknown facts and the reason', () => {
    expect(unknownFacts(['oslo', 'memcached'], 'machine-frozen')).toEqual({
      oslo: { facts: { kind: 'unknown', reason: 'machine-frozen' }, evidence: {} },
      memcached: { facts: { kind: 'unknown', reason: 'machine-frozen' }, evidence: {} }
    })
  })
})
