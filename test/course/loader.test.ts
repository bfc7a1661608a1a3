import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadCourse } from '../../src/course/loader.ts'
import { courseOf, parseCourse } from '../../src/course/parse.ts'
import { type CourseSources, readSources } from '../../src/course/sources.ts'
import { QuorateError } from '../../src/errors.ts'
import { en } from '../../src/i18n/en/index.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'
import { asTold } from '../../src/problem.ts'

const small = 'test/fixtures/courses/small'

/** The problems of the small course after one of its files was edited, as English lines. */
const problemsAfter = async (file: string, from: string | RegExp, to: string): Promise<readonly string[]> => {
  const sources = await readSources(small)
  const edit = <T extends { file: string; text: string }>(source: T): T => {
    if (!source.file.endsWith(file)) return source
    const text = source.text.replace(from, to)
    expect(text, `${file} has ${from}`).not.toBe(source.text)
    return { ...source, text }
  }
  const edited: CourseSources = {
    ...sources,
    course: sources.course && edit(sources.course),
    labs: sources.labs.map(edit),
    diagnoses: sources.diagnoses.map(edit)
  }
  return asTold(parseCourse(edited).problems).map((problem) => {
    // Both languages have words for it.
    expect(zhCN.course.problem(problem)).toContain(problem.place.file)
    return en.course.problem(problem).replace(`${small}/`, '')
  })
}

describe('a course', () => {
  it('is read with its labs in the order of course.yaml', async () => {
    const course = await loadCourse(small)
    expect(course.labs.map((lab) => lab.id)).toEqual(['first', 'second'])
    expect(course.diagnoses.map((diagnosis) => diagnosis.code)).toContain('memcached.stopped')
    expect(course.labs[1]?.checks[0]).toMatchObject({ id: 'active', on: 'each', within: 5000, needs: [] })
  })

  it('that is absent is told by its folder', async () => {
    await expect(loadCourse('test/fixtures/courses')).rejects.toMatchObject({ code: 'course-absent', kind: 'call' })
  })
})

describe('a broken file', () => {
  it.each([
    [
      'an unknown key, with the nearest legal one',
      '01-first/lab.yaml',
      'minutes:',
      'minuets:',
      ['01-first/lab.yaml:4:1: There is no key «minuets» here. Did you mean «minutes»? Legal keys: id, title,']
    ],
    [
      'an unknown key deep inside',
      '02-second/lab.yaml',
      'within: 5s',
      'withn: 5s',
      ['02-second/lab.yaml:18:5: There is no key «withn» here. Did you mean «within»?']
    ],
    [
      'a missing key',
      '01-first/lab.yaml',
      /minutes: 5\n/,
      '',
      ['01-first/lab.yaml:1:1: The key «minutes» is missing.']
    ],
    [
      'a missing translation',
      '01-first/lab.yaml',
      ', zh-CN: 看一看',
      '',
      ['01-first/lab.yaml:8:12: The key «zh-CN» is missing.']
    ],
    [
      'a wrong type',
      '01-first/lab.yaml',
      'minutes: 5',
      'minutes: soon',
      ['01-first/lab.yaml:4:10: minutes: found «soon», expected a number.']
    ],
    [
      'a value out of range',
      '01-first/lab.yaml',
      'minutes: 5',
      'minutes: 0',
      ['01-first/lab.yaml:4:10: minutes: found «0», expected at least 1.']
    ],
    [
      'a value that is none of the legal ones',
      '02-second/lab.yaml',
      'tier: service',
      'tier: servcie',
      [
        '02-second/lab.yaml:16:11: checks[1].tier: found «servcie», expected foundation, service or cluster with expect, or behaviour with an experiment.'
      ]
    ],
    [
      'a malformed duration',
      '02-second/lab.yaml',
      '5s',
      'soon',
      ['02-second/lab.yaml:18:13: checks[1].within: found «soon», expected a number with ms, s or m']
    ],
    [
      'a malformed matcher',
      '02-second/lab.yaml',
      '{ memcached.active: true }',
      '{ memcached.active: { equals: true } }',
      ['02-second/lab.yaml:17:33: checks[1].expect.memcached.active: found a mapping, expected a value, a list']
    ],
    [
      'a scope that is none',
      '02-second/lab.yaml',
      '[controller1, controller2]',
      'all',
      ['02-second/lab.yaml:24:9: checks[2].on: found «all», expected each, any,']
    ],
    [
      'a check that expects nothing',
      '02-second/lab.yaml',
      '{ memcached.active: true }',
      '{}',
      ['02-second/lab.yaml:17:13: checks[1].expect: found a mapping, expected at least one fact']
    ],
    [
      'a ladder of two hints',
      '02-second/lab.yaml',
      ', { en: Three, zh-CN: 三 }',
      '',
      ['02-second/lab.yaml:10:12: tasks[1].hints: found a list, expected at least 3 entries.']
    ],
    [
      'a question of no kind',
      '01-first/lab.yaml',
      'kind: choice',
      'kind: riddle',
      ['expected kind: choice or kind: number']
    ],
    [
      'a question without a right answer',
      '01-first/lab.yaml',
      'correct: true, ',
      '',
      ['expected at least one choice with correct: true']
    ],
    [
      'a range that is empty',
      'course.yaml',
      'min: 96',
      'min: 960',
      ['course.yaml:5:11: variables.memory: found a mapping']
    ],
    [
      'a malformed variable name',
      'course.yaml',
      'memory:',
      'Memory-Size:',
      ['course.yaml:5:3: variables: found «Memory-Size», expected letters and digits']
    ],
    [
      'a lab without a folder',
      'course.yaml',
      '[first, second]',
      '[first, second, third]',
      ['course.yaml:3:23: The course lists the lab «third», but there is no folder NN-third.']
    ],
    [
      'an id that is not that of the folder',
      '01-first/lab.yaml',
      'id: first',
      'id: frist',
      ['01-first/lab.yaml:1:5: The lab calls itself «frist»']
    ],
    [
      'a key that would move the cursor, without moving it',
      '01-first/lab.yaml',
      'minutes: 5',
      'minutes: 5\n"\\e[2Jmin": 1',
      ['01-first/lab.yaml:5:1: There is no key «min» here.']
    ],
    ['broken YAML', '01-first/lab.yaml', 'title: { en: First,', 'title: { en: First', ['01-first/lab.yaml:2:']],
    ['an alias of nothing', '01-first/lab.yaml', 'minutes: 5', 'minutes: *five', ['01-first/lab.yaml']],
    [
      'the same key twice',
      '01-first/lab.yaml',
      'minutes: 5',
      'minutes: 5\nminutes: 6',
      ['01-first/lab.yaml:5:1: This is not YAML']
    ],
    [
      'a list in place of the file',
      'diagnoses/host.yaml',
      /^.*$/s,
      'code: x',
      ['diagnoses/host.yaml:1:1: The file: found a mapping, expected a list.']
    ],
    ['an empty file', 'course.yaml', /^.*$/s, '', ['course.yaml:1:1: The file: found nothing, expected a mapping.']]
  ])('tells of %s', async (_, file, from, to, lines) => {
    const problems = await problemsAfter(file, from, to)
    for (const line of lines) expect(problems.join('\n')).toContain(line)
  })

  it('does not hide the problems of the others', async () => {
    const sources = await readSources(small)
    const broken = {
      ...sources,
      labs: sources.labs.map((lab) => ({ ...lab, text: lab.text.replace('minutes', 'minuets') }))
    }
    const parsed = parseCourse(broken)
    expect(courseOf(parsed)).toBeUndefined()
    expect(parsed.problems.filter((problem) => problem.code === 'unknown-key')).toHaveLength(2)
    expect(parsed.problems.filter((problem) => problem.code === 'missing-key')).toHaveLength(2)
  })
})

