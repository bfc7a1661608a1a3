import { beforeAll, describe, expect, it } from 'vitest'
import { diagnose } from '../../src/check/diagnose.ts'
import { type ClusterFacts, evaluate } from '../../src/check/evaluate.ts'
import { junitOf } from '../../src/check/junit.ts'
import { plainReport } from '../../src/check/plain.ts'
import { reportLab, reportLabs, type Voice } from '../../src/check/report.ts'
import { wordsIn } from '../../src/check/words.ts'
import { type Course, type CourseLab, factChecksOf } from '../../src/course/course.ts'
import { loadCourse } from '../../src/course/loader.ts'
import { topologyVariables } from '../../src/course/variables.ts'
import { en } from '../../src/i18n/en/index.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'
import { facts as allFacts } from '../../src/probe/registry.ts'
import { cellsOf, widthOf } from '../../src/terminal/cells.ts'
import { wrapText } from '../../src/terminal/wrap.ts'
import { isNodeName, type NodeName } from '../../src/topology.ts'
import { topology } from '../probe/recorded.ts'
import { absent, given, givenAll, solved, unknown } from './facts.ts'

const values = { ...topologyVariables(topology), memory: 160, colour: 'red', secret: 'x' }
const english: Voice = { messages: en, locale: 'en', values }
const chinese: Voice = { messages: zhCN, locale: 'zh-CN', values }

let course: Course
let lab: CourseLab
beforeAll(async () => {
  course = await loadCourse('test/fixtures/courses/small')
  const second = course.labs[1]
  if (second === undefined) throw new Error('fixture')
  lab = second
})

const report = (facts: ClusterFacts, voice = english) => {
  const judgements = evaluate(factChecksOf(lab), facts, values)
  const findings = diagnose(judgements, course.diagnoses, facts, values)
  const judged = judgements.map((judgement) => ({
    judgement,
    durationMs: 12.3,
    findings: findings.get(judgement) ?? []
  }))
  return reportLabs([reportLab(lab, judged, voice)], 99.6)
}

describe('a report', () => {
  it('counts points and sums up outcomes', () => {
    expect(report(solved)).toMatchObject({
      outcome: 'pass',
      points: 3,
      possible: 3,
      durationMs: 100,
      labs: [
        {
          id: 'second',
          outcome: 'pass',
          checks: [
            { id: 'second.active', points: 1 },
            { id: 'second.memory', title: '160 MB' }
          ]
        }
      ]
    })
    expect(report(given(solved, 'controller1', { 'memcached.memory': 64 }))).toMatchObject({
      outcome: 'fail',
      points: 1,
      possible: 3
    })
    expect(report(absent(solved, 'controller3', 'memcached'))).toMatchObject({ outcome: 'not-yet', points: 0 })
    expect(report(unknown(solved, 'controller3', 'time-out'))).toMatchObject({ outcome: 'error', points: 0 })
  })

  it('shows what was expected, seen and why, where it failed', () => {
    const [active, memory] = report(given(solved, 'controller1', { 'memcached.memory': 64 })).labs[0]?.checks ?? []
    expect(active).toEqual({
      id: 'second.active',
      task: 'serve',
      title: 'It runs',
      outcome: 'pass',
      points: 1,
      possible: 1,
      durationMs: 12
    })
    expect(memory).toMatchObject({
      outcome: 'fail',
      expected: 'memory limit in effect (MB): 160',
      observed: 'memory limit in effect (MB): 64 (controller1)',
      evidence: [
        {
          node: 'controller1',
          command: expect.stringContaining('stats settings'),
          excerpt: expect.stringContaining('STAT maxbytes')
        }
      ],
      diagnoses: [{ code: 'memcached.memory-default', message: 'controller1 has 64 MB, not 160.' }]
    })
  })

  it('says what is so on several controllers in a sentence that was written for one', () => {
    const messageOf = (...nodes: readonly NodeName[]): string | undefined => {
      const seen = nodes.reduce((facts, node) => given(facts, node, { 'memcached.memory': 64 }), solved)
      return report(seen).labs[0]?.checks[1]?.diagnoses?.[0]?.message
    }
    expect(messageOf('controller2')).toBe('controller2 has 64 MB, not 160.')
    expect(messageOf('controller2', 'controller3')).toBe('controller2 (and controller3) has 64 MB, not 160.')
  })

  it('speaks Chinese as well', () => {
    const memory = report(givenAll(solved, { 'memcached.memory': 64 }), chinese).labs[0]?.checks[1]
    expect(memory).toMatchObject({
      expected: '实际生效的内存上限（MB）：160',
      observed: '实际生效的内存上限（MB）：64（controller1、controller2）',
      diagnoses: [{ message: 'controller1、controller2、controller3 只有 64 MB，不是 160。' }]
    })
  })

  it('names the check that is in the way', () => {
    const [active, memory] = report(given(solved, 'controller2', { 'memcached.active': false })).labs[0]?.checks ?? []
    expect(active).toMatchObject({
      outcome: 'fail',
      observed: 'memcached is active: no (controller2)',
      diagnoses: [{ code: 'memcached.stopped', look: 'systemctl status memcached' }]
    })
    expect(memory).toMatchObject({ outcome: 'blocked', blockedBy: 'second.active' })
    expect(memory).not.toHaveProperty('expected')
  })

  it('tells what could not be looked at from what is wrong', () => {
    const [active] = report(unknown(solved, 'controller3', 'machine-frozen')).labs[0]?.checks ?? []
    expect(active).toMatchObject({
      outcome: 'error',
      observed: 'memcached is active: could not look: the machine is frozen (controller3)'
    })
    expect(active).not.toHaveProperty('evidence')
  })

  it('shows nothing of a controller as it is', () => {
    const evil = '\u001b]0;x\u0007\u001b[2J\u202e<b>"&'
    const facts = given(solved, 'controller1', { 'memcached.memory': 64 })
    const evidence = facts.controller1.memcached?.evidence
    const hostile: ClusterFacts = {
      ...facts,
      controller1: {
        ...facts.controller1,
        memcached: {
          facts: facts.controller1.memcached?.facts ?? { kind: 'absent' },
          evidence: { ...evidence, statistics: { command: 'nc', output: `${evil}\n`.repeat(100_000) } }
        }
      }
    }
    const memory = report(hostile).labs[0]?.checks[1]
    expect(memory?.evidence?.[0]?.excerpt.split('\n')).toEqual([...Array(12).fill('<b>"&'), '…'])
  })
})

