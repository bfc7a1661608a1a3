/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'vip.holds': '虚拟 IP 在本节点上',
  'vip.network': '虚拟 IP 所在的网络',
  'vip.prefixLength': '虚拟 IP 的前缀长度',
  'vip.answers': '虚拟 IP 上有数据库应答',
  'vip.answer': '虚拟 IP 上的应答',
  'vip.owners': '受命持有虚拟 IP 的软件',
  'vip.resources': '带有虚拟 IP 的资源',
  'vip.nic': '资源指定的网卡',
  'vip.nicFits': '管理网络就在这块网卡上',
  'vip.netmask': '资源的子网掩码',
  'vip.balancer': '运行 HAProxy 的资源',
  'vip.balancerCloned': 'HAProxy 克隆到每个控制节点',
  'vip.colocation': '虚拟 IP 与 HAProxy 的关系',
  'vip.startOrder': '启动顺序',
  'vip.tracked': 'keepalived 监视的对象',
  'vip.followsHaproxy': '虚拟 IP 只在 HAProxy 运行的地方'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  management: '管理网络',
  cluster: '集群网络',
  loopback: '回环',
  elsewhere: '其他网卡',
  nowhere: '不在本节点',
  greeted: '数据库的问候',
  'turned-away': '数据库拒绝接纳客户端',
  closed: '连上后一言不发就关闭',
  silent: '连上但没有应答',
  refused: '被拒绝',
  'timed-out': '未能及时连上',
  unreachable: '没有人持有这个地址',
  other: '应答的不是数据库',
  pacemaker: 'Pacemaker（集群）',
  keepalived: 'keepalived（通过 VRRP）',
  together: '虚拟 IP 只到 HAProxy 运行的地方',
  advisory: '尽量在一起',
  reversed: 'HAProxy 只在虚拟 IP 所在处运行',
  apart: '永不在一起',
  none: '没有规定',
  'haproxy-first': '先 HAProxy，后虚拟 IP',
  'vip-first': '先虚拟 IP，后 HAProxy'
} as const
