import { allOf, childOf, childrenOf, type Element, readXml } from '../pacemaker/xml.ts'

/** How the address is tied to HAProxy in Pacemaker's configuration. */
export const colocationWords = ['together', 'advisory', 'reversed', 'apart', 'none'] as const
export const startOrderWords = ['haproxy-first', 'vip-first', 'none'] as const

/** What Pacemaker is told to do about an address and about HAProxy. */
export interface VipResource {
  /** The resources that have the address: their ids. */
  readonly ids: readonly string[]
  /** As its parameters say. */
  readonly nic: string | undefined
  readonly netmask: string | undefined
  /** The resource that runs HAProxy. */
  readonly balancer: string | undefined
  readonly balancerCloned: boolean
  readonly colocation: (typeof colocationWords)[number]
  readonly startOrder: (typeof startOrderWords)[number]
}

const below = (element: Element): readonly Element[] => [element, ...element.children.flatMap(below)]

const id = ({ attributes }: Element): string => attributes['id'] ?? ''

/** A parameter of a primitive. */
const parameter = (primitive: Element, name: string): string | undefined =>
  childrenOf(primitive, 'instance_attributes')
    .flatMap(({ children }) => children)
    .find(({ attributes }) => attributes['name'] === name)?.attributes['value']

/**
 * Reads what Pacemaker's configuration (the CIB, as `cibadmin --query` prints it or as it lies on disk) says about an
 * address and about HAProxy. Undefined where it is not a whole CIB.
 */
export const readVipResource = (text: string, address: string): VipResource | undefined => {
  const configuration = childOf(readXml(text), 'configuration')
  const resources = childOf(configuration, 'resources')
  const constraints = childOf(configuration, 'constraints')
  if (resources === undefined || constraints === undefined) return undefined

  const primitives = allOf(resources, 'primitive')
  const holders = primitives.filter(
    (primitive) => /^IPaddr2?$/.test(primitive.attributes['type'] ?? '') && parameter(primitive, 'ip') === address
  )
  const balancer = primitives.find(({ attributes }) => /^haproxy(?:@.*)?$/.test(attributes['type'] ?? ''))
  /** A resource and everything that it is part of: a constraint may name any of them. */
  const names = (primitive: Element | undefined): readonly string[] =>
    primitive === undefined
      ? []
      : below(resources)
          .filter((element) => element.name !== 'resources' && below(element).includes(primitive))
          .map(id)
  const vip = holders.flatMap(names)
  const proxy = names(balancer)
  const wrappers = (kinds: readonly string[]): readonly Element[] =>
    below(resources).filter(({ name }) => kinds.includes(name))
  const isInside = (element: Element, primitive: Element | undefined): boolean =>
    primitive !== undefined && below(element).includes(primitive)
  const group = wrappers(['group']).find(
    (element) => isInside(element, balancer) && holders.some((holder) => isInside(element, holder))
  )

  return {
    ids: holders.map(id),
    nic: holders[0] && parameter(holders[0], 'nic'),
    netmask: holders[0] && parameter(holders[0], 'cidr_netmask'),
    balancer: balancer && id(balancer),
    balancerCloned: wrappers(['clone', 'master']).some((element) => isInside(element, balancer)),
    colocation: group === undefined ? colocationOf(constraints, vip, proxy) : 'together',
    startOrder: group === undefined ? orderOf(constraints, vip, proxy) : groupOrder(group, balancer, holders[0])
  }
}

/** The resources of a constraint in their order, whether it names two or has sets. */
const membersOf = (constraint: Element, first: string, second: string): readonly string[] => {
  const sets = childrenOf(constraint, 'resource_set')
  return sets.length > 0
    ? sets.flatMap(({ children }) => children.map(id))
    : [constraint.attributes[first] ?? '', constraint.attributes[second] ?? '']
}

const isForced = (score: string | undefined): boolean => /^\+?(?:INFINITY|1000000)$/i.test(score ?? '')

const colocationOf = (
  constraints: Element,
  vip: readonly string[],
  proxy: readonly string[]
): VipResource['colocation'] => {
  const found = childrenOf(constraints, 'rsc_colocation')
    .map((constraint) => {
      const members = membersOf(constraint, 'rsc', 'with-rsc')
      const isSet = childOf(constraint, 'resource_set') !== undefined
      const own = members.findIndex((member) => vip.includes(member))
      const other = members.findIndex((member) => proxy.includes(member))
      const score = constraint.attributes['score']
      return { matches: own >= 0 && other >= 0, reversed: !isSet && own > other, score }
    })
    .filter(({ matches }) => matches)
  if (found.some(({ reversed, score }) => !reversed && isForced(score))) return 'together'
  if (found.some(({ score }) => score?.startsWith('-'))) return 'apart'
  if (found.some(({ reversed, score }) => reversed && isForced(score))) return 'reversed'
  return found.length > 0 ? 'advisory' : 'none'
}

const orderOf = (constraints: Element, vip: readonly string[], proxy: readonly string[]): VipResource['startOrder'] => {
  for (const constraint of childrenOf(constraints, 'rsc_order')) {
    const members = membersOf(constraint, 'first', 'then')
    const own = members.findIndex((member) => vip.includes(member))
    const other = members.findIndex((member) => proxy.includes(member))
    if (own >= 0 && other >= 0) return other < own ? 'haproxy-first' : 'vip-first'
  }
  return 'none'
}

const groupOrder = (
  { children }: Element,
  balancer: Element | undefined,
  holder: Element | undefined
): VipResource['startOrder'] =>
  balancer !== undefined && holder !== undefined && children.indexOf(balancer) < children.indexOf(holder)
    ? 'haproxy-first'
    : 'vip-first'
