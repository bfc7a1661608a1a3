/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'host.distribution': '发行版',
  'host.release': '版本',
  'host.name': '主机名',
  'host.machineId': '机器标识',
  'host.addresses': '地址',
  'host.resolves': '解析到管理地址的名称',
  'host.resolvesToLoopback': '解析到回环地址的名称',
  'host.unresolved': '无法解析的名称',
  'host.systemState': '系统状态',
  'host.runningServices': '正在运行的服务',
  'host.failedUnits': '失败的单元'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {} as const
