import { linesOf } from '../probe.ts'

/** A VRRP instance of a `keepalived.conf`. */
export interface VrrpInstance {
  readonly name: string
  readonly routerId: number | undefined
  readonly priority: number | undefined
  readonly interface: string | undefined
  readonly preempts: boolean
  readonly peers: readonly string[]
  /** Without prefix lengths. */
  readonly addresses: readonly string[]
  readonly tracked: readonly string[]
}

/** A statement: its words, and the block that follows it. */
interface Statement {
  readonly words: readonly string[]
  readonly block: readonly Statement[]
}

/** Blocks within blocks deeper than this are none of keepalived's. */
const deepest = 20

/** Words of a line, quotes around several kept together, braces apart; `!` and `#` begin a comment. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"?|([{}])|[#!].*|([^\s"{}#!]+[^\s"{}]*)/g)].flatMap(
    ([, quoted, brace, plain]) => quoted ?? brace ?? plain ?? []
  )

const statementsOf = (text: string): readonly Statement[] => {
  const root: Statement[] = []
  const open: Statement[][] = [root]
  let words: string[] = []
  const close = (block: Statement[]): void => {
    if (words.length > 0 || block.length > 0) open.at(-1)?.push({ words, block })
    words = []
  }
  for (const line of linesOf(text)) {
    for (const word of wordsOf(line)) {
      if (word === '{') {
        const block: Statement[] = []
        // The brace may stand on a line of its own: then the block belongs to the statement before.
        const before = words.length === 0 ? open.at(-1)?.pop() : undefined
        open.at(-1)?.push({ words: before?.words ?? words, block })
        words = []
        open.push(block)
        if (open.length > deepest) return root
      } else if (word === '}') {
        close([])
        if (open.length > 1) open.pop()
      } else words.push(word)
    }
    close([])
  }
  return root
}

/** Reads the VRRP instances of a `keepalived.conf`. What it does not know it passes over. */
export const parseKeepalivedConfig = (text: string): readonly VrrpInstance[] =>
  statementsOf(text)
    .filter(({ words }) => words[0] === 'vrrp_instance')
    .map(({ words, block }) => {
      const value = (keyword: string): string | undefined => block.findLast((one) => one.words[0] === keyword)?.words[1]
      const inside = (keyword: string): readonly string[] =>
        block
          .filter((one) => one.words[0] === keyword)
          .flatMap((one) => one.block.flatMap((entry) => entry.words[0] ?? []))
      return {
        name: words[1] ?? '',
        routerId: numberOf(value('virtual_router_id')),
        priority: numberOf(value('priority')),
        interface: value('interface'),
        preempts: !block.some((one) => one.words[0] === 'nopreempt'),
        peers: inside('unicast_peer'),
        addresses: [...inside('virtual_ipaddress'), ...inside('virtual_ipaddress_excluded')].map((address) =>
          address.replace(/\/.*/, '')
        ),
        tracked: [...inside('track_script'), ...inside('track_process'), ...inside('track_file')]
      }
    })

const numberOf = (text: string | undefined): number | undefined =>
  /^\d{1,5}$/.test(text ?? '') ? Number(text) : undefined
