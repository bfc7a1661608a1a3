import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run as check } from '../../src/cli/commands/check.ts'
import { run as goTo } from '../../src/cli/commands/goto.ts'
import { run as hint } from '../../src/cli/commands/hint.ts'
import { run as labs } from '../../src/cli/commands/labs.ts'
import { run as quiz } from '../../src/cli/commands/quiz.ts'
import { run as reset } from '../../src/cli/commands/reset.ts'
import { run as solve } from '../../src/cli/commands/solve.ts'
import { run as verify } from '../../src/cli/commands/verify.ts'
import type { CliContext } from '../../src/cli/context.ts'
import { loadMessages } from '../../src/i18n/locale.ts'
import { homeOf } from '../../src/lab/home.ts'
import { readJournal } from '../../src/lab/journal.ts'
import { paintFor } from '../../src/terminal/paint.ts'

const courseFolder = fileURLToPath(new URL('../fixtures/courses/questions', import.meta.url))

/** A person who has Quorate and no controllers: whatever asks for them gets `lab-absent`. */
const learner = async (options: Partial<Pick<CliContext, 'json' | 'locale'>> = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-questions-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const home = homeOf({ QUORATE_HOME: folder })
  const locale = options.locale ?? 'en'
  let said: string[] = []
  let documents: unknown[] = []
  const signal = new AbortController().signal
  const context = {
    json: false,
    ...options,
    locale,
    messages: await loadMessages(locale),
    home,
    courseFolder,
    yes: false,
    interactive: false,
    columns: 80,
    paint: paintFor(false, true),
    run: { report: () => undefined, signal },
    lab: {
      home,
      program: '',
      command: 'quorate',
      engine: undefined,
      connect: () => Promise.reject(new Error('engine'))
    },
    print: (text: string) => said.push(text),
    remark: (text: string) => said.push(text),
    printJson: (document: unknown) => documents.push(document)
  } as unknown as CliContext
  return {
    folder,
    context,
    answer: (...answer: string[]) => quiz(context, 'ideas', undefined, { answer }),
    /** What was printed since it was asked last. */
    said: (): string => {
      const all = said.join('\n')
      said = []
      return all
    },
    document: (): unknown => {
      const [last] = documents
      documents = []
      return last
    },
    events: async () => (await readJournal(home)).map(({ event }) => event)
  }
}

const rightAnswers = ['quorum=3', 'half=b', 'budget=525'] as const

