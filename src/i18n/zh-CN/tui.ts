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
  paste: {
    title: (lines: number, node: string) => `要把 ${lines} 行粘贴到 ${node} 的 shell 吗？`,
    cutOff: '只收到了其中一部分。',
    keys: 'Enter 粘贴，Esc 放弃。'
  },
  palette: {
    title: '可以做什么',
    prompt: '键入名称的一部分：',
    none: '没有这样的操作。',
    close: 'Enter 执行，Esc 关闭。'
  },
  /** Leaving would end it; who leaves once more means it. */
  stillRunning: (nodes: string) => `${nodes} 上还有程序在运行。再按一次就退出，并结束它。`,
  panes: { lesson: '课文', tasks: '任务', cluster: '集群', shell: '命令行' },
  code: {
    none: '课文的这一部分没有要在控制节点的 shell 里输入的命令。',
    severalLines: 'shell 里正在运行的程序会逐行立即执行：只有 shell 在等待命令时，才能一次键入多行。'
  },
  keys: {
    title: '按键',
    close: '按任意键关闭本页。',
    move: { brief: '移动', long: '滚动，或在列表中移动' },
    page: { brief: '翻页', long: '滚动一页' },
    edge: { brief: '首尾', long: '到开头或结尾' },
    section: {
      brief: '任务',
      long: '课文的上一部分或下一部分',
      each: { [-1]: '课文的上一部分', 1: '课文的下一部分' }
    },
    focus: {
      brief: '窗格',
      long: '到下一个窗格；加 Shift 到上一个',
      each: { [-1]: '到上一个窗格', 1: '到下一个窗格' }
    },
    zoom: { brief: '放大', long: '让窗格占满窗口，再按一次还原' },
    hide: { brief: '隐藏', long: '隐藏这个窗格' },
    unhide: { brief: '全部显示', long: '重新显示全部窗格' },
    open: { brief: '打开', long: '打开实验、一项检查的详情，或题目' },
    shell: {
      brief: 'shell',
      long: 'controller1、controller2、controller3 的登录 shell',
      each: { 0: 'controller1 的登录 shell', 1: 'controller2 的登录 shell', 2: 'controller3 的登录 shell' }
    },
    fullShell: { brief: '全屏 shell', long: '用整个窗口显示 shell，输入 exit 返回' },
    code: {
      brief: '代码',
      long: '下一段代码；加 Shift 到上一段',
      each: { [-1]: '上一段代码', 1: '下一段代码' }
    },
    type: { brief: '键入', long: '把这段代码键入 shell，但不按 Enter' },
    hint: { brief: '提示', long: '本任务的提示；再按一次看下一条' },
    questions: { brief: '答题', long: '回答这一部分或本实验的题' },
    palette: { brief: '操作', long: '按名称找到可以做的一切' },
    language: { brief: 'English', long: 'switch to English' },
    help: { brief: '按键', long: '全部按键' },
    leave: { brief: '退出', long: '退出 Quorate' },
    back: { brief: '返回', long: '回到课文，或回到实验列表' },
    leaveShell: { brief: '离开 shell', long: '离开 shell，它保持原样' },
    shellPage: { brief: '滚动', long: '在 shell 中向前翻页' },
    quit: { brief: '退出', long: '立即退出 Quorate' }
  }
} as const
