import type { Finding, FindingCode } from '../../grade/finding.ts'

const refusals: Record<Extract<Finding, { code: 'refused' }>['why'], string> = {
  'too-big': '文件比任何提交都大',
  'not-compressed': '不是 Quorate 的提交文件（不是 gzip，或者不完整）',
  'inflates-too-much': '解压之后比任何提交都大',
  'not-utf-8': '文字不是 UTF-8 编码',
  'not-submission': '不是 Quorate 的提交文件',
  'wrong-shape': '内容不符合提交文件的格式',
  'not-a-file': '是链接、管道或设备，不是普通文件',
  unreadable: '无法读取',
  'not-understood': '其中的证据不是探针会输出的内容',
  'too-costly': '评分所需的时间或内存太多'
}

const shared: Record<Extract<Finding, { code: 'shared' }>['what'], (files: string) => string> = {
  key: (files) => `与 ${files} 用同一把密钥签名，署名却不同。`,
  lab: (files) => `与 ${files} 是同一个实验环境，署名却不同。`,
  machine: (files) => `与 ${files} 的机器标识相同，署名却不同。`,
  journal: (files) => `日志的开头与 ${files} 相同，署名却不同。`,
  seed: (files) => `与 ${files} 的种子相同，署名却不同。`
}

type Details = { [C in FindingCode]: Extract<Finding, { code: C }> }

const findings: { readonly [C in FindingCode]: (p: Details[C]) => string } = {
  refused: (p) => `没有评分：${refusals[p.why]}。`,
  signature: () => '签名与内容不符：签名之后被改动过，或者根本没有签名。',
  journal: (p) => `日志第 ${p.line} 行与上一行接不上：有内容被删去或改动。`,
  'journal-unreadable': () => '日志无法读取，答题和提示都没有计入。',
  'other-course': (p) => `这份提交属于课程 ${p.found}，而不是 ${p.expected}。`,
  'other-content': () => '学生使用的是这门课程的另一个版本，评分以您的版本为准。',
  'other-version': (p) => `提交由 Quorate ${p.found} 生成，现在使用的是 ${p.expected}。`,
  'time-future': () => '按本机的时钟，它的提交时间在未来。',
  'time-order': (p) =>
    ({
      journal: `日志中的时间有倒退，或者晚于提交时间：${p.at}。`,
      looks: `查看控制节点的时间不在实验环境存在的期间：${p.at}。`,
      lab: `日志记录的实验环境创建时间不一致：${p.at}。`
    })[p.what],
  'lab-not-created': (p) => `日志中没有创建实验环境 ${p.lab} 的记录。`,
  'machine-name': (p) => `作为 ${p.node} 提交的机器自称“${p.found}”。`,
  'machine-address': (p) => `${p.node} 没有它应有的地址。`,
  'machines-alike': (p) => `同一台机器被当作几台提交：${p.nodes.join('、')}。`,
  facts: (p) => `${p.node} 上 ${p.probe} 的事实与原始输出不符。`,
  outcome: (p) => `${p.check}：根据证据是 ${p.found}，提交中写的是 ${p.claimed ?? '无'}。`,
  points: (p) => `根据证据应得 ${p.found} 分，提交中写的是 ${p.claimed} 分。`,
  answer: (p) => `${p.question}：日志写的对错与日志里的答案不符。`,
  experiment: (p) => `${p.check}：步骤不是这项行为检查的步骤。`,
  'labs-missing': (p) => `没有提交这些实验的内容：${p.labs.join('、')}。`,
  shared: (p) => shared[p.what](p.with.join('、')),
  twice: (p) =>
    p.counts === undefined
      ? `这名学生有多份提交，签名的密钥不同或没有有效签名，都不计分：${p.files.join('、')}。`
      : `这名学生有多份提交：${p.files.join('、')}。以最新的一份为准：${p.counts}。`,
  'not-in-roster': (p) => `名册中没有“${p.student}”。`,
  'seed-not-assigned': (p) => `分配给 ${p.student} 的是另一个种子。`
}

const finding = <C extends FindingCode>(p: Details[C]): string => {
  const render: (p: Details[C]) => string = findings[p.code as C]
  return render(p)
}

