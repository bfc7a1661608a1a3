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
    passed: (p: { points: number; possible: number; isAnswered: boolean; isTried: boolean }) =>
      `已通过：${p.points}/${p.possible} 分。${p.isTried ? '' : '还有行为检查没有做，按 e 查看。'}${p.isAnswered ? '' : '还有问题没有回答，按 a 作答。'}`,
    /** A lab of questions that is not passed yet. */
    questions: (p: { right: number; of: number }) => `${p.of} 道题已答对 ${p.right} 道。按 a 回答这一部分的题。`,
    position: (first: number, last: number, of: number) => `第 ${first}-${last} 行，共 ${of} 行`
  },
  check: {
    notLooked: '还没有查看。',
    experiment: '这是一项行为检查：它会扰动集群，再恢复原状。按 e 运行。',
    underWay: '正在进行。按 e 停止，并恢复原状。',
    steps: '它会做什么',
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
  experiment: {
    none: '本实验没有行为检查。',
    looking: '先看所需的条件是否齐备',
    underWay: (says: string) => `行为检查进行中：${says}`,
    stopping: '行为检查正在停止，并把扰动过的地方恢复原状…',
    first: '行为检查正在进行。按 e 停止，并恢复原状。'
  },
  questions: { none: '本实验没有题目。' },
  quiz: {
    /** Where one is: which question of how many, and what it gives. */
    place: (p: { at: number; of: number; points: number }) => `第 ${p.at} 题，共 ${p.of} 题 · ${p.points} 分`,
    title: (lab: string) => `${lab} · 题目`,
    /** Above the choices, of which several may be right: how many is not said. */
    choose: '空格选中一项，Enter 作答。',
    next: '按 Enter 继续。',
    last: '按 Enter 回到课文。',
    count: (right: number, of: number) => `答对 ${right}/${of}`,
    passed: '这一题答对，本实验已通过。'
  },
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
  snapshots: {
    title: '快照',
    now: {
      saved: (p: { name: string; ago: string }) => `现在：${p.ago}保存 ${p.name} 之后`,
      restored: (p: { name: string; ago: string }) => `现在：${p.ago}恢复 ${p.name} 之后`,
      unknown: '现在'
    },
    /** What a snapshot is of; labs by their titles. */
    roles: {
      untouched: '控制节点刚创建时的样子',
      start: (lab: string) => `起点：${lab}`,
      done: (lab: string) => `已通过：${lab}`,
      learner: (lab: string | undefined) => (lab === undefined ? '您保存的' : `您保存的，当时的实验：${lab}`)
    },
    left: '控制节点后来回到了它之前：它不在通往现在的路上。',
    losing: (count: number) =>
      count === 0 ? '现在通过的检查，当时都已经通过。' : `有 ${count} 项检查现在通过，而当时没有通过：`,
    losingUnknown: '当时通过了哪些检查，没有记录。',
    more: (count: number) => `另外还有 ${count} 项`,
    kept: '会保留：您的得分、答案和提示，以及全部快照，包括在它之后保存的。',
    saveFirst: '如果还想回到现在的样子，请先保存：按 Esc，再按 s。',
    running: (nodes: string) => `${nodes} 上还有程序在运行，恢复会结束它。`,
    saving: '在同一时刻保存三台控制节点',
    name: '名称：',
    saveKeys: 'Enter 保存，Esc 返回。',
    askKeys: { restore: 'Enter 恢复，Esc 返回。', delete: 'Enter 删除，Esc 返回。' },
    working: {
      save: (name: string) => `保存 ${name}`,
      restore: (name: string) => `恢复 ${name}`,
      delete: (name: string) => `删除 ${name}`
    }
  },
  setup: {
    title: '三台控制节点',
    intro: 'Quorate 在本机上使用三台真实的控制节点。没有它们也可以阅读课文、回答问题。',
    looking: (seconds: number) => `正在查看本机…${seconds > 0 ? ` ${seconds} 秒` : ''}`,
    has: '本机的情况',
    engine: (p: { name: string; kind: string }) => `控制节点由 ${p.name} 运行，形式是${p.kind}。`,
    kinds: { lxd: '容器', incus: '容器', vagrant: '虚拟机' },
    doing: 'Quorate 将要做的事',
    byQuorate: '由 Quorate 处理，见上文。',
    plan: {
      packages: (p: { names: string; download: string; disk: string }) =>
        `安装软件包：${p.names}。最多下载 ${p.download}，占用磁盘 ${p.disk}。`,
      engine: '启动引擎，并在其中创建 Quorate 专用的项目和存储池。',
      libvirt: '启动运行虚拟机的 libvirt。',
      image: (p: { download: string; disk: string }) =>
        `构建控制节点的镜像，需要一到三分钟：从本机使用的 Debian 镜像站下载 ${p.download}，占用磁盘 ${p.disk}。`,
      box: (p: { download: string; disk: string }) =>
        `下载 Debian 的 box，以及第一台虚拟机所需的实验软件包：约需下载 ${p.download}，占用磁盘 ${p.disk}。`,
      controllers: (p: { disk: string }) =>
        `创建并启动三台控制节点：起初很小；课程中的软件全部装好后，最多占用磁盘 ${p.disk}。`,
      start: '启动三台控制节点。'
    },
    nothing: '已经没有要做的事：三台控制节点正在运行。',
    blocked: '这里有需要您先解决的问题，Quorate 无法代劳。解决之后按 Enter 重新查看。',
    working: '准备三台控制节点',
    keys: {
      ready: 'Enter 继续。',
      install: 'Enter 开始做这些事。q 跳过，不用控制节点。',
      start: 'Enter 启动。q 跳过，不用控制节点。',
      blocked: 'Enter 重新查看。q 跳过，不用控制节点。',
      looking: 'q 跳过，不用控制节点。',
      failed: 'Enter 重试。q 跳过，不用控制节点。'
    },
    done: '三台控制节点正在运行。'
  },
  /** Something that takes time. */
  work: {
    beginning: (seconds: number) => `正在连接引擎…${seconds > 0 ? ` ${seconds} 秒` : ''}`,
    stopping: '正在停止。会先把做到一半的事收拾好。',
    keys: 'Ctrl-C 中断。',
    stoppingKeys: '再按一次 Ctrl-C 立即退出 Quorate。',
    again: 'Enter 重试，Esc 返回。',
    /** What a step is about, where its name does not say it. */
    doing: {
      'install-packages': '由本机的包管理器下载并安装引擎需要的软件。',
      'start-daemon': '引擎是运行控制节点的守护进程，启动后要几秒钟才能应答。',
      'create-pool': '控制节点的磁盘放在专用的存储池里：它是一个文件，写入多少就占用多少。',
      'bootstrap-image': '用镜像站的软件包组装一个 Debian，每台控制节点都从它开始。',
      'collect-archive': '各个实验要安装的软件包只下载这一次，之后控制节点不需要联网。',
      'import-image': '引擎正在接收镜像。',
      'prepare-template': '先启动一台控制节点，再把它留作模板，三台都由它复制而来。',
      'create-networks': '两个网络：管理网络用于 API 和虚拟 IP，集群网络用于数据复制。',
      'wait-for-controllers': '三台机器正在启动，并取得两个网络中的地址。',
      freeze: '三台控制节点暂停片刻，这样保存的才是同一时刻。',
      'restore-snapshot': '三台控制节点的磁盘回到当时的内容。',
      'verify-identity': '每台机器报出自己的身份：主机名和机器标识必须与保存时一致。',
      'wait-for-services': '保存时运行的服务要重新运行，集群要重新组成：这需要一些时间。'
    }
  },
  /** What to do about an error, where a key does what the words outside of the UI have a command for. */
  fixes: {
    'lab-absent': '在实验或实验列表里按 u，创建三台控制节点。',
    'controllers-not-running': '在实验或实验列表里按 u，启动它们。',
    'engine-not-running': '在实验或实验列表里按 u，查看本机缺少什么并补齐。',
    'engine-lost': '在实验或实验列表里按 u，重新启动它；没有做完的事随后会做完或撤销。',
    'engine-full': '请删除不再需要的快照：按 s 查看，按 d 删除当前项。',
    'controllers-not-up': '如果要让控制节点回到以前：按 s，在要恢复的快照上按 Enter。',
    'controller-silent': '按 1、2、3 打开 shell 查看。如果要回到以前：按 s，在一个快照上按 Enter。',
    'services-not-back': '请在 shell 里查看其中一个：systemctl status SERVICE',
    'snapshot-exists': '请换一个名称。',
    'script-failed': '请在那个控制节点的 shell 里查看，或者回到以前：按 s，在一个快照上按 Enter。',
    'experiment-not-undone': '请在那个控制节点的 shell 里查看并重试，或者回到以前：按 s，在一个快照上按 Enter。'
  },
  panes: { lesson: '课文', tasks: '任务', cluster: '集群', shell: '命令行' },
  /** For screen readers: words where others see signs, colours and lines. */
  spoken: {
    list: (parts: readonly string[]) => parts.join('，'),
    row: (title: string, text: string) => `${title}：${text}`,
    chosen: (text: string) => `${text}（当前项）`,
    marked: (text: string) => `${text}（已选中）`,
    task: (title: string) => `任务：${title}`,
    unknown: '还没有查看',
    all: (text: string) => `三个节点都是 ${text}`,
    bad: (text: string) => `${text}（异常）`,
    warning: (text: string) => `${text}（注意）`,
    steps: { done: '已完成', now: '进行中', later: '还没有开始', failed: '失败' },
    findings: { ok: '正常', warn: '注意', error: '需要处理' },
    /** A snapshot that the controllers went back before. */
    left: '不在通往现在的路上',
    heading: '标题：',
    quote: '说明：',
    code: '代码：',
    drawing: '字符画：',
    end: '结束。'
  },
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
      long: '对应编号控制节点的登录 shell',
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
    answer: { brief: '作答', long: '提交答案，再按一次继续' },
    question: { brief: '上下题', long: '上一题或下一题', each: { [-1]: '上一题', 1: '下一题' } },
    mark: { brief: '选中', long: '选中这一项，或取消选中' },
    choose: { brief: '选项', long: '按字母或数字选中一项' },
    snapshots: { brief: '快照', long: '三台控制节点的快照：保存、恢复、删除' },
    saveSnapshot: { brief: '保存', long: '在同一时刻保存三台控制节点' },
    restoreSnapshot: { brief: '恢复', long: '让三台控制节点回到选中的快照' },
    deleteSnapshot: { brief: '删除', long: '删除选中的快照' },
    setup: { brief: '准备环境', long: '查看本机的情况，准备或启动控制节点' },
    begin: { brief: '继续', long: '做列出的事，或重新查看' },
    experiment: { brief: '行为检查', long: '查看一项行为检查；再按一次运行，再按一次停止' },
    palette: { brief: '操作', long: '按名称找到可以做的一切' },
    language: { brief: 'English', long: 'switch to English' },
    help: { brief: '按键', long: '全部按键' },
    leave: { brief: '退出', long: '退出 Quorate' },
    back: { brief: '返回', long: '回到课文，或回到实验列表' },
    leaveShell: { brief: '离开 shell', long: '离开 shell，它保持原样' },
    shellPage: { brief: '滚动', long: '在 shell 中向前翻页' },
    suspend: { brief: '挂起', long: '回到启动 Quorate 的 shell；在那里用 fg 继续' },
    quit: { brief: '退出', long: '立即退出 Quorate' }
  }
} as const
