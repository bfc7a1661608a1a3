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
  })
} as const
