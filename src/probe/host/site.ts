import { z } from 'zod'
import { type NodeName, nodeNames } from '../../topology.ts'
import { defineProbe, linesOf, notUnderstood, type ProbeContext, type Section } from '../probe.ts'

/** What the greeting at login says of the controller. */
const bannerWords = ['right', 'others', 'incomplete', 'absent'] as const

/** What a controller is known by. */
const ownWords = ['name', 'management', 'cluster'] as const

/** A file with measurements of the way to the other controllers. */
const measurementWords = ['whole', 'incomplete', 'absent'] as const

/** Where the name `api` leads. */
const apiWords = ['vip', 'ambiguous', 'elsewhere', 'unresolved'] as const

const bannerFile = '/etc/motd'
const baselineFile = '/root/baseline.txt'
const afterFile = '/root/after.txt'

/** Far more than what is written there by hand. */
const mostBytes = 16_384

const reading = (file: string) => ({
  command: () => `head -c ${mostBytes} ${file}`,
  script: () => `timeout 1 head -c ${mostBytes} ${file}`
})

/**
 * What those who run the site wrote down about it: the greeting at login, the measurements of its networks, and the name
 * of the address that its users know. Apart from `host`, so that nothing of it is taken for a cause of other failures.
 * Seen on Debian 12: base-files 12.4, iputils-ping 20221126, libc-bin 2.36.
 */
export const site = defineProbe({
  id: 'site',
  sections: {
    banner: reading(bannerFile),
    baseline: reading(baselineFile),
    after: reading(afterFile),
    api: {
      command: () => 'getent ahostsv4 api',
      // Without an answer from a name server the resolver would wait for half a minute.
      script: () => "RES_OPTIONS='timeout:1 attempts:1' timeout 2 getent ahostsv4 api"
    }
  },
  facts: z.object({
    /** `right`: it names this controller with both addresses, and no other (`/etc/motd`). */
    banner: z.enum(bannerWords),
    /** What of this controller the greeting does not say. */
    bannerLacks: z.array(z.enum(ownWords)),
    /** Other controllers that it names, or gives an address of. */
    bannerOthers: z.array(z.enum(nodeNames)),
    /** `whole`: `/root/baseline.txt` has an answer of both others on both networks (`ping`, its last lines). */
    baseline: z.enum(measurementWords),
    /** Addresses of the others of which it has no answer. */
    baselineMissing: z.array(z.string()),
    /** The same of `/root/after.txt`. */
    after: z.enum(measurementWords),
    afterMissing: z.array(z.string()),
    /** `vip`: the name `api` leads to the VIP, and nowhere else. */
    api: z.enum(apiWords),
    apiAddresses: z.array(z.string())
  }),
  shownBy: {
    banner: 'banner',
    bannerLacks: 'banner',
    bannerOthers: 'banner',
    baseline: 'baseline',
    baselineMissing: 'baseline',
    after: 'after',
    afterMissing: 'after',
    api: 'api',
    apiAddresses: 'api'
  },
  absenceShownBy: 'banner',
  parse: (sections, context) => {
    const banner = readBanner(sections.banner, context)
    const baseline = readMeasurements(sections.baseline, context)
    const after = readMeasurements(sections.after, context)
    const api = readApi(sections.api, context)
    if (!banner || !baseline || !after || !api) return notUnderstood
    const words = [banner.word, baseline.word, after.word]
    if (api.word === 'unresolved' && words.every((word) => word === 'absent')) return { kind: 'absent' }
    return {
      kind: 'known',
      facts: {
        banner: banner.word,
        bannerLacks: banner.lacks,
        bannerOthers: banner.others,
        baseline: baseline.word,
        baselineMissing: baseline.missing,
        after: after.word,
        afterMissing: after.missing,
        api: api.word,
        apiAddresses: api.addresses
      }
    }
  }
})

/** What head(1) printed of a file; empty where there is no such file, undefined where it could not be read. */
const textOf = ({ output, exitCode }: Section): string | undefined => {
  if (exitCode === 0) return output
  return /^head: .*: No such file or directory\s*$/.test(output) ? '' : undefined
}

const readBanner = (section: Section, { node, topology }: ProbeContext) => {
  const text = textOf(section)
  if (text === undefined) return undefined
  const words = text
    .toLowerCase()
    .split(/[^\w.-]+/)
    .map((word) => word.replace(/\.$/, ''))
  const own = (name: NodeName): Readonly<Record<(typeof ownWords)[number], boolean>> => ({
    name: words.some((word) => word === name || word.startsWith(`${name}.`)),
    management: words.includes(topology.nodes[name].management),
    cluster: words.includes(topology.nodes[name].cluster)
  })
  const said = own(node)
  const lacks = ownWords.filter((word) => !said[word])
  const others = nodeNames.filter((name) => name !== node && Object.values(own(name)).includes(true))
  const word = bannerWord(lacks.length, others.length)
  return { word, lacks, others }
}

const bannerWord = (lacks: number, others: number): (typeof bannerWords)[number] => {
  if (others > 0) return 'others'
  if (lacks === 0) return 'right'
  return lacks === ownWords.length ? 'absent' : 'incomplete'
}

const readMeasurements = (section: Section, { node, topology }: ProbeContext) => {
  const text = textOf(section)
  if (text === undefined) return undefined
  const answered = answeredIn(text)
  const missing = nodeNames
    .filter((name) => name !== node)
    .flatMap((name) => Object.values(topology.nodes[name]))
    .filter((address) => !answered.has(address))
  return { word: measurementWord(text, missing.length), missing }
}

const measurementWord = (text: string, missing: number): (typeof measurementWords)[number] => {
  if (missing === 0) return 'whole'
  return text.trim() === '' ? 'absent' : 'incomplete'
}

/** Where `ping` says whom it asks, or asked; of a name, only the first line gives the address. */
const measurementLine = /^(?:PING \S{1,253} \((?<begun>[\d.]{7,15})\)|--- (?<ended>[\d.]{7,15}) ping statistics ---$)/

/** The addresses that answered in what `ping` printed: its line of times comes only where something came back. */
const answeredIn = (text: string): ReadonlySet<string> => {
  const answered = new Set<string>()
  let asked: string | undefined
  for (const line of linesOf(text)) {
    const { begun, ended } = measurementLine.exec(line)?.groups ?? {}
    asked = begun ?? ended ?? asked
    if (asked !== undefined && /^rtt min\/avg\/max\/mdev = \d+\.\d+\//.test(line)) {
      answered.add(asked)
      asked = undefined
    }
  }
  return answered
}

/** What getent(1) ends with where nobody knows the name. */
const nameUnknown = 2

/** Addresses beyond these say nothing new. */
const mostAddresses = 8

const readApi = ({ output, exitCode }: Section, { topology }: ProbeContext) => {
  const found = [...output.matchAll(/^(?<address>\d{1,3}(?:\.\d{1,3}){3})\s+(?:STREAM|DGRAM|RAW)\b/gm)]
  const addresses = [...new Set(found.map(({ groups }) => groups?.['address'] ?? ''))].slice(0, mostAddresses)
  const isEmpty = output.trim() === ''
  if (exitCode === nameUnknown && isEmpty) return { word: 'unresolved' as const, addresses }
  if (exitCode !== 0 || addresses.length === 0) return undefined
  return { word: apiWord(addresses, topology.vip), addresses }
}

const apiWord = (addresses: readonly string[], vip: string): (typeof apiWords)[number] => {
  if (!addresses.includes(vip)) return 'elsewhere'
  return addresses.length === 1 ? 'vip' : 'ambiguous'
}
