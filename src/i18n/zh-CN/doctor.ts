export const doctor = {} as const

export const doctorErrors = {
  'image-tool-missing': (p: { program: string }) => ({
    message: `没有安装构建控制节点镜像所需的程序 ${p.program}。`,
    fix: '请以 root 身份运行：quorate doctor --fix'
  }),
  'image-build-failed': (p: { program: string; detail: string }) => ({
    message: `控制节点镜像构建失败：${p.program} 出错（${p.detail}）。`,
    fix: '如果是下载失败，请先确认本机的 `apt-get update` 能够成功。然后重新运行同一条命令：镜像会从头构建，已经完成的部分保持不变。'
  }),
  'image-no-space': (p: { folder: string; needed: number }) => ({
    message: `${p.folder} 的剩余空间不足以构建控制节点镜像：需要 ${p.needed} MiB。`,
    fix: '请在该处腾出空间，或用 QUORATE_HOME 指定另一块磁盘上的目录，然后重新运行同一条命令。'
  }),
  'name-taken': (p: { name: string }) => ({
    message: `引擎中已经有一个名为 ${p.name} 的对象，但它不是 Quorate 创建的。`,
    fix: '没有做任何改动。请在引擎中将它改名或删除，然后重新运行同一条命令。'
  }),
  'template-not-booting': (p: { state: string }) => ({
    message: `控制节点模板已启动，但两分钟后仍未就绪（systemd 的状态：${p.state}）。`,
    fix: '如果本机负载很高，请稍后重新运行同一条命令，模板会重新制作；否则请运行：quorate doctor'
  }),
  'template-not-settled': (p: { detail: string }) => ({
    message: `控制节点模板无法读取软件包仓库：${p.detail}`,
    fix: '请重新运行同一条命令，模板会重新制作。'
  })
} as const