export const grade = {
  title: '成绩',
  of: (p: { credit: number; possible: number }) => `${p.credit} 分，满分 ${p.possible} 分`,
  /** Points that were reached and do not all count. */
  reached: (p: { points: number; possible: number }) => `实际做到 ${p.points} 分，满分 ${p.possible} 分`,
  student: '学生',
  gradedAt: '日期',
  course: '课程',
  lab: '实验',
  task: '任务',
  check: '检查',
  question: '问题',
  questions: '问题',
  outcome: '结果',
  points: '做到',
  possible: '满分',
  credit: '得分',
  why: '扣分原因',
  expected: '期望',
  observed: '实际',
  cause: '原因',
  outcomes: {
    pass: '通过',
    fail: '未通过',
    'not-yet': '尚未开始',
    blocked: '等待',
    error: '无法检查',
    'not-checked': '没有检查',
    right: '正确',
    wrong: '错误',
    unanswered: '未作答'
  },
  waitsFor: (p: { check: string }) => `要等 ${p.check} 先通过`,
  reductions: {
    solved: () => '这项任务应用过参考解答：不计分，之后自己重做也不计',
    overtime: (p: { minutes: number }) => `考试结束 ${p.minutes} 分钟后才做到，不计分`,
    late: (p: { days: number; percent: number }) => `迟交 ${p.days} 天，扣 ${p.percent}%`,
    hints: (p: { hints: number; percent: number }) => `看了 ${p.hints} 条提示，扣 ${p.percent}%`
  },
  /** Said while the lab is graded. */
  grading: (p: { labs: number }) => `正在评分，共 ${p.labs} 个实验。`,
  keeping: '控制节点的当前状态已保存，行为检查结束后会恢复。',
  written: (p: { file: string }) => `已写入：${p.file}`,
  submit: {
    written: (p: { file: string; student: string }) => `${p.student} 的提交文件已写入：${p.file}`,
    /** What is in it, and what whoever gets it can do with it. */
    content:
      '文件中有您的日志、探针在三台控制节点上的输出、去掉密码的配置文件，以及您这份实验的种子；由种子可以推算出实验中的密码。请只交给您的教师。'
  },
  /** One after another. */
  names: (names: readonly string[]) => names.join('、'),
  none: '全部相符。',
  weights: { refused: '拒绝', withheld: '待查', note: '说明' },
  finding,
  /** What a regrade proves, and what it cannot. */
  proof:
    '这能证明：每个分数都由文件中的原始输出得出，按您自己的课程、用文件所写种子对应的数值评判，并且上面没有另加说明的文件在签名之后没有改动过。这不能证明：这些输出来自真实的控制节点。学生是自己机器上的 root，可以编造它们。每名学生各不相同的数值、提交之间的互相比对，以及在您自己的引擎上运行 quorate grade，可以缩小这种余地。',
  sum: (p: { graded: number; withheld: number; refused: number }) =>
    `已评分 ${p.graded} 份，其中待查 ${p.withheld} 份；拒绝 ${p.refused} 份`,
  class: {
    title: '班级',
    standings: { graded: '已评分', withheld: '待查', missing: '未交' },
    medians: '中位数',
    medianCredit: '得分',
    medianTime: '从打开实验到得到最后一分的时间',
    minutes: (minutes: number) => `${minutes} 分钟`,
    stuck: '卡住最多的地方',
    students: '学生',
    matrix: (p: { lab: string }) => `学生与检查对照：${p.lab}`,
    remarks: '备注'
  },
  /** What Moodle calls the columns of its worksheets, and the word for no. */
  moodleNames: {
    identifier: ['Identifier', '标识符', '识别符', '编号'],
    grade: ['Grade', '成绩', '分数'],
    maximum: ['Maximum Grade', 'Maximum grade', '最高成绩', '最高分', '最高分数'],
    email: ['Email address', 'Email', '电子邮件地址', 'Email地址', '邮箱', '邮箱地址'],
    idNumber: ['ID number', '学号', 'ID号', '身份号码'],
    changeable: ['Grade can be changed', '成绩可以更改', '可以更改成绩', '分数可以更改'],
    no: ['No', '否']
  }
} as const

export const gradeErrors = {
  'exam-no-help': (p: { lab: string }) => ({
    message: `${p.lab} 是考试的一部分：没有提示，也不能用参考解答代劳。`,
    fix: '请阅读课文，并看看检查怎么说：quorate check'
  }),
  'exam-other-lab': (p: { lab: string; known: string }) => ({
    message: `${p.lab} 不在这门课程的考试范围内，没有可以评分的内容。`,
    fix: `考试包括这些实验：${p.known}。`
  }),
  'format-unknown': (p: { file: string; known: string }) => ({
    message: `从文件名 ${p.file} 看不出要写成哪种格式。`,
    fix: `请用 --format 指明格式，可选：${p.known}。`
  }),
  'student-name': (_: object) => ({
    message: '这不能作为学生的姓名或学号。',
    fix: '请给出一行之内的 1 到 100 个字符，与名册一致，例如 --student s1234567'
  }),
  'submission-unreadable': (p: { path: string; detail: string }) => ({
    message: `无法读取 ${p.path}：${p.detail}`,
    fix: '请给出学生提交的文件，或存放这些文件的目录。'
  }),
  'submission-none': (p: { paths: string }) => ({
    message: `${p.paths} 中没有文件。`,
    fix: '请给出学生提交的文件，或存放这些文件的目录。'
  }),
  'table-unreadable': (p: { path: string; detail: string }) => ({
    message: `无法读取表格 ${p.path}：${p.detail}`,
    fix: '请重新导出为 CSV，再给出那个文件。'
  }),
  'table-encoding': (p: { path: string }) => ({
    message: `表格 ${p.path} 不是 UTF-8 编码。`,
    fix: '请另存为“CSV UTF-8”格式。'
  }),
  'roster-column': (p: { path: string }) => ({
    message: `名册 ${p.path} 没有学生一列。`,
    fix: '第一行应写列名：student，还可以有 name、email、username、seed。'
  }),
  'roster-twice': (p: { path: string; student: string }) => ({
    message: `名册 ${p.path} 中“${p.student}”出现了不止一次。`,
    fix: '每名学生请只留一行。'
  }),
  'canvas-columns': (p: { path: string }) => ({
    message: `${p.path} 中没有可以填写的作业列。`,
    fix: '请给出从 Canvas 导出的成绩册，并用 --assignment 指明作业名称后面的编号。'
  }),
  'moodle-columns': (p: { path: string }) => ({
    message: `${p.path} 缺少必要的列：评分工作表要有标识符、成绩，以及电子邮件地址或学号。`,
    fix: '请在 Moodle 的作业中下载评分工作表。如果 Moodle 的界面是英文，列名保持英文即可。'
  })
} as const
