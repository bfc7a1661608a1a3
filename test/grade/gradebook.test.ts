import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, type Judged } from '../../src/grade/compare.ts'
import { csvOfGradebook, type Gradebook, gradebookOf } from '../../src/grade/gradebook.ts'
import type { Taken } from '../../src/grade/intake.ts'
import { fillCanvas, fillMoodleWorksheet, moodleGradebook } from '../../src/grade/platforms.ts'
import type { Regraded } from '../../src/grade/regrade.ts'
import { classPage, medianOf } from '../../src/grade/report/class-page.ts'
import { rosterOf } from '../../src/grade/roster.ts'
import { tableOf, textOfTable } from '../../src/grade/table-file.ts'
import { en } from '../../src/i18n/en/index.ts'
import { zhCN } from '../../src/i18n/zh-CN/index.ts'
import { honest, ownStandard, regraded } from './handed-in.ts'

const { course } = await ownStandard()
const one = await regraded(await honest('s-1'))

/** A graded file of a student whose credit is this, with marks of its own. */
const graded = (file: string, student: string, credit: number, change: Partial<Regraded> = {}): Taken => ({
  file,
  kind: 'graded',
  regraded: {
    ...one,
    student,
    grade: { ...one.grade, credit, points: credit, possible: 200 },
    marks: { key: student, lab: student, seed: student, machines: [student], journal: student },
    ...change
  }
})

const codesOf = (judged: readonly Judged[], file: string) =>
  judged.find((each) => each.file === file)?.findings.map(({ code }) => code)

const table = (text: string) => tableOf('some.csv', Buffer.from(text))
const bookOf = (...all: readonly Taken[]): Gradebook => gradebookOf(compare(all), undefined)

describe('submissions beside one another', () => {
  it('of one student with one key: the newest counts', () => {
    const key = { ...one.marks, key: 'same', lab: 'l', machines: [], journal: '' }
    const all = compare([
      graded('new', 's', 10, { createdAt: '2026-03-02T00:00:00Z', marks: key }),
      graded('old', 's', 90, { createdAt: '2026-03-01T00:00:00Z', marks: key })
    ])
    expect(all.map(({ findings }) => findings)).toEqual([
      [{ code: 'twice', counts: 'new', files: ['new', 'old'] }],
      [{ code: 'twice', counts: 'new', files: ['new', 'old'] }]
    ])
    expect(gradebookOf(all, undefined).rows).toMatchObject([{ standing: 'graded', file: 'new' }])
  })

  it('of one student with different keys: none counts', () => {
    const all = compare([
      graded('a', 's', 10),
      graded('b', 's', 90, { marks: { ...one.marks, key: 'other', lab: 'x', machines: [], journal: '' } })
    ])
    expect(gradebookOf(all, undefined).rows).toMatchObject([{ standing: 'withheld' }])
  })

  it.each(['key', 'lab', 'machine', 'journal'] as const)(
    'with the %s of another student are withheld, both',
    (what) => {
      const of = (student: string) => ({
        key: student,
        lab: student,
        seed: student,
        machines: [student],
        journal: student
      })
      const stolen = { ...of('thief'), ...(what === 'machine' ? { machines: ['victim'] } : { [what]: 'victim' }) }
      const all = compare([
        graded('a', 'victim', 10),
        graded('b', 'thief', 10, { marks: stolen }),
        graded('c', 'honest', 5)
      ])
      expect(codesOf(all, 'a')).toEqual(['shared'])
      expect(codesOf(all, 'b')).toEqual(['shared'])
      expect(codesOf(all, 'c')).toEqual([])
      expect(gradebookOf(all, undefined).rows.map(({ standing }) => standing)).toEqual([
        'graded',
        'withheld',
        'withheld'
      ])
    }
  )
})

describe('a roster', () => {
  const roster = rosterOf(
    table('\ufeffStudent;Name;Email;Seed\ns-2;王伟;w@example.org;\ns-1;Ann;a@example.org;given\n')
  )

  it('gives the order, who is missing, and who does not belong', () => {
    const book = gradebookOf(compare([graded('a', 's-1', 7), graded('b', 'stranger', 9)]), roster)
    expect(book.rows.map(({ enrolled, standing }) => [enrolled.student, standing])).toEqual([
      ['s-2', 'missing'],
      ['s-1', 'withheld'],
      ['stranger', 'withheld']
    ])
    expect(codesOf(book.judged, 'a')).toEqual(['seed-not-assigned'])
    expect(codesOf(book.judged, 'b')).toEqual(['not-in-roster'])
  })

  it('with a student twice, without the column, or not in UTF-8 is refused by its name', () => {
    expect(() => rosterOf(table('student\na\na\n'))).toThrow(expect.objectContaining({ code: 'roster-twice' }))
    expect(() => rosterOf(table('who\na\n'))).toThrow(expect.objectContaining({ code: 'roster-column' }))
    const gbk = Buffer.from([0x73, 0x0a, 0xcd, 0xf5, 0xce, 0xb0])
    expect(() => tableOf('r.csv', gbk)).toThrow(expect.objectContaining({ code: 'table-encoding' }))
  })
})

