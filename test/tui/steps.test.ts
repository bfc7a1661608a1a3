import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ProgressEvent, progressSteps } from '../../src/engine/engine.ts'
import { environmentError, Interrupted } from '../../src/errors.ts'
import { en } from '../../src/i18n/en/index.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'
import { widthOf } from '../../src/terminal/cells.ts'
import { paintFor } from '../../src/terminal/paint.ts'
import { afterEnd, afterReport, type SeenStep, stepRows } from '../../src/tui/steps.ts'
import { workView } from '../../src/tui/work.ts'

const paint = paintFor(false, true)

const seenAfter = (...events: readonly (readonly [at: number, event: ProgressEvent])[]): readonly SeenStep[] =>
  events.reduce((steps: readonly SeenStep[], [at, event]) => afterReport(steps, event, at), [])

describe('steps', () => {
  it('begin with their first report, and end with the first one on another', () => {
    const steps = seenAfter(
      [0, { step: 'restore-snapshot', done: 0 }],
      [900, { step: 'restore-snapshot', done: 1 }],
      [2100, { step: 'start-controllers' }]
    )
    expect(steps).toEqual([
      { step: 'restore-snapshot', done: 1, began: 0, ended: 2100 },
      { step: 'start-controllers', done: undefined, began: 2100, ended: undefined }
    ])
    expect(afterEnd(steps, 3000).map(({ ended }) => ended)).toEqual([2100, 3000])
  })

  it('show what is done and how long it took, and how far the present one is', () => {
    const steps = seenAfter([0, { step: 'start-controllers' }], [2100, { step: 'wait-for-services', done: 0.5 }])
    expect(stepRows(steps, 'running', 7300, 80, en, paint)).toEqual([
      '✔ Starting the controllers 2 s',
      '› Waiting until the services are healthy again ████████████░░░░░░░░░░░░ 50% 5 s'
    ])
    expect(stepRows(steps, 'failed', 7300, 60, en, paint)[1]).toBe('✖ Waiting until the services are healthy again 5 s')
  })

  it('are said in words, line by line, to whoever listens', () => {
    const steps = seenAfter([0, { step: 'start-controllers' }], [2100, { step: 'wait-for-services', done: 0.5 }])
    const spoken = paintFor(false, true, { spoken: true })
    expect(stepRows(steps, 'running', 7300, 80, en, spoken)).toEqual([
      'Starting the controllers, done',
      'Waiting until the services are healthy again, under way, 50%'
    ])
    expect(stepRows(steps, 'failed', 7300, 80, zhCN, spoken).at(-1)).toMatch(/，失败$/)
  })

  it('are never wider than their room, and keep their words where they can', () => {
    const report = fc.record({
      step: fc.constantFrom(...progressSteps),
      done: fc.double({ min: 0, max: 1, noNaN: true })
    })
    fc.assert(
      fc.property(
        fc.array(report, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 60, max: 160 }),
        fc.constantFrom(en, zhCN),
        fc.constantFrom('running' as const, 'failed' as const),
        (reports, columns, messages, standing) => {
          const steps = seenAfter(...reports.map((event, index) => [index * 61_000, event] as const))
          const rows = stepRows(steps, standing, 10_000_000, columns, messages, paint)
          expect(rows).toHaveLength(steps.length)
          for (const [index, row] of rows.entries()) {
            expect(widthOf(row)).toBeLessThanOrEqual(columns)
            expect(row).toContain(messages.engine.steps[steps[index]?.step ?? 'remove'])
          }
        }
      )
    )
  })
})

describe('work', () => {
  const steps = seenAfter(...progressSteps.map((step, index) => [index * 1000, { step }] as const))
  const running = { kind: 'running', steps, began: 0, isStopping: false } as const

  it.each([en, zhCN])('shows the present step, what it is about, and why it failed, at every size', (messages) => {
    const failed = {
      kind: 'failed',
      steps,
      error: environmentError('engine-lost', { detail: 'x'.repeat(200) })
    } as const
    for (const work of [running, failed, { ...running, isStopping: true }, { ...running, steps: [] }]) {
      for (const size of [
        { columns: 60, rows: 13 },
        { columns: 80, rows: 21 },
        { columns: 120, rows: 33 }
      ]) {
        const { rows } = workView(work, 'Heading', 100_000, size, messages, paint)
        expect(rows.length).toBeLessThanOrEqual(size.rows)
        for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(size.columns)
        if (work.steps.length > 0) expect(rows.join('\n')).toContain(messages.engine.steps.recover)
      }
    }
  })

  it('says in which order things are put where it was interrupted', () => {
    const size = { columns: 80, rows: 21 }
    const failed = { kind: 'failed', steps, error: new Interrupted() } as const
    expect(workView(failed, 'Heading', 0, size, en, paint).rows.join(' ')).toContain(en.cli.interrupted)
  })

  it('never waits without a word', () => {
    const size = { columns: 80, rows: 21 }
    const { rows } = workView({ ...running, steps: [] }, 'Heading', 4200, size, en, paint)
    expect(rows).toContain('Reaching the engine… 4 s')
  })
})
