import { linesOf, type Section } from './probe.ts'

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
  const lines = linesOf(output).map((line) => line.trim())
  const whole = lines.filter((line) => line.endsWith('{')).length === lines.filter((line) => line === '}').length
  if (exitCode !== 0 || !whole || /^(?:Error|sh|nft|timeout):/m.test(output) || /not permitted|not found/.test(output))
    return { firewallRules: undefined, firewallDrops: undefined }
  let chain: string | undefined
  let rules = 0
  const drops: string[] = []
  for (const line of lines) {
    const opened = /^chain (?<name>\S+) \{$/.exec(line)?.groups?.['name']
    if (opened !== undefined) chain = opened
    else if (line === '}') chain = undefined
    else if (chain !== undefined && line !== '') {
      const isHead = line.startsWith('type ')
      if (!isHead) rules += 1
      if (isHead ? line.includes('policy drop;') : isRefusal(line)) drops.push(`${chain}: ${plain(line)}`)
    }
  }
  return { firewallRules: rules, firewallDrops: drops.slice(0, mostDrops) }
}

const isRefusal = (rule: string): boolean => /(?:^|\s)(?:drop|reject)(?:\s|$)/.test(rule.replace(/"[^"]*"/g, ''))

/** Without the counters, which change from look to look. */
const plain = (rule: string): string => rule.replace(/counter packets \d+ bytes \d+ /g, '').slice(0, 120)
