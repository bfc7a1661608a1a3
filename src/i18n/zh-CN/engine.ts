export const engine = {
  steps: {
    'install-packages': '正在安装软件包',
    'start-daemon': '正在启动引擎',
    'create-pool': '正在创建存储池',
    'bootstrap-image': '正在构建控制节点镜像',
    'collect-archive': '正在收集离线软件包',
    'import-image': '正在导入镜像',
    'make-box': '正在制作虚拟机的 box',
    'add-box': '正在把 box 添加到 Vagrant',
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
  'vagrant-missing': (_: object) => ({
    message: '本机没有安装 Vagrant。',
    fix: '请安装它（https://www.vagrantup.com，或发行版的 vagrant 软件包），然后运行：quorate doctor --engine vagrant'
  }),
  'vagrant-plugin': (p: { detail: string }) => ({
    message: `Vagrant 的一个插件有问题，导致它无法工作：${p.detail}`,
    fix: '请运行：vagrant plugin repair。如果无效：vagrant plugin expunge --reinstall'
  }),
  'vagrant-no-provider': (p: { detail: string }) => ({
    message: `Vagrant 在本机找不到可用的虚拟机提供者（provider）：${p.detail}`,
    fix: '请安装 libvirt（以 root 身份运行：quorate doctor --engine vagrant --fix）或 VirtualBox；如果设置过 VAGRANT_DEFAULT_PROVIDER，请检查它的值。'
  }),
  'vagrant-virtualisation': (p: { detail: string }) => ({
    message: `处理器不能运行虚拟机：${p.detail}`,
    fix: '请在本机的固件设置中打开虚拟化（VT-x、AMD-V 或 SVM）。在 Windows 上，它可能被 Hyper-V 独占。'
  }),
  'vagrant-range': (p: { detail: string }) => ({
    message: `VirtualBox 不允许使用实验环境的地址：${p.detail}`,
    fix: '请在 /etc/vbox/networks.conf 中加入一行「* 10.0.0.0/8」，然后重试。'
  }),
  'vagrant-box': (p: { detail: string }) => ({
    message: `无法取得控制节点的 box：${p.detail}`,
    fix: '请检查网络。在装有 libvirt 的 Linux 上，可以不下载而自己制作：quorate box build'
  }),
  'vagrant-locked': (p: { detail: string }) => ({
    message: `另一个 Vagrant 正在操作实验环境中的这台机器：${p.detail}`,
    fix: '请等它结束，然后重试。'
  }),
  'vagrant-version': (p: { detail: string }) => ({
    message: `Vagrant 或其提供者的版本不适用：${p.detail}`,
    fix: '请安装较新的 Vagrant（2.3 或以上）和它支持的提供者。'
  }),
  'vagrant-name-taken': (p: { detail: string }) => ({
    message: `本机已有别的东西占用了实验环境的名称或地址：${p.detail}`,
    fix: '没有对它做任何改动。请先删除它，或换用别的地址重建实验环境：quorate destroy，然后 quorate up --prefix 10.N'
  }),
  'vagrant-disk-full': (p: { detail: string }) => ({
    message: `磁盘已满：${p.detail}`,
    fix: '请在虚拟机所在的磁盘上腾出空间（libvirt 在 /var/lib/libvirt/images），然后重试：会从中断处继续。'
  }),
  'vagrant-libvirt-down': (p: { detail: string }) => ({
    message: `libvirt 没有应答：${p.detail}`,
    fix: '请以 root 身份运行：quorate doctor --engine vagrant --fix'
  }),
  'vagrant-failed': (p: { detail: string }) => ({
    message: `Vagrant 执行失败：${p.detail}`,
    fix: '请重试一次：会从中断处继续。如果仍然失败：quorate doctor --engine vagrant'
  }),
  'vagrant-provider': (p: { provider: string; known: string }) => ({
    message: `Vagrant 会用 ${p.provider} 创建虚拟机，而它无法为虚拟机提供实验所需的网络。`,
    fix: `请安装下列之一，并用 VAGRANT_DEFAULT_PROVIDER 指定它：${p.known}`
  }),
  'vagrant-memory': (p: { size: string; needed: string; has: string }) => ({
    message: `三台 ${p.size} 配置的虚拟机共需 ${p.needed} 内存，而本机只有 ${p.has}。`,
    fix: '请改用小配置：quorate destroy，然后 quorate --engine vagrant up。容器占用最少：去掉 --engine 即可。'
  }),
  'vagrant-setup': (p: { detail: string }) => ({
    message: `新建的虚拟机没能配置成控制节点：${p.detail}`,
    fix: '用公共 box 创建的第一台虚拟机要下载实验所需的软件包，因此需要网络。联网后请重试。在装有 libvirt 的 Linux 上，可以用 quorate box build 制作不需要网络的 box。'
  }),
  'vagrant-links': (_: object) => ({
    message: '在 Vagrant 的这个提供者上，无法从外部切断运行中虚拟机的网络。',
    fix: '在 Linux 上可以改用 libvirt：VAGRANT_DEFAULT_PROVIDER=libvirt'
  }),
  'box-unsupported': (p: { platform: string }) => ({
    message: `box 只能在 64 位 Intel 或 AMD 处理器的 Linux 上制作；本机是 ${p.platform}。`,
    fix: '不必自己制作：quorate --engine vagrant up 会使用公共 box。'
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
