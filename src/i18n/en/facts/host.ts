/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'host.distribution': 'distribution',
  'host.release': 'release',
  'host.name': 'host name',
  'host.machineId': 'machine id',
  'host.addresses': 'addresses',
  'host.resolves': 'names that lead to the management address',
  'host.resolvesToLoopback': 'names that lead to a loopback address',
  'host.unresolved': 'names that lead nowhere',
  'host.systemState': 'state of the system',
  'host.runningServices': 'running services',
  'host.failedUnits': 'failed units'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {} as const
