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
  /** Empty for a server that has nobody in front of it: the services come to that one as guest. */
  readonly users: readonly string[]
  /** What the path of the URL leads to; without one, RabbitMQ's first one. */
  readonly virtualHost: string | undefined
  /** `rabbit_quorum_queue`: durable queues are declared as quorum queues. */
  readonly quorum: boolean
  /** `rabbit_ha_queues`, of the time before policies: RabbitMQ ignores it, and oslo.messaging refuses it beside `quorum`. */
  readonly mirrors: boolean
}

/** Read as Python's urlparse and oslo.messaging do: the scheme in any case, and what follows a `?` is for the driver. */
const url = /^(?<scheme>[a-z+]+):\/\/(?<servers>[^/?#]*)(?:\/(?<path>[^?#]*))?(?:[?#].*)?$/i

/** Undefined where there is no such file, or not one that can be read. */
export const readTransport = ({ output, exitCode }: Section, topology: Topology): Transport | undefined => {
  if (exitCode !== 0) return undefined
  const config = parseOsloConfig(output)
  const option = (section: string, name: string): string | undefined =>
    config.ok ? config.sections.get(section)?.get(name) : undefined
  const isOn = (name: string): boolean => osloBoolean(option('oslo_messaging_rabbit', name) ?? 'false') ?? false
  const line = option('DEFAULT', 'transport_url')
  const { scheme, servers = '', path } = url.exec(line ?? '')?.groups ?? {}
  const isRabbit = scheme?.toLowerCase() === 'rabbit'
  const entries = isRabbit
    ? servers.split(',').flatMap((entry) => (entry === '' ? [] : [readServer(entry, topology)]))
    : []
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
    virtualHost: isRabbit ? decode(path ?? '') || '/' : undefined,
    quorum: isOn('rabbit_quorum_queue'),
    mirrors: isOn('rabbit_ha_queues')
  }
}

const readServer = (entry: string, topology: Topology) => {
  const at = entry.lastIndexOf('@')
  const [, host = '', digits] = /^(.*?)(?::(\d{0,5}) *)?$/.exec(entry.slice(at + 1)) ?? []
  return {
    user: decode(entry.slice(0, Math.max(0, at)).replace(/:.*$/, '')),
    host,
    port: digits ? Number(digits) : amqpPort,
    controller: nodeNames.find((name) => name === host.toLowerCase() || topology.nodes[name].management === host)
  }
}

/** With its `%nn` written out, as far as they are any. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
