import { describe, expect, it } from 'vitest'
import { keep, lastLineOf, nodesOf, type StepResult, verdictOf } from '../../src/check/experiment.ts'
import { nodeNames } from '../../src/topology.ts'

const result = (exitCode: number | undefined, stdout = ''): StepResult => ({
  node: 'controller1',
  exitCode,
  stdout,
  printed: stdout
})

describe('a step of an experiment', () => {
  it('is so where it is so everywhere', () => {
    expect(verdictOf([result(0), result(0)])).toBe('so')
  })

  it('could not be looked at where its script says so, is no command, or did not end', () => {
    for (const exitCode of [3, 126, 127, undefined]) expect(verdictOf([result(0), result(exitCode)])).toBe('not-looked')
  })

  it('is surely not so where one controller says so, whatever could not be seen on another', () => {
    expect(verdictOf([result(undefined), result(1), result(0)])).toBe('failed')
  })

  it('is for the controllers that it names, or for one that was found before', () => {
    expect(nodesOf('each', {})).toEqual(nodeNames)
    expect(nodesOf(['controller3', 'controller1'], {})).toEqual(['controller1', 'controller3'])
    expect(nodesOf({ kept: 'holder' }, { holder: 'controller2' })).toEqual(['controller2'])
    expect(nodesOf({ others: 'holder' }, { holder: 'controller2' })).toEqual(['controller1', 'controller3'])
  })

  it('is for nobody where nothing was found, or something that is no controller', () => {
    expect(nodesOf({ kept: 'holder' }, {})).toBeUndefined()
    expect(nodesOf({ others: 'holder' }, { holder: '$(reboot)' })).toBeUndefined()
  })

  it('keeps the last line of the first controller that printed any', () => {
    const step = { says: { en: '', 'zh-CN': '' }, on: 'each', run: 'true', keep: 'holder' } as const
    expect(keep({ a: 'b' }, step, [result(0, '\n'), result(0, 'one\ntwo\n\n'), result(0, 'three')])).toEqual({
      a: 'b',
      holder: 'two'
    })
    expect(keep({ a: 'b' }, step, [result(0)])).toEqual({ a: 'b' })
  })

  it('says last what stands last', () => {
    expect(lastLineOf('first\n  last \n\n')).toBe('last')
    expect(lastLineOf(' \n')).toBeUndefined()
  })
})
