import { machineSizes, type NodeName, nodeNames, type Topology } from '../../topology.ts'
import type { LabIdentity } from '../engine.ts'

/** What the machines of a lab are made of, beside its identity. */
export interface MachineSettings {
  readonly box: string
  /**
   * Of a public box, which knows nothing of labs: where the package archive is on this host, or will be when the first
   * machine has fetched it.
   */
  readonly archive?: string
  /** Whether the processor helps; else everything is emulated, ten times slower. */
  readonly hardware: boolean
  /** The public half of the lab's key. */
  readonly publicKey: string
}

/** The two cards of a machine that belong to the lab. */
export const cards = ['management', 'cluster'] as const
type Card = (typeof cards)[number]

/** The hardware address of a card: the lab's own, so that two labs on one host differ. Locally administered. */
export const macOf = ({ id }: LabIdentity, node: NodeName, card: Card): string => {
  const bytes = id.match(/../g) ?? []
  const last = nodeNames.indexOf(node) * cards.length + cards.indexOf(card) + 1
  return ['02', ...bytes, last.toString(16).padStart(2, '0')].join(':')
}

/** What the names of the lab's machines begin with where all machines of the host are listed. */
export const machinePrefix = ({ id }: LabIdentity): string => `q-${id}-`

/** The names of the lab's networks on the host. */
export const networkNames = ({ id }: LabIdentity): Readonly<Record<Card, string>> => ({
  management: `q-${id}-management`,
  cluster: `q-${id}-cluster`
})

/** Seconds that Vagrant waits for a machine to boot. Emulated on a busy host it takes some minutes. */
const bootTimeout = { hardware: 300, emulated: 1200 } as const

const addressOf = ({ nodes }: Topology, node: NodeName, card: Card): string => nodes[node][card]

/** The document in a `Vagrantfile` that tells labs apart. */
const labDocument = (identity: LabIdentity, { box, archive, hardware, publicKey }: MachineSettings): object => ({
  box,
  archive,
  ...machineSizes[identity.size],
  hardware,
  bootTimeout: hardware ? bootTimeout.hardware : bootTimeout.emulated,
  publicKey,
  prefix: machinePrefix(identity),
  networks: networkNames(identity),
  labHost: identity.topology.labHost,
  machines: nodeNames.map((name) => ({
    name,
    ...Object.fromEntries(
      cards.map((card) => [
        card,
        { address: addressOf(identity.topology, name, card), mac: macOf(identity, name, card) }
      ])
    )
  }))
})

/** The `Vagrantfile` of a lab. @param template the text of `Vagrantfile.tpl` */
export const renderVagrantfile = (template: string, identity: LabIdentity, settings: MachineSettings): string =>
  // A function, because a text has patterns of its own.
  template.replace('{{lab}}', () => JSON.stringify(labDocument(identity, settings), undefined, 2))