describe('a lab of questions, without controllers', () => {
  it('is checked by what was answered', async () => {
    const { context, answer, said } = await learner()
    expect(await check(context, ['ideas'], {})).toBe(1)
    expect(said()).toBe(
      [
        'ideas  Ideas first',
        '',
        '  0/2  The majority of 5',
        '  0/1  What is promised',
        '',
        '0 of 3 questions answered rightly; 0 of 4 points. Answer what is left: quorate quiz ideas'
      ].join('\n')
    )
    await answer('quorum=5', 'half=b', 'budget=525')
    said()
    expect(await check(context, ['ideas'], {})).toBe(1)
    expect(said()).toContain('  1/2  The majority of 5\n  1/1  What is promised')
    await answer('quorum=3')
    said()
    expect(await check(context, ['ideas'], {})).toBe(0)
    expect(said()).toContain('3 of 3 questions answered rightly; 2 of 4 points.')
  })

  it('is what `check` without a name tells of, at first', async () => {
    const { context, said } = await learner()
    expect(await check(context, [], {})).toBe(1)
    expect(said()).toContain('Ideas first')
  })

  it('is a document of the same shape as any check', async () => {
    const { context, answer, document } = await learner({ json: true })
    await check(context, ['ideas'], {})
    expect(document()).toEqual({
      outcome: 'not-yet',
      points: 0,
      possible: 4,
      durationMs: 0,
      labs: [{ id: 'ideas', outcome: 'not-yet', points: 0, possible: 4, checks: [] }]
    })
    await answer(...rightAnswers)
    document()
    expect(await check(context, ['ideas'], {})).toBe(0)
    expect(document()).toMatchObject({ outcome: 'pass', points: 4 })
  })

  it('is a suite without tests for programs that read JUnit', async () => {
    const { context, folder } = await learner()
    const junit = join(folder, 'result.xml')
    await check(context, ['ideas'], { junit })
    expect(await readFile(junit, 'utf8')).toContain('<testsuite name="ideas" tests="0"')
  })

  it('is not passed by looking at it', async () => {
    const { context, events } = await learner()
    await check(context, ['ideas'], {})
    expect(await events()).toEqual(['opened'])
  })

  it('is left out where all checks are meant, which need controllers', async () => {
    const { context } = await learner()
    await expect(check(context, [], { all: true })).rejects.toMatchObject({ code: 'lab-absent' })
    await expect(check(context, ['ideas', 'work'], {})).rejects.toMatchObject({ code: 'lab-absent' })
  })

  it('has nothing to solve, and says what to do instead', async () => {
    const { context } = await learner()
    await expect(solve(context, 'ideas', undefined)).rejects.toMatchObject({ code: 'nothing-to-solve' })
  })

  it.each([
    ['goto', goTo],
    ['reset', reset]
  ])('leaves the controllers as they are when one goes there (%s)', async (_, command) => {
    const { context, said, events } = await learner()
    expect(await command(context, 'ideas')).toBe(0)
    expect(said()).toContain('needs no controllers, and they stay as they are')
    expect(await events()).toEqual(['opened'])
    await expect(command({ ...context, yes: true }, 'work')).rejects.toMatchObject({ code: 'lab-absent' })
  })

  it('has nothing to prove on controllers, and asks for none', async () => {
    const { context, said } = await learner()
    expect(await verify(context, ['ideas'])).toBe(0)
    expect(said()).toContain('ideas: questions only')
    await expect(verify({ ...context, yes: true }, [])).rejects.toMatchObject({ code: 'lab-absent' })
  })

  it('gives hints of the first task in which a question is left', async () => {
    const { context, answer, said } = await learner()
    await hint(context, 'ideas', undefined)
    expect(said()).toContain('More than half')
    await answer('quorum=3', 'half=b')
    said()
    await hint(context, 'ideas', undefined)
    expect(said()).toContain('A year')
  })

  it('says when it is passed, and the list of labs does', async () => {
    const { context, answer, said, document } = await learner()
    expect(await answer('quorum=3', 'half=a')).toBe(1)
    expect(said()).toContain('Not right. Both halves would say so.')
    expect(await answer('half=b', 'budget=526')).toBe(0)
    expect(said()).toContain('only the first answer counts')
    expect(await answer('budget=526')).toBe(0)
    expect(said()).not.toContain('ideas is passed.')
    await labs({ ...context, json: true })
    expect(document()).toMatchObject({
      labs: [
        { id: 'ideas', state: 'passed', points: 3, possible: 4 },
        { id: 'work', state: 'open' }
      ]
    })
  })
})

describe('the questions of a task', () => {
  it('are asked alone', async () => {
    const { context, said } = await learner()
    await quiz(context, 'ideas', 'promise', {})
    expect(said()).toContain('3. Minutes a year at 99.9 %?\n   [budget]')
    await quiz(context, 'ideas', 'majority', {})
    expect(said()).toMatch(/^1\. How many of 5.*\n {3}\[quorum\]\n2\. Is half enough\?\n {3}a\) Yes\n {3}b\) No\n/)
  })

  it('tell programs to which task they belong, and how they were answered', async () => {
    const { context, answer, document } = await learner({ json: true })
    await answer('quorum=5', 'quorum=3', 'half=a')
    document()
    await quiz(context, 'ideas', undefined, {})
    expect(document()).toMatchObject({
      questions: [
        { id: 'quorum', task: 'majority', right: false, understood: true },
        { id: 'half', right: false, understood: false },
        { id: 'budget', task: 'promise' }
      ]
    })
  })

  it('are missed by the name of the task', async () => {
    const { context } = await learner()
    await expect(quiz(context, 'ideas', 'majorty', {})).rejects.toMatchObject({ code: 'task-unknown' })
    await expect(quiz(context, 'work', 'look', {})).rejects.toMatchObject({ code: 'questions-none' })
  })
})
