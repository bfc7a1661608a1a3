/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'site.banner': '/etc/motd 对本节点的说明',
  'site.bannerLacks': '/etc/motd 里缺少的内容',
  'site.bannerOthers': '/etc/motd 里提到的其他控制节点',
  'site.baseline': '/root/baseline.txt 里的测量',
  'site.baselineMissing': '/root/baseline.txt 里没有应答的地址',
  'site.after': '/root/after.txt 里的测量',
  'site.afterMissing': '/root/after.txt 里没有应答的地址',
  'site.api': '名称 api 解析到哪里',
  'site.apiAddresses': '名称 api 的地址'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  right: '它的名称和两个地址',
  others: '提到了别的控制节点',
  incomplete: '不完整',
  absent: '还没有',
  whole: '两个网络上的另外两个节点都有',
  vip: '虚拟 IP',
  ambiguous: '虚拟 IP，以及别的地址',
  elsewhere: '别的地址',
  unresolved: '无法解析',
  name: '名称',
  management: '管理地址',
  cluster: '集群地址'
} as const