describe('the words', () => {
  it.each([en, zhCN])('have a value for every word that a fact can be', (messages) => {
    for (const { key, probe, type } of allFacts.values()) {
      const item = type.kind === 'list' ? type.of : type
      const words = item.kind === 'word' ? item.words : []
      for (const word of words.filter((one) => !isNodeName(one))) {
        expect(Object.keys(messages.check.words[probe]), `${key} = ${word}`).toContain(word)
      }
    }
  })

  it('say every matcher', () => {
    const { matcher } = wordsIn(en)
    expect(matcher('memcached.bound', { not: 'everywhere' })).toBe('not every address (0.0.0.0)')
    expect(matcher('memcached.memory', { gte: 5 })).toBe('at least 5')
    expect(matcher('memcached.memory', { lte: 5 })).toBe('at most 5')
    expect(matcher('oslo.cacheBackend', { oneOf: ['a', 'b'] })).toBe('one of a, b')
    expect(matcher('memcached.version', { matches: '^1' })).toBe('a text like /^1/')
    expect(matcher('memcached.answeredBy', { includes: 'controller1' })).toBe('with controller1 in it')
    expect(matcher('memcached.answeredBy', ['controller1', 'controller2'])).toBe('controller1, controller2')
    expect(matcher('memcached.answeredBy', [])).toBe('none')
    expect(matcher('memcached.active', true)).toBe('yes')
    expect(matcher('oslo.cacheServers', { same: true })).toBe('the same on all controllers')
    expect(wordsIn(zhCN).matcher('host.name', { distinct: true })).toBe('各控制节点互不相同')
  })
})