describe('any damage to a file', () => {
  it('gives a course or problems with a place and words, never an error of ours', { timeout: 120_000 }, async () => {
    const sources = await readSources(small)
    const piece = fc.oneof(
      fc.string({ maxLength: 10 }),
      fc.constantFrom(
        '\n',
        '  ',
        '- ',
        ': ',
        '{',
        '}',
        '[',
        ']',
        '&a ',
        '*a',
        '<<: ',
        '!!js ',
        '"',
        "'",
        '|',
        '? ',
        '---\n',
        '\t',
        '#'
      )
    )
    const edits = fc.array(fc.record({ at: fc.nat(4000), remove: fc.nat(20), insert: piece }), {
      minLength: 1,
      maxLength: 3
    })
    fc.assert(
      fc.property(fc.nat(1), edits, (which, changes) => {
        const damaged = sources.labs.map((lab, index) => {
          if (index !== which) return lab
          const text = changes.reduce((all, { at, remove, insert }) => {
            const from = at % all.length
            return `${all.slice(0, from)}${insert}${all.slice(from + remove)}` || ' '
          }, lab.text)
          return { ...lab, text }
        })
        const parsed = parseCourse({ ...sources, labs: damaged })
        expect(courseOf(parsed) === undefined).toBe(parsed.problems.length > 0)
        for (const problem of parsed.problems) {
          expect(problem.place.file).toContain(small)
          expect(en.course.problem(problem)).not.toContain('undefined')
          expect(zhCN.course.problem(problem)).not.toContain('undefined')
        }
      }),
      { numRuns: 300 }
    )
  })
})

describe('a course that was read before', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quorate-course-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is the same when it comes from the cache', async () => {
    const cache = { folder, version: '1' }
    const first = await loadCourse(small, cache)
    expect(await readdir(folder)).toHaveLength(1)
    expect(await loadCourse(small, cache)).toEqual(first)
  })

  it('is read again when another version of Quorate asks, or the cache is damaged', async () => {
    const first = await loadCourse(small, { folder, version: '1' })
    const [name] = await readdir(folder)
    for (const damage of ['', '{"digest":', 'null', '[]']) {
      await writeFile(join(folder, String(name)), damage)
      expect(await loadCourse(small, { folder, version: '1' })).toEqual(first)
    }
    expect(await loadCourse(small, { folder, version: '2' })).toEqual(first)
  })

  it('is read where nothing can be kept', async () => {
    await writeFile(join(folder, 'a-file'), '')
    expect(await loadCourse(small, { folder: join(folder, 'a-file', 'below'), version: '1' })).toMatchObject({
      folder: small
    })
  })

  it('is refused when it is broken, with every problem in one error', async () => {
    await writeFile(join(folder, 'course.yaml'), 'id: x\ntitel: y\n')
    const error = await loadCourse(folder, { folder, version: '1' }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(QuorateError)
    if (error instanceof QuorateError) {
      expect(error.kind).toBe('call')
      expect(error.render(en).message).toContain('course.yaml:2:1: There is no key «titel» here. Did you mean «title»?')
      expect(error.render(zhCN).message).toContain('是不是想写“title”')
    }
  })
})
