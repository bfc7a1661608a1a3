import type { ProofPart } from '../../lab/verify.ts'

const meant = (name: string | undefined): string => (name === undefined ? '' : `您是不是要找 ${name}？`)

export const cli = {
  description: '亲手搭建，学会 OpenStack 高可用：三台真实的控制节点，说明原因的检查，可以制造的故障，可以回滚的快照。',
  helpTitles: {
    'Usage:': '用法：',
    'Arguments:': '参数：',
    'Options:': '选项：',
    'Commands:': '命令：'
  },
  commands: {
    learn: '打开终端界面',
    start: '完成全部准备并打开 Quorate',
    serve: '运行实验主机上的服务：时间源和虚拟 BMC（由 Quorate 自动启动）',
    doctor: '查看本机具备和缺少什么',
    up: '创建或启动三台控制节点',
    down: '停止三台控制节点',
    destroy: '删除实验环境',
    status: '查看引擎、控制节点、地址和快照',
    shell: '在一台控制节点上打开登录 shell',
    exec: '以 root 身份在一台控制节点或全部节点（all）上执行命令：quorate exec all -- 命令',
    labs: '列出所有实验和您的进度',
    read: '阅读一个实验的课文',
    check: '在真实的控制节点上运行实验的检查',
    hint: '取得一项任务的下一条提示',
    quiz: '回答一个实验或一项任务的问题',
    solve: '应用一个实验或一项任务的参考解答',
    goto: '把控制节点带到一个实验的起点',
    reset: '把控制节点回滚到实验的起点',
    snapshot: '保存、列出、恢复和删除三台控制节点的快照',
    box: '虚拟机的 box',
    boxBuild: '用发行版的软件包制作 libvirt 的 box，不必下载现成的',
    snapshotSave: '在同一时刻保存三台控制节点',
    snapshotList: '列出快照',
    snapshotRestore: '恢复三台控制节点',
    snapshotDelete: '删除一个快照',
    grade: '在真实的控制节点上给一个实验或全部实验评分',
    submit: '生成一个可供教师重新评分的文件',
    regrade: '根据提交文件中的证据重新评分（供教师使用）',
    gradebook: '把许多份提交汇总成一张成绩表（供教师使用）',
    gradeWorker: '为另一个 Quorate 给提交评分（由 Quorate 自动启动）',
    lint: '校验课程内容（供作者使用）',
    verify: '在真实的控制节点上证明检查有效（供作者使用）'
  },
  options: {
    help: '显示帮助',
    version: '显示版本',
    json: '在标准输出上只打印一个 JSON 文档',
    lang: '语言',
    engine: '运行控制节点的引擎',
    course: '课程所在的目录',
    yes: '对所有询问回答“是”',
    color: '不使用颜色',
    ascii: '只使用 ASCII 字符',
    mouse: '点击切换窗格，滚轮滚动；此时选择文字要按住 Shift',
    screenReader: '供屏幕阅读器使用：逐行的文字，没有任何图形（或设置 INK_SCREEN_READER=true）',
    verbose: '显示错误的底层原因',
    fix: '安装并启动缺少的部分',
    prefix: '实验地址的前两段数字（默认 10.77，被占用时顺延）',
    size: '每台虚拟机的配置：small（1.5 GiB 内存、1 个处理器），或 full，即高可用指南的要求（12 GiB、4 个）',
    seed: '用于抽取您个人数值的种子；种子相同，实验就相同',
    destroyAll: '同时删除所有实验环境共用的镜像、模板、离线软件包、存储池和项目',
    checkAll: '课程中的所有实验',
    behaviour: '同时运行行为检查：会扰动集群，结束后恢复原状',
    watch: '有变化就重新检查，直到全部通过',
    junit: '同时把结果写成 JUnit XML 文件',
    answer: '不用终端直接作答：题号=答案',
    student: '名册中您的姓名或学号',
    out: '写入这个文件',
    brief: '只要分数',
    roster: '班级名册：CSV，必须有 student 列，还可以有 name、email、username、seed 列',
    outTable: '把班级成绩表写成 CSV',
    html: '写出班级网页：中位数、用时、卡住最多的地方',
    canvas: '填写从 Canvas 导出的成绩册',
    assignment: '接收总成绩的 Canvas 作业编号（不指定时，与实验同名的作业各得其分）',
    moodleWorksheet: '填写从 Moodle 导出的评分工作表',
    moodle: '写出供 Moodle 导入成绩的表格',
    format: '写出的格式；不指定时由扩展名决定：.json、.html、.xml（JUnit）、.csv'
  },
  /** Sentences one after another. */
  sentences: (all: readonly string[]) => all.join(''),
  confirm: '[y/N]',
  yesWords: ['y', 'yes', '是', '好'],
  interrupted: '已中断。下一条命令会完成或撤销刚才进行到一半的操作。',
  interruptedOnly: '已中断。可以重新执行这条命令。',
  status: {
    lab: '实验环境：',
    snapshots: '快照：',
    labStates: { absent: '不存在', stopped: '已停止', running: '运行中', partial: '不完整' },
    services: (time: string, bmc: string) => `实验主机：时间源${time}，虚拟 BMC ${bmc}`,
    serviceStates: {
      running: '运行中',
      starting: '正在启动',
      stopped: '已停止',
      waiting: '正在等待实验网络就绪',
      blocked: '无法监听端口'
    },
    fencing: (count: number) => (count === 1 ? '隔离（fencing）记录：' : `最近 ${count} 次隔离（fencing）：`),
    fencedBy: (by: string) => `由 ${by} 发起`,
    fencingOutcomes: {
      done: '已完成',
      refused: '被拒绝：Quorate 自己正在操作控制节点',
      busy: '被拒绝：对该节点的请求过多',
      failed: '失败'
    },
    next: '下一步：quorate up',
    pending: (action: 'save' | 'restore' | 'delete' | 'destroy' | 'experiment') =>
      ({
        save: '保存快照时被中断；下一条命令会撤销它。',
        restore: '恢复快照时被中断；下一条命令会完成它。',
        delete: '删除快照时被中断；下一条命令会完成它。',
        experiment: '一项行为检查被中断；下一条命令会把它扰动过的地方恢复原状。',
        destroy: '删除实验环境时被中断。请用 quorate destroy 完成删除。'
      })[action]
  },
  box: {
    built: ({ name }: { name: string }) => `box 已就绪：${name}。quorate up --engine vagrant 会用它创建控制节点。`
  },
  destroy: {
    intro: '将要删除以下内容，此外不动任何东西：',
    question: '确定删除吗？',
    done: '已删除。您的学习记录和进度仍然保留。'
  },
  doctor: { question: '现在安装并启动缺少的部分吗？' },
  snapshot: {
    none: '还没有快照。',
    saved: (name: string) => `已保存：${name}`,
    restored: (name: string) => `已恢复：${name}`,
    deleted: (name: string) => `已删除：${name}`,
    restoreQuestion: (name: string) => `三台控制节点上自 ${name} 保存以来的所有改动都会丢失。确定恢复吗？`,
    deleteQuestion: (name: string) => `确定删除快照 ${name} 吗？`
  },
  check: {
    passed: (lab: string) => `${lab} 已通过。`,
    passedAndKept: (lab: string) => `${lab} 已通过。控制节点现在的状态已保存为快照 ${lab}/done。`,
    watching: '正在持续检查；按 Ctrl-C 结束。'
  },
  lint: {
    clean: '不用控制节点就能看出的问题，这门课程一个也没有。其余的请用：quorate verify',
    found: (count: number) => `共 ${count} 个问题。`
  },
  labs: {
    here: '*',
    states: { locked: '未解锁', open: '可进行', passed: '已通过' },
    points: (points: number, possible: number) => `${points}/${possible} 分`,
    minutes: (minutes: number) => `${minutes} 分钟`
  },
  hint: (task: string, rung: number, of: number) => `${task}：提示 ${rung}/${of}`,
  quiz: {
    right: '正确。',
    wrong: '不对。',
    partly: '不完整：还有别的选项也正确。',
    again: '这道题您已经答过；只有第一次作答计分。',
    howToAnswer: (lab: string) => `作答方法：quorate quiz ${lab} --answer 题号=答案`,
    askLetter: '您的答案（字母；多个用逗号分隔）：',
    askNumber: '您的答案（数字）：',
    needsLetter: '请输入选项的字母，例如 a；多个选项写成 a,c。',
    needsNumber: '请输入一个数字，例如 3 或 0.5。',
    sum: (right: number, asked: number) => `这一次 ${asked} 道题答对 ${right} 道。`,
    left: (open: number, of: number) => `共 ${of} 道题，这里只问还没有答对的 ${open} 道。`,
    practice: '这些题以前都答对过，下面再练一遍：',
    onceMore: '剩下的题下次会再问。只有第一次作答计分。',
    passed: (lab: string) => `${lab} 已通过。`
  },
  /** Of labs that have questions and no checks. */
  questions: {
    standing: (p: { right: number; of: number; points: number; possible: number }) =>
      `${p.of} 道题已答对 ${p.right} 道，得分 ${p.points}/${p.possible}。`,
    left: (lab: string) => `回答剩下的题：quorate quiz ${lab}`,
    noControllers: (lab: string) => `${lab} 只有问答，不需要控制节点，控制节点保持原样。阅读课文：quorate read ${lab}`
  },
  solve: {
    doing: (task: string) => `正在求解：${task}`,
    done: (lab: string) => `参考解答已应用。查看结果：quorate check ${lab}`
  },
  goto: {
    question: (lab: string) => `三台控制节点上的一切都会回到 ${lab} 的起点。确定吗？`,
    solving: (lab: string, task: string) => `正在求解 ${lab}：${task}`,
    done: (lab: string) => `控制节点已回到 ${lab} 的起点。`
  },
  verify: {
    question: '证明过程会使用控制节点；它们现在的内容在结束时会恢复原样。继续吗？',
    questionsOnly: (lab: string) => `${lab}：只有问答，没有要在控制节点上证明的内容；题目由 quorate lint 检查。`,
    proved: '通过',
    notProved: '不通过',
    red: '动手之前为红',
    green: '应用参考解答两遍之后为绿',
    againRed: '前面的实验都完成后，再次为红',
    againGreen: '再次为绿',
    route: (name: string) => `另一种做法 ${name} 为绿`,
    mistake: (name: string) => `错误做法 ${name}`,
    caught: (checks: string, diagnosis: string) => `被 ${checks} 发现；诊断：${diagnosis}。`,
    expected: (checks: string) => `应为：${checks}。`,
    part: (lab: string, part: ProofPart) =>
      `${lab}：${{ red: '红', green: '绿', again: '再来一遍', route: '做法', mistake: '错误', experiment: '行为检查', solve: '求解' }[part.kind]}${'name' in part ? ` ${part.name}` : ''}`
  },
  start: {
    ready: 'Quorate 已就绪。',
    next: '下一步：quorate（终端界面），或者：quorate labs'
  }
} as const

