import { createHash } from 'node:crypto'
import { type NodeName, nodeNames, type Topology } from '../../topology.ts'
import type { LabIdentity } from '../engine.ts'

/** The project that holds everything that Quorate makes: instances, images, volumes. */
export const projectName = 'quorate'

/** The storage pool that Quorate makes for itself. */
export const poolName = 'quorate'

/** Marks what Quorate made, on everything that can carry a note. */
export const madeBy = 'Made by Quorate'

/** The configuration keys by which an instance is recognised as ours, and from which the image's templates are filled. */
export const keys = {
  lab: 'user.quorate.lab',
  node: 'user.quorate.node',
  configuration: 'user.quorate.configuration',
  hostname: 'user.quorate.hostname',
  hosts: 'user.quorate.hosts',
  management: 'user.quorate.management',
  cluster: 'user.quorate.cluster',
  gateway: 'user.quorate.gateway'
} as const

/** The instance of a controller: the lab and its generation are part of the name, the host name is another thing. */
export const instanceName = (identity: LabIdentity, node: NodeName): string =>
  `q-${identity.id}-g${identity.generations[node]}-${node}`

/** Interface names are at most 15 characters long (IFNAMSIZ of Linux). */
export const networkNames = (identity: LabIdentity): { readonly management: string; readonly cluster: string } => ({
  management: `qr${identity.id}m`,
  cluster: `qr${identity.id}c`
})

/** What the templates of the image write into a controller when it is made. */
export const templateKeys = (topology: Topology, node: NodeName): Record<string, string> => ({
  [keys.hostname]: node,
  [keys.hosts]: nodeNames.map((name) => `${topology.nodes[name].management} ${name}`).join('\n'),
  [keys.management]: topology.nodes[node].management,
  [keys.cluster]: topology.nodes[node].cluster,
  [keys.gateway]: topology.labHost
})

/** A short name for a configuration: two machines of one name but different configurations are told apart by it. */
export const configurationHash = (configuration: unknown): string =>
  createHash('sha256').update(JSON.stringify(configuration)).digest('hex').slice(0, 16)
