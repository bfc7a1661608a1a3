/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'network.managementReached': '管理网络上有应答的控制节点',
  'network.managementSilent': '管理网络上没有应答的控制节点',
  'network.clusterReached': '集群网络上有应答的控制节点',
  'network.clusterSilent': '集群网络上没有应答的控制节点',
  'network.slowest': '最长的往返时间（毫秒）',
  'network.timeSource': '实验主机的时间源',
  'network.clockOffset': '与实验主机时钟的差距（毫秒）'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  answers: '有应答',
  unsynchronised: '应答说它没有可靠的时间',
  refused: '拒绝应答',
  silent: '没有应答'
} as const
