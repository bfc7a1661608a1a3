import { type NodeName, nodeNames } from '../../topology.ts'
import { linesOf, type ProbeContext, type ProbeSection, type Section } from '../probe.ts'
import { quote } from '../shell.ts'

/** What there is between this controller and another on the group's port. */
export const peerWords = ['connected', 'open', 'refused', 'silent'] as const
export type PeerWord = (typeof peerWords)[number]

const port = 4567

const others = ({ node }: ProbeContext): readonly NodeName[] => nodeNames.filter((name) => name !== node)

/** The others' addresses on both networks. */
const targetsOf = (context: ProbeContext) =>
  others(context).flatMap((name) => {
    const addresses = Object.values(context.topology.nodes[name])
    return addresses.map((address) => ({ name, address, addresses }))
  })

/** As a command of the shell. */
const isStranger = (addresses: readonly string[]): string =>
  `[ "$connections_code" = 0 ] && case $connections in ${addresses.map((address) => `*[!0-9.]${address}[!0-9.]*`).join('|')}) false ;; esac`

/**
 * The connections that there are; only a controller without one is asked, because each question is a line in the log
 * of the one that is asked.
 */
export const peersSection: ProbeSection = {
  command: () => `ss -Htn state established '( sport = :${port} or dport = :${port} )'`,
  needs: {
    connections: [port],
    asks: (context) =>
      targetsOf(context).map(({ address, addresses }) => ({
        to: `tcp ${address} ${port}`,
        seconds: 0.6,
        bytes: 0,
        onlyIf: isStranger(addresses)
      }))
  },
  script: (context) => `[ "$connections_code" = 0 ] || exit "$connections_code"
printf '%.20000s\\n' "$connections"
for target in ${targetsOf(context)
    .map(({ name, address }) => quote(`${name} ${address}`))
    .join(' ')}; do
  answer "tcp \${target#* } ${port}"
  [ $? = 127 ] || echo "asked $target $answer"
done
echo done`,
  excerpt: (output) =>
    linesOf(output)
      .filter((line) => /^\d|^asked /.test(line))
      .join('\n')
}

/** What a controller sees of the two others. */
export interface Peers {
  readonly namesOf: (word: PeerWord) => NodeName[]
  /** Its own addresses of the connections to them. */
  readonly ownAddresses: readonly string[]
}

/** Undefined unless the script came to its end. */
export const readPeers = ({ output, exitCode }: Section, context: ProbeContext): Peers | undefined => {
  const lines = linesOf(output)
  if (exitCode !== 0 || lines.findLast((line) => line !== '') !== 'done') return undefined
  const plain = (address: string): string => address.replace(/^\[(?:::ffff:)?(.*)\]$/, '$1')
  const connections = lines.flatMap((line) => {
    const { own, other } = /^\d+\s+\d+\s+(?<own>\S{1,60}):\d+\s+(?<other>\S{1,60}):\d+\s*$/.exec(line)?.groups ?? {}
    return own === undefined || other === undefined ? [] : [{ own: plain(own), other: plain(other) }]
  })
  const asked = lines.flatMap((line) => {
    const { name, answer } = /^asked (?<name>\S+) \S+ (?<answer>.*)$/.exec(line)?.groups ?? {}
    return name === undefined || answer === undefined ? [] : [{ name, answer }]
  })
  const wordFor = (name: NodeName): PeerWord | undefined => {
    const { management, cluster } = context.topology.nodes[name]
    if (connections.some(({ other }) => other === management || other === cluster)) return 'connected'
    const answers = asked.flatMap((one) => (one.name === name ? [one.answer] : []))
    if (answers.length === 0) return undefined
    if (answers.includes('open')) return 'open'
    return answers.some((answer) => /refused/i.test(answer)) ? 'refused' : 'silent'
  }
  const words = new Map(others(context).map((name) => [name, wordFor(name)] as const))
  if ([...words.values()].includes(undefined)) return undefined
  return {
    namesOf: (word) => nodeNames.filter((name) => words.get(name) === word),
    ownAddresses: [
      ...new Set(
        connections
          .filter(({ other }) =>
            others(context).some((name) => Object.values(context.topology.nodes[name]).includes(other))
          )
          .map(({ own }) => own)
      )
    ]
  }
}
