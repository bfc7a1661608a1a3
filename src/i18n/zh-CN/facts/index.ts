import * as api from './api.ts'
import * as chrony from './chrony.ts'
import * as clustercheck from './clustercheck.ts'
import * as corosync from './corosync.ts'
import * as galera from './galera.ts'
import * as haproxy from './haproxy.ts'
import * as host from './host.ts'
import * as keepalived from './keepalived.ts'
import * as memcached from './memcached.ts'
import * as network from './network.ts'
import * as oslo from './oslo.ts'
import * as pacemaker from './pacemaker.ts'
import * as rabbitmq from './rabbitmq.ts'
import * as site from './site.ts'
import * as vip from './vip.ts'

/** What each fact is called, for people. */
export const facts = {
  ...chrony.names,
  ...corosync.names,
  ...galera.names,
  ...host.names,
  ...api.names,
  ...clustercheck.names,
  ...haproxy.names,
  ...keepalived.names,
  ...vip.names,
  ...memcached.names,
  ...network.names,
  ...oslo.names,
  ...pacemaker.names,
  ...rabbitmq.names,
  ...site.names
} as const

/** Values that are words of ours rather than of a controller, by probe. */
export const words = {
  chrony: chrony.words,
  corosync: corosync.words,
  galera: galera.words,
  host: host.words,
  // Both are asked over HTTP.
  api: clustercheck.words,
  clustercheck: clustercheck.words,
  haproxy: haproxy.words,
  keepalived: keepalived.words,
  vip: vip.words,
  memcached: memcached.words,
  network: network.words,
  oslo: oslo.words,
  pacemaker: pacemaker.words,
  rabbitmq: rabbitmq.words,
  site: site.words
} as const
