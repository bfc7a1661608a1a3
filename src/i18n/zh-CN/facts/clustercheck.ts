/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'clustercheck.listening': '有程序监听 9200 端口',
  'clustercheck.bound': '健康检查的监听范围',
  'clustercheck.unit': '健康检查所属的单元',
  'clustercheck.activeState': '单元状态',
  'clustercheck.enabled': '开机后健康检查仍在',
  'clustercheck.answer': '健康检查的应答',
  'clustercheck.status': '健康检查的 HTTP 状态码',
  'clustercheck.text': '健康检查的文字',
  'clustercheck.stateless': '健康检查没有说出 Galera 的状态'
} as const

/** Values that are words of ours rather than of a controller. */
export const words = {
  ok: '200：健康',
  unavailable: '503：不健康',
  'other-status': '其他状态码',
  'not-http': '不是 HTTP',
  silent: '没有应答',
  refused: '被拒绝',
  unreachable: '无法连接',
  management: '仅管理地址',
  loopback: '仅回环地址',
  everywhere: '所有地址（0.0.0.0）',
  cluster: '集群网络',
  elsewhere: '既非管理网络也非集群网络的地址',
  nothing: '没有监听'
} as const
