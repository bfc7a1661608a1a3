/**
 * The three controllers and their two networks: the vocabulary that course, probe, check and engine share.
 * Pure data, so that none of them has to know an engine to name a machine.
 */

/** The names of the controllers, in the order in which everything lists them. */
export const nodeNames = ['controller1', 'controller2', 'controller3'] as const

/** One of the three machines. It is the host name, not the engine's name of the instance. */
export type NodeName = (typeof nodeNames)[number]

/** Whether a string from outside names a controller. */
export const isNodeName = (text: string): text is NodeName => (nodeNames as readonly string[]).includes(text)

/** The addresses of one controller, IPv4 in dotted form. */
export interface NodeAddresses {
  /** API, clients and the VIP. */
  readonly management: string
  /** Replication and heartbeat. */
  readonly cluster: string
}

/** Where the machines of a lab are: design §4. */
export interface Topology {
  /** First two octets of both networks, such as `10.77`. */
  readonly prefix: string
  /** The floating address that clients use, on the management network. */
  readonly vip: string
  /** The lab host's own address on the management network. */
  readonly labHost: string
  readonly nodes: Readonly<Record<NodeName, NodeAddresses>>
}

/** The sizes of a controller that is a machine of its own; the first is that of a lab that names none. */
export const machineSizeNames = ['small', 'full'] as const
export type MachineSize = (typeof machineSizeNames)[number]

/** What a controller of a size has, memory in MiB: what the labs need, and what the HA guide's hardware table asks for. */
export const machineSizes = {
  small: { memory: 1536, cpus: 1 },
  full: { memory: 12 * 1024, cpus: 4 }
} as const satisfies Record<MachineSize, { readonly memory: number; readonly cpus: number }>

/**
 * Where the lab host serves the controllers, at its own address on the management network: above 1023, so that nobody
 * has to be root. The time source speaks NTP over UDP, the virtual BMC Redfish over TLS.
 */
export const hostPorts = { time: 1123, bmc: 8443 } as const

/** The prefix of a lab that names none. */
export const defaultPrefix = '10.77'

const prefixPattern = /^10\.(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/

/** Whether a text is a prefix that a lab may use: `10.N`, because the second network takes the third octet. */
export const isPrefix = (text: string): boolean => prefixPattern.test(text)

/** The addresses of a lab from its prefix: `.0.x` is the management network, `.1.x` the cluster network. */
export const topologyOf = (prefix: string): Topology => {
  const node = (index: number): NodeAddresses => ({
    management: `${prefix}.0.${10 + index}`,
    cluster: `${prefix}.1.${10 + index}`
  })
  return {
    prefix,
    vip: `${prefix}.0.10`,
    labHost: `${prefix}.0.1`,
    nodes: { controller1: node(1), controller2: node(2), controller3: node(3) }
  }
}
