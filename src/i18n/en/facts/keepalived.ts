/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'keepalived.version': 'installed version',
  'keepalived.active': 'keepalived is active',
  'keepalived.activeState': 'state of the unit',
  'keepalived.enabled': 'keepalived starts at boot',
  'keepalived.configured': 'there is a keepalived.conf',
  'keepalived.instance': 'VRRP instance',
  'keepalived.hasVip': 'the instance has the VIP',
  'keepalived.virtualAddresses': 'virtual addresses',
  'keepalived.routerId': 'virtual_router_id',
  'keepalived.priority': 'priority',
  'keepalived.interface': 'network card',
  'keepalived.authHash': 'hash of the password',
  'keepalived.peers': 'controllers that it speaks with',
  'keepalived.unicast': 'it names whom it speaks with',
  'keepalived.tracked': 'what it watches',
  'keepalived.disabledScripts': 'scripts that keepalived refuses to run',
  'keepalived.state': 'VRRP state',
  'keepalived.passwordRefused': 'it hears announcements with another password',
  'keepalived.trackedFailed': 'what it watches has failed'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  MASTER: 'MASTER',
  BACKUP: 'BACKUP',
  FAULT: 'FAULT',
  none: 'none'
} as const
