import type { NodeAddresses } from '../../topology.ts'
import { linesOf, type ProbeContext, type Section } from '../probe.ts'
import { isStopped, overProcesses, readStat } from '../processes.ts'
import { askProcesses } from '../shared.ts'
import { readAddresses } from '../vip/vip.ts'

/** Every service that a pulse tells of, in the order of the course: its units, and the names of its processes. */
export const services = {
  chrony: { units: ['chrony'], processes: ['chronyd'] },
  memcached: { units: ['memcached'], processes: ['memcached'] },
  galera: { units: ['mariadb', 'mysql'], processes: ['mariadbd', 'mysqld'] },
  rabbitmq: { units: ['rabbitmq-server'], processes: ['beam.smp'] },
  corosync: { units: ['corosync'], processes: ['corosync'] },
  pacemaker: { units: ['pacemaker'], processes: ['pacemakerd', 'pacemaker-based'] },
  haproxy: { units: ['haproxy'], processes: ['haproxy'] },
  keepalived: { units: ['keepalived'], processes: ['keepalived'] }
} as const satisfies Readonly<Record<string, { units: readonly string[]; processes: readonly string[] }>>
export type ServiceId = keyof typeof services

/** The services, in their order. */
export const serviceIds = Object.keys(services).filter((id): id is ServiceId => Object.hasOwn(services, id))

/** Whether a service runs, as unit files and processes tell. */
export type Presence =
  | { readonly kind: 'absent' }
  | { readonly kind: 'stopped' }
  /** A process of it is stopped by a signal: it keeps its sockets and answers nobody. */
  | { readonly kind: 'suspended' }
  /** `startedAt` in seconds since boot: another one is another process. */
  | { readonly kind: 'running'; readonly startedAt: number }

/** What is to be seen of a network of the machine. `no-address`: its address is on no card. */
export const linkWords = ['up', 'cut', 'no-address'] as const
export type LinkWord = (typeof linkWords)[number]

/** What every pulse tells of a machine. */
export interface Machine {
  /** When its first process began, in seconds on the host's clock: another one is another boot. */
  readonly bootedAt: number
  readonly services: Readonly<Record<ServiceId, Presence>>
  /** The processes of these services, so that they need not be looked for again. */
  readonly processes: readonly number[]
  readonly links: Readonly<Record<keyof NodeAddresses, LinkWord>>
  /** The virtual address is on one of its cards. */
  readonly holdsVip: boolean
}

const processNames = serviceIds.flatMap((id) => services[id].processes)

/** A command of RabbitMQ is a process of the same name: of the broker alone one word of the command line is `boot`. */
const isOtherErlang = `case $line in *' (beam.smp) '*) grep -q -z -x boot "$folder/cmdline" 2>/dev/null || continue ;; esac`

const scan = `${askProcesses(processNames)}
${overProcesses(processNames, `${isOtherErlang}\n  echo "process $line"`)}`

/**
 * Shell text that starts one program. To look for processes is most of what it costs: those that are known are looked
 * at, and where one of them is gone, or none is known, they are looked for.
 */
export const askMachine = (known: readonly number[]): string => `read -r init </proc/1/stat; echo "init $init"
for unit in ${serviceIds.flatMap((id) => services[id].units).join(' ')}; do
  if [ -e /lib/systemd/system/$unit.service ] || [ -e /etc/systemd/system/$unit.service ]; then echo "unit $unit"; fi
done
for card in /sys/class/net/*; do
  carrier=0; read -r carrier <"$card/carrier"; echo "card \${card##*/} \${carrier:-0}"
done 2>/dev/null
ip -4 -oneline address show
found=
for id in ${known.join(' ')}; do
  read -r line <"/proc/$id/stat" || { found=; break; }
  found="\${found}process $line
"
done 2>/dev/null
if [ -n "$found" ]; then printf %s "$found"; exit 0; fi
${scan}`

/** Undefined where a part of it is missing. */
export const readMachine = (section: Section, { node, topology }: ProbeContext): Machine | undefined => {
  const lines = linesOf(section.output)
  const after = (word: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []))
  const init = readStat(after('init')[0] ?? '')
  const addresses = readAddresses(section)
  const cards = new Map(after('card').map((line) => [line.slice(0, line.lastIndexOf(' ')), line.endsWith(' 1')]))
  if (init === undefined || addresses === undefined || cards.size === 0) return undefined
  const units = after('unit')
  const processes = after('process').flatMap((line) => {
    const stat = readStat(line)
    const name = line.slice(line.indexOf('(') + 1, line.lastIndexOf(')'))
    return stat === undefined || stat.state === 'Z' || stat.state === 'X' ? [] : [{ ...stat, name }]
  })
  const presenceOf = (id: ServiceId): Presence => {
    const names: readonly string[] = services[id].processes
    const own = processes.filter(({ name }) => names.includes(name))
    if (own.some(isStopped)) return { kind: 'suspended' }
    if (own.length > 0) return { kind: 'running', startedAt: Math.min(...own.map(({ startedAt }) => startedAt)) }
    return { kind: services[id].units.some((unit) => units.includes(unit)) ? 'stopped' : 'absent' }
  }
  const linkOf = (wanted: string): LinkWord => {
    const card = addresses.find(({ address }) => address === wanted)?.card
    if (card === undefined) return 'no-address'
    return cards.get(card.replace(/@.*/, '')) === true ? 'up' : 'cut'
  }
  const { management, cluster } = topology.nodes[node]
  return {
    bootedAt: init.startedAt,
    services: {
      chrony: presenceOf('chrony'),
      memcached: presenceOf('memcached'),
      galera: presenceOf('galera'),
      rabbitmq: presenceOf('rabbitmq'),
      corosync: presenceOf('corosync'),
      pacemaker: presenceOf('pacemaker'),
      haproxy: presenceOf('haproxy'),
      keepalived: presenceOf('keepalived')
    },
    processes: processes.map(({ id }) => id),
    links: { management: linkOf(management), cluster: linkOf(cluster) },
    holdsVip: addresses.some(({ address }) => address === topology.vip)
  }
}
