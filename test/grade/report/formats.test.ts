import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { documentOf, type GradeDocument, type GradedItem } from '../../../src/grade/report/document.ts'
import { type Format, formatFor, formats, writeGrade } from '../../../src/grade/report/format.ts'
import { gradeOf } from '../../../src/grade/score.ts'
import { en } from '../../../src/i18n/en/index.ts'
import { zhCN } from '../../../src/i18n/zh-CN/index.ts'
import { checkedLine, lab, line, reportWith, values } from '../lab.ts'

const at = '2026-03-10T10:00:00.000Z'

const documentFor = (locale: 'en' | 'zh-CN' = 'en'): GradeDocument => {
  const report = reportWith({ joined: 'fail' })
  const journal = [
    checkedLine(5, 'running', 'enabled'),
    line(1, { event: 'hint', lab: 'ring', task: 'install', rung: 2 }),
    line(2, { event: 'answered', lab: 'ring', question: 'votes', answer: '5', right: true })
  ]
  const file = { id: 'course', title: { en: 'A course', 'zh-CN': '一门课' }, labs: ['ring'], variables: {} }
  const grade = gradeOf({ labs: [lab], grading: { hintCost: 10 }, values, journal, report, at })
  const course = { folder: '/nowhere', file, labs: [lab], diagnoses: [] }
  return documentOf({ grade, report, course, values, locale, student: 's-1', at })
}

/** The document with one text wherever somebody else's text may come in. */
const saying = (text: string): GradeDocument => {
  const document = documentFor()
  const item = (one: GradedItem): GradedItem => ({
    ...one,
    title: text,
    expected: text,
    observed: text,
    evidence: [{ node: 'controller1', command: text, excerpt: text }],
    diagnoses: [{ code: 'x.y', message: text, look: text }]
  })
  return {
    ...document,
    student: text,
    course: { id: 'course', title: text },
    labs: document.labs.map((one) => ({ ...one, title: text, items: one.items.map(item) }))
  }
}

const write = (format: Format, document: GradeDocument = documentFor()): string =>
  writeGrade(format, document, en, 'en')

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' onfocus='alert(1)",
        '</style>',
        '</title>',
        ']]>',
        '\u001b[2J',
        '\u0007',
        '\u202e',
        '=1+1',
        '-2',
        '@SUM(A1)',
        '\r\nforged,line',
        '\t=1',
        '\ud800',
        '&amp;',
        '控制节点'
      ),
      { minLength: 1, maxLength: 4 }
    )
    .map((parts) => parts.join(''))
)

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/

describe('a grade', () => {
  it.each(formats)('as %s says the same in each language, but for the words', (format) => {
    const english = writeGrade(format, documentFor(), en, 'en')
    const chinese = writeGrade(format, documentFor('zh-CN'), zhCN, 'zh-CN')
    expect(english).not.toMatch(/\p{Script=Han}/u)
    if (format !== 'junit' && format !== 'json') expect(chinese).toMatch(/\p{Script=Han}/u)
  })

  it('as JSON is versioned and has every check with its reductions', () => {
    expect(JSON.parse(write('json'))).toMatchObject({
      version: 1,
      student: 's-1',
      credit: 5.4,
      possible: 11,
      labs: [
        {
          id: 'ring',
          items: [{ id: 'ring.running', credit: 1.6, reductions: [{ why: 'hints', percent: 20 }] }, {}, {}, {}, {}]
        }
      ]
    })
  })

  it('as check50 has results with the names of its specification, and null for what was not looked at', () => {
    const document = documentFor()
    const [first, ...rest] = document.labs[0]?.items ?? []
    const blocked = { ...first, outcome: 'blocked', points: 0, credit: 0, blockedBy: 'ring.enabled' } as GradedItem
    const written = JSON.parse(
      write('check50', { ...document, labs: [{ ...document.labs[0]!, items: [blocked, ...rest] }] })
    )
    expect(Object.keys(written)).toEqual(['slug', 'version', 'results'])
    expect(written.results[0]).toMatchObject({ name: 'ring.running', passed: null, dependency: 'ring.enabled' })
    expect(written.results[1]).toMatchObject({ passed: true, cause: null })
    expect(written.results[2]).toMatchObject({ passed: false, cause: { rationale: 'FAILED' } })
    for (const result of written.results) {
      expect(Object.keys(result)).toEqual(['name', 'description', 'passed', 'log', 'cause', 'data', 'dependency'])
    }
  })

  it('as Gradescope has tests whose scores add up to its score', () => {
    const { score, tests } = JSON.parse(write('gradescope'))
    expect(tests.reduce((sum: number, test: { score: number }) => sum + test.score, 0)).toBeCloseTo(score)
    expect(tests[0]).toMatchObject({ max_score: 2, number: '1.1', visibility: 'visible' })
  })

  it('as JUnit counts checks and questions', () => {
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(write('junit'))
    expect(parsed.testsuites).toMatchObject({ '@_tests': '5', '@_failures': '1', '@_skipped': '1' })
  })
})

describe('whatever stands in its texts', () => {
  it('HTML has the same elements and attributes, and nothing that runs', () => {
    const skeleton = (text: string): string =>
      [...text.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""')).join('')
    const expected = skeleton(write('html', saying('harmless')))
    fc.assert(
      fc.property(hostile, (text) => {
        expect(skeleton(write('html', saying(text)))).toBe(expected)
      })
    )
  })

  it('CSV has the same rows and columns, and no cell that is a formula', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const rows: string[][] = parse(write('csv', saying(text)), { bom: true })
        expect(rows).toHaveLength(6)
        for (const row of rows) {
          expect(row).toHaveLength(11)
          for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@\uff0b\uff0d\uff1d\uff20]/)
        }
      })
    )
  })

  it('XML is well-formed, and no format has a control character for a terminal', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(XMLValidator.validate(write('junit', saying(text)))).toBe(true)
        for (const format of formats) expect(write(format, saying(text))).not.toMatch(control)
      })
    )
  })
})

describe('the format', () => {
  it('is the one that was asked for, else that of the ending', () => {
    expect(formatFor('a.xml', undefined)).toBe('junit')
    expect(formatFor('a.JSON', undefined)).toBe('json')
    expect(formatFor('a.json', 'check50')).toBe('check50')
    expect(() => formatFor('a.txt', undefined)).toThrow(expect.objectContaining({ code: 'format-unknown' }))
  })
})
