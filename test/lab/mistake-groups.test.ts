import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCourse } from '../../src/course/loader.ts'
import { type CheckDefinition, labSchema, type MistakeDefinition } from '../../src/course/schema.ts'
import { groupMistakes } from '../../src/lab/mistake-groups.ts'

const text = { en: 'text', 'zh-CN': '文字' }

interface Shape {
  readonly checks: readonly { readonly id: string; readonly needs?: readonly string[]; readonly experiment?: true }[]
  readonly mistakes: readonly { readonly name: string; readonly fails: readonly string[] }[]
}

const labOf = ({ checks, mistakes }: Shape): { checks: CheckDefinition[]; mistakes: MistakeDefinition[] } =>
  labSchema.parse({
    id: 'lab',
    title: text,
    summary: text,
    minutes: 10,
    points: 0,
    tasks: [{ id: 'task', title: text, hints: [text, text, text] }],
    checks: checks.map(({ id, needs = [], experiment }) => ({
      id,
      task: 'task',
      title: text,
      points: 1,
      why: text,
      needs,
      ...(experiment === undefined
        ? { tier: 'service', expect: { 'memcached.active': true } }
        : { tier: 'behaviour', experiment: [{ says: text, run: 'true' }] })
    })),
    mistakes: mistakes.map(({ name, fails }) => ({ name, on: ['controller1'], fails, diagnosis: 'x.y' }))
  })

const groupsOf = (shape: Shape): string[][] => groupMistakes(labOf(shape)).map((group) => group.map(({ name }) => name))

describe('mistakes that are made at one time', () => {
  it('are those that different checks catch', () => {
    const checks = [{ id: 'a' }, { id: 'b' }]
    const mistakes = [
      { name: 'one', fails: ['a'] },
      { name: 'two', fails: ['b'] },
      { name: 'three', fails: ['a'] }
    ]
    expect(groupsOf({ checks, mistakes })).toEqual([['one', 'two'], ['three']])
  })

  it('do not hide each other behind a check that must pass first, however far before', () => {
    const checks = [{ id: 'a' }, { id: 'b', needs: ['a'] }, { id: 'c', needs: ['b'] }, { id: 'd' }]
    const mistakes = [
      { name: 'late', fails: ['c'] },
      { name: 'early', fails: ['a'] },
      { name: 'aside', fails: ['d'] }
    ]
    expect(groupsOf({ checks, mistakes })).toEqual([['late', 'aside'], ['early']])
  })

  it('leave alone what an experiment is to catch', () => {
    const checks = [{ id: 'a' }, { id: 'b', experiment: true as const }, { id: 'c' }]
    const mistakes = [
      { name: 'one', fails: ['a'] },
      { name: 'seen-by-experiment', fails: ['b'] },
      { name: 'two', fails: ['c'] }
    ]
    expect(groupsOf({ checks, mistakes })).toEqual([['one', 'two'], ['seen-by-experiment']])
  })

  it('are each in one group, and can be told apart there, whatever the lab', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    const shapes = fc.record({
      // A check needs only those before it, as lint demands.
      checks: fc.tuple(
        ...ids.map((id, index) => fc.record({ id: fc.constant(id), needs: fc.subarray(ids.slice(0, index)) }))
      ),
      mistakes: fc
        .array(fc.subarray(ids, { minLength: 1 }), { maxLength: 12 })
        .map((all) => all.map((fails, index) => ({ name: `m${index}`, fails })))
    })
    fc.assert(
      fc.property(shapes, (shape) => {
        const groups = groupMistakes(labOf(shape))
        expect(
          groups
            .flat()
            .map(({ name }) => name)
            .sort()
        ).toEqual(shape.mistakes.map(({ name }) => name).sort())
        for (const group of groups) {
          for (const one of group) {
            for (const other of group) {
              if (one === other) continue
              expect(one.fails.filter((id) => other.fails.includes(id))).toEqual([])
              const needs = shape.checks.filter(({ id }) => other.fails.includes(id)).flatMap(({ needs }) => needs)
              expect(one.fails.filter((id) => needs.includes(id))).toEqual([])
            }
          }
        }
      })
    )
  })

  it('need far fewer roll-backs in the course than one by one', async () => {
    const course = await loadCourse(fileURLToPath(new URL('../../labs', import.meta.url)))
    const groups = course.labs.flatMap((lab) => groupMistakes(lab))
    expect(groups.length).toBeLessThan(0.6 * groups.flat().length)
  })
})
