import { describe, expect, it } from 'vitest'
import { Window } from './window.ts'

const heals = { lab: 'heals', course: 'experiments' } as const

/** A lab whose checks pass, with its experiment on the screen. */
const atExperiment = async (options: Parameters<typeof Window.open>[0] = {}): Promise<Window> => {
  const window = await Window.open({ ...heals, ...options })
  window.machines.outcomes = { running: 'pass' }
  await window.shows(/2\/5/, /Passed|已通过/)
  window.press('e')
  await window.shows(/What it does|它会做什么/)
  return window
}

describe('an experiment in the UI', () => {
  it('shows what it does before it runs', async () => {
    const window = await atExperiment()
    expect(window.screen.text).toMatch(/one of [34] is killed/)
    expect(window.screen.text).toContain('it runs again')
    expect(window.screen.text).toContain('e runs it')
    expect(window.machines.experimenting).toBeUndefined()
  })

  it('shows how far it is, and then what came of it', async () => {
    const window = await atExperiment()
    window.press('e')
    await window.waitFor(() => window.machines.experimenting !== undefined)
    window.machines.experimenting?.step()
    await window.shows(/› one of [34] is killed/, '· it runs again', /Experiment under way: one of [34] is killed/)
    window.machines.experimenting?.step()
    await window.shows(/✔ one of [34] is killed/, '› it runs again')
    window.machines.experimenting?.end('pass')
    await window.shows('✔ It comes back', '5/5 points')
  })

  it('keeps its result while checks look again, until what it needs is broken', async () => {
    const window = await atExperiment()
    window.press('e')
    await window.waitFor(() => window.machines.experimenting !== undefined)
    window.machines.experimenting?.end('pass')
    await window.shows('✔ It comes back')
    const { runs } = window.machines
    await window.waitFor(() => window.machines.runs > runs + 2)
    expect(window.screen.text).toContain('✔ It comes back')
    window.machines.outcomes = { running: 'fail', returns: 'pass' }
    await window.shows('✖ It runs')
    await window.waitFor(() => !window.screen.text.includes('✔ It comes back'))
  })

  it('holds the checks back as long as it disturbs the cluster', async () => {
    const window = await atExperiment()
    window.press('e')
    await window.waitFor(() => window.machines.experimenting !== undefined)
    const { runs } = window.machines
    for (let steps = 0; steps < 3; steps += 1) {
      window.machines.experimenting?.step()
      await window.waitFor(() => window.machines.running === 0)
    }
    expect(window.machines.runs).toBeLessThanOrEqual(runs + 1)
  })

  it('is stopped by the same key, and leaves no result', async () => {
    const window = await atExperiment()
    window.press('e')
    await window.waitFor(() => window.machines.experimenting !== undefined)
    window.machines.experimenting?.step()
    await window.shows('Experiment under way')
    window.press('e')
    await window.waitFor(() => !window.screen.text.includes('under way'))
    await window.shows('e runs it')
    expect(window.screen.text).not.toContain('✔ It comes back')
  })

  it('keeps whoever leaves until it is put back', async () => {
    const window = await atExperiment()
    window.press('e')
    await window.waitFor(() => window.machines.experimenting !== undefined)
    window.press('q')
    await window.waitFor(() => !window.screen.text.includes('What it does'))
    window.press('q')
    await window.shows('An experiment is under way. e stops it')
    window.machines.experimenting?.end('pass')
    await window.shows('✔ It comes back')
  })

  it('speaks Chinese, and fits into a small window', async () => {
    const window = await atExperiment({ locale: 'zh-CN', size: { columns: 80, rows: 24 } })
    window.press('e')
    await window.waitFor(() => window.machines.experimenting !== undefined)
    window.machines.experimenting?.step()
    await window.shows(/行为检查进行中：[34] 个中的一个被杀死/)
    expect(window.screen.overflows).toBe(false)
  })
})
