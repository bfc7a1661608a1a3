/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'host.distribution': '发行版',
  'host.release': '版本',
  'host.name': '主机名',
  'host.nameRight': '主机名正确',
  'host.machineId': '机器标识',
  'host.addresses': '地址',
  'host.managementLink': '管理地址所在的网卡',
  'host.clusterLink': '集群地址所在的网卡',
  'host.resolves': '解析到管理地址的名称',
  'host.resolvesToLoopback': '解析到回环地址的名称',
  'host.unresolved': '无法解析的名称',
  'host.systemState': '系统状态',
  'host.runningServices': '正在运行的服务',
  'host.failedUnits': '失败的单元',
  'host.memoryTotal': '内存总量（MB）',
  'host.memoryAvailable': '可用内存（MB）',
  'host.memoryAvailablePercent': '可用内存（%）',
  'host.diskFree': '磁盘剩余空间（MB）',
  'host.diskUsedPercent': '磁盘已用（%）',
  'host.firewallRules': '防火墙规则数',
  'host.firewallDrops': '丢弃或拒绝数据包的规则'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  up: '正常（up）',
  down: '断开（down）',
  absent: '没有网卡带有这个地址'
} as const
