export const engine = {
  steps: {
    'install-packages': '正在安装软件包',
    'start-daemon': '正在启动引擎',
    'create-pool': '正在创建存储池',
    'bootstrap-image': '正在构建控制节点镜像',
    'collect-archive': '正在收集离线软件包',
    'import-image': '正在导入镜像',
    'prepare-template': '正在准备模板',
    'create-networks': '正在创建网络',
    'create-controllers': '正在创建控制节点',
    'start-controllers': '正在启动控制节点',
    'wait-for-controllers': '正在等待控制节点就绪',
    'stop-controllers': '正在停止控制节点',
    remove: '正在删除',
    freeze: '正在冻结控制节点',
    'save-snapshot': '正在保存快照',
    thaw: '正在解冻控制节点',
    'restore-snapshot': '正在恢复快照',
    'verify-identity': '正在核对每台机器的身份',
    'wait-for-start': '正在等待启动中的服务完成启动',
    'wait-for-services': '正在等待服务恢复健康',
    'delete-snapshot': '正在删除快照',
    recover: '正在处理上次中断的操作',
    regrade: '正在给提交评分'
  },
  states: { running: '运行中', stopped: '已停止', frozen: '已冻结', absent: '不存在' },
  belongings: {
    controller: '控制节点',
    network: '网络',
    template: '模板',
    image: '镜像',
    archive: '离线软件包',
    pool: '存储池',
    project: '项目'
  }
} as const

export const engineErrors = {
  'engine-not-running': (_: object) => ({
    message: '本机上的引擎没有运行，或者尚未安装。',
    fix: '请运行：quorate doctor --fix'
  }),
  'engine-to-come': (p: { engine: string }) => ({
    message: `这个版本还不包含 ${p.engine} 引擎。`,
    fix: '请使用 LXD 或 Incus：去掉 --engine'
  }),
  'engine-permission': (_: object) => ({
    message: '引擎拒绝了当前用户：它的套接字只对 root 和所属用户组的成员开放。',
    fix: '请把自己加入 `quorate doctor` 指出的用户组，重新登录后再执行一次。'
  }),
  'engine-lost': (p: { detail: string }) => ({
    message: `与引擎的连接中途断开（${p.detail}）：引擎被停止或重启了。`,
    fix: '请运行：quorate doctor --fix。下一条命令会完成或撤销刚才进行到一半的操作。'
  }),
  'engine-full': (_: object) => ({
    message: '引擎的存储池已满。',
    fix: '请删除不再需要的快照（quorate snapshot list，quorate snapshot delete 名称），然后重试。'
  }),
  'engine-refused': (p: { detail: string }) => ({
    message: `引擎拒绝了请求：${p.detail}`,
    fix: '请重试一次；如果仍被拒绝，请运行：quorate doctor'
  }),
  'machine-not-ours': (p: { name: string }) => ({
    message: `存在一台名为 ${p.name} 的机器，但它不是由本实验环境创建的。`,
    fix: '没有做任何改动。请删除或重命名那台机器，或者重建实验环境：quorate destroy，然后 quorate up。'
  })
} as const
