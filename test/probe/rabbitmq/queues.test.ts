import { describe, expect, it } from 'vitest'
import type { Policy, Queue } from '../../../src/probe/rabbitmq/broker.ts'
import { mirrors, readQueues, servicePolicyOf, serviceQueuesOf } from '../../../src/probe/rabbitmq/queues.ts'

const all = ['rabbit@controller1', 'rabbit@controller2', 'rabbit@controller3']
const [one = '', two = '', three = ''] = all

const queue = (name: string, changes: Partial<Queue> = {}): Queue => ({
  vhost: '/',
  name,
  kind: 'rabbit_classic_queue',
  durable: true,
  exclusive: false,
  leader: one,
  members: [one],
  synchronised: [one],
  ...changes
})
const quorum = (name: string, members: string[], leader = one): Queue =>
  queue(name, { kind: 'rabbit_quorum_queue', members, synchronised: members, leader })

const policy = (changes: Partial<Policy> = {}): Policy => ({
  vhost: '/',
  name: 'ha',
  pattern: '^(?!amq\\.).*',
  to: 'all',
  priority: 0,
  definition: '{"ha-mode":"all"}',
  ...changes
})

describe('queues', () => {
  it('with a synchronised mirror or a member on every node are replicated', () => {
    const found = readQueues([queue('mirrored', { members: all, synchronised: all }), quorum('quorum', all)], all, all)
    expect(found).toMatchObject({
      queues: ['mirrored', 'quorum'],
      mirroredQueues: ['mirrored'],
      quorumQueues: ['quorum'],
      replicatedQueues: ['mirrored', 'quorum'],
      singleQueues: [],
      unsynchronisedQueues: [],
      incompleteQueues: [],
      unavailableQueues: [],
      leaders: [`mirrored on ${one}`, `quorum on ${one}`]
    })
  })

  it('on one node are single, and nobody has them when it is away', () => {
    expect(readQueues([queue('plain')], all, all)).toMatchObject({ singleQueues: ['plain'], replicatedQueues: [] })
    expect(readQueues([queue('plain')], all, [two, three]).unavailableQueues).toEqual(['plain'])
  })

  it('with a mirror that lags behind are not replicated', () => {
    expect(readQueues([queue('late', { members: all, synchronised: [one, two] })], all, all)).toMatchObject({
      replicatedQueues: [],
      unsynchronisedQueues: ['late'],
      singleQueues: []
    })
  })

  it('with mirrors on two of three are not replicated on all', () => {
    expect(readQueues([queue('two', { members: [one, two], synchronised: [one, two] })], all, all)).toMatchObject({
      replicatedQueues: [],
      unsynchronisedQueues: [],
      mirroredQueues: ['two']
    })
  })

  it('that lack a member, or their majority, are told apart', () => {
    const two_of_three = quorum('lacking', [one, two])
    expect(readQueues([two_of_three], all, all)).toMatchObject({ incompleteQueues: ['lacking'], replicatedQueues: [] })
    expect(readQueues([quorum('whole', all)], all, [three])).toMatchObject({ unavailableQueues: ['whole'] })
    expect(readQueues([quorum('whole', all)], all, [one, three]).unavailableQueues).toEqual([])
  })

  it('that are not durable, or belong to one connection, need no copy', () => {
    const found = readQueues([queue('fanout', { durable: false }), queue('reply', { exclusive: true })], all, all)
    expect(found).toMatchObject({ queues: [], singleQueues: [] })
  })

  it('of a cluster of one are never replicated', () => {
    expect(readQueues([quorum('alone', [one])], [one], [one]).replicatedQueues).toEqual([])
  })
})

describe('the policy of the services', () => {
  it('is the one with the highest priority that matches their names in /', () => {
    const names = (policies: readonly Policy[]) => servicePolicyOf(policies)?.name
    expect(names([policy()])).toBe('ha')
    expect(names([policy(), policy({ name: 'over', priority: 2 })])).toBe('over')
    expect(names([policy({ pattern: '^(?!(amq\\.)|(.*_fanout_)|(reply_)).*' })])).toBe('ha')
    expect(names([policy({ pattern: '^amq\\.' })])).toBeUndefined()
    expect(names([policy({ vhost: '/nova' })])).toBeUndefined()
    expect(names([policy({ to: 'exchanges' })])).toBeUndefined()
    expect(names([policy({ pattern: '^[' })])).toBeUndefined()
  })

  it.each([
    ['{"ha-mode":"all"}', true],
    ['{"ha-mode":"exactly","ha-params":2}', true],
    ['{"ha-mode":"exactly","ha-params":1}', false],
    ['{"ha-mode":"nodes","ha-params":["rabbit@a","rabbit@b"]}', true],
    ['{"max-length":10}', false],
    ['{"ha-mode":', false],
    ['null', false]
  ])('%s keeps copies: %s', (definition, kept) => {
    expect(mirrors(policy({ definition }), '3.10.8')).toBe(kept)
    expect(mirrors(policy({ definition }), '4.0.5')).toBe(false)
  })

  it('matters only to services that do not ask for quorum queues', () => {
    const nothing = { quorum: false, mirrors: false }
    expect(serviceQueuesOf({ ...nothing, quorum: true }, false)).toBe('quorum')
    expect(serviceQueuesOf({ quorum: true, mirrors: true }, true)).toBe('contradictory')
    expect(serviceQueuesOf({ ...nothing, mirrors: true }, false)).toBe('single')
    expect(serviceQueuesOf(nothing, true)).toBe('mirrored')
    expect(serviceQueuesOf(nothing, false)).toBe('single')
  })
})
