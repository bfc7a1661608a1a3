import { linesOf } from '../probe.ts'

/** One section of corosync.conf with what stands in it, in the order of the file. */
export interface ConfigurationSection {
  readonly name: string
  /** Settings by key; of one that stands there twice the last counts, as for corosync. */
  readonly settings: ReadonlyMap<string, string>
  readonly sections: readonly ConfigurationSection[]
}

/** A file of corosync's format as a tree, or the first line that corosync cannot read, with its number. */
export type Configuration =
  | { readonly ok: true; readonly root: ConfigurationSection }
  | { readonly ok: false; readonly brokenLine: string }

/** One entry of the list of nodes. */
export interface ConfiguredNode {
  readonly id: string
  /** Empty where the file names none. */
  readonly name: string
  /** Addresses by link: `ring0_addr`, `ring1_addr` … */
  readonly addresses: ReadonlyMap<number, string>
}

/** Sections within sections: corosync itself knows three levels. */
const deepest = 8

interface OpenSection {
  readonly name: string
  readonly settings: Map<string, string>
  readonly sections: OpenSection[]
}

/** Reads corosync.conf as corosync does: `name {`, `}`, `key: value`, and comments on lines of their own. */
export const readConfiguration = (text: string): Configuration => {
  const root: OpenSection = { name: '', settings: new Map(), sections: [] }
  const open = [root]
  for (const [index, written] of linesOf(text).entries()) {
    const line = written.trim()
    const current = open.at(-1)
    const broken: Configuration = { ok: false, brokenLine: `${index + 1}: ${line.slice(0, 200)}` }
    if (current === undefined || open.length > deepest) return broken
    if (line === '' || line.startsWith('#')) continue
    const brace = line.indexOf('{')
    const colon = line.indexOf(':')
    if (brace >= 0 && (colon < 0 || brace < colon)) {
      const section = { name: line.slice(0, brace).trim(), settings: new Map(), sections: [] }
      if (section.name === '' || line.slice(brace + 1).trim() !== '') return broken
      current.sections.push(section)
      open.push(section)
    } else if (colon > 0) {
      current.settings.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim())
    } else if (line === '}' && open.length > 1) {
      open.pop()
    } else return broken
  }
  return open.length === 1 ? { ok: true, root } : { ok: false, brokenLine: `the section ${open.at(-1)?.name} has no }` }
}

/** The settings of the sections of a name, as if they were one. */
export const settingsOf = (root: ConfigurationSection, name: string): ReadonlyMap<string, string> =>
  new Map(sectionsOf(root, name).flatMap(({ settings }) => [...settings]))

const sectionsOf = (within: ConfigurationSection, name: string): readonly ConfigurationSection[] =>
  within.sections.filter((section) => section.name === name)

/** The list of nodes, in the order of the file. */
export const nodesOf = (root: ConfigurationSection): readonly ConfiguredNode[] =>
  sectionsOf(root, 'nodelist')
    .flatMap((list) => sectionsOf(list, 'node'))
    .map(({ settings }) => ({
      id: settings.get('nodeid') ?? '',
      name: settings.get('name') ?? '',
      addresses: new Map(
        [...settings].flatMap(([key, value]) => {
          const link = /^ring([0-7])_addr$/.exec(key)?.[1]
          return link === undefined ? [] : [[Number(link), value] as const]
        })
      )
    }))

/** What corosync assumes where the file says nothing; `secauth` is the old word for both kinds of protection. */
const defaults: Readonly<Record<string, string>> = {
  'totem.version': '2',
  'totem.transport': 'knet',
  'totem.token': '3000',
  'totem.link_mode': 'passive',
  'totem.crypto_cipher': 'none',
  'totem.crypto_hash': 'none',
  'totem.secauth': 'off',
  'quorum.two_node': '0',
  'quorum.wait_for_all': '0',
  'quorum.last_man_standing': '0',
  'quorum.auto_tie_breaker': '0'
}

/** Sections that have to say the same on every node: where a node writes its log is its own business. */
const shared = ['totem', 'nodelist', 'quorum', 'qb', 'system']

/** An address of the node's own network stands in `interface` sections of old files. */
const own = ['bindnetaddr']

/**
 * What the file means for the cluster, one setting a line and sorted, so that two nodes can be compared: without
 * comments, order, defaults that are written out, and what is a node's own business.
 */
export const meaningOf = (root: ConfigurationSection): readonly string[] => {
  const lines = (section: ConfigurationSection, path: string): readonly string[] => [
    ...[...section.settings].flatMap(([key, value]) => {
      const name = `${path}.${key}`
      return own.includes(key) || defaults[name] === value ? [] : [`${name}=${value}`]
    }),
    ...section.sections.flatMap((inner) => lines(inner, `${path}.${nameOf(inner)}`))
  ]
  return [
    ...new Set(
      root.sections.filter(({ name }) => shared.includes(name)).flatMap((section) => lines(section, section.name))
    )
  ].sort()
}

/** A section that may stand there several times is told apart by what identifies it. */
const nameOf = ({ name, settings }: ConfigurationSection): string => {
  const identity = settings.get('nodeid') ?? settings.get('linknumber') ?? settings.get('ringnumber')
  return identity === undefined ? name : `${name}.${identity}`
}
