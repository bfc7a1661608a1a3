import { describe, expect, it } from 'vitest'
import type { LabResult } from '../../src/check/outcome.ts'
import type { CourseLab } from '../../src/course/course.ts'
import { loadCourse } from '../../src/course/loader.ts'
import { en } from '../../src/i18n/en/index.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import { entriesOf, groupsOf, listRows } from '../../src/tui/checklist.ts'
import { checkRows } from '../../src/tui/details.ts'

const paint = paintFor(false, true)
const course = await loadCourse('test/fixtures/courses/small')
const [first] = course.labs
if (first === undefined) throw new Error('fixture')

/** The first lab of the fixture with an experiment after its one check. */
const lab: CourseLab = {
  ...first,
  checks: [
    ...first.checks,
    {
      id: 'heals',
      task: 'look',
      title: { en: 'It heals', 'zh-CN': '它能恢复' },
      why: { en: 'Because.', 'zh-CN': '因为。' },
      needs: [],
      points: 1,
      tier: 'behaviour',
      experiment: [{ says: { en: 'A', 'zh-CN': '甲' }, on: 'each', run: 'true' }]
    }
  ]
}
const result: LabResult = {
  id: 'first',
  outcome: 'pass',
  points: 2,
  possible: 2,
  checks: [
    { id: 'first.debian', task: 'look', title: 'Debian', outcome: 'pass', points: 2, possible: 2, durationMs: 1 }
  ]
}

describe('the tasks of a lab of questions', () => {
  it('show how many questions were answered rightly', () => {
    const [question] = first.quiz
    if (question === undefined) throw new Error('fixture')
    const quiz = [question, { ...question, id: 'when' }].map((one) => ({ ...one, task: 'look' }))
    const asked = { ...first, checks: [], quiz }
    const rowsWith = (understood: readonly string[]) =>
      listRows(groupsOf(asked, [], 'en', {}, understood), 0, false, 40, paint).rows
    expect(rowsWith([])).toEqual([expect.stringMatching(/^○ Look around +0\/2$/)])
    expect(rowsWith(['where'])[0]).toMatch(/^○ Look around +1\/2$/)
    expect(rowsWith(['where', 'when'])[0]).toMatch(/^✔ Look around +2\/2$/)
  })
})

describe('an experiment in the list of checks', () => {
  const groups = groupsOf(lab, result.checks, 'en', {})

  it('does not make its task look unfinished before somebody asks for it', () => {
    const { rows } = listRows(groups, 0, true, 40, paint)
    expect(rows[0]).toMatch(/^✔ Look around/)
    expect(rows.at(-1)).toContain('It heals')
  })

  it('says how it is run', () => {
    const entry = entriesOf(groups)[1]
    if (entry === undefined) throw new Error('no entry')
    const page = { columns: 60, paint }
    expect(checkRows(entry, (id) => id, {}, { locale: 'en', messages: en }, page).join('\n')).toContain('e runs it')
  })
})
