import type { Expected, Form, Found, Problem, ProblemCode, ProblemDetail, Referent, YamlType } from '../../problem.ts'

const types: Record<YamlType, string> = {
  text: '一段文字',
  number: '一个数字',
  'whole-number': '一个整数',
  boolean: 'true 或 false',
  list: '一个列表',
  mapping: '一个映射'
}

const forms: Record<Form, string> = {
  identifier: '用连字符连接的小写单词，例如 same-order',
  duration: '带单位 ms、s 或 m 的数字，例如 30s',
  'diagnosis-code': '系统名加名称，例如 memcached.loopback-only',
  'variable-name': '以小写字母开头的字母和数字，例如 deadRetry',
  matcher: '一个值、一个由值组成的列表，或 gte、lte、oneOf、matches、includes、not、same、distinct 之一',
  scope: 'each、any、exactly-one、cluster，或控制节点的列表',
  'step-scope': 'each、控制节点的列表、kept: 名称，或 others: 名称',
  tier: '带 expect 的 foundation、service 或 cluster，或带 experiment 的 behaviour',
  expectation: '至少一项事实：什么都不要求的检查永远会通过',
  placeholder: '一个数字，或单独一个变量，例如 {{deadRetry}}',
  'integer-range': 'min 不大于 max，两者之差不超过 4294967295',
  'question-kind': 'kind: choice 或 kind: number',
  'variable-kind': 'kind: integer、kind: choice 或 kind: password',
  choices: '两项以上的文字，或两项以上的数字',
  'correct-choice': '至少有一个选项写着 correct: true',
  'package-name': 'Debian 软件包的名称，例如 memcached',
  'command-name': '命令名或绝对路径，例如 chronyc',
  moment: '带 UTC 偏移的日期和时间，例如 2026-03-01T23:59:00+08:00'
}

const referents: Record<Referent, string> = {
  lab: '实验',
  task: '任务',
  check: '检查',
  question: '题目',
  mistake: '错误示例',
  route: '替代做法',
  diagnosis: '诊断',
  variable: '变量',
  fact: '事实',
  controller: '控制节点',
  command: '命令',
  kept: '先前步骤保留的值'
}

const measures = { value: '', entries: ' 项', characters: ' 个字符' } as const

const found = (what: Found): string => {
  switch (what.kind) {
    case 'nothing':
      return '空'
    case 'list':
      return '一个列表'
    case 'mapping':
      return '一个映射'
    case 'text':
      return `“${what.text}”`
  }
}

const expected = (what: Expected): string => {
  switch (what.kind) {
    case 'type':
      return types[what.type]
    case 'values':
      return what.values.length === 1 ? `${what.values[0]}` : `${what.values.join('、')} 之一`
    case 'form':
      return forms[what.form]
    case 'at-least':
      return `至少 ${what.limit}${measures[what.of]}`
    case 'at-most':
      return `最多 ${what.limit}${measures[what.of]}`
  }
}

const meant = (nearest: string | undefined): string => (nearest === undefined ? '' : `是不是想写“${nearest}”？`)

type Details = { [C in ProblemCode]: Extract<ProblemDetail, { code: C }> }

