/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'clustercheck.listening': 'something listens on port 9200',
  'clustercheck.bound': 'the health check listens on',
  'clustercheck.unit': 'unit of the health check',
  'clustercheck.activeState': 'state of the unit',
  'clustercheck.enabled': 'the health check is there after a boot',
  'clustercheck.answer': 'answer of the health check',
  'clustercheck.status': 'HTTP status of the health check',
  'clustercheck.text': 'text of the health check',
  'clustercheck.stateless': 'the health check names no state of Galera'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  ok: '200: well',
  unavailable: '503: not well',
  'other-status': 'another status',
  'not-http': 'no HTTP',
  silent: 'silence',
  refused: 'refused',
  unreachable: 'no connection',
  management: 'the management address only',
  loopback: 'the loopback address only',
  everywhere: 'every address (0.0.0.0)',
  cluster: 'the cluster network',
  elsewhere: 'an address that is neither of the management nor of the cluster network',
  nothing: 'no address'
} as const
