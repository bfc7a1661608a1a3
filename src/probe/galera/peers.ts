import { type NodeName, nodeNames } from '../../topology.ts'
import { linesOf, type ProbeContext, type ProbeSection, type Section } from '../probe.ts'

/** What there is between this controller and another on the group's port. */
export const peerWords = ['connected', 'open', 'refused', 'silent'] as const
export type PeerWord = (typeof peerWords)[number]

const port = 4567

const others = ({ node }: ProbeContext): readonly NodeName[] => nodeNames.filter((name) => name !== node)

/**
 * The connections that there are; only a controller without one is asked, because each question is a line in the log
 * of the one that is asked. It is asked on both networks, and all of that at once.
 */
export const peersSection: ProbeSection = {
  command: () => `ss -Htn state established '( sport = :${port} or dport = :${port} )'`,
  script: (context) => {
    const pairs = others(context).map((name) => {
      const { management, cluster } = context.topology.nodes[name]
      return `${name}=${cluster},${management}`
    })
    return `there=$(ss -Htn state established '( sport = :${port} or dport = :${port} )') || exit
set -- ${pairs.join(' ')}
printf '%s\n' "$there" | head -n 200
for pair do
  shift
  addresses=\${pair#*=}
  case $there in *" \${addresses%,*}:"*|*" \${addresses#*,}:"*) ;; *) set -- "$@" "$pair" ;; esac
done
[ $# = 0 ] || bash -c '
ask() { exec 3<>"/dev/tcp/$1/${port}" && echo open; }
fds=(); pids=(); targets=(); limit=0.6
for pair in "$@"; do
  addresses=\${pair#*=}
  for address in \${addresses/,/ }; do
    exec {fd}< <(ask "$address" 2>&1); fds+=("$fd"); pids+=("$!"); targets+=("\${pair%%=*} $address")
  done
done
for at in "\${!targets[@]}"; do
  if IFS= read -r -t "$limit" -n 200 -u "\${fds[at]}" answer; then echo "asked \${targets[at]} $answer"
  else echo "asked \${targets[at]} no answer in time"; limit=0.05; fi
done
kill "\${pids[@]}" 2>/dev/null' bash "$@"
echo done`
  },
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