const problems = {
  unreadable: (p) => `无法读取这个文件（${p.reason}）。`,
  yaml: (p) => `不是合法的 YAML：${p.reason}`,
  unexpected: (p) => `${p.path || '整个文件'}：这里是${found(p.found)}，应为${expected(p.expected)}。`,
  'missing-key': (p) => `缺少键“${p.key}”。`,
  'unknown-key': (p) => `这里没有名为“${p.key}”的键。${meant(p.nearest)}可用的键：${p.legal.join('、')}。`,
  'folder-missing': (p) => `课程列出了实验“${p.lab}”，但没有文件夹 NN-${p.lab}。`,
  'id-differs': (p) => `实验自称“${p.found}”，文件夹却以“${p.folder}”命名。`,
  stray: (p) => `“${p.name}”没有归属：没有任何任务、错误示例、替代做法或实验用到它。`,
  'missing-file': (p) => `缺少文件 ${p.name}。`,
  duplicate: (p) => `${referents[p.of]}“${p.id}”出现了不止一次。`,
  unknown: (p) => `没有${referents[p.of]}“${p.id}”。${meant(p.nearest)}`,
  circular: (p) => `它们循环依赖：${p.ids.join(' -> ')}。`,
  'later-lab': (p) => `这里依赖实验“${p.lab}”，它在课程中却排在后面。`,
  points: (p) => `实验写的是 ${p.found} 分，检查与题目的分数合计为 ${p.expected} 分。`,
  'same-text': () => '英文与中文完全相同：没有翻译。',
  'one-language-variable': (p) => `{{${p.name}}} 只出现在 ${p.locale} 的文字里。`,
  'section-missing': (p) => `课文没有任务“${p.task}”的小节：## … {#${p.task}}`,
  'sections-differ': (p) => `各小节与 ${p.other} 的小节不同，或顺序不同。`,
  'code-blocks-differ': (p) => `小节“${p.heading}”有 ${p.found} 个代码块，${p.other} 里有 ${p.expected} 个。`,
  'code-kind': (p) =>
    p.found === ''
      ? `这个代码块没有标明种类，应为 ${p.legal.join('、')} 之一。`
      : `没有名为“${p.found}”的代码块种类。${meant(p.nearest)}应为 ${p.legal.join('、')} 之一。`,
  'code-differs': (p) =>
    p.of === 'kind'
      ? `这个代码块的种类与 ${p.other} 第 ${p.line} 行的不同。`
      : `这个代码块的内容与 ${p.other} 第 ${p.line} 行的不同。`,
  formula: (p) => `“${p.formula}”从第 ${p.position + 1} 个字符起不是公式。`,
  'formula-value': (p) => `“${p.formula}”算不出数字。`,
  'not-a-number': (p) => `{{${p.name}}} 不是数字，而这里需要数字。`,
  pattern: (p) => `“${p.pattern}”不是正则表达式：${p.reason}`,
  'fact-type': (p) => `匹配方式“${p.matcher}”不能用于 ${p.fact}：它的类型是 ${p.type}。`,
  'fact-value': (p) => `${p.fact} 不会取值“${p.found}”，它只能是 ${p.values.join('、')} 之一。`,
  'no-route': (p) => `实验 ${p.lab} 没有第二种做法（routes）：无法证明检查接受参考答案以外的正当做法。`,
  'unproved-check': (p) => `没有任何错误示例会让检查“${p.check}”失败，无法证明它会变红。`,
  'unchecked-task': (p) => `任务“${p.task}”没有检查；在没有检查的实验里，则是没有题目。`
} as const satisfies { [C in ProblemCode]: (p: Details[C]) => string }

/** One problem as a line: place, then words. */
const problem = (p: Problem): string => {
  const { file, line, column } = p.place
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const words: (p: Problem) => string = problems[p.code] as (p: Problem) => string
  return `${place}: ${words(p)}`
}

export const course = {
  /** One problem as a line: place, then words. */
  problem
} as const

export const courseErrors = {
  'course-absent': (p: { folder: string }) => ({
    message: `${p.folder} 里没有课程：既没有 course.yaml，也没有实验文件夹。`,
    fix: '请指定含有 course.yaml 的文件夹：--course DIR'
  }),
  'course-broken': (p: { problems: readonly Problem[] }) => ({
    message: `无法读取课程：\n${p.problems.map(problem).join('\n')}`,
    fix: '请改正这些地方；quorate lint 会列出其余可能的问题。'
  }),
  'lesson-absent': (p: { file: string }) => ({
    message: `无法读取课文 ${p.file}。`,
    fix: '请运行：quorate lint'
  }),
  'script-absent': (p: { file: string }) => ({
    message: `缺少脚本 ${p.file}。`,
    fix: '请运行：quorate lint'
  }),
  'variable-unknown': (p: { name: string; nearest: string | undefined }) => ({
    message: `课程用到了没有定义的变量 {{${p.name}}}。${meant(p.nearest)}`,
    fix: '请在 course.yaml 中定义它，或改正名称。quorate lint 会指出它在哪里。'
  }),
  'variable-not-a-number': (p: { text: string }) => ({
    message: `课程要拿一个数字与“${p.text}”比较，而它不是数字。`,
    fix: '请使用 kind 为 integer 的变量。quorate lint 会指出它在哪里。'
  })
} as const
