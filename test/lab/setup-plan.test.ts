import { describe, expect, it } from 'vitest'
import type { Finding, FindingId } from '../../src/engine/engine.ts'
import { sizes } from '../../src/engine/sizes.ts'
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

const survey = (findings: readonly Finding[], lab: Parameters<typeof planOf>[2]): Survey => ({
  engine: 'lxd',
  findings,
  plan: planOf('lxd', findings, lab)
})
const kinds = (findings: readonly Finding[], lab: Parameters<typeof planOf>[2]): string[] =>
  planOf('lxd', findings, lab).map(({ kind }) => kind)

describe('the plan of a set-up', () => {
  it('has everything on a machine that has nothing, with the packages by name', () => {
    expect(kinds(nothingThere, 'absent')).toEqual(['packages', 'engine', 'image', 'controllers'])
    expect(planOf('lxd', nothingThere, 'absent')[0]).toMatchObject({ names: 'lxd lxcfs mmdebstrap' })
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

  it('is of libvirt and a box, with their own sizes, where the controllers are virtual machines', () => {
    const machine = (id: FindingId, level: Finding['level'], fixable = false, detail?: string): Finding => ({
      ...finding(id, level, fixable, detail),
      engine: 'vagrant'
    })
    const findings = [
      machine('vagrant.packages', 'error', true, 'vagrant'),
      machine('vagrant.libvirt', 'error', true),
      // For who wants to make a box: nobody's plan.
      machine('vagrant.box-tools', 'warn', false, 'syslinux'),
      machine('vagrant.box', 'warn', false, 'debian/bookworm64')
    ]
    const plan = planOf('vagrant', findings, 'absent')
    expect(plan.map(({ kind }) => kind)).toEqual(['packages', 'libvirt', 'box', 'controllers'])
    expect(plan[0]).toMatchObject({ names: 'vagrant', cost: sizes.vagrant.packages })
    expect(planOf('vagrant', [machine('vagrant.box', 'ok')], 'absent').map(({ kind }) => kind)).toEqual(['controllers'])
  })
})
