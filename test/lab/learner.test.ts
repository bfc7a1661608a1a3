import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Home, homeOf } from '../../src/lab/home.ts'
import { learnerOf } from '../../src/lab/learner.ts'

const newHome = async (): Promise<Home> => {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-learner-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return homeOf({ QUORATE_HOME: folder })
}

describe('the seed of a learner', () => {
  it('is the same for all who ask first, at the same moment', async () => {
    const home = await newHome()
    const seeds = await Promise.all(Array.from({ length: 20 }, async () => (await learnerOf(home)).seed))
    expect(new Set(seeds).size).toBe(1)
    expect((await learnerOf(home)).seed).toBe(seeds[0])
  })

  it('leaves nothing else behind', async () => {
    const home = await newHome()
    await Promise.all([learnerOf(home), learnerOf(home)])
    expect(await readdir(dirname(home.learner))).toEqual(['learner.json'])
  })

  it('differs from home to home', async () => {
    expect((await learnerOf(await newHome())).seed).not.toBe((await learnerOf(await newHome())).seed)
  })
})
