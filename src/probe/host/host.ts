import { z } from 'zod'
import { type NodeName, nodeNames } from '../../topology.ts'
import { defineProbe, linesOf, notUnderstood, readIfAsked, type Section } from '../probe.ts'
import { readFirewall } from './firewall.ts'

/** A network card that carries an address of the lab; `absent`: no card has the address. */
const linkWords = ['up', 'down', 'absent'] as const

/** The machine itself. Seen on Debian 12: iproute2 6.1, systemd 252, coreutils 9.1, nftables 1.0.6. */
export const host = defineProbe({
  id: 'host',
  sections: {
    identity: {
      command: () => 'cat /proc/sys/kernel/hostname /etc/machine-id /etc/os-release',
      script: () => 'cat /proc/sys/kernel/hostname /etc/machine-id && head -c 4096 /etc/os-release'
    },
    addresses: {
      command: () => 'ip -4 -oneline address show',
      script: () => 'ip -4 -oneline address show'
    },
    links: {
      command: () => 'ip -oneline link show',
      script: () => 'ip -oneline link show'
    },
    names: {
      command: () => `getent ahostsv4 ${nodeNames.join(' ')}`,
      // Without an answer from a name server the resolver would wait for half a minute.
      script: () => `export RES_OPTIONS='timeout:1 attempts:1'
for name in ${nodeNames.join(' ')}; do echo "name $name"; timeout 2 getent ahostsv4 "$name"; done; true`
    },
    units: {
      explains: true,
      command: () => 'systemctl list-units --state=running,failed',
      script: () => `timeout 2 systemctl show --property=SystemState &&
timeout 2 systemctl list-units --plain --no-legend --no-pager --full --state=running,failed`
    },
    memory: {
      explains: true,
      command: () => 'free --mebi',
      script: () => 'head -n 5 /proc/meminfo'
    },
    disk: {
      explains: true,
      command: () => 'df -kP /',
      script: () => 'timeout 1 df -kP /'
    },
    firewall: {
      command: () => 'nft list ruleset',
      // An empty answer means no rules, so one that was cut off must not look like it.
      script: () => '{ timeout 2 nft list ruleset 2>&1 || echo "nft: failed"; } | head -c 65536'
    }
  },
  facts: z.object({
    /** `debian` */
    distribution: z.string(),
    /** `12` */
    release: z.string(),
    name: z.string(),
    /** The host name is what the others call this controller. */
    nameRight: z.boolean(),
    machineId: z.string(),
    /** IPv4, loopback excepted. */
    addresses: z.array(z.string()),
    /** The card with the management address (`ip link`): `up` is able to carry packets, not only switched on. */
    managementLink: z.enum(linkWords),
    /** The card with the cluster address. */
    clusterLink: z.enum(linkWords),
    /** Controllers whose name leads to their management address, and to nothing else. */
    resolves: z.array(z.enum(nodeNames)),
    /** Controllers whose name leads to 127.x, as the line `127.0.1.1` of an installer makes it. */
    resolvesToLoopback: z.array(z.enum(nodeNames)),
    unresolved: z.array(z.enum(nodeNames)),
    /** systemd's word: running, degraded, starting … */
    systemState: z.string().optional(),
    runningServices: z.array(z.string()).optional(),
    /** Units that systemd calls failed. What a service only warns of is not among them. */
    failedUnits: z.array(z.string()).optional(),
    /** In MiB (`/proc/meminfo`); in a container, of its limit, or of the host where it has none. */
    memoryTotal: z.number().optional(),
    /** What programs may still get without swapping, in MiB. */
    memoryAvailable: z.number().optional(),
    memoryAvailablePercent: z.number().optional(),
    /** Of the root file system, in MiB (`df -kP /`). */
    diskFree: z.number().optional(),
    /** As `df` rounds it. */
    diskUsedPercent: z.number().optional(),
    /** Rules of the packet filter (`nft list ruleset`, which shows those of iptables-nft as well). */
    firewallRules: z.number().optional(),
    /** Those that throw packets away or refuse them, as `chain: rule`, ten at most. */
    firewallDrops: z.array(z.string()).optional()
  }),
  shownBy: {
    distribution: 'identity',
    release: 'identity',
    name: 'identity',
    nameRight: 'identity',
    machineId: 'identity',
    addresses: 'addresses',
    managementLink: 'links',
    clusterLink: 'links',
    resolves: 'names',
    resolvesToLoopback: 'names',
    unresolved: 'names',
    systemState: 'units',
    runningServices: 'units',
    failedUnits: 'units',
    memoryTotal: 'memory',
    memoryAvailable: 'memory',
    memoryAvailablePercent: 'memory',
    diskFree: 'disk',
    diskUsedPercent: 'disk',
    firewallRules: 'firewall',
    firewallDrops: 'firewall'
  },
  absenceShownBy: 'identity',
  parse: (sections, { node, topology }) => {
    const identity = readIdentity(sections.identity)
    const addresses = readAddresses(sections.addresses)
    const links = readLinks(sections.links)
    const names = readNames(sections.names)
    const units = readIfAsked(sections.units, readUnits, {})
    const memory = readIfAsked(sections.memory, readMemory, {})
    const disk = readIfAsked(sections.disk, readDisk, {})
    if (!identity || !addresses || !links || !names || !units || !memory || !disk) return notUnderstood
    const leadsTo = (name: NodeName): readonly string[] => names.get(name) ?? []
    const linkOf = (address: string): (typeof linkWords)[number] => {
      const card = addresses.find((own) => own.address === address)?.card
      return card === undefined ? 'absent' : links.has(card) ? 'up' : 'down'
    }
    return {
      kind: 'known',
      facts: {
        ...identity,
        nameRight: identity.name === node,
        addresses: addresses.map(({ address }) => address).filter((address) => !address.startsWith('127.')),
        managementLink: linkOf(topology.nodes[node].management),
        clusterLink: linkOf(topology.nodes[node].cluster),
        resolves: nodeNames.filter((name) => leadsTo(name).join() === topology.nodes[name].management),
        resolvesToLoopback: nodeNames.filter((name) => leadsTo(name).some((address) => address.startsWith('127.'))),
        unresolved: nodeNames.filter((name) => leadsTo(name).length === 0),
        ...units,
        ...memory,
        ...disk,
        ...readFirewall(sections.firewall)
      }
    }
  }
})

