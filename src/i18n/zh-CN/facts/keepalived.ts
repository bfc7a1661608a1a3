/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'keepalived.version': '已安装的版本',
  'keepalived.active': 'keepalived 处于 active 状态',
  'keepalived.activeState': '单元状态',
  'keepalived.enabled': 'keepalived 开机自启',
  'keepalived.configured': '存在 keepalived.conf',
  'keepalived.instance': 'VRRP 实例',
  'keepalived.hasVip': '实例中有虚拟 IP',
  'keepalived.virtualAddresses': '虚拟地址',
  'keepalived.routerId': 'virtual_router_id（虚拟路由器编号）',
  'keepalived.priority': '优先级',
  'keepalived.interface': '网卡',
  'keepalived.authHash': '密码的哈希值',
  'keepalived.peers': '与之通信的控制节点',
  'keepalived.unicast': '点名了通信对象',
  'keepalived.tracked': '监视的对象',
  'keepalived.disabledScripts': 'keepalived 拒绝运行的脚本',
  'keepalived.state': 'VRRP 状态',
  'keepalived.passwordRefused': '收到密码不同的通告',
  'keepalived.trackedFailed': '监视的对象已失效'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  MASTER: 'MASTER（主）',
  BACKUP: 'BACKUP（备）',
  FAULT: 'FAULT（故障）',
  none: '没有'
} as const
