const meant = (name: string | undefined): string => (name === undefined ? '' : `您是不是要找 ${name}？`)

export const lab = {} as const

export const labErrors = {
  'file-unreadable': (p: { path: string; detail: string }) => ({
    message: `无法读取 ${p.path}：${p.detail}`,
    fix: '请让当前用户能够读取该文件，然后重试。'
  }),
  'file-damaged': (p: { path: string }) => ({
    message: `${p.path} 的内容不是 Quorate 写入的样子：它被编辑过或已损坏。`,
    fix: '请放回完好的副本。如果没有副本，请把它移走，然后重新开始：quorate up'
  }),
  'lab-busy': (p: { pid: number; command: string; since: string }) => ({
    message: `另一个 Quorate 正在操作这个实验环境：“${p.command}”，进程号 ${p.pid}，开始于 ${p.since}。`,
    fix: '请等它完成，或者结束该进程；它没有做完的事会由下一条命令处理。'
  }),
  'lab-absent': (_: object) => ({ message: '实验环境还没有创建。', fix: '请运行：quorate up' }),
  'lab-broken-off': (p: { name: string }) => ({
    message: `删除实验环境时被中断，还剩下 ${p.name}。`,
    fix: '请运行：quorate destroy'
  }),
  'lab-elsewhere': (p: { engine: string; asked: string }) => ({
    message: `这个目录中的实验环境运行在 ${p.engine} 上，而不是 ${p.asked}。`,
    fix: `请去掉 --engine，或者换一个目录：QUORATE_HOME=… quorate --engine ${p.asked} up`
  }),
  'lab-otherwise': (p: { option: string; has: string; asked: string }) => ({
    message: `实验环境已经存在，它的 ${p.option} 是 ${p.has}，而不是 ${p.asked}。`,
    fix: `请去掉 ${p.option}，或者先删除实验环境：quorate destroy`
  }),
  'size-of-containers': (p: { size: string }) => ({
    message: `容器形式的控制节点共用本机的内存和处理器，各自没有固定的配置，因此 --size ${p.size} 不起任何作用。`,
    fix: '请去掉 --size，或者改用虚拟机：quorate --engine vagrant up --size full'
  }),
  'prefix-invalid': (p: { prefix: string }) => ({
    message: `${p.prefix} 不能用作实验网络的前缀。`,
    fix: '请给出私有网络的前两段数字，从 10.0 到 10.255，例如 10.78。'
  }),
  'prefix-taken': (p: { prefix: string; by: string; free: string }) => ({
    message: `本机已经在使用以 ${p.prefix} 开头的地址（${p.by}）。`,
    fix: `请换一个前缀：quorate up --prefix ${p.free}`
  }),
  'controllers-gone': (p: { nodes: string }) => ({
    message: `${p.nodes} 已被人从引擎中删除，它的快照也随之消失。`,
    fix: '这个实验环境无法再恢复完整。请重建：quorate destroy，然后 quorate up。您的进度会保留。'
  }),
  'controllers-not-running': (p: { nodes: string }) => ({
    message: `以下控制节点没有运行：${p.nodes}。`,
    fix: '请运行：quorate up'
  }),
  'controllers-not-up': (p: { nodes: string }) => ({
    message: `以下控制节点没有在限定时间内就绪（冒号后为各自的系统状态）：${p.nodes}。`,
    fix: '请进去看看：quorate exec 节点 -- systemctl list-units --failed。要回滚整个实验环境：quorate reset'
  }),
  'controller-silent': (p: { node: string }) => ({
    message: `${p.node} 在运行，但没有回应。`,
    fix: `请进去看看：quorate shell ${p.node}。要重新开机：quorate down，然后 quorate up`
  }),
  'snapshot-name': (p: { name: string }) => ({
    message: `“${p.name}”不能用作快照名称。`,
    fix: '请使用 1 到 63 个字母（包括汉字）、数字、点、下划线和连字符，并以字母或数字开头。'
  }),
  'snapshot-exists': (p: { name: string }) => ({
    message: `名为 ${p.name} 的快照已经存在。`,
    fix: `请换一个名称，或者先删除它：quorate snapshot delete ${p.name}`
  }),
  'snapshot-unknown': (p: { name: string; nearest: string | undefined }) => ({
    message: `没有名为“${p.name}”的快照。${meant(p.nearest)}`,
    fix: '列出所有快照：quorate snapshot list'
  }),
  'snapshot-wrong-machine': (p: { node: string; expected: string; observed: string }) => ({
    message: `恢复之后，${p.node} 不是当初保存的那台机器：应为 ${p.expected}，实际是 ${p.observed}。`,
    fix: '请不要继续使用这个实验环境。请再恢复一次，或者重建：quorate destroy，然后 quorate up。'
  }),
  'services-not-back': (p: { services: string }) => ({
    message: `快照已经恢复，但保存时正在运行的这些服务没有恢复运行：${p.services}。`,
    fix: '请查看其中一个：quorate exec 节点 -- systemctl status 服务名'
  }),
  'lab-unknown': (p: { id: string; nearest: string | undefined }) => ({
    message: `这门课程中没有实验“${p.id}”。${meant(p.nearest)}`,
    fix: '列出所有实验：quorate labs'
  }),
  'task-unknown': (p: { lab: string; id: string; nearest: string | undefined; known: string }) => ({
    message: `实验 ${p.lab} 中没有任务“${p.id}”。${meant(p.nearest)}`,
    fix: `它的任务有：${p.known}。`
  }),
  'script-failed': (p: { script: string; node: string; exitCode: number; detail: string }) => ({
    message: `${p.script} 在 ${p.node} 上失败，退出码 ${p.exitCode}：${p.detail}`,
    fix: '请到控制节点上查看，或者回滚后再试：quorate reset'
  }),
  'experiment-not-undone': (p: { check: string; nodes: string }) => ({
    message: `行为检查 ${p.check} 曾被中断，它在 ${p.nodes} 上扰动过的地方无法恢复原状。`,
    fix: '请到该控制节点上查看后再试，或者回滚：quorate reset'
  })
} as const
