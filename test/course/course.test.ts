import { describe, expect, it } from 'vitest'
import { type CourseLab, neededFor } from '../../src/course/course.ts'
import { loadCourse } from '../../src/course/loader.ts'

const course = await loadCourse('labs')
const labOf = (id: string): CourseLab => {
  const lab = course.labs.find((candidate) => candidate.id === id)
  if (lab === undefined) throw new Error(`no lab ${id}`)
  return lab
}
const needing = (id: string, ...needs: readonly string[]): CourseLab => ({ ...labOf('ntp'), id, needs: [...needs] })

describe('what a lab builds on', () => {
  it('comes in the order of the course, whatever the order in which it is named', () => {
    const named = { ...labOf('haproxy'), needs: ['pacemaker', 'galera'] }
    expect(neededFor(course, named).map(({ id }) => id)).toEqual(['galera', 'pacemaker'])
  })

  it('is also what those labs build on', () => {
    const labs = [needing('a'), needing('b', 'a'), needing('c'), needing('d', 'b')]
    expect(neededFor({ labs }, needing('e', 'd')).map(({ id }) => id)).toEqual(['a', 'b', 'd'])
  })

  it('may be nothing', () => {
    expect(neededFor(course, labOf('pacemaker'))).toEqual([])
  })
})
