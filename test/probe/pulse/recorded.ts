import { readFileSync } from 'node:fs'
import { type Findings, type QuestionId, questionIds } from '../../../src/probe/pulse/findings.ts'
import { buildPulse, type Pulse, readPulse } from '../../../src/probe/pulse/pulse.ts'
import type { NodeName } from '../../../src/topology.ts'
import { recordingOf, solvedCluster } from '../pacemaker/recorded.ts'
import { nonce, sectionOf, topology } from '../recorded.ts'

/** What one section printed, and its exit code. */
export interface Printed {
  readonly text: string
  readonly exitCode?: number
}

const fixture = (path: string): string => readFileSync(`test/fixtures/${path}`, 'utf8')

const running = [
  'chronyd',
  'memcached',
  'mariadbd',
  'beam.smp',
  'corosync',
  'pacemakerd',
  'pacemaker-based',
  'haproxy'
] as const
export type ProcessName = (typeof running)[number]

/** A line of `/proc/<pid>/stat`, as kernels have it. */
const statOf = (id: number, name: string, state: string, started: number): string =>
  `${id} (${name}) ${state} 6801 1818 1818 0 -1 4194560 46418 0 7 0 50 59 0 0 20 0 9 0 ${started} 588947456 25716`

/** How a machine may differ from one on which everything runs. */
export interface MachineDifference {
  /** Processes that are not there. */
  readonly without?: readonly ProcessName[]
  readonly halted?: readonly ProcessName[]
  /** Names of units that are not installed. */
  readonly uninstalled?: readonly string[]
  readonly bootedAt?: number
  readonly startedAt?: number
  readonly vip?: boolean
  /** Cards without a carrier. */
  readonly cut?: readonly string[]
  /** Cards without an address. */
  readonly bare?: readonly string[]
}

const units = ['chrony', 'memcached', 'mariadb', 'rabbitmq-server', 'corosync', 'pacemaker', 'haproxy']

/** What the machine's part prints. */
const machineText = (node: NodeName, difference: MachineDifference = {}): string => {
  const { without = [], halted = [], uninstalled = [], cut = [], bare = [] } = difference
  const { bootedAt = 3_700_000, startedAt = 3_720_000, vip = node === 'controller1' } = difference
  const { management, cluster } = topology.nodes[node]
  const forever = 'valid_lft forever preferred_lft forever'
  const addresses = [
    ['eth0', management, ''],
    ...(vip ? [['eth0', topology.vip, 'secondary ']] : []),
    ['eth1', cluster, '']
  ].filter(([card = '']) => !bare.includes(card))
  return [
    `init ${statOf(1, 'systemd', 'S', bootedAt)}`,
    ...units.filter((unit) => !uninstalled.includes(unit)).map((unit) => `unit ${unit}`),
    ...['eth0', 'eth1', 'lo'].map((card) => `card ${card} ${cut.includes(card) ? 0 : 1}`),
    `1: lo    inet 127.0.0.1/8 scope host lo\\       ${forever}`,
    ...addresses.map(
      ([card, address, what]) =>
        `5063: ${card}    inet ${address}/24 brd 10.99.0.255 scope global ${what}${card}\\       ${forever}`
    ),
    ...running
      .filter((name) => !without.includes(name))
      .map((name, index) => `process ${statOf(500 + index, name, halted.includes(name) ? 'T' : 'S', startedAt)}`),
    ''
  ].join('\n')
}

/** What `readStatus` needs beside a recorded status. */
const variables = 'version\t10.11.19-MariaDB-0+deb12u1\nwsrep_on\tON\nwsrep_sst_method\trsync\n'

/** A recorded status of Galera as the question gets it. */
export const galeraText = (recording: string): string => {
  const wanted = /^wsrep_(?:ready|cluster_status|cluster_size|cluster_state_uuid|local_state_comment)\t.*\n/gm
  return `${(fixture(`galera/${recording}.status.tsv`).match(wanted) ?? []).join('')}${variables}`
}

/** What tools of the cluster printed in a situation. */
export const clusterText = (
  folder: 'corosync' | 'pacemaker',
  situation: string,
  node: NodeName,
  what: string
): Printed => {
  const found = recordingOf(folder, situation, node, what)
  if (found === undefined) throw new Error(`there is no recording of ${what} in ${situation}`)
  return found
}

/** What the broker's recorded answer has of what a pulse asks. */
export const brokerText = (recording: string, node: NodeName): string =>
  sectionOf(fixture(`rabbitmq/${recording}.${node}.txt`), 'rabbitmq.broker')

/** What HAProxy's socket printed. */
export const balancerText = (recording: string): string => `${fixture(`haproxy/${recording}.txt`).trimEnd()}\n\n`

const tracking = (address: string): string =>
  `${address},10.99.0.1,4,1795375558.400218843,0.000018906,-0.000009250,0.000016097,-0.047,-0.022,0.858,0.000237244,0.001031314,4.0,Normal\n`

/** `chronyc -N -c tracking` that follows the lab host, or itself. */
export const timeText = { labHost: tracking('0A630001'), ownClock: tracking('7F7F0101') } as const

/** Everything that a controller prints where all labs are solved. */
const solvedParts = (node: NodeName): Readonly<Record<QuestionId, Printed>> => ({
  galera: { text: galeraText('healthy.controller1') },
  quorum: { text: sectionOf(solvedCluster(node), 'corosync.quorum') },
  rings: { text: sectionOf(solvedCluster(node), 'corosync.links') },
  cluster: { text: sectionOf(solvedCluster(node), 'pacemaker.cluster') },
  broker: { text: brokerText('solved', node) },
  balancer: { text: balancerText('state.healthy') },
  time: { text: timeText.labHost }
})

const part = (name: string, { text, exitCode = 0 }: Printed): string =>
  `\n${nonce} begin ${name}\n${text}\n${nonce} end ${exitCode}\n`

/** A whole output. */
export const outputOf = (
  node: NodeName,
  parts: Partial<Record<QuestionId, Printed>> = {},
  machine: MachineDifference = {}
): string => {
  const all = { ...solvedParts(node), ...parts }
  return [part('machine', { text: machineText(node, machine) }), ...questionIds.map((id) => part(id, all[id]))].join('')
}

export const scriptFor = (node: NodeName, asked: readonly QuestionId[] = questionIds) =>
  buildPulse(asked, [], { node, topology }, nonce)

/** What is read of an output. */
export const readFrom = (node: NodeName, output: string): Pulse | undefined => readPulse(scriptFor(node), output)

/** The pulse of a controller where all labs are solved, with differences. */
export const pulseFor = (
  node: NodeName,
  parts: Partial<Record<QuestionId, Printed>> = {},
  machine: MachineDifference = {}
): Pulse => {
  const pulse = readFrom(node, outputOf(node, parts, machine))
  if (pulse === undefined) throw new Error('the output is not understood')
  return pulse
}

/** What is found where one question is answered like this. */
export const found = <Q extends QuestionId>(id: Q, printed: Printed, node: NodeName = 'controller1'): Findings[Q] =>
  pulseFor(node, { [id]: printed }).findings[id]
