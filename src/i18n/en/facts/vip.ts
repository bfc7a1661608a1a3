/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'vip.holds': 'the VIP is here',
  'vip.network': 'network of the VIP',
  'vip.prefixLength': 'prefix length of the VIP',
  'vip.answers': 'a database answers at the VIP',
  'vip.answer': 'answer at the VIP',
  'vip.owners': 'told to hold the VIP',
  'vip.resources': 'resources with the VIP',
  'vip.nic': 'network card that the resource names',
  'vip.nicFits': 'the management network is on that card',
  'vip.netmask': 'netmask of the resource',
  'vip.balancer': 'resource that runs HAProxy',
  'vip.balancerCloned': 'HAProxy is cloned to every controller',
  'vip.colocation': 'the VIP and HAProxy',
  'vip.startOrder': 'start order',
  'vip.tracked': 'what keepalived watches',
  'vip.followsHaproxy': 'the VIP is only where HAProxy runs'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  management: 'the management network',
  cluster: 'the cluster network',
  loopback: 'the loopback',
  elsewhere: 'another network card',
  nowhere: 'nowhere',
  greeted: 'a greeting of the database',
  'turned-away': 'the database turns clients away',
  closed: 'connected, and closed without a word',
  silent: 'connected, and silence',
  refused: 'refused',
  'timed-out': 'no connection in time',
  unreachable: 'nobody has the address',
  other: 'something that is no database',
  pacemaker: 'Pacemaker',
  keepalived: 'keepalived',
  together: 'the VIP goes only where HAProxy runs',
  advisory: 'together if it can be had',
  reversed: 'HAProxy runs only where the VIP is',
  apart: 'never together',
  none: 'nothing said',
  'haproxy-first': 'HAProxy, then the VIP',
  'vip-first': 'the VIP, then HAProxy'
} as const
