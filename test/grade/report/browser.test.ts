import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compare } from '../../../src/grade/compare.ts'
import { gradebookOf } from '../../../src/grade/gradebook.ts'
import { classPage } from '../../../src/grade/report/class-page.ts'
import { documentOf } from '../../../src/grade/report/document.ts'
import { htmlOf } from '../../../src/grade/report/html.ts'
import { en } from '../../../src/i18n/en/index.ts'
import { honest, ownStandard, regraded } from '../handed-in.ts'
import { browserProgram, lookAt } from './browser.ts'

const evil =
  "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\"><svg onload=alert(1)>" +
  '"><b onmouseover=alert(1)></title></style><iframe src=javascript:alert(1)></iframe>'

const { course } = await ownStandard()
const one = await regraded(await honest('s-1'))

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-pages-'))
  const at = '2026-03-02T10:00:00Z'
  const graded = { file: `${evil}.quorate`, kind: 'graded', regraded: { ...one, student: evil } } as const
  const gradebook = gradebookOf(compare([graded]), [{ student: evil, name: evil }])
  const page = classPage({ gradebook, course, labs: course.labs, messages: en, locale: 'en', at })
  await writeFile(join(folder, 'class.html'), page)
  const { grade, report, values } = one
  const document = documentOf({ grade, report, course, values, locale: 'en', student: evil, at })
  const labs = document.labs.map((lab) => ({
    ...lab,
    items: lab.items.map((item) => ({
      ...item,
      title: evil,
      expected: evil,
      observed: evil,
      evidence: [{ node: 'controller1', command: evil, excerpt: `${evil}\n${'x'.repeat(400)}` } as const]
    }))
  }))
  await writeFile(join(folder, 'grade.html'), htmlOf({ ...document, labs }, en, 'en'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Everything open; what came in as an element, whether it ran, how wide it is, and whether it shows as text. */
const expression = `(document.querySelectorAll('details').forEach((one) => { one.open = true }), {
  injected: document.querySelectorAll('script, img, svg, b, iframe, [onerror], [onload], [onmouseover]').length,
  ran: document.title === 'ran',
  width: document.documentElement.scrollWidth,
  shown: document.body.innerText.includes('<img src=x onerror=')
})`

// Not every machine has a browser; that which decides whether a change lands has.
describe.skipIf(browserProgram === undefined && process.env['CI'] === undefined)('in a real browser', () => {
  it.each(['class.html', 'grade.html'])('%s runs nothing, loads nothing, and fits on a phone', async (name) => {
    const url = pathToFileURL(join(folder, name)).href
    const seen = await lookAt(browserProgram ?? '', url, 360, expression)
    expect(seen).toEqual({
      value: { injected: 0, ran: false, width: 360, shown: true },
      requests: [url],
      dialogs: 0
    })
  })
})
