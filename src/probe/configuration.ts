import type { ProbeId } from './registry.ts'
import { quote } from './shell.ts'

/** The files that learners edit and probes read from, as patterns of the shell. Keys and certificates are not among them. */
const files: Readonly<Record<ProbeId, readonly string[]>> = {
  api: ['/etc/systemd/system/lab-api.service', '/usr/local/bin/lab-api'],
  chrony: [
    '/etc/chrony/chrony.conf',
    '/etc/chrony/conf.d/*.conf',
    '/etc/chrony/sources.d/*.sources',
    '/etc/default/chrony'
  ],
  clustercheck: ['/etc/clustercheck.cnf', '/usr/local/bin/clustercheck', '/etc/xinetd.d/mysqlchk'],
  corosync: ['/etc/corosync/corosync.conf'],
  galera: ['/etc/my.cnf', '/etc/my.cnf.d/*.cnf', '/etc/mysql/*.cnf', '/etc/mysql/*/*.cnf'],
  haproxy: ['/etc/haproxy/haproxy.cfg', '/etc/sysctl.conf', '/etc/sysctl.d/*.conf'],
  host: ['/etc/hosts', '/etc/hostname'],
  keepalived: ['/etc/keepalived/keepalived.conf'],
  memcached: ['/etc/memcached.conf'],
  network: [],
  oslo: ['/etc/nova/nova.conf'],
  pacemaker: ['/var/lib/pacemaker/cib/cib.xml'],
  rabbitmq: ['/etc/rabbitmq/rabbitmq-env.conf', '/etc/rabbitmq/rabbitmq.conf', '/etc/rabbitmq/advanced.config'],
  site: ['/etc/motd', '/root/baseline.txt', '/root/after.txt'],
  vip: ['/etc/keepalived/keepalived.conf', '/var/lib/pacemaker/cib/cib.xml']
}

/** How much of one file is read, and of how many. */
const mostBytes = 16_384
const mostFiles = 60

/** How much the script prints at most: every file as base64, which takes four characters for three bytes. */
export const mostConfigurationBytes = 1_500_000

/** A file of a controller, or its beginning. */
export interface ConfigurationFile {
  readonly path: string
  readonly text: string
}

/** Shell text that prints the files that some probes read: path and content in base64, a file on each line. */
export const configurationScript = (probes: readonly ProbeId[]): string => {
  const patterns = [...new Set(probes.flatMap((id) => files[id]))]
  const print = `left=${mostFiles}
for file in ${patterns.join(' ')}; do
  [ -f "$file" ] && [ "$left" -gt 0 ] || continue
  left=$((left - 1))
  echo "$(printf %s "$file" | base64 -w 0) $(head -c ${mostBytes} "$file" | base64 -w 0)"
done`
  return `timeout 5 sh -c ${quote(print)} 2>/dev/null </dev/null | head -c ${mostConfigurationBytes}\n`
}

const filePattern = /^(?<path>[A-Za-z0-9+/]+={0,2}) (?<text>[A-Za-z0-9+/]*={0,2})$/gm

/** The files that the script printed. What is not a line of it is passed over. */
export const readConfiguration = (output: string): readonly ConfigurationFile[] =>
  [...output.matchAll(filePattern)].slice(0, mostFiles).map(({ groups }) => ({
    path: decode(groups?.['path']),
    text: decode(groups?.['text'])
  }))

const decode = (base64 = ''): string => Buffer.from(base64, 'base64').toString('utf8')
