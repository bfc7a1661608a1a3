export const live = {
  /** What each row of the cluster is called; software has its own names. */
  rows: { machine: '机器', links: '网络', chrony: '时间源', vip: '虚拟 IP' },
  /** Cells are narrow: what comes first is what tells most. */
  machine: {
    unseen: '查询中',
    up: '运行',
    silent: (seconds: number) => `无应答 ${seconds}s`,
    running: '无应答',
    stopped: '已关机',
    frozen: '已冻结',
    absent: '不存在'
  },
  links: {
    up: '连通',
    cut: { management: '管理网断', cluster: '集群网断', both: '全部断开' },
    noAddress: { management: '管理网无 IP', cluster: '集群网无 IP', both: '没有 IP' }
  },
  services: { absent: '', running: '运行', stopped: '已停止', suspended: '被挂起' },
  answers: { silent: '无响应', unclear: '读不懂', waiting: '查询中', refuses: '被拒绝' },
  galera: { alone: '未组集群' },
  quorum: { lost: (votes: string) => `${votes} 无法定票数` },
  ring: (p: { ring: number; count: string }) => `链路${p.ring} ${p.count}`,
  members: {
    online: '在线',
    standby: '待机',
    maintenance: '维护',
    pending: '加入中',
    offline: '离线',
    unclean: '状态不明',
    coordinator: (word: string) => `协调 ${word}`,
    apart: '未入集群'
  },
  broker: {
    running: '运行',
    booting: '启动中',
    paused: '已暂停',
    stopped: '应用停止',
    split: (count: string) => `${count} 分裂`,
    alarm: (count: string) => `${count} 告警`
  },
  servers: (count: string) => `${count} 可用`,
  references: {
    'time-source': '实验主机',
    controller: '控制节点',
    'own-clock': '本机时钟',
    stranger: '陌生来源',
    none: '没有来源',
    unsynchronised: '未同步'
  },
  vip: { here: '在此', twice: '也在此', last: '原在此' },
  resources: { started: '运行', wanted: '未启动', disabled: '已停用', failed: '失败' },
  noEvents: '打开以来没有变化。',
  about: (p: { who: string; what: string }) => `${p.who}：${p.what}`,
  events: {
    answers: (answers: boolean) => (answers ? '恢复应答' : '没有应答'),
    power: { running: '已开机', stopped: '已关机', frozen: '已冻结', absent: '已不存在' },
    booted: '已重新启动',
    link: (p: { network: 'management' | 'cluster'; state: 'up' | 'cut' | 'no-address' }) =>
      `${p.network === 'management' ? '管理网' : '集群网'}${p.state === 'up' ? '恢复' : p.state === 'cut' ? '断开' : '丢失地址'}`,
    services: (p: { services: string; state: 'absent' | 'stopped' | 'suspended' | 'running' | 'restarted' }) =>
      ({
        absent: `${p.services} 已卸载`,
        stopped: `${p.services} 已停止`,
        suspended: `${p.services} 被信号挂起`,
        running: `${p.services} 已启动`,
        restarted: `${p.services} 已重启`
      })[p.state],
    daemon: (p: { service: string; answers: boolean }) =>
      p.answers ? `${p.service} 恢复响应` : `${p.service} 没有响应`,
    galeraSize: (p: { from: number; to: number }) => `Galera 成员数 ${p.from} → ${p.to}`,
    galeraStatus: (status: string) => `Galera 集群状态 ${status}`,
    galeraState: (state: string) => `Galera 节点状态 ${state}`,
    quorum: (quorate: boolean) => (quorate ? '恢复法定票数' : '失去法定票数'),
    votes: (p: { from: number; to: number; expected: number }) => `票数 ${p.from} → ${p.to}，应为 ${p.expected}`,
    ring: (p: { ring: number; reached: number; of: number }) => `Corosync 链路 ${p.ring} 连通 ${p.reached}/${p.of}`,
    coordinator: (name: string) => `${name} 成为集群协调者`,
    noCoordinator: '集群没有协调者',
    member: (word: string) => `Pacemaker 成员${word}`,
    moved: (p: { name: string; from: string; to: string }) => `${p.name} ${p.from} → ${p.to}`,
    resource: {
      started: (name: string) => `${name} 已启动`,
      wanted: (name: string) => `${name} 没有运行`,
      disabled: (name: string) => `${name} 已停用`,
      failed: (name: string) => `${name} 失败`,
      gone: (name: string) => `${name} 已从集群删除`
    },
    brokerState: (word: string) => `RabbitMQ 状态：${word}`,
    brokers: (p: { from: number; to: number }) => `RabbitMQ 节点数 ${p.from} → ${p.to}`,
    partition: (from: string) => `RabbitMQ 与 ${from} 分裂`,
    partitionEnded: 'RabbitMQ 分裂结束',
    alarm: (alarms: string) => `RabbitMQ 告警：${alarms}`,
    alarmEnded: 'RabbitMQ 告警解除',
    server: (p: { name: string; up: boolean }) => `HAProxy 认为 ${p.name} ${p.up ? '可用' : '不可用'}`,
    time: (source: string) => `时间源：${source}`,
    vipMoved: (p: { from: string; to: string }) => `虚拟 IP ${p.from} → ${p.to}`,
    vipFound: (to: string) => `虚拟 IP 在 ${to}`,
    vipLost: (from: string) => `虚拟 IP 已离开 ${from}`,
    vipTwice: (to: string) => `虚拟 IP 同时在 ${to}`,
    fenced: (p: { action: string; by: string; outcome: 'done' | 'refused' | 'busy' | 'failed' }) =>
      `BMC ${p.action}，来自 ${p.by}${{ done: '', refused: '：被拒绝', busy: '：忙', failed: '：失败' }[p.outcome]}`
  }
} as const
