/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'network.managementReached': 'controllers that answer on the management network',
  'network.managementSilent': 'controllers that do not answer on the management network',
  'network.clusterReached': 'controllers that answer on the cluster network',
  'network.clusterSilent': 'controllers that do not answer on the cluster network',
  'network.slowest': 'longest way there and back (ms)',
  'network.timeSource': "the lab host's time source",
  'network.clockOffset': "distance from the lab host's clock (ms)"
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  answers: 'it answers',
  unsynchronised: 'it answers that it has no time to give',
  refused: 'it refuses',
  silent: 'it does not answer'
} as const
