import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from '../../src/cli/commands/read.ts'
import type { CliContext } from '../../src/cli/context.ts'
import type { Locale } from '../../src/i18n/messages.ts'
import { homeOf } from '../../src/lab/home.ts'
import { paintFor } from '../../src/terminal/paint.ts'

const courseFolder = fileURLToPath(new URL('../fixtures/courses/screens', import.meta.url))

/** What `read` prints where standard output is not a terminal. */
const read = async (lab: string, options: { readonly json: boolean; readonly locale: Locale }) => {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-read-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const printed: unknown[] = []
  const context = {
    ...options,
    home: homeOf({ QUORATE_HOME: folder }),
    courseFolder,
    columns: 80,
    paint: paintFor(false, true),
    print: (text: string) => printed.push(text),
    printJson: (document: object) => printed.push(document)
  } as unknown as CliContext
  expect(await run(context, lab)).toBe(0)
  return printed
}

describe('reading a lesson without a terminal', () => {
  it('gives its Markdown as it was written, with the values of the learner', async () => {
    const [text] = await read('quorum', { json: false, locale: 'en' })
    expect(text).toContain('Three nodes can lose one and still agree. Two halves that both decide are the\nworst')
    expect(text).toContain('```sh\nping -c 1 10.77.0.10\n')
    expect(text).not.toContain('{{')
  })

  it('gives its parts with their tasks as JSON', async () => {
    const [document] = await read('quorum', { json: true, locale: 'zh-CN' })
    expect(document).toMatchObject({
      lab: 'quorum',
      title: '仲裁：谁有权决定',
      sections: [
        { heading: '仲裁：谁有权决定' },
        { task: 'look', heading: '看一看' },
        { task: 'serve', heading: '为其他节点服务', markdown: expect.stringContaining('服务器可以使用 128 MB。') }
      ]
    })
  })

  it('knows no lab of another name', async () => {
    await expect(read('quorun', { json: false, locale: 'en' })).rejects.toMatchObject({ code: 'lab-unknown' })
  })
})
