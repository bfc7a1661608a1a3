import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VariableDefinition } from '../../src/course/schema.ts'
import {
  fill,
  fillExpectation,
  fillMatcher,
  placeholdersOf,
  topologyVariables,
  valuesOf
} from '../../src/course/variables.ts'
import { topologyOf } from '../../src/topology.ts'

const topology = topologyOf('10.77')
const draw = (definition: VariableDefinition, seed: string, name = 'value') =>
  valuesOf({ [name]: definition }, seed, topology)[name]

describe('a learner’s values', () => {
  const definitions: Record<string, VariableDefinition> = {
    memory: { kind: 'integer', min: 96, max: 256, step: 32 },
    colour: { kind: 'choice', of: ['red', 'green', 'blue'] },
    secret: { kind: 'password', length: 20 }
  }

  it('are the same for the same seed, for ever', () => {
    // Written down: a change of these would give every learner another lab.
    expect(valuesOf(definitions, 'seed-1', topology)).toMatchObject({
      memory: 96,
      colour: 'green',
      secret: 'rZKTNZjcsDhMnW78TjDr'
    })
  })

  it('can be numbers with a fraction', () => {
    const definition: VariableDefinition = { kind: 'choice', of: [99.9, 99.95] }
    const drawn = new Set(Array.from({ length: 40 }, (_, index) => draw(definition, `s${index}`)))
    expect(drawn).toEqual(new Set([99.9, 99.95]))
  })

  it('differ between seeds', () => {
    const secrets = new Set(
      Array.from({ length: 200 }, (_, index) => draw({ kind: 'password', length: 16 }, `s${index}`))
    )
    expect(secrets.size).toBe(200)
  })

  it('do not depend on what other variables there are', () => {
    const { memory, ...others } = definitions
    expect(memory).toBeDefined()
    expect(valuesOf(others, 's', topology)['secret']).toBe(valuesOf(definitions, 's', topology)['secret'])
  })

  it('know the password of the virtual BMC, whatever course it is', () => {
    expect(valuesOf({}, 's', topology)['bmcPassword']).toMatch(/^[A-Za-z][A-Za-z0-9]{15}$/)
    expect(valuesOf({}, 's', topology)['bmcPassword']).not.toBe(valuesOf({}, 't', topology)['bmcPassword'])
  })

  it('know the machines', () => {
    expect(topologyVariables(topologyOf('10.9'))).toEqual({
      prefix: '10.9',
      vip: '10.9.0.10',
      labHost: '10.9.0.1',
      timePort: 1123,
      bmcPort: 8443,
      controller1: '10.9.0.11',
      controller2: '10.9.0.12',
      controller3: '10.9.0.13',
      controller1Cluster: '10.9.1.11',
      controller2Cluster: '10.9.1.12',
      controller3Cluster: '10.9.1.13'
    })
  })

  it('of a range are in the range and on a step', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.nat(1e6),
        fc.integer({ min: 1, max: 1000 }),
        (seed, min, span, step) => {
          const value = Number(draw({ kind: 'integer', min, max: min + span, step }, seed))
          expect(value).toBeGreaterThanOrEqual(min)
          expect(value).toBeLessThanOrEqual(min + span)
          expect(Math.abs(value - min) % step).toBe(0)
        }
      )
    )
  })

  it('are drawn evenly', () => {
    const counts = new Map<unknown, number>()
    for (let index = 0; index < 6000; index += 1) {
      const value = draw({ kind: 'integer', min: 0, max: 5, step: 1 }, `seed ${index}`)
      counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    // 1000 expected each, standard deviation 29: five of them are one draw in a million.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
    expect(counts.size).toBe(6)
  })

  it('of passwords are safe in shells and files, and begin with a letter', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 8, max: 64 }), (seed, length) => {
        const password = String(draw({ kind: 'password', length }, seed))
        expect(password).toMatch(/^[A-Za-z][A-Za-z2-9]+$/)
        expect(password).toHaveLength(length)
        expect(password).not.toMatch(/[0O1lI]/)
      })
    )
  })
})

describe('a text', () => {
  const values = { memory: 128, vip: '10.77.0.10' }

  it('gets the values of its variables', () => {
    expect(fill('-m {{memory}} on {{ vip }}, {{memory}}', values)).toBe('-m 128 on 10.77.0.10, 128')
    expect(placeholdersOf('-m {{memory}} on {{ vip }}, {{memory}}')).toEqual(['memory', 'vip'])
  })

  it('with an unknown variable is refused, and the nearest named', () => {
    expect(() => fill('{{memry}}', values)).toThrowError(
      expect.objectContaining({ code: 'variable-unknown', kind: 'call' })
    )
    expect(() => fill('{{constructor}}', values)).toThrow()
    expect(() => fill('{{}}', values)).toThrow()
  })

  it('is left alone where it has no variable', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => placeholdersOf(text).length === 0),
        (text) => {
          expect(fill(text, values)).toBe(text)
        }
      )
    )
  })

  it('is not filled a second time through a value', () => {
    expect(fill('{{a}}', { a: '{{b}}', b: 'x' })).toBe('{{b}}')
  })
})

describe('an expectation', () => {
  const values = { memory: 128, dots: 'a.b', name: 'x' }

  it('compares with a number where the variable is one', () => {
    expect(
      fillExpectation(
        { a: '{{memory}}', b: '{{name}}', c: '{{memory}} MB', d: ['{{memory}}', 'y'], e: true, f: 3 },
        values
      )
    ).toEqual({ a: 128, b: 'x', c: '128 MB', d: [128, 'y'], e: true, f: 3 })
  })

  it('has variables in every matcher', () => {
    expect(fillMatcher({ not: { gte: '{{memory}}' } }, values)).toEqual({ not: { gte: 128 } })
    expect(fillMatcher({ lte: '{{memory}}' }, values)).toEqual({ lte: 128 })
    expect(fillMatcher({ oneOf: ['{{memory}}', 1] }, values)).toEqual({ oneOf: [128, 1] })
    expect(fillMatcher({ includes: '{{name}}' }, values)).toEqual({ includes: 'x' })
    expect(fillMatcher({ same: true }, values)).toEqual({ same: true })
  })

  it('takes a value inside a pattern literally', () => {
    expect(fillMatcher({ matches: '^{{dots}}$' }, values)).toEqual({ matches: '^a\\.b$' })
  })

  it('with a bound that is no number is refused', () => {
    expect(() => fillMatcher({ gte: '{{name}}' }, values)).toThrowError(
      expect.objectContaining({ code: 'variable-not-a-number' })
    )
  })
})
