import { describe, expect, it } from 'vitest'
import { nextHint } from '../../src/course/hints.ts'
import { loadCourse } from '../../src/course/loader.ts'
import { judge, readAnswer } from '../../src/course/quiz.ts'
import type { Question } from '../../src/course/schema.ts'
import { mistakeScript, solutionScripts } from '../../src/course/scripts.ts'

const small = await loadCourse('test/fixtures/courses/small')
const [first, second] = small.labs
const where = first?.quiz[0]
const capacity = second?.quiz[0]
if (first === undefined || second === undefined || where === undefined || capacity === undefined)
  throw new Error('fixture')
const values = { memory: 128, vip: '10.77.0.10' }

const verdict = (question: Question, typed: string) => {
  const answer = readAnswer(question, typed)
  return answer && judge(question, answer, values)
}

describe('a question with choices', () => {
  it.each(['a', 'A', ' a ', '1', 'ａ'])('is answered right by «%s»', (typed) => {
    expect(verdict(where, typed)).toEqual({
      right: true,
      points: 1,
      explanations: [{ en: 'Yes, 10.77.0.10.', 'zh-CN': '对，10.77.0.10。' }]
    })
  })

  it('explains each choice that was taken', () => {
    expect(verdict(where, 'b')).toMatchObject({ right: false, points: 0, explanations: [{ en: 'Not there.' }] })
    expect(verdict(where, 'b，a')).toMatchObject({
      right: false,
      explanations: [{ en: 'Yes, 10.77.0.10.' }, { en: 'Not there.' }]
    })
  })

  it('tells what is incomplete from what is wrong', () => {
    const both = where.kind === 'choice' ? { ...where, choices: [...where.choices, ...where.choices] } : where
    expect(verdict(both, 'a')).toMatchObject({ right: false, points: 0, isPartial: true })
    expect(verdict(both, 'a,b')).not.toHaveProperty('isPartial')
    expect(verdict(both, 'a,c')).toMatchObject({ right: true })
  })

  it.each(['', 'c', '3', '0', 'here', 'a,', '-1'])('takes «%s» for what it is', (typed) => {
    expect(readAnswer(where, typed)).toEqual(typed === 'a,' ? { kind: 'choice', chosen: [0] } : undefined)
  })
})

describe('a question for a number', () => {
  it.each([
    ['384', true],
    ['385', true],
    ['383.0', true],
    ['３８４', true],
    ['386', false],
    ['0', false]
  ])('with the answer %s is %s', (typed, right) => {
    expect(verdict(capacity, typed)).toMatchObject({ right, points: right ? 2 : 0 })
  })

  it('names the misconception that a wrong number shows', () => {
    expect(verdict(capacity, '128')?.explanations[0]?.en).toBe('That is one.')
    expect(verdict(capacity, '5')?.explanations[0]?.en).toBe('It adds up.')
  })

  it.each(['', 'many', '1e3', '0x10', 'Infinity', '1,2', '..', '.'])('does not take «%s» for a number', (typed) => {
    expect(readAnswer(capacity, typed)).toBeUndefined()
  })

  it('is not answered by a choice', () => {
    expect(judge(capacity, { kind: 'choice', chosen: [0] }, values).right).toBe(false)
  })
})

describe('the hints of a task', () => {
  it('come one after another and end', () => {
    const [task] = first.tasks
    if (task === undefined) throw new Error('fixture')
    expect(nextHint(task, 1, values)).toEqual({
      rung: 2,
      of: 3,
      text: { en: 'Two 10.77.0.10', 'zh-CN': '二 10.77.0.10' }
    })
    expect(nextHint(task, 3, values)).toBeUndefined()
  })
})

describe('the scripts of a lab', () => {
  it('are one a task, a route’s own in place of the solution’s', async () => {
    expect(
      (await solutionScripts(second)).map(({ task, file }) => [task, file.split('/').slice(-2).join('/')])
    ).toEqual([['serve', 'solution/01-serve.sh']])
    expect((await solutionScripts(second, 'other-way'))[0]?.file).toMatch(/routes\/other-way\/01-serve\.sh$/)
    expect(mistakeScript(second, 'stopped')).toMatch(/mistakes\/stopped\.sh$/)
  })

  it('are none where a lab has questions only', async () => {
    expect(await solutionScripts({ ...second, checks: [] })).toEqual([])
  })

  it('are missed by name', async () => {
    const lab = { ...second, tasks: second.tasks.map((task) => ({ ...task, id: 'other' })) }
    await expect(solutionScripts(lab)).rejects.toMatchObject({ code: 'script-absent' })
  })
})
