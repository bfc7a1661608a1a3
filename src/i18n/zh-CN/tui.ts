export const tui = {
  loading: '正在加载…',
  tooSmall: (p: { columns: number; rows: number; leastColumns: number; leastRows: number }) =>
    `窗口只有 ${p.columns}x${p.rows}，Quorate 至少需要 ${p.leastColumns}x${p.leastRows}。请放大窗口，或按 q 退出。`,
  asciiOnly: '此终端只能显示 ASCII 字符，无法显示中文。',
  course: {
    locked: (needs: string) => `尚未解锁，需要先通过：${needs}。`
  },
  lab: {
    looking: '正在查看控制节点…',
    keeping: '正在保存本实验的起点…',
    passed: (p: { points: number; possible: number; quiz: string | undefined }) =>
      `已通过：${p.points}/${p.possible} 分。${p.quiz === undefined ? '' : `还有问题没有回答：quorate quiz ${p.quiz}`}`,
    /** A lab of questions that is not passed yet. */
    questions: (p: { right: number; of: number }) => `${p.of} 道题已答对 ${p.right} 道。按 a 回答这一部分的题。`,
    position: (first: number, last: number, of: number) => `第 ${first}-${last} 行，共 ${of} 行`
  },
  check: {
    notLooked: '还没有查看。',
    experiment: '这是一项行为检查：它会扰动集群，再恢复原状。运行方式：quorate check LAB --behaviour',
    why: '为什么重要',
    expected: '应为',
    observed: '实际',
    causes: '可能的原因',
    look: '用什么命令查看',
    evidence: '控制节点上的情况',
    waitsFor: (title: string) => `需要先满足另一项检查：${title}`
  },
  hints: {
    title: (task: string) => `提示：${task}`,
    rung: (rung: number, of: number) => `提示 ${rung}/${of}`,
    next: '按 h 看下一条提示。',
    last: '这项任务没有更多提示了。',
    noTask: '课文的这一部分没有任务，也没有提示。'
  },
  questions: { none: '本实验没有题目。' },
  shell: {
    opening: (node: string) => `正在打开 ${node} 的 shell…`,
    intro: (node: string) => `${node} 的登录 shell。输入 exit 或按 Ctrl-D 回到 Quorate。`,
    leave: 'Ctrl-] 离开',
    /** A view that is scrolled back. */
    back: (lines: number) => `已回翻 ${lines} 行`,
    ended: (exitCode: number) =>
      exitCode === 0 ? 'shell 已结束。按 Enter 重新打开。' : `shell 已结束，退出码 ${exitCode}。按 Enter 重新打开。`,
    failed: (why: string) => `${why} 按 Enter 重试。`
  },
  keys: {
    title: '按键',
    close: '按任意键关闭本页。',
    move: { brief: '移动', long: '滚动，或在列表中移动' },
    page: { brief: '翻页', long: '滚动一页' },
    edge: { brief: '首尾', long: '到开头或结尾' },
    section: { brief: '任务', long: '课文的上一部分或下一部分' },
    focus: { brief: '检查', long: '在检查列表中移动，或滚动课文' },
    zoom: { brief: '只看课文', long: '隐藏检查列表，便于复制课文' },
    open: { brief: '打开', long: '打开实验、一项检查的详情，或题目' },
    shell: { brief: 'shell', long: 'controller1、controller2、controller3 的登录 shell' },
    hint: { brief: '提示', long: '本任务的提示；再按一次看下一条' },
    questions: { brief: '答题', long: '回答这一部分或本实验的题' },
    language: { brief: 'English', long: 'switch to English' },
    help: { brief: '按键', long: '全部按键' },
    leave: { brief: '退出', long: '退出 Quorate' },
    back: { brief: '返回', long: '回到课文，或回到实验列表' },
    quit: { brief: '退出', long: '立即退出 Quorate' }
  }
} as const
