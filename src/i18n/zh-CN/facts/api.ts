/** What each fact is called, for people. A yes-or-no fact is a statement. */
export const names = {
  'api.listening': '有程序监听 8774 端口',
  'api.bound': 'API 的监听范围',
  'api.unit': 'API 所属的单元',
  'api.activeState': '单元状态',
  'api.enabled': '开机后 API 仍在',
  'api.answer': 'API 的应答',
  'api.status': 'API 的 HTTP 状态码',
  'api.text': 'API 应答的文字',
  'api.vipAnswer': '虚拟 IP 上的应答',
  'api.vipStatus': '虚拟 IP 上的 HTTP 状态码'
} as const