describe('a report in plain text', () => {
  const plain = (facts: ClusterFacts, voice = english, columns = 80) =>
    plainReport(report(facts, voice), course.labs, {
      voice,
      columns,
      paint: (_, text) => text,
      wrap: wrapText,
      widthOf
    })

  const mixed = given(given(solved, 'controller1', { 'memcached.memory': 64 }), 'controller2', {
    'memcached.memory': 100
  })

  it('reads like this', () => {
    expect(plain(mixed)).toMatchInlineSnapshot(`
      "second  Second

      Serve
        passed   It runs  1/1
        FAILED   160 MB  0/2
                 expected  memory limit in effect (MB): 160
                 observed  memory limit in effect (MB): 64 (controller1), 100
                           (controller2)
                 why       It is small.
                 cause     controller1 has 64 MB, not 160.
                 controller1$ printf 'stats settings\\r\\nstats\\r\\nquit\\r\\n' | nc
                 10.99.0.11 11211
                   STAT maxbytes 167772160
                   STAT maxconns 2048
                   STAT inter 10.99.0.11
                   STAT evictions on
                   STAT curr_items 1110
                   STAT evictions 0
                 controller2$ printf 'stats settings\\r\\nstats\\r\\nquit\\r\\n' | nc
                 10.99.0.12 11211
                   STAT maxbytes 167772160
                   STAT maxconns 2048
                   STAT inter 10.99.0.12
                   STAT evictions on
                   STAT curr_items 1105
                   STAT evictions 0

      1 of 3 points: 1 passed, 1 failed"
    `)
  })

  it('reads like this in Chinese', () => {
    expect(plain(given(solved, 'controller2', { 'memcached.active': false }), chinese)).toMatchInlineSnapshot(`
      "second  第二个

      提供服务
        未通过  正在运行  0/1
                应为  memcached 处于 active 状态：是
                实际  memcached 处于 active 状态：否（controller2）
                意义  必须运行。
                原因  controller2 上的 memcached 停止了。
                查看  systemctl status memcached
                controller2$ systemctl show memcached -p
                ActiveState,SubState,Result,UnitFileState,NRestarts,DropInPaths,Enviro
                nment
                  Result=success
                  NRestarts=0
                  Environment=
                  ActiveState=active
                  SubState=running
                  DropInPaths=
                  UnitFileState=enabled
        等待    160 MB  0/2
                先要通过：正在运行

      得分 0，满分 3：1 项未通过，1 项等待"
    `)
  })

  it('tells the five outcomes apart without colour', () => {
    const marks = Object.values(en.check.outcomes)
    expect(new Set(marks.map((mark) => mark.toLowerCase())).size).toBe(5)
    expect(plain(solved)).toContain('passed')
    expect(plain(absent(solved, 'controller1', 'memcached'))).toContain('not yet')
    expect(plain(unknown(solved, 'controller1', 'time-out'))).toMatch(/ERROR.*\n.*expected.*could not look/s)
  })

  it.each([40, 80, 120])('fits %d columns', (columns) => {
    for (const voice of [english, chinese]) {
      const lines = plain(mixed, voice, columns).split('\n')
      const tooLong = lines.filter((line) => cellsOf(line).reduce((sum, { width }) => sum + width, 0) > columns)
      // Output of a controller is shown as it is.
      expect(tooLong.filter((line) => !line.includes('STAT'))).toEqual([])
    }
  })
})

describe('a report as JUnit XML', () => {
  it('maps each outcome', () => {
    const xml = junitOf(report(given(solved, 'controller2', { 'memcached.active': false })))
    expect(xml).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="quorate" tests="2" failures="1" errors="0" skipped="1"/
    )
    expect(xml).toContain(
      '<testcase name="second.active: It runs" classname="second.serve" time="0.012"><failure message="memcached is stopped on controller2." type="memcached.stopped">'
    )
    expect(xml).toContain('<skipped message="blocked: second.active"/>')
    expect(junitOf(report(absent(solved, 'controller1', 'memcached')))).toContain('<skipped message="not-yet"/>')
    expect(junitOf(report(unknown(solved, 'controller1', 'time-out')))).toContain('<error message=')
    expect(junitOf(report(solved))).toContain('failures="0" errors="0" skipped="0"')
  })

  it('is well-formed, whatever a text says', () => {
    const base = report(given(solved, 'controller1', { 'memcached.memory': 64 }))
    const evil = '<&>"\'\u0000\u001b[1m\ud800\uffff]]>\n\t三'
    const hostile = {
      ...base,
      labs: base.labs.map((one) => ({
        ...one,
        checks: one.checks.map((check) => ({
          ...check,
          title: evil,
          observed: evil,
          diagnoses: [{ code: 'x', message: evil }],
          evidence: [{ node: 'controller1' as const, command: evil, excerpt: evil }]
        }))
      }))
    }
    const xml = junitOf(hostile)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML may hold
    expect(xml).not.toMatch(/[^\x09\x0a\x20-\ud7ff\ue000-\ufffd]/)
    expect(xml.replace(/&(?:amp|lt|gt|quot|#10|#9);/g, '')).not.toContain('&')
    const tags = xml.replace(/^<\?.*?\?>\n/, '').match(/<\/?[a-z]+(?: [a-z]+="[^"<]*")*\/?>|[<>]/g) ?? []
    expect(tags.filter((tag) => tag === '<' || tag === '>')).toEqual([])
    const depth = tags.reduce(
      (level, tag) => (tag.endsWith('/>') ? level : tag.startsWith('</') ? level - 1 : level + 1),
      0
    )
    expect(depth).toBe(0)
  })
})
