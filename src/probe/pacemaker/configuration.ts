import { allOf, childOf, childrenOf, type Element, readXml } from './xml.ts'

/** A resource as it is configured. */
export interface ConfiguredResource {
  readonly name: string
  /** `ocf:heartbeat:IPaddr2` */
  readonly agent: string
  readonly parameters: ReadonlyMap<string, string>
  /** `monitor 10s timeout=20s` */
  readonly operations: readonly string[]
}

/** A rule on where and when resources run, in the words of crmsh. */
export interface Constraint {
  readonly id: string
  readonly text: string
  /** Written by a command that moved or banned something; it stays until somebody clears it. */
  readonly leftover: boolean
  /** Of a location: the resource that may not run on the node. */
  readonly bans: { readonly resource: string; readonly node: string } | undefined
  /** Of a location: the resources that it places, and the attributes of nodes that its rules look at. */
  readonly places: { readonly resources: readonly string[]; readonly attributes: readonly string[] } | undefined
}

export interface CibConfiguration {
  readonly properties: ReadonlyMap<string, string>
  readonly resourceDefaults: ReadonlyMap<string, string>
  readonly resources: readonly ConfiguredResource[]
  readonly constraints: readonly Constraint[]
}

/**
 * Names whose values a probe may print, as an extended regular expression: a parameter that is not among them may be
 * a password.
 */
export const harmlessNames = [
  'ip',
  'ipaddr',
  'ipport',
  'port',
  'nic',
  'iflabel',
  'cidr_netmask',
  'username',
  'login',
  'plug',
  'ssl',
  'ssl_insecure',
  'ssl_secure',
  'systems[_-]uri',
  'redfish[_-]uri',
  'pcmk_[a-z_]+',
  'dampen',
  'multiplier',
  'host_list',
  'name',
  'config',
  'binary',
  'target-role',
  'is-managed',
  'maintenance',
  'standby',
  'interleave',
  'ordered',
  'clone-[a-z-]+',
  'resource-stickiness',
  'migration-threshold',
  'failure-timeout',
  'on-fail',
  'stonith-(enabled|timeout)',
  'fencing-(enabled|timeout)',
  'no-quorum-policy',
  'cluster-(recheck-interval|name|infrastructure)',
  'pe-(warn|input|error)-series-max',
  'load-threshold',
  'node-action-limit',
  'maintenance-mode',
  'dc-version'
].join('|')

/** Reads the section `configuration` of `cibadmin -Q`. */
export const readCib = (text: string): CibConfiguration | undefined => {
  const root = readXml(text)
  const configuration = root?.name === 'cib' ? childOf(root, 'configuration') : root
  const properties = childOf(configuration, 'crm_config')
  const resources = childOf(configuration, 'resources')
  const constraints = childOf(configuration, 'constraints')
  if (configuration?.name !== 'configuration' || !properties || !resources || !constraints) return undefined
  return {
    properties: pairsIn(properties),
    resourceDefaults: pairsIn(childOf(configuration, 'rsc_defaults')),
    resources: allOf(resources, 'primitive').map((primitive) => ({
      name: primitive.attributes['id'] ?? '',
      agent: [primitive.attributes['class'], primitive.attributes['provider'], primitive.attributes['type']]
        .filter((part) => part !== undefined)
        .join(':'),
      parameters: new Map(childrenOf(primitive, 'instance_attributes').flatMap((set) => [...pairsIn(set)])),
      operations: allOf(childOf(primitive, 'operations'), 'op').map(describeOperation)
    })),
    constraints: constraints.children.map(describeConstraint)
  }
}

const pairsIn = (element: Element | undefined): ReadonlyMap<string, string> =>
  new Map(
    allOf(element, 'nvpair').flatMap(({ attributes: { name, value } }) =>
      name === undefined || value === undefined ? [] : [[name, value] as const]
    )
  )

const describeOperation = ({ attributes }: Element): string =>
  [
    attributes['name'],
    attributes['interval'] === '0' || attributes['interval'] === '0s' ? undefined : attributes['interval'],
    attributes['timeout'] && `timeout=${attributes['timeout']}`,
    attributes['on-fail'] && `on-fail=${attributes['on-fail']}`
  ]
    .filter((part) => part !== undefined)
    .join(' ')

const describeConstraint = (element: Element): Constraint => {
  const { attributes, name } = element
  const id = attributes['id'] ?? ''
  const ruled = childrenOf(element, 'rule').length > 0 ? 'by a rule' : undefined
  const score = attributes['score'] ?? attributes['kind'] ?? childOf(element, 'rule')?.attributes['score']
  const parts: Readonly<Record<string, readonly (string | undefined)[]>> = {
    rsc_location: ['location', attributes['rsc'] ?? attributes['rsc-pattern'], score, attributes['node'] ?? ruled],
    rsc_colocation: ['colocation', attributes['rsc'], 'with', attributes['with-rsc'], score],
    rsc_order: ['order', attributes['first'], 'then', attributes['then'], score]
  }
  const { rsc, node } = attributes
  const banned = name === 'rsc_location' && /^-(?:INFINITY|inf|1000000)$/.test(attributes['score'] ?? '')
  return {
    id,
    text: (parts[name] ?? [name, id]).filter((part) => part !== undefined).join(' '),
    leftover: /^cli-(?:prefer|standby|ban)-/.test(id),
    bans: banned && rsc !== undefined && node !== undefined ? { resource: rsc, node } : undefined,
    places: name === 'rsc_location' ? { resources: resourcesIn(element), attributes: attributesIn(element) } : undefined
  }
}

const resourcesIn = (location: Element): readonly string[] =>
  [location.attributes['rsc'], ...allOf(location, 'resource_ref').map(({ attributes }) => attributes['id'])].filter(
    (name) => name !== undefined
  )

/** An attribute may be compared, or be taken as the score itself. */
const attributesIn = (location: Element): readonly string[] =>
  [
    ...allOf(location, 'rule').map(({ attributes }) => attributes['score-attribute']),
    ...allOf(location, 'expression').map(({ attributes }) => attributes['attribute'])
  ].filter((name) => name !== undefined)

const units: Readonly<Record<string, number>> = {
  us: 1e-6,
  usec: 1e-6,
  ms: 1e-3,
  msec: 1e-3,
  s: 1,
  sec: 1,
  m: 60,
  min: 60,
  h: 3600,
  hr: 3600
}

/** Seconds of a duration as Pacemaker reads it: `5min`, `300`, `60s`, `500ms`, `PT5M`. */
export const secondsOfDuration = (text: string): number | undefined => {
  const iso = /^PT(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?$/.exec(text.trim())
  if (iso !== null) return Number(iso[1] ?? 0) * 3600 + Number(iso[2] ?? 0) * 60 + Number(iso[3] ?? 0)
  const [, amount, unit = 's'] = /^(\d{1,9})\s*([a-z]{1,4})?$/.exec(text.trim()) ?? []
  const factor = units[unit]
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor
}
