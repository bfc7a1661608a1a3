import { linesLike, linesOf, type ProbeContext, type ProbeSection, type Section } from './probe.ts'

/** Where a daemon listens, in one word. Loopback beside the management address does no harm. */
export const boundWords = ['management', 'loopback', 'everywhere', 'cluster', 'elsewhere', 'nothing'] as const
export type Bound = (typeof boundWords)[number]

const printSockets = `printf '%s\\n' "$sockets"; exit "$sockets_code"`

/** The listening sockets of a controller; `shown` is what of them a person would look at, as a pattern of grep -E. */
export const socketsSection = (shown: string): ProbeSection => ({
  command: () => `ss -Hltunp | grep -E '${shown}'`,
  needs: { sockets: true },
  script: () => printSockets,
  excerpt: linesLike(new RegExp(shown))
})

/** One listening socket. */
export interface Socket {
  readonly protocol: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
  /** Undefined for a socket of the kernel. */
  readonly program: string | undefined
}

const socketLine =
  /^(?<protocol>tcp|udp)\s+\S+\s+\d+\s+\d+\s+(?<address>\S*):(?<port>\d{1,5})\s+\S+(?:\s+users:\(\("(?<program>[^"]{1,64})")?/

/** More sockets than any controller has listening. */
const mostSockets = 2000

/** Undefined where a line cannot be read: it could be the one that matters. */
export const readSockets = ({ output, exitCode }: Section): readonly Socket[] | undefined => {
  const lines = linesOf(output).filter((line) => line.trim() !== '')
  if (exitCode !== 0 || lines.length > mostSockets) return undefined
  const sockets = lines.map((line): Socket | undefined => {
    const { protocol, address, port, program } = socketLine.exec(line)?.groups ?? {}
    if ((protocol !== 'tcp' && protocol !== 'udp') || address === undefined) return undefined
    // `[::1]` and `10.0.0.1%eth0` are addresses with something around them.
    return { protocol, address: address.replace(/^\[|\]$/g, '').replace(/%.*/, ''), port: Number(port), program }
  })
  return sockets.every((socket) => socket !== undefined) ? sockets : undefined
}

/** An address and a port as people write them. */
export const spellSocket = ({ address, port }: Socket): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`

/** Whether a socket there is reached through every address of the machine. */
export const isWildcard = (address: string): boolean => ['*', '0.0.0.0', '::', '::ffff:0.0.0.0', ''].includes(address)

const isLoopback = (address: string): boolean => /^(?:::ffff:)?127\./.test(address) || address === '::1'

/** One word for where a daemon listens: the worst of it first. */
export const boundOf = (addresses: readonly string[], { node, topology }: ProbeContext): Bound => {
  const { management, cluster } = topology.nodes[node]
  if (addresses.length === 0) return 'nothing'
  if (addresses.some(isWildcard)) return 'everywhere'
  const beyond = addresses.filter((address) => !isLoopback(address))
  if (beyond.length === 0) return 'loopback'
  if (beyond.some((address) => address !== management && address !== cluster)) return 'elsewhere'
  return beyond.includes(cluster) ? 'cluster' : 'management'
}
