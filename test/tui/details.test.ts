import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CheckResult } from '../../src/check/outcome.ts'
import { type CourseLab, isBehaviour } from '../../src/course/course.ts'
import { loadCourse } from '../../src/course/loader.ts'
import type { BehaviourCheck, CheckDefinition } from '../../src/course/schema.ts'
import { en } from '../../src/i18n/en/index.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'
import { widthOf } from '../../src/terminal/cells.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import { checkRows, hintRows } from '../../src/tui/details.ts'
import { pageFor } from '../../src/tui/spoken.ts'
import type { Language } from '../../src/tui/ui.ts'
import { mixedText, solid } from '../terminal/text.ts'

const english: Language = { locale: 'en', messages: en }
const chinese: Language = { locale: 'zh-CN', messages: zhCN }
const drawn = paintFor(false, true)
const spoken = paintFor(false, true, { spoken: true })
const values = { size: '3', vip: '10.77.0.10' }

let lab: CourseLab
let check: CheckDefinition
let experiment: BehaviourCheck
beforeAll(async () => {
  const course = await loadCourse(fileURLToPath(new URL('../fixtures/courses/experiments', import.meta.url)))
  lab = course.labs[0]!
  check = lab.checks.find((one) => !isBehaviour(one))!
  experiment = lab.checks.find(isBehaviour)!
})

const resultWith = (more: Partial<CheckResult>): CheckResult => ({
  id: 'heals.running',
  task: 'heal',
  title: 'It runs',
  outcome: 'fail',
  points: 0,
  possible: 2,
  durationMs: 1,
  ...more
})

describe('what is known of a check', () => {
  it('fits into any room, and nothing of it is lost', () => {
    const found = fc.record({
      expected: mixedText,
      observed: mixedText,
      evidence: fc.array(
        fc.record({ node: fc.constant('controller2' as const), command: mixedText, excerpt: mixedText }),
        {
          maxLength: 2
        }
      )
    })
    fc.assert(
      fc.property(
        found,
        mixedText,
        fc.integer({ min: 30, max: 120 }),
        fc.constantFrom('en' as const, 'zh-CN' as const),
        (...given) => {
          const [seen, title, columns, locale] = given
          const language = locale === 'en' ? english : chinese
          const page = pageFor(columns, drawn, language.messages, undefined)
          const rows = checkRows(
            { definition: check, title, result: resultWith(seen) },
            () => '',
            values,
            language,
            page
          )
          for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(columns)
          const whole = solid(rows.join(''))
          for (const { command, excerpt } of seen.evidence) {
            expect(whole).toContain(solid(command))
            expect(whole).toContain(solid(excerpt))
          }
          for (const text of [title, seen.expected, seen.observed]) expect(whole).toContain(solid(text))
        }
      ),
      { numRuns: 100 }
    )
  })

  it('fits also while it was not looked at, and as an experiment under way', () => {
    for (const language of [english, chinese]) {
      for (let columns = 30; columns < 100; columns += 1) {
        const page = pageFor(columns, drawn, language.messages, undefined)
        const running = { check: experiment, begun: 1, isStopping: false }
        const pages = [
          checkRows({ definition: check, title: 'x', result: undefined }, () => '', values, language, page),
          checkRows(
            { definition: experiment, title: 'x', result: undefined },
            () => '',
            values,
            language,
            page,
            running
          ),
          hintRows(lab.tasks[0]!, 2, values, language, page)
        ]
        for (const row of pages.flat()) expect(widthOf(row)).toBeLessThanOrEqual(columns)
      }
    }
  })

  it('says of the steps of an experiment how far it is, by signs or in words', () => {
    const running = { check: experiment, begun: 2, isStopping: false }
    const entry = { definition: experiment, title: 'It comes back', result: undefined }
    const rowsFor = (paint: typeof drawn, language: Language): readonly string[] =>
      checkRows(entry, () => '', values, language, pageFor(80, paint, language.messages, undefined), running)
    expect(rowsFor(drawn, english)).toEqual(expect.arrayContaining(['✔ one of 3 is killed', '› it runs again']))
    expect(rowsFor(spoken, english)).toEqual(
      expect.arrayContaining(['one of 3 is killed, done', 'it runs again, under way'])
    )
    expect(rowsFor(spoken, chinese)).toEqual(expect.arrayContaining(['3 个中的一个被杀死，已完成']))
  })
})
