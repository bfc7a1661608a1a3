import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadCourse } from '../../src/course/loader.ts'
import { noteAnswer } from '../../src/lab/answers.ts'
import { type Home, homeOf } from '../../src/lab/home.ts'
import { appendJournal, readJournal } from '../../src/lab/journal.ts'
import { progressOf } from '../../src/lab/progress.ts'

const { labs } = await loadCourse('test/fixtures/courses/questions')
const [ideas, work] = labs
if (ideas === undefined || work === undefined) throw new Error('fixture')

const newHome = async (): Promise<Home> => {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-answers-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return homeOf({ QUORATE_HOME: folder })
}

const progressIn = async (home: Home, id: string) => {
  const progress = progressOf(labs, await readJournal(home)).get(id)
  if (progress === undefined) throw new Error(`no progress in ${id}`)
  return progress
}

/** Answers questions of the lab of questions, one after another; which of the answers passed it. */
const answer = async (home: Home, ...answers: readonly [question: string, right: boolean][]) => {
  const passing: boolean[] = []
  for (const [question, right] of answers) {
    passing.push(await noteAnswer(home, ideas, { question, answer: 'x', right }))
  }
  return passing
}

describe('a lab of questions', () => {
  it('is passed with the last question that is answered rightly, and opens the labs that need it', async () => {
    const home = await newHome()
    expect(await progressIn(home, 'ideas')).toMatchObject({ state: 'open', points: 0, understood: [] })
    expect(await progressIn(home, 'work')).toMatchObject({ state: 'locked' })
    expect(await answer(home, ['quorum', true], ['budget', true], ['half', true])).toEqual([false, false, true])
    expect(await progressIn(home, 'ideas')).toMatchObject({ state: 'passed', points: 4, possible: 4 })
    expect(await progressIn(home, 'work')).toMatchObject({ state: 'open' })
  })

  it('is passed by whoever was wrong first, without the points for it', async () => {
    const home = await newHome()
    const first = await answer(home, ['quorum', false], ['half', true], ['budget', true])
    expect(first).toEqual([false, false, false])
    expect(await progressIn(home, 'ideas')).toMatchObject({
      state: 'open',
      points: 2,
      answers: { quorum: false, half: true, budget: true },
      understood: ['half', 'budget']
    })
    expect(await answer(home, ['quorum', false], ['quorum', true])).toEqual([false, true])
    expect(await progressIn(home, 'ideas')).toMatchObject({
      state: 'passed',
      points: 2,
      answers: { quorum: false },
      understood: ['quorum', 'half', 'budget']
    })
  })

  it('stays passed whatever is answered later, and says so once', async () => {
    const home = await newHome()
    await answer(home, ['quorum', true], ['half', true], ['budget', true])
    expect(await answer(home, ['quorum', false], ['quorum', true])).toEqual([false, false])
    expect(await progressIn(home, 'ideas')).toMatchObject({ state: 'passed', points: 4 })
    const passed = (await readJournal(home)).filter(({ event }) => event === 'passed')
    expect(passed).toHaveLength(1)
  })

  it('stays passed when the course gets another question', async () => {
    const home = await newHome()
    await answer(home, ['quorum', true], ['half', true], ['budget', true])
    const [question] = ideas.quiz
    if (question === undefined) throw new Error('fixture')
    const longer = { ...ideas, quiz: [...ideas.quiz, { ...question, id: 'new' }] }
    expect(progressOf([longer], await readJournal(home)).get('ideas')).toMatchObject({ state: 'passed' })
  })

  it('is passed although Quorate was killed between the answer and saying so', async () => {
    const home = await newHome()
    for (const question of ['quorum', 'half', 'budget']) {
      await appendJournal(home, { event: 'answered', lab: 'ideas', question, answer: 'x', right: true })
    }
    expect(await progressIn(home, 'ideas')).toMatchObject({ state: 'passed' })
  })
})

describe('a lab with checks', () => {
  it('is not passed by answering', async () => {
    const home = await newHome()
    const asked = { ...work, quiz: ideas.quiz }
    for (const { id } of asked.quiz) {
      expect(await noteAnswer(home, asked, { question: id, answer: 'x', right: true })).toBe(false)
    }
    expect(progressOf([ideas, asked], await readJournal(home)).get('work')).toMatchObject({
      state: 'locked',
      points: 4
    })
  })
})
