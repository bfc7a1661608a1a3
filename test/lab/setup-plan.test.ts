import { describe, expect, it } from 'vitest'
import type { Finding, FindingId } from '../../src/engine/engine.ts'
import { nextStep, planOf, type Survey } from '../../src/lab/setup-plan.ts'

const finding = (id: FindingId, level: Finding['level'], fixable = false, detail?: string): Finding => ({
  id,
  engine: 'lxd',
  level,
  fixable,
  ...(detail === undefined ? {} : { detail })
})

const nothingThere = [
  finding('lxd.platform', 'ok'),
  finding('lxd.packages', 'error', true, 'lxd lxcfs'),
  finding('lxd.daemon', 'error', true, 'lxd'),
  finding('lxd.lxcfs', 'warn', true),
  finding('lxd.image-tools', 'error', true, 'mmdebstrap'),
  finding('lxd.disk', 'ok', false, '20.0 GiB')
]
const allThere = [
  finding('lxd.packages', 'ok'),
  finding('lxd.daemon', 'ok'),
  finding('lxd.pool', 'ok'),
  finding('lxd.image', 'ok')
]

const survey = (findings: readonly Finding[], lab: Parameters<typeof planOf>[1]): Survey => ({
  engine: 'lxd',
  findings,
  plan: planOf(findings, lab)
})
const kinds = (findings: readonly Finding[], lab: Parameters<typeof planOf>[1]): string[] =>
  planOf(findings, lab).map(({ kind }) => kind)

describe('the plan of a set-up', () => {
  it('has everything on a machine that has nothing, with the packages by name', () => {
    expect(kinds(nothingThere, 'absent')).toEqual(['packages', 'engine', 'image', 'controllers'])
    expect(planOf(nothingThere, 'absent')[0]).toMatchObject({ names: 'lxd lxcfs mmdebstrap' })
    expect(nextStep(survey(nothingThere, 'absent'))).toBe('install')
  })

  it('has no image where there is one, and no programs that build one', () => {
    const findings = [...allThere, finding('lxd.image-tools', 'warn', true, 'mmdebstrap')]
    expect(kinds(findings, 'absent')).toEqual(['controllers'])
    expect(nextStep(survey(findings, 'absent'))).toBe('install')
  })

  it('starts what is stopped or in part there, also after the engine', () => {
    expect(kinds(allThere, 'stopped')).toEqual(['start'])
    expect(kinds(allThere, 'partial')).toEqual(['start'])
    const stopped = [finding('lxd.packages', 'ok'), finding('lxd.daemon', 'error', true, 'lxd')]
    expect(kinds(stopped, 'stopped')).toEqual(['engine', 'start'])
    expect(nextStep(survey(stopped, 'stopped'))).toBe('start')
  })

  it('is in the way of nobody whose controllers run', () => {
    expect(nextStep(survey(allThere, 'running'))).toBe('ready')
    expect(nextStep(survey([...allThere, finding('lxd.memory', 'error')], 'running'))).toBe('ready')
    expect(nextStep(survey([...allThere, finding('lxd.lxcfs', 'warn', true)], 'running'))).toBe('ready')
  })

  it('waits for what only the person can put right', () => {
    expect(nextStep(survey([...allThere, finding('lxd.permission', 'error')], 'stopped'))).toBe('blocked')
    expect(nextStep(survey([finding('lxd.platform', 'error')], 'absent'))).toBe('blocked')
  })
})
