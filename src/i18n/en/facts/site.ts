/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'site.banner': 'what /etc/motd says of this controller',
  'site.bannerLacks': 'missing in /etc/motd',
  'site.bannerOthers': 'other controllers in /etc/motd',
  'site.baseline': 'measurements in /root/baseline.txt',
  'site.baselineMissing': 'addresses without an answer in /root/baseline.txt',
  'site.after': 'measurements in /root/after.txt',
  'site.afterMissing': 'addresses without an answer in /root/after.txt',
  'site.api': 'where the name api leads',
  'site.apiAddresses': 'addresses of the name api'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  right: 'its name and both of its addresses',
  others: 'another controller is named there',
  incomplete: 'not all that is wanted',
  absent: 'nothing yet',
  whole: 'both others, on both networks',
  vip: 'to the VIP',
  ambiguous: 'to the VIP and somewhere else',
  elsewhere: 'somewhere else',
  unresolved: 'nowhere',
  name: 'its name',
  management: 'its management address',
  cluster: 'its cluster address'
} as const
