import { describe, expect, it } from 'vitest'
import { gradedLabs, isInExam } from '../../src/course/exam.ts'
import { lintContent } from '../../src/course/lint.ts'
import { courseOf, parseCourse } from '../../src/course/parse.ts'
import { readSources } from '../../src/course/sources.ts'
import { en } from '../../src/i18n/en/index.ts'
import { asTold } from '../../src/problem.ts'

/** The small course with rules for grading. */
const withGrading = async (grading: string) => {
  const sources = await readSources('test/fixtures/courses/small')
  const course = sources.course && { ...sources.course, text: `${sources.course.text}\ngrading: ${grading}\n` }
  return parseCourse({ ...sources, course })
}

const problemsOf = async (grading: string): Promise<readonly string[]> => {
  const parsed = await withGrading(grading)
  const problems = parsed.problems.length > 0 ? parsed.problems : await lintContent(parsed)
  return asTold(problems)
    .map((problem) => en.course.problem(problem))
    .filter((text) => text.includes('course.yaml'))
}

describe('the rules for grading of a course', () => {
  it('are read with what they leave out', async () => {
    const course = courseOf(await withGrading('{ late: { due: 2026-03-01T23:59:00+01:00, perDay: 10 } }'))
    expect(course?.file.grading).toEqual({
      hintCost: 0,
      late: { due: '2026-03-01T23:59:00+01:00', labs: {}, perDay: 10, most: 100 }
    })
  })

  it.each([
    ['{ hintCost: 200 }', 'at most 100'],
    ['{ late: { due: tomorrow, perDay: 10 } }', 'with its offset from UTC'],
    ['{ late: { due: 2026-03-01T23:59:00, perDay: 10 } }', 'with its offset from UTC'],
    ['{ exam: { labs: [frist], minutes: 60 } }', 'Did you mean «first»?'],
    [
      '{ late: { due: 2026-03-01T23:59:00Z, perDay: 1, labs: { secnd: 2026-03-01T23:59:00Z } } }',
      'Did you mean «second»?'
    ],
    ['{ exam: { minutes: 60 } }', 'labs']
  ])('%s has a problem that is told with its place', async (grading, told) => {
    expect((await problemsOf(grading)).join('\n')).toContain(told)
  })

  it('of an exam let only its labs count, and give no help with them', async () => {
    const course = courseOf(await withGrading('{ exam: { labs: [second], minutes: 60 } }'))
    if (course === undefined) throw new Error('the course is broken')
    expect(gradedLabs(course).map(({ id }) => id)).toEqual(['second'])
    expect([isInExam(course, 'first'), isInExam(course, 'second')]).toEqual([false, true])
  })
})
