export const live = {
  /** What each row of the cluster is called; software has its own names. */
  rows: { machine: 'Machine', links: 'Network', chrony: 'Time', vip: 'VIP' },
  /** Cells are narrow: what comes first is what tells most. */
  machine: {
    unseen: 'asking',
    up: 'up',
    silent: (seconds: number) => `silent ${seconds}s`,
    running: 'no answer',
    stopped: 'off',
    frozen: 'frozen',
    absent: 'none'
  },
  links: {
    up: 'up',
    cut: { management: 'mgmt cut', cluster: 'cluster cut', both: 'both cut' },
    noAddress: { management: 'no mgmt IP', cluster: 'no clust IP', both: 'no IP' }
  },
  services: { absent: '', running: 'runs', stopped: 'stopped', suspended: 'halted' },
  answers: { silent: 'hangs', unclear: 'unclear', waiting: 'asking', refuses: 'refuses' },
  galera: { alone: 'not clustered' },
  quorum: { lost: (votes: string) => `${votes} no quorum` },
  ring: (p: { ring: number; count: string }) => `link${p.ring} ${p.count}`,
  members: {
    online: 'online',
    standby: 'standby',
    maintenance: 'maintenance',
    pending: 'joining',
    offline: 'offline',
    unclean: 'UNCLEAN',
    coordinator: (word: string) => `DC ${word}`,
    apart: 'no cluster'
  },
  broker: {
    running: 'running',
    booting: 'starting',
    paused: 'paused',
    stopped: 'app stopped',
    split: (count: string) => `${count} split`,
    alarm: (count: string) => `${count} alarm`
  },
  servers: (count: string) => `${count} up`,
  references: {
    'time-source': 'lab host',
    controller: 'controller',
    'own-clock': 'own clock',
    stranger: 'stranger',
    none: 'no source',
    unsynchronised: 'not synced'
  },
  vip: { here: 'here', twice: 'also here', last: 'last here' },
  resources: { started: 'runs', wanted: 'not started', disabled: 'disabled', failed: 'failed' },
  noEvents: 'No change since this was opened.',
  about: (p: { who: string; what: string }) => `${p.who}: ${p.what}`,
  events: {
    answers: (answers: boolean) => (answers ? 'answers again' : 'does not answer'),
    power: { running: 'switched on', stopped: 'is off', frozen: 'is frozen', absent: 'is gone' },
    booted: 'has booted',
    link: (p: { network: 'management' | 'cluster'; state: 'up' | 'cut' | 'no-address' }) =>
      `${p.network} network ${p.state === 'up' ? 'is back' : p.state === 'cut' ? 'is cut' : 'has lost its address'}`,
    services: (p: { services: string; state: 'absent' | 'stopped' | 'suspended' | 'running' | 'restarted' }) =>
      ({
        absent: `${p.services} removed`,
        stopped: `${p.services} stopped`,
        suspended: `${p.services} halted by a signal`,
        running: `${p.services} started`,
        restarted: `${p.services} restarted`
      })[p.state],
    daemon: (p: { service: string; answers: boolean }) =>
      p.answers ? `${p.service} answers again` : `${p.service} does not answer`,
    galeraSize: (p: { from: number; to: number }) => `Galera size ${p.from} → ${p.to}`,
    galeraStatus: (status: string) => `Galera is ${status}`,
    galeraState: (state: string) => `Galera is ${state}`,
    quorum: (quorate: boolean) => (quorate ? 'quorum regained' : 'quorum lost'),
    votes: (p: { from: number; to: number; expected: number }) => `votes ${p.from} → ${p.to} of ${p.expected}`,
    ring: (p: { ring: number; reached: number; of: number }) =>
      `Corosync link ${p.ring} reaches ${p.reached} of ${p.of}`,
    coordinator: (name: string) => `${name} coordinates the cluster`,
    noCoordinator: 'the cluster has no coordinator',
    member: (word: string) => `is ${word} in Pacemaker`,
    moved: (p: { name: string; from: string; to: string }) => `${p.name} ${p.from} → ${p.to}`,
    resource: {
      started: (name: string) => `${name} started`,
      wanted: (name: string) => `${name} is not running`,
      disabled: (name: string) => `${name} disabled`,
      failed: (name: string) => `${name} failed`,
      gone: (name: string) => `${name} removed from the cluster`
    },
    brokerState: (word: string) => `RabbitMQ is ${word}`,
    brokers: (p: { from: number; to: number }) => `RabbitMQ nodes ${p.from} → ${p.to}`,
    partition: (from: string) => `RabbitMQ split from ${from}`,
    partitionEnded: 'RabbitMQ partition over',
    alarm: (alarms: string) => `RabbitMQ alarm: ${alarms}`,
    alarmEnded: 'RabbitMQ alarm over',
    server: (p: { name: string; up: boolean }) => `HAProxy sees ${p.name} ${p.up ? 'up' : 'down'}`,
    time: (source: string) => `time: ${source}`,
    vipMoved: (p: { from: string; to: string }) => `VIP ${p.from} → ${p.to}`,
    vipFound: (to: string) => `VIP is on ${to}`,
    vipLost: (from: string) => `VIP is gone from ${from}`,
    vipTwice: (to: string) => `VIP is on ${to} at once`,
    fenced: (p: { action: string; by: string; outcome: 'done' | 'refused' | 'busy' | 'failed' }) =>
      `BMC ${p.action} by ${p.by}${p.outcome === 'done' ? '' : `: ${p.outcome}`}`
  }
} as const
