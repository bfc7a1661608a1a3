/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'host.distribution': 'distribution',
  'host.release': 'release',
  'host.name': 'host name',
  'host.nameRight': 'the host name is right',
  'host.machineId': 'machine id',
  'host.addresses': 'addresses',
  'host.managementLink': 'link with the management address',
  'host.clusterLink': 'link with the cluster address',
  'host.resolves': 'names that lead to the management address',
  'host.resolvesToLoopback': 'names that lead to a loopback address',
  'host.unresolved': 'names that lead nowhere',
  'host.systemState': 'state of the system',
  'host.runningServices': 'running services',
  'host.failedUnits': 'failed units',
  'host.memoryTotal': 'memory (MB)',
  'host.memoryAvailable': 'memory available (MB)',
  'host.memoryAvailablePercent': 'memory available (%)',
  'host.diskFree': 'disk space free (MB)',
  'host.diskUsedPercent': 'disk space used (%)',
  'host.firewallRules': 'rules of the packet filter',
  'host.firewallDrops': 'rules that throw packets away'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  up: 'up',
  down: 'down',
  absent: 'no card has the address'
} as const
