import { describe, expect, it } from 'vitest'
import { notHealthy, notRunning } from '../../src/lab/health.ts'
import type { NodeName } from '../../src/topology.ts'

const broker = (...members: readonly string[]) => ({ 'rabbitmq-server': { 'rabbitmq.runningMembers': members } })
const database = (size: number) => ({ mariadb: { 'galera.clusterSize': size } })

describe('services after a roll-back', () => {
  it('are healthy when they have all that they had', () => {
    expect(
      notHealthy({ ...broker('one', 'two'), ...database(3) }, { ...database(3), ...broker('two', 'one') })
    ).toEqual([])
  })

  it('are healthy when they have more: who was down when the snapshot was saved has started with the machine', () => {
    expect(notHealthy(broker('one', 'two'), broker('one', 'two', 'three'))).toEqual([])
    expect(notHealthy(database(2), database(3))).toEqual([])
  })

  it('are not when something is missing, or nothing is known of them', () => {
    expect(notHealthy(broker('one', 'two'), broker('one'))).toEqual(['rabbitmq-server'])
    expect(notHealthy(database(3), database(1))).toEqual(['mariadb'])
    expect(notHealthy({ ...broker('one'), ...database(3) }, broker('one'))).toEqual(['mariadb'])
    expect(notHealthy(broker('one'), { 'rabbitmq-server': {} })).toEqual(['rabbitmq-server'])
  })

  it('are all there where the snapshot knew of none', () => {
    expect(notHealthy({}, database(3))).toEqual([])
  })
})

describe('what ran when the snapshot was saved', () => {
  const on = (services: Partial<Record<NodeName, readonly string[]>>) => (node: NodeName) => services[node] ?? []
  const everywhere = on({ controller1: ['mariadb'], controller2: ['mariadb'], controller3: ['mariadb', 'ssh'] })

  it('is missing where it ran and does not', () => {
    const seen = on({ controller1: ['mariadb'], controller2: ['mariadb'] })
    expect(notRunning('controller3', everywhere, seen)).toEqual(['mariadb'])
    expect(notRunning('controller1', everywhere, seen)).toEqual([])
  })

  it('may run on another controller, where the cluster chose anew', () => {
    const saved = on({ controller3: ['lab-volume'] })
    expect(notRunning('controller3', saved, on({ controller1: ['lab-volume'] }))).toEqual([])
    expect(notRunning('controller3', saved, on({}))).toEqual(['lab-volume'])
  })
})
