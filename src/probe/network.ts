import { z } from 'zod'
import { type NodeAddresses, type NodeName, nodeNames } from '../topology.ts'
import { answerWords, readAnswers, timeSection, timeSource } from './ntp.ts'
import { defineProbe, linesLike, linesOf, notUnderstood, type ProbeContext, type Section } from './probe.ts'

const controllers = z.array(z.enum(nodeNames))

/** The others' addresses, on both networks. */
const targets = ({ node, topology }: ProbeContext): readonly string[] =>
  nodeNames.filter((name) => name !== node).flatMap((name) => Object.values(topology.nodes[name]))

/** What lies between the controllers; apart from `host`, so that only those who ask for it wait for silent machines. */
export const network = defineProbe({
  id: 'network',
  sections: {
    rounds: {
      command: (context) => `for a in ${targets(context).join(' ')}; do ping -n -q -c 3 -i 0.002 -w 1 $a; done`,
      script: (context) => `for address in ${targets(context).join(' ')}; do
  { answer=$(ping -n -q -c 3 -i 0.002 -w 1 "$address" 2>&1); echo "to $address
$answer"; } &
done; wait; true`,
      excerpt: linesLike(/^(?:to|rtt|\d+ packets) /)
    },
    time: timeSection((topology) => [timeSource(topology)])
  },
  facts: z.object({
    /** The controllers that answer a ping at their management address (iputils-ping 20221126); oneself excepted. */
    managementReached: controllers,
    managementSilent: controllers,
    /** The same on the cluster network. */
    clusterReached: controllers,
    clusterSilent: controllers,
    /**
     * There and back in milliseconds, the best of three, to the farthest controller that answers, whichever the network.
     * The HA guide asks for at most 2.
     */
    slowest: z.number().optional(),
    /** What the lab host's time source says. */
    timeSource: z.enum(answerWords),
    /** How far this controller's clock and the time source's are apart, in milliseconds, give or take some. */
    clockOffset: z.number().optional()
  }),
  shownBy: {
    managementReached: 'rounds',
    managementSilent: 'rounds',
    clusterReached: 'rounds',
    clusterSilent: 'rounds',
    slowest: 'rounds',
    timeSource: 'time',
    clockOffset: 'time'
  },
  absenceShownBy: 'rounds',
  parse: (sections, context) => {
    const { node, topology } = context
    const rounds = readRounds(sections.rounds, targets(context))
    const answer = readAnswers(sections.time, [timeSource(topology)])?.(timeSource(topology))
    if (!rounds || !answer) return notUnderstood
    const others = nodeNames.filter((name) => name !== node)
    const reached = (net: keyof NodeAddresses) => (name: NodeName) => rounds.has(topology.nodes[name][net])
    const silent = (net: keyof NodeAddresses) => (name: NodeName) => !rounds.has(topology.nodes[name][net])
    return {
      kind: 'known',
      facts: {
        managementReached: others.filter(reached('management')),
        managementSilent: others.filter(silent('management')),
        clusterReached: others.filter(reached('cluster')),
        clusterSilent: others.filter(silent('cluster')),
        slowest: rounds.size === 0 ? undefined : Math.max(...rounds.values()),
        timeSource: answer.word,
        clockOffset: answer.ahead && Math.abs(answer.ahead)
      }
    }
  }
})

/** Milliseconds by address, of those that answered. Undefined where the output is not one block for each. */
const readRounds = (
  { output, exitCode }: Section,
  wanted: readonly string[]
): ReadonlyMap<string, number> | undefined => {
  if (exitCode !== 0) return undefined
  const blocks = output.split(/^to /m).slice(1).map(linesOf)
  const addresses = blocks.map(([address = '']) => address)
  if (addresses.length !== wanted.length || !wanted.every((address) => addresses.includes(address))) return undefined
  const isPing = blocks.every((lines) => lines.some((line) => /\d+ packets transmitted|unreachable/i.test(line)))
  if (!isPing) return undefined
  return new Map(
    blocks.flatMap(([address = '', ...lines]) => {
      const best = /^rtt min\/avg\/max\/mdev = (?<best>\d+(?:\.\d+)?)\//m.exec(lines.join('\n'))?.groups?.['best']
      return best === undefined ? [] : [[address, Number(best)] as const]
    })
  )
}
