import { type NodeName, nodeNames, type Topology } from '../../topology.ts'
import { osloBoolean, parseOsloConfig } from '../oslo/config.ts'
import type { Section } from '../probe.ts'

/** The port of AMQP: of the brokers, and of a server in a list that names none. */
export const amqpPort = 5672

/** How the services of a controller reach the brokers, as `/etc/nova/nova.conf` says. */
export interface Transport {
  /** Without its passwords. */
  readonly line: string | undefined
  readonly servers: readonly string[]
  /** The controllers whose brokers they are. */
  readonly controllers: readonly NodeName[]
  readonly strangers: readonly string[]
  readonly users: readonly string[]
  /** `rabbit_quorum_queue`: durable queues are declared as quorum queues. */
  readonly quorum: boolean
}

const url = /^(?<scheme>[a-z+]+):\/\/(?<servers>[^/]*)(?:\/.*)?$/

/** Undefined where there is no such file, or not one that can be read. */
export const readTransport = ({ output, exitCode }: Section, topology: Topology): Transport | undefined => {
  if (exitCode !== 0) return undefined
  const config = parseOsloConfig(output)
  const option = (section: string, name: string): string | undefined =>
    config.ok ? config.sections.get(section)?.get(name) : undefined
  const line = option('DEFAULT', 'transport_url')
  const { scheme, servers = '' } = url.exec(line ?? '')?.groups ?? {}
  const entries = scheme === 'rabbit' ? servers.split(',').map((entry) => readServer(entry, topology)) : []
  return {
    line,
    servers: entries.map(({ host, port }) => `${host}:${port}`),
    controllers: nodeNames.filter((name) =>
      entries.some(({ controller, port }) => controller === name && port === amqpPort)
    ),
    strangers: entries
      .filter(({ controller, port }) => controller === undefined || port !== amqpPort)
      .map(({ host, port }) => `${host}:${port}`),
    users: [...new Set(entries.map(({ user }) => user))],
    quorum: osloBoolean(option('oslo_messaging_rabbit', 'rabbit_quorum_queue') ?? 'false') ?? false
  }
}

const readServer = (entry: string, topology: Topology) => {
  const at = entry.lastIndexOf('@')
  const [, host = '', digits] = /^(.*?)(?::(\d{1,5}))?$/.exec(entry.slice(at + 1).trim()) ?? []
  return {
    user: entry.slice(0, Math.max(0, at)).replace(/:.*$/, ''),
    host,
    port: digits === undefined ? amqpPort : Number(digits),
    controller: nodeNames.find((name) => name === host || topology.nodes[name].management === host)
  }
}