export const cliErrors = {
  defect: (p: { detail: string }) => ({
    message: `Quorate 遇到了没有预料到的情况：${p.detail}。`,
    fix: '这是 Quorate 自身的缺陷。请用同一条命令加上 --verbose 再运行一次，并附上输出进行反馈。'
  }),
  'command-unknown': (p: { name: string; nearest: string | undefined }) => ({
    message: `没有“${p.name}”这个命令。${meant(p.nearest)}`,
    fix: '查看所有命令：quorate --help'
  }),
  'option-unknown': (p: { name: string }) => ({
    message: `这里没有 ${p.name} 这个选项。`,
    fix: '查看命令的选项：quorate 命令 --help'
  }),
  'argument-missing': (p: { name: string }) => ({
    message: `缺少参数“${p.name}”。`,
    fix: '查看命令的用法：quorate 命令 --help'
  }),
  'option-missing': (p: { name: string }) => ({
    message: `这里必须给出选项“${p.name}”。`,
    fix: '命令的用法：quorate 命令 --help'
  }),
  'option-value-missing': (p: { name: string }) => ({
    message: `选项“${p.name}”需要一个值。`,
    fix: '查看命令的用法：quorate 命令 --help'
  }),
  'option-value-wrong': (p: { detail: string }) => ({
    message: `有一个选项的值不可用：${p.detail}`,
    fix: '查看命令的用法：quorate 命令 --help'
  }),
  'call-wrong': (p: { detail: string }) => ({
    message: `不能这样调用 Quorate：${p.detail}。`,
    fix: '查看所有命令：quorate --help'
  }),
  'command-missing': (_: object) => ({
    message: '没有给出要执行的命令。',
    fix: '例如：quorate exec all -- uptime'
  }),
  'node-unknown': (p: { name: string; nearest: string | undefined; known: string }) => ({
    message: `没有名为“${p.name}”的控制节点。${meant(p.nearest)}`,
    fix: `可用的名称：${p.known}。`
  }),
  'needs-yes': (_: object) => ({
    message: '这一步需要确认，但没有终端可以询问。没有做任何改动。',
    fix: '请加上 --yes 再执行一次'
  }),
  'needs-terminal': (p: { node: string }) => ({
    message: '登录 shell 需要终端。',
    fix: `要执行单条命令：quorate exec ${p.node} -- 命令`
  }),
  'file-unwritable': (p: { path: string; detail: string }) => ({
    message: `无法写入 ${p.path}：${p.detail}。`,
    fix: '请指定一个存在且可写的目录中的文件。'
  }),
  'hints-used-up': (p: { task: string }) => ({
    message: `任务 ${p.task} 没有更多提示了。`,
    fix: '请重读课文中的这一节，或者看看参考解答的效果：quorate solve 实验 任务'
  }),
  'questions-none': (p: { lab: string; task: string }) => ({
    message: `${p.lab} 没有属于任务 ${p.task} 的题目。`,
    fix: `查看本实验的全部题目：quorate quiz ${p.lab}`
  }),
  'nothing-to-solve': (p: { lab: string }) => ({
    message: `${p.lab} 只有问答，没有要动手配置的内容，因此没有参考解答。`,
    fix: `请回答问题：quorate quiz ${p.lab}。答错会有讲解，并且可以再答。`
  }),
  'question-unknown': (p: { id: string; nearest: string | undefined; known: string }) => ({
    message: `这里没有题目“${p.id}”。${meant(p.nearest)}`,
    fix: `题号有：${p.known}。`
  }),
  'answer-not-understood': (p: { question: string; answer: string }) => ({
    message: `“${p.answer}”不能作为 ${p.question} 的答案。没有计入成绩。`,
    fix: '请按题目要求给出选项字母（多个写成 a,c）或数字。'
  }),
  'snapshot-kept': (p: { name: string }) => ({
    message: `快照 ${p.name} 属于实验环境本身：\`quorate goto\` 和 \`quorate reset\` 都要用到它。`,
    fix: '没有删除任何东西。它本身几乎不占空间。'
  })
} as const
