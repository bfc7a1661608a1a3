export const grade = {
  title: '成绩',
  of: (p: { credit: number; possible: number }) => `${p.credit} 分，满分 ${p.possible} 分`,
  /** Points that were reached and do not all count. */
  reached: (p: { points: number; possible: number }) => `实际做到 ${p.points} 分，满分 ${p.possible} 分`,
  student: '学生',
  gradedAt: '评分时间',
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
    solved: () => '由参考解答完成，不计分',
    overtime: (p: { minutes: number }) => `考试结束 ${p.minutes} 分钟后才做到，不计分`,
    late: (p: { days: number; percent: number }) => `迟交 ${p.days} 天，扣 ${p.percent}%`,
    hints: (p: { hints: number; percent: number }) => `看了 ${p.hints} 条提示，扣 ${p.percent}%`
  },
  /** Said while the lab is graded. */
  grading: (p: { labs: number }) => `正在评分，共 ${p.labs} 个实验。`,
  keeping: '控制节点的当前状态已保存，行为检查结束后会恢复。',
  written: (p: { file: string }) => `已写入：${p.file}`
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
  })
} as const
