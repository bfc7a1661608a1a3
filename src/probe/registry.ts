import { z } from 'zod'
import { chrony } from './chrony/chrony.ts'
import { corosync } from './corosync/corosync.ts'
import { galera } from './galera/galera.ts'
import { api } from './haproxy/api.ts'
import { clustercheck } from './haproxy/clustercheck.ts'
import { haproxy } from './haproxy/haproxy.ts'
import { host } from './host/host.ts'
import { site } from './host/site.ts'
import { keepalived } from './keepalived/keepalived.ts'
import { memcached } from './memcached/memcached.ts'
import { network } from './network.ts'
import { oslo } from './oslo/oslo.ts'
import { pacemaker } from './pacemaker/pacemaker.ts'
import type { EvidenceSource, Facts, FactValue, ProbeContext, ProbeSection, Section } from './probe.ts'
import { rabbitmq } from './rabbitmq/rabbitmq.ts'
import { vip } from './vip/vip.ts'

/** Every probe, by its id. */
export const probes = {
  api,
  chrony,
  clustercheck,
  corosync,
  galera,
  haproxy,
  host,
  keepalived,
  memcached,
  network,
  oslo,
  pacemaker,
  rabbitmq,
  site,
  vip
} as const
export type ProbeId = keyof typeof probes

/** The ids, in the order in which probes run. */
export const probeIds = Object.keys(probes).filter((id): id is ProbeId => Object.hasOwn(probes, id))

type KeysOf<P extends ProbeId> = Extract<keyof (typeof probes)[P]['facts']['shape'], string>

/** The name of a fact as checks write it. */
export type FactKey = { [P in ProbeId]: `${P}.${KeysOf<P>}` }[ProbeId]

/** What kind of value a fact has. */
export type FactType =
  | { readonly kind: 'text' | 'number' | 'boolean' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly of: FactType }

/** What is known of a fact before anybody has looked. */
export interface FactDescription {
  readonly key: FactKey
  readonly probe: ProbeId
  /** The section whose output shows it. */
  readonly section: string
  readonly type: FactType
}

/** A probe without its own types, for code that treats all probes alike. */
export interface AnyProbe {
  readonly id: string
  readonly sections: Readonly<Record<string, ProbeSection>>
  readonly absenceShownBy: string
  readonly parse: (sections: Readonly<Record<string, Section>>, context: ProbeContext) => Facts<KnownFacts>
}

/** The facts of one probe by key, without its id. */
export type KnownFacts = Readonly<Record<string, FactValue>>

/** What one probe found on one controller, with the output of each section as evidence. */
export interface Observation {
  readonly facts: Facts<KnownFacts>
  readonly evidence: Readonly<Record<string, EvidenceSource>>
}

/** What the probes of one run found on one controller. */
export type NodeFacts = Readonly<Partial<Record<ProbeId, Observation>>>

/** The probe of an id. */
export const probeOf = (id: ProbeId): AnyProbe => probes[id]

/** A section of a probe, as scripts and recordings name it. */
export interface SectionOf {
  readonly probe: ProbeId
  readonly name: string
  readonly section: ProbeSection
}

/** The name of a section among those of all probes. */
export const nameOfSection = ({ probe, name }: SectionOf): string => `${probe}.${name}`

/** All sections of probes, in the order in which they are asked. */
export const sectionsOf = (wanted: readonly ProbeId[]): readonly SectionOf[] =>
  wanted.flatMap((probe) =>
    Object.entries(probeOf(probe).sections).map(([name, section]) => ({ probe, name, section }))
  )

const describeProbe = (id: ProbeId): readonly FactDescription[] => {
  const probe = probes[id]
  return Object.entries(probe.facts.shape).map(([name, schema]) => ({
    key: `${id}.${name}` as FactKey,
    probe: id,
    section:
      typeof probe.shownBy === 'string'
        ? probe.shownBy
        : (Object.entries(probe.shownBy).find(([fact]) => fact === name)?.[1] ?? ''),
    type: typeOf(schema)
  }))
}

const typeOf = (schema: z.core.$ZodType): FactType => {
  if (schema instanceof z.ZodOptional) return typeOf(schema.unwrap())
  if (schema instanceof z.ZodArray) return { kind: 'list', of: typeOf(schema.element) }
  if (schema instanceof z.ZodEnum) return { kind: 'word', words: schema.options.map(String) }
  if (schema instanceof z.ZodNumber) return { kind: 'number' }
  return { kind: schema instanceof z.ZodBoolean ? 'boolean' : 'text' }
}

/** Every fact that a check may expect. */
export const facts: ReadonlyMap<string, FactDescription> = new Map(
  probeIds.flatMap(describeProbe).map((description) => [description.key, description])
)