describe('a gradebook of Canvas', () => {
  const text =
    'Student,ID,SIS User ID,SIS Login ID,Section,Memcached (12),HA project (34),Final Score (read only)\r\n' +
    '"    Points Possible",,,,,10,100,(read only)\r\n' +
    '"Wei, Wang",901,s-1,wang@example.org,A,,55,1\r\n' +
    '"=HYPERLINK(""x"")",902,s-2,,A,3,44,1\r\n' +
    '"Test Student",903,,,A,,,\r\n'
  const filled = (assignment?: string, standing: 'graded' | 'withheld' = 'graded') => {
    const book = bookOf(graded('a', 's-1', 50))
    const rows = book.rows.map((row) => ({ ...row, standing }))
    const written = textOfTable(fillCanvas(table(text), { ...book, rows }, course, assignment))
    return { written, rows: parse(written, { relax_column_count: true }) as string[][] }
  }

  it('gets grades in the column with the id, on the scale of that column, and nowhere else', () => {
    const before: string[][] = parse(text, { relax_column_count: true })
    const { rows, written } = filled('34')
    expect(rows[2]?.[6]).toBe('25')
    const restored = rows.map((row, index) => (index === 2 ? row.with(6, '55') : row))
    expect(restored).toEqual(before)
    expect(written).toContain('\r\n')
  })

  it('gets nothing for a student whose grade a person has to look at first', () => {
    expect(filled('34', 'withheld').rows[2]?.[6]).toBe('55')
  })

  it('without an id fills the columns that are named as labs', () => {
    const named = text.replace('Memcached (12)', '"Memcached: a shared cache that forgets (12)"')
    const book = bookOf(graded('a', 's-1', 50))
    const lab = one.grade.labs.find(({ id }) => id === 'memcached')
    const rows = fillCanvas(table(named), book, course).rows
    expect(rows[1]?.[5]).toBe(String(Math.round(((lab?.credit ?? 0) * 1000) / (lab?.possible ?? 1)) / 100))
    expect(rows[1]?.[6]).toBe('55')
    expect(() => fillCanvas(table(text), book, course, '99')).toThrow(
      expect.objectContaining({ code: 'canvas-columns' })
    )
  })
})

describe('a worksheet of Moodle', () => {
  const text =
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (grade)"\n' +
    'Participant 1,Ann,S-1@example.org,-,,"100,00",Yes,"Monday, 2 March 2026"\n' +
    'Participant 2,Ben,s-2@example.org,-,7,"100,00",No,-\n' +
    'Participant 3,Cyd,s-3@example.org,-,,"100,00",Yes,-\n'

  it('gets grades by address, in its own decimals; what cannot be changed and when it was modified stay', () => {
    const roster = rosterOf(table('student,email\nx,s-1@example.org\ny,s-2@example.org\n'))
    const book = gradebookOf(compare([graded('a', 'x', 25.5), graded('b', 'y', 100)]), roster)
    const filled = fillMoodleWorksheet(table(text), book, en.grade.moodleNames)
    expect(filled.rows.map((cells) => cells[4])).toEqual(['12,75', '7', ''])
    expect(filled.rows.map((cells) => cells[7])).toEqual(['Monday, 2 March 2026', '-', '-'])
    expect(textOfTable(filled).startsWith('\ufeffIdentifier')).toBe(true)
  })

  it('is known by its names in Chinese, too, and without its columns refused', () => {
    const chinese = '标识符,全名,学号,成绩,最高成绩\n参与者 1,王伟,s-1,,10\n'
    const filled = fillMoodleWorksheet(table(chinese), bookOf(graded('a', 's-1', 100)), zhCN.grade.moodleNames)
    expect(filled.rows[0]?.[3]).toBe('5')
    expect(() => fillMoodleWorksheet(table('Identifier,Grade\n'), bookOf(), en.grade.moodleNames)).toThrow(
      expect.objectContaining({ code: 'moodle-columns' })
    )
  })
})

describe('a table for the import of Moodle', () => {
  it('is in percent, and has only students with a grade', () => {
    const roster = rosterOf(table('student,username,email\ns-1,ann,a@example.org\ns-2,ben,b@example.org\n'))
    const book = gradebookOf(compare([graded('a', 's-1', 150)]), roster)
    const rows: string[][] = parse(moodleGradebook(book, course, en.grade.of), { bom: true })
    expect(rows).toEqual([
      ['username', 'email', 'idnumber', 'openstack-ha', 'openstack-ha feedback'],
      ['ann', 'a@example.org', 's-1', '75', '150 of 200 points']
    ])
  })
})

describe('the median', () => {
  it('is in the middle', () => {
    expect([medianOf([]), medianOf([3]), medianOf([4, 1]), medianOf([9, 1, 2])]).toEqual([undefined, 3, 2.5, 2])
  })
})

describe('whatever students and files are called', () => {
  const hostile = fc
    .array(
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><b>',
        '\u001b[2J',
        '=1+1',
        '-1',
        '@x',
        '\r\nx,100',
        '\u202e',
        '名',
        ','
      ),
      {
        minLength: 1,
        maxLength: 3
      }
    )
    .map((parts) => parts.join(''))

  it('our table keeps its rows and columns, and the page its elements', () => {
    const written = (name: string) => {
      const book = gradebookOf(
        compare([
          graded(`${name}.quorate`, name, 5),
          { file: name, kind: 'refused', finding: { code: 'refused', why: 'too-big' } }
        ]),
        [{ student: name, name, email: name }]
      )
      const pageOf = classPage({
        gradebook: book,
        course,
        labs: course.labs,
        messages: en,
        locale: 'en',
        at: '2026-03-01T00:00:00Z'
      })
      return {
        rows: parse(csvOfGradebook(book, course.labs, en.grade), { bom: true }) as string[][],
        tags: pageOf.match(/<[^>]*>/g)?.map((tag) => tag.replace(/"[^"]*"/g, '""'))
      }
    }
    const plain = written('plain')
    fc.assert(
      fc.property(hostile, (name) => {
        const { rows, tags } = written(name)
        expect(tags).toEqual(plain.tags)
        expect(rows).toHaveLength(2)
        expect(rows[1]).toHaveLength(plain.rows[1]?.length ?? 0)
        for (const cell of rows[1] ?? []) expect(cell).not.toMatch(/^\s*[=+\-@]/)
      }),
      { numRuns: 30 }
    )
  })
})
