import { facts, words } from './facts/index.ts'

export const check = {
  facts,
  words,
  yes: '是',
  no: '否',
  nothing: '无',
  emptyList: '无',
  list: (items: readonly string[]) => items.join('、'),
  concerned: (nodes: readonly string[]) => nodes.join('、'),
  matchers: {
    gte: (p: { limit: number }) => `至少 ${p.limit}`,
    lte: (p: { limit: number }) => `至多 ${p.limit}`,
    oneOf: (p: { values: readonly string[] }) => `${p.values.join('、')} 之一`,
    matches: (p: { pattern: string }) => `符合 /${p.pattern}/ 的文字`,
    includes: (p: { value: string }) => `包含 ${p.value}`,
    not: (p: { of: string }) => `不是“${p.of}”`,
    same: '各控制节点相同',
    distinct: '各控制节点互不相同'
  },
  fact: (p: { fact: string; value: string }) => `${p.fact}：${p.value}`,
  statements: (statements: readonly string[]) => statements.join('；'),
  scopes: {
    any: (p: { of: string }) => `至少一个控制节点上：${p.of}`,
    'exactly-one': (p: { of: string }) => `恰好一个控制节点上：${p.of}`
  },
  seen: (p: { value: string; nodes: readonly string[] }) => `${p.value}（${p.nodes.join('、')}）`,
  experiment: {
    silent: '没有任何输出',
    unanswered: (p: { value: string }) => `没有及时应答：${p.value}`,
    nobody: '没有找到执行这一步的控制节点',
    undone: '检查所扰动的地方已恢复原状',
    running: (p: { check: string; says: string }) => `${p.check}：${p.says}`
  },
  absent: '还没有',
  unknown: {
    'machine-stopped': '无法查看：机器已关机',
    'machine-frozen': '无法查看：机器被冻结',
    'machine-absent': '无法查看：机器不存在',
    'time-out': '无法查看：没有及时应答',
    'no-answer': '无法查看：机器无法进入',
    'not-understood': '无法查看：看不懂返回的内容'
  },
  outcomes: { pass: '通过', fail: '未通过', 'not-yet': '未开始', blocked: '等待', error: '出错' },
  report: {
    points: (p: { points: number; possible: number }) => `${p.points}/${p.possible}`,
    expected: '应为',
    observed: '实际',
    why: '意义',
    cause: '原因',
    look: '查看',
    waitsFor: (p: { check: string }) => `先要通过：${p.check}`,
    notYet: '你还没有做到这一步。',
    summary: (p: { points: number; possible: number; counts: readonly string[] }) =>
      `得分 ${p.points}，满分 ${p.possible}：${p.counts.join('，')}`,
    counts: {
      pass: (n: number) => `${n} 项通过`,
      fail: (n: number) => `${n} 项未通过`,
      'not-yet': (n: number) => `${n} 项未开始`,
      blocked: (n: number) => `${n} 项等待`,
      error: (n: number) => `${n} 项无法检查`
    }
  }
} as const

export const checkErrors = {} as const
