import type { Channel, Controllers } from '../engine/engine.ts'
import { type NodeName, nodeNames } from '../topology.ts'

/** By what a controller is recognised and seen to be up. Asked without the probes: it must work on a machine that is just booting. */
export interface Vitals {
  readonly hostName: string
  readonly machineId: string
  /** As `systemctl is-system-running` says: `running`, `degraded`, `starting` and others. */
  readonly systemState: string
  /** IPv4 addresses of the machine. */
  readonly addresses: readonly string[]
  /** Services that run now, without `.service`. */
  readonly services: readonly string[]
}

const script = `
hostname
cat /etc/machine-id || echo
systemctl is-system-running || :
ip -4 -o addr show scope global | while read -r number card family address rest; do printf '%s ' "\${address%/*}"; done
echo
systemctl list-units --type=service --state=running --no-legend --plain | while read -r unit rest; do printf '%s ' "\${unit%.service}"; done
echo
`

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '')

/** A service that systemd started for one connection to a socket, and that ends with it: number, both ends. */
const isOfConnection = (service: string): boolean => /@\d+-\S*:\d+-\S*:\d+$/.test(service)

/** What the script printed, or undefined where it is not complete: a machine that is still coming up. */
export const parseVitals = (text: string): Vitals | undefined => {
  const [hostName, machineId, systemState, addresses, services] = text.split('\n').map((line) => line.trim())
  if (!hostName || !machineId || !systemState || addresses === undefined || services === undefined) return undefined
  return {
    hostName,
    machineId,
    systemState,
    addresses: words(addresses),
    services: words(services).filter((service) => !isOfConnection(service))
  }
}

/** How long a controller may take to answer, in milliseconds. */
const answerLimit = 10_000

/** The vitals of one controller, or undefined where it does not answer. */
export const readVitals = async (controllers: Controllers, node: NodeName): Promise<Vitals | undefined> => {
  let channel: Channel
  try {
    channel = await controllers.openChannel(node)
  } catch {
    // Whatever the engine says of it, a machine without a channel has not come up.
    return undefined
  }
  try {
    const answer = await channel.ask(script, { milliseconds: answerLimit, bytes: 64_000 })
    return answer.kind === 'output' ? parseVitals(answer.text) : undefined
  } finally {
    channel.close()
  }
}

/** Whether a controller has come up: booted, and reachable on both networks. */
export const isUp = (controllers: Controllers, node: NodeName, vitals: Vitals): boolean => {
  const { management, cluster } = controllers.identity.topology.nodes[node]
  const booted = vitals.systemState === 'running' || vitals.systemState === 'degraded'
  return booted && [management, cluster].every((address) => vitals.addresses.includes(address))
}

/** The vitals of all three; a controller that does not answer is missing from it. */
export const readAllVitals = async (controllers: Controllers): Promise<ReadonlyMap<NodeName, Vitals>> => {
  const all = await Promise.all(nodeNames.map(async (node) => [node, await readVitals(controllers, node)] as const))
  return new Map(all.flatMap(([node, vitals]) => (vitals === undefined ? [] : [[node, vitals] as const])))
}
