export const cli = {} as const

export const cliErrors = {
  defect: (p: { detail: string }) => ({
    message: `Quorate 遇到了没有预料到的情况：${p.detail}。`,
    fix: '这是 Quorate 自身的缺陷。请用同一条命令加上 --verbose 再运行一次，并附上输出进行反馈。'
  })
} as const
