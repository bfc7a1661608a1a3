import * as chrony from './chrony.ts'
import * as galera from './galera.ts'
import * as host from './host.ts'
import * as memcached from './memcached.ts'
import * as oslo from './oslo.ts'
import * as rabbitmq from './rabbitmq.ts'

/** What each fact is called, for people. */
export const facts = {
  ...chrony.names,
  ...galera.names,
  ...host.names,
  ...memcached.names,
  ...oslo.names,
  ...rabbitmq.names
} as const

/** Values that are words of ours rather than of a controller, by probe. */
export const words = {
  chrony: chrony.words,
  galera: galera.words,
  host: host.words,
  memcached: memcached.words,
  oslo: oslo.words,
  rabbitmq: rabbitmq.words
} as const
