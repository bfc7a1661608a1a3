import { z } from 'zod'
import { type NodeName, nodeNames } from '../topology.ts'
import { defineProbe, linesOf, notUnderstood, type Section } from './probe.ts'

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
    names: {
      command: () => `getent ahostsv4 ${nodeNames.join(' ')}`,
      // Without an answer from a name server the resolver would wait for half a minute.
      script: () => `export RES_OPTIONS='timeout:1 attempts:1'
for name in ${nodeNames.join(' ')}; do echo "name $name"; timeout 2 getent ahostsv4 "$name"; done; true`
    },
    units: {
      command: () => 'systemctl list-units --state=running,failed',
      script: () => `timeout 2 systemctl show --property=SystemState &&
timeout 2 systemctl list-units --plain --no-legend --no-pager --full --state=running,failed`
    }
  },
  facts: z.object({
    /** `debian` */
    distribution: z.string(),
    /** `12` */
    release: z.string(),
    name: z.string(),
    machineId: z.string(),
    /** IPv4, loopback excepted. */
    addresses: z.array(z.string()),
    /** Controllers whose name leads to their management address, and to nothing else. */
    resolves: z.array(z.enum(nodeNames)),
    /** Controllers whose name leads to 127.x, as the line `127.0.1.1` of an installer makes it. */
    resolvesToLoopback: z.array(z.enum(nodeNames)),
    unresolved: z.array(z.enum(nodeNames)),
    /** systemd's word: running, degraded, starting … */
    systemState: z.string(),
    runningServices: z.array(z.string()),
    failedUnits: z.array(z.string())
  }),
  shownBy: {
    distribution: 'identity',
    release: 'identity',
    name: 'identity',
    machineId: 'identity',
    addresses: 'addresses',
    resolves: 'names',
    resolvesToLoopback: 'names',
    unresolved: 'names',
    systemState: 'units',
    runningServices: 'units',
    failedUnits: 'units'
  },
  absenceShownBy: 'identity',
  parse: (sections, { topology }) => {
    const identity = readIdentity(sections.identity)
    const addresses = readAddresses(sections.addresses)
    const names = readNames(sections.names)
    const units = readUnits(sections.units)
    if (!identity || !addresses || !names || !units) return notUnderstood
    const leadsTo = (name: NodeName): readonly string[] => names.get(name) ?? []
    return {
      kind: 'known',
      facts: {
        ...identity,
        addresses: [...addresses],
        resolves: nodeNames.filter((name) => leadsTo(name).join() === topology.nodes[name].management),
        resolvesToLoopback: nodeNames.filter((name) => leadsTo(name).some((address) => address.startsWith('127.'))),
        unresolved: nodeNames.filter((name) => leadsTo(name).length === 0),
        ...units
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

const readAddresses = ({ output, exitCode }: Section): readonly string[] | undefined => {
  const found = [...output.matchAll(/^\d+:\s+\S+\s+inet (\d{1,3}(?:\.\d{1,3}){3})(?:\/|\s)/gm)].map(
    ([, address]) => address
  )
  if (exitCode !== 0 || found.length === 0) return undefined
  return found.filter((address) => address !== undefined).filter((address) => !address.startsWith('127.'))
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
