import { linesOf, type Section } from '../probe.ts'

/** How many of the rules that throw packets away are told. */
const mostDrops = 10

/** What a packet filter does, as far as `nft list ruleset` tells. */
interface Firewall {
  readonly firewallRules: number | undefined
  readonly firewallDrops: string[] | undefined
}

/**
 * Reads what nft lists: rules one a line inside chains, in the notation of nftables 1.0; rules made by iptables-nft look
 * the same. Nothing at all is what it prints where there are no rules.
 */
export const readFirewall = ({ output, exitCode }: Section): Firewall => {
  const unknown = { firewallRules: undefined, firewallDrops: undefined }
  const open: string[] = []
  let rules = 0
  const drops: string[] = []
  for (const line of linesOf(output).map((text) => text.trim())) {
    if (line === '' || line.startsWith('#')) continue
    if (line === '}') {
      if (open.pop() === undefined) return unknown
    } else if (line.endsWith('{')) open.push(line)
    // Outside of tables nft prints nothing: these are its complaints.
    else if (open.length === 0) return unknown
    else {
      const chain = /^chain (?<name>\S+) \{$/.exec(open.at(-1) ?? '')?.groups?.['name']
      if (chain === undefined) continue
      const isHead = line.startsWith('type ')
      if (!isHead) rules += 1
      if (isHead ? line.includes('policy drop;') : isRefusal(line)) drops.push(`${chain}: ${plain(line)}`)
    }
  }
  const isWhole = exitCode === 0 && open.length === 0
  return isWhole ? { firewallRules: rules, firewallDrops: drops.slice(0, mostDrops) } : unknown
}

const isRefusal = (rule: string): boolean => /(?:^|\s)(?:drop|reject)(?:\s|$)/.test(rule.replace(/"[^"]*"/g, ''))

/** Without the counters, which change from look to look. */
const plain = (rule: string): string => rule.replace(/counter packets \d+ bytes \d+ /g, '').slice(0, 120)
