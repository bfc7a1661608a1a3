import { linesOf, type Section } from '../probe.ts'
import type { ConfiguredNode } from './configuration.ts'

/** The running corosync's own table: keys and values as text. */
export type Cmap = ReadonlyMap<string, string>

/** Reads `corosync-cmapctl`. Undefined where corosync did not answer. */
export const readCmap = ({ output, exitCode }: Section): Cmap | undefined => {
  if (exitCode !== 0) return undefined
  const values = new Map(
    linesOf(output).flatMap((line) => {
      const [, key, value] = /^([a-z][\w.-]{1,200}) \([a-z]{1,3}\d{0,2}\) = (.{0,200})$/.exec(line) ?? []
      return key === undefined || value === undefined ? [] : [[key, value.trim()] as const]
    })
  )
  return values.size > 0 ? values : undefined
}

/** A number of the table. */
export const numberIn = (cmap: Cmap | undefined, key: string): number | undefined => {
  const value = cmap?.get(key)
  return value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : undefined
}

/** The nodes that the running corosync knows, by their position in its list. */
export const nodesIn = (cmap: Cmap): readonly ConfiguredNode[] => {
  const nodes = new Map<string, { id: string; name: string; addresses: Map<number, string> }>()
  for (const [key, value] of cmap) {
    const [, at, field = ''] = /^nodelist\.node\.(\d{1,3})\.(\w+)$/.exec(key) ?? []
    if (at === undefined) continue
    const node = nodes.get(at) ?? { id: '', name: '', addresses: new Map<number, string>() }
    nodes.set(at, node)
    const link = /^ring([0-7])_addr$/.exec(field)?.[1]
    if (field === 'nodeid') node.id = value
    else if (field === 'name') node.name = value
    else if (link !== undefined) node.addresses.set(Number(link), value)
  }
  return [...nodes.values()]
}

/** Reads `corosync-quorumtool -s`. Undefined where nobody counts votes, or the output is not whole. */
export const readQuorum = ({ output, exitCode }: Section) => {
  const line = (name: string): string | undefined => new RegExp(`^${name}: +(.{0,200})$`, 'm').exec(output)?.[1]?.trim()
  const number = (name: string): number | undefined => {
    const digits = /^\d{1,6}/.exec(line(name) ?? '')?.[0]
    return digits === undefined ? undefined : Number(digits)
  }
  const [votes, expectedVotes, quorum] = [number('Total votes'), number('Expected votes'), number('Quorum')]
  const word = line('Quorate')
  const flags = line('Flags')
  // corosync-quorumtool ends with 2 where there is no quorum.
  if ((exitCode !== 0 && exitCode !== 2) || flags === undefined || (word !== 'Yes' && word !== 'No')) return undefined
  if (votes === undefined || expectedVotes === undefined || quorum === undefined) return undefined
  // The table comes last: without it the output was cut.
  if (!/^ +\d+ +\d+ .*\(local\)$/m.test(output)) return undefined
  const set = flags.split(/\s+/)
  return {
    quorate: word === 'Yes',
    votes,
    expectedVotes,
    quorum,
    twoNode: set.includes('2Node'),
    waitForAll: set.includes('WaitForAll'),
    lastManStanding: set.includes('LastManStanding'),
    autoTieBreaker: set.includes('AutoTieBreaker')
  }
}

/** One of the networks that corosync uses. */
export interface Link {
  readonly address: string
  /** Identifiers of the nodes that it reaches, its own included. */
  readonly connected: readonly string[]
  /** How many nodes it should reach. */
  readonly of: number
}

/** Reads `corosync-cfgtool -s`, in the words of corosync 3.0 and 3.1. Undefined where corosync did not answer. */
export const readLinks = ({ output, exitCode }: Section): { transport: string; all: readonly Link[] } | undefined => {
  const transport = /^Local node ID \d+(?:, transport (\w{1,20}))?$/m.exec(output)
  if (exitCode !== 0 || transport === null) return undefined
  const all = output
    .split(/^LINK ID /m)
    .slice(1)
    .map((block) => {
      const nodes = [...block.matchAll(/^\s+nodeid:?\s+(\d{1,10}):\s+(\S.*)$/gm)]
      return {
        address: /^\s+addr\s*= (\S{1,60})\s*$/m.exec(block)?.[1] ?? '',
        connected: nodes.flatMap(([, id, words]) =>
          id !== undefined && /^(?:localhost|connected)\b|\bconnected:1\b/.test(words ?? '') ? [id] : []
        ),
        of: nodes.length
      }
    })
  return { transport: transport[1] ?? 'knet', all }
}
