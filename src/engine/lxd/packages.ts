import type { Host } from '../host.ts'
import { buildPrograms } from '../image/build.ts'
import { type Daemon, type DaemonKind, daemonProgram, isSnap } from './daemon.ts'

/** A program that has to be there, and the package of Debian that brings it. */
interface Requirement {
  /** Any of these will do. */
  readonly programs: readonly string[]
  readonly package: string
}

/** What the daemon calls for pools and networks; a snap brings its own. */
const daemonRequirements: readonly Requirement[] = [
  { programs: ['dnsmasq'], package: 'dnsmasq-base' },
  { programs: ['nft', 'iptables'], package: 'nftables' },
  { programs: ['mkfs.btrfs'], package: 'btrfs-progs' },
  { programs: ['lxcfs'], package: 'lxcfs' }
]

const missingOf = async (host: Host, requirements: readonly Requirement[]): Promise<string[]> => {
  const found = await Promise.all(
    requirements.map(async ({ programs }) => (await Promise.all(programs.map(host.findProgram))).some(Boolean))
  )
  return requirements.filter((_, index) => !found[index]).map((requirement) => requirement.package)
}

/** The packages that the engine lacks. */
export const missingEnginePackages = async (host: Host, kind: DaemonKind, daemon: Daemon): Promise<string[]> => {
  if (await isSnap(host, kind)) return []
  const own = daemon.state === 'not-installed' ? [{ programs: [daemonProgram(kind)], package: kind }] : []
  return missingOf(host, [...own, ...daemonRequirements])
}

/** Signs what is installed in the image; other distributions do not have it by themselves. */
const keyring = { path: '/usr/share/keyrings/debian-archive-keyring.gpg', package: 'debian-archive-keyring' }

/** The packages that building an image lacks. */
export const missingBuildPackages = async (host: Host): Promise<string[]> => {
  const programs = Object.entries(buildPrograms)
    .filter(([program]) => host.user === 'other' || program !== 'newuidmap')
    .map(([program, name]) => ({ programs: [program], package: name }))
  return [...(await missingOf(host, programs)), ...((await host.exists(keyring.path)) ? [] : [keyring.package])]
}
