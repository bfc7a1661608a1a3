import { sightOf } from '../check/evaluate.ts'
import type { Controllers } from '../engine/engine.ts'
import type { FactScalar, FactValue } from '../probe/probe.ts'
import type { FactKey, NodeFacts } from '../probe/registry.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import { FactsReader } from './facts-reader.ts'
import { forEachNode } from './record.ts'

/** How a service that is more than a process shows that it works. */
interface Sign {
  /** So it is where the service is healthy at all. */
  readonly healthy: readonly [fact: FactKey, value: string | boolean]
  /** What is there again, all of it, when the service has come back. */
  readonly same: readonly FactKey[]
}

/** Units of systemd whose running says little: they may still wait for their peers. */
const signs: ReadonlyMap<string, Sign> = new Map([
  ['chrony', { healthy: ['chrony.reference', 'time-source'], same: [] }],
  ['mariadb', { healthy: ['galera.ready', true], same: ['galera.clusterSize'] }],
  ['rabbitmq-server', { healthy: ['rabbitmq.state', 'running'], same: ['rabbitmq.runningMembers'] }],
  [
    'pacemaker',
    {
      healthy: ['pacemaker.quorate', true],
      same: ['pacemaker.online', 'pacemaker.started', 'pacemaker.fenceReady']
    }
  ]
])

type Value = FactScalar | readonly FactScalar[]

/** What was healthy on one controller, by service: the values that show it. */
export type Health = Readonly<Record<string, Readonly<Record<string, Value>>>>

const seenOf = (facts: NodeFacts, fact: FactKey): FactValue => {
  const sight = sightOf(fact, facts)
  return sight.kind === 'value' ? sight.value : undefined
}

/** The health of the services that have a sign of it, on every controller. */
export const readHealth = async (
  controllers: Controllers,
  slowness: number,
  servicesOn: (node: NodeName) => readonly string[]
): Promise<Readonly<Record<NodeName, Health>>> => {
  const known = new Set(nodeNames.flatMap((node) => servicesOn(node)))
  const wanted = [...known]
    .flatMap((service) => signs.get(service) ?? [])
    .flatMap((sign) => [sign.healthy[0], ...sign.same])
  if (wanted.length === 0) return forEachNode(async () => ({}))
  const reader = new FactsReader(controllers, slowness)
  try {
    const { facts } = await reader.look({ facts: wanted, toExplain: [] })
    return await forEachNode(async (node) => healthIn(facts[node], servicesOn(node)))
  } finally {
    reader.close()
  }
}

const healthIn = (facts: NodeFacts, services: readonly string[]): Health =>
  Object.fromEntries(
    services.flatMap((service) => {
      const sign = signs.get(service)
      if (sign === undefined || seenOf(facts, sign.healthy[0]) !== sign.healthy[1]) return []
      const values = sign.same.flatMap((fact) => {
        const value = seenOf(facts, fact)
        return value === undefined ? [] : [[fact, value] as const]
      })
      return [[service, Object.fromEntries(values)]]
    })
  )

/**
 * The services that were healthy and are not, or have less than they had. More is well: a broker that was stopped when
 * the snapshot was saved, and starts at boot, is a member again.
 */
export const notHealthy = (saved: Health, seen: Health): readonly string[] =>
  Object.keys(saved).filter((service) => {
    const now = seen[service]
    return now === undefined || Object.entries(saved[service] ?? {}).some(([fact, value]) => !isThere(value, now[fact]))
  })

const isThere = (saved: Value, seen: Value | undefined): boolean => {
  if (typeof saved === 'object') return typeof seen === 'object' && saved.every((item) => seen.includes(item))
  return typeof saved === 'number' && typeof seen === 'number' ? seen >= saved : seen === saved
}

/**
 * The services that ran on a controller and do not run there, unless others have taken them over: what a cluster manager
 * runs on one of three may be on another one after a restore, as long as no fewer run than before.
 */
export const notRunning = (
  node: NodeName,
  saved: (node: NodeName) => readonly string[],
  seen: (node: NodeName) => readonly string[]
): readonly string[] => {
  const count = (services: typeof saved, service: string): number =>
    nodeNames.filter((one) => services(one).includes(service)).length
  return saved(node).filter(
    (service) => !isPassing(service) && !seen(node).includes(service) && count(seen, service) < count(saved, service)
  )
}

/** Services that come and go with logins and sessions (ssh is started by its socket): their absence says nothing of health. */
const isPassing = (service: string): boolean =>
  /^(?:user@|session-|ssh$|systemd-(?:hostnamed|timedated|localed)$)/.test(service)
