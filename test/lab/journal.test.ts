import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Home, homeOf } from '../../src/lab/home.ts'
import { appendJournal, readJournal } from '../../src/lab/journal.ts'

let home: Home
beforeEach(async () => {
  home = homeOf({ QUORATE_HOME: await mkdtemp(join(tmpdir(), 'quorate-journal-')) })
})
afterEach(() => rm(home.folder, { recursive: true }))

describe('the journal', () => {
  it('of a lab that has none is empty', async () => {
    expect(await readJournal(home)).toEqual([])
  })

  it('gives back what was appended, in order, each line bound to the one before', async () => {
    await appendJournal(home, { event: 'opened', lab: 'memcached' }, { event: 'passed', lab: 'memcached' })
    await appendJournal(home, { event: 'snapshot-saved', name: '备份' })
    const lines = await readJournal(home)
    expect(lines.map(({ event }) => event)).toEqual(['opened', 'passed', 'snapshot-saved'])
    expect(new Set(lines.map(({ previous }) => previous)).size).toBe(3)
    expect(lines[0]?.previous).toBe('0'.repeat(64))
  })

  it('cut anywhere in its last line keeps every line before it and goes on', async () => {
    await appendJournal(home, { event: 'opened', lab: 'ntp' }, { event: 'opened', lab: 'galera' })
    const whole = await readFile(home.journal)
    const first = whole.indexOf(10) + 1
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: first, max: whole.length - 1 }), async (cut) => {
        await writeFile(home.journal, whole.subarray(0, cut))
        expect(await readJournal(home)).toHaveLength(1)
        await appendJournal(home, { event: 'passed', lab: 'ntp' })
        expect((await readJournal(home)).map(({ event }) => event)).toEqual(['opened', 'passed'])
      }),
      { numRuns: 30 }
    )
  })

  it('keeps all lines of writers at the same time', async () => {
    const writers = Array.from({ length: 12 }, (_, index) =>
      appendJournal(home, { event: 'opened', lab: `lab-${index}` })
    )
    await Promise.all(writers)
    const lines = await readJournal(home)
    expect(lines).toHaveLength(12)
    expect(new Set(lines.map(({ previous }) => previous)).size).toBe(12)
  })

  it('with a damaged line in the middle says which file it is', async () => {
    await appendJournal(home, { event: 'opened', lab: 'ntp' })
    await appendFile(home.journal, 'rubbish\n')
    await expect(readJournal(home)).rejects.toMatchObject({ code: 'file-damaged' })
  })
})