const readIdentity = ({ output, exitCode }: Section) => {
  const [name, machineId, ...rest] = linesOf(output)
  const release = new Map(
    rest.flatMap((line) => {
      const { key, value } = /^(?<key>[A-Z_]+)="?(?<value>[^"]*)"?$/.exec(line)?.groups ?? {}
      return key === undefined || value === undefined ? [] : [[key, value] as const]
    })
  )
  const distribution = release.get('ID')
  if (exitCode !== 0 || !name || !machineId || !/^[0-9a-f]{32}$/.test(machineId) || !distribution) return undefined
  return { name, machineId, distribution, release: release.get('VERSION_ID') ?? '' }
}

interface OwnAddress {
  readonly card: string
  readonly address: string
}

const readAddresses = ({ output, exitCode }: Section): readonly OwnAddress[] | undefined => {
  const found = [...output.matchAll(/^\d+:\s+(?<card>\S+)\s+inet (?<address>\d{1,3}(?:\.\d{1,3}){3})(?:\/|\s)/gm)]
  if (exitCode !== 0 || found.length === 0) return undefined
  return found.map(({ groups }) => ({ card: groups?.['card'] ?? '', address: groups?.['address'] ?? '' }))
}

/** The cards that carry packets: switched on, and with something at the other end. */
const readLinks = ({ output, exitCode }: Section): ReadonlySet<string> | undefined => {
  const found = [...output.matchAll(/^\d+:\s+(?<card>[^\s:@]+)\S*\s+<(?<flags>[A-Z0-9_,-]*)>/gm)]
  if (exitCode !== 0 || found.length === 0) return undefined
  const carrying = found.filter(({ groups }) => {
    const flags = groups?.['flags']?.split(',') ?? []
    return flags.includes('UP') && flags.includes('LOWER_UP')
  })
  return new Set(carrying.map(({ groups }) => groups?.['card'] ?? ''))
}

const readNames = ({ output, exitCode }: Section): ReadonlyMap<NodeName, readonly string[]> | undefined => {
  const names = new Map<NodeName, string[]>()
  let current: string[] | undefined
  for (const line of linesOf(output)) {
    const name = nodeNames.find((known) => line === `name ${known}`)
    if (name !== undefined) {
      if (names.has(name)) return undefined
      current = []
      names.set(name, current)
    }
    const address = /^(\d{1,3}(?:\.\d{1,3}){3})\s+(?:STREAM|DGRAM|RAW)\b/.exec(line)?.[1]
    if (address !== undefined && !current?.includes(address)) current?.push(address)
  }
  return exitCode === 0 && names.size === nodeNames.length ? names : undefined
}

const readUnits = ({ output, exitCode }: Section) => {
  const [first = '', ...lines] = linesOf(output)
  const systemState = /^SystemState=([a-z]+)$/.exec(first)?.[1]
  if (exitCode !== 0 || systemState === undefined) return undefined
  const units = lines.flatMap((line) => {
    const { unit, active, sub } = /^(?<unit>\S+)\s+\S+\s+(?<active>\S+)\s+(?<sub>\S+)/.exec(line)?.groups ?? {}
    return unit === undefined ? [] : [{ unit, active, sub }]
  })
  return {
    systemState,
    runningServices: units
      .filter(({ unit, sub }) => sub === 'running' && unit.endsWith('.service'))
      .map(({ unit }) => unit.slice(0, -'.service'.length)),
    failedUnits: units.filter(({ active }) => active === 'failed').map(({ unit }) => unit)
  }
}

const readMemory = ({ output, exitCode }: Section) => {
  const amount = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d{1,12}) kB$`, 'm').exec(output)?.[1] ?? Number.NaN)
  const total = amount('MemTotal')
  const available = amount('MemAvailable')
  if (exitCode !== 0 || !(total > 0) || !(available >= 0)) return undefined
  return {
    memoryTotal: Math.round(total / 1024),
    memoryAvailable: Math.round(available / 1024),
    memoryAvailablePercent: Math.round((100 * available) / total)
  }
}

const readDisk = ({ output, exitCode }: Section) => {
  const { free, percent } =
    /^\S+\s+\d+\s+\d+\s+(?<free>\d{1,15})\s+(?<percent>\d{1,3})%\s+\/$/m.exec(output)?.groups ?? {}
  if (exitCode !== 0 || free === undefined || percent === undefined) return undefined
  return { diskFree: Math.round(Number(free) / 1024), diskUsedPercent: Number(percent) }
}
