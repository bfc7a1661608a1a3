import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PowerAction } from '../../src/host-services/power.ts'
import { mostActions, noteFencing, readFencing } from '../../src/lab/fencing.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-fencing-'))
  path = join(folder, 'host-services', 'fencing.jsonl')
})
afterEach(() => rm(folder, { recursive: true }))

const action = (second: number): PowerAction => ({
  at: new Date(Date.UTC(2026, 10, 22) + second * 1000).toISOString(),
  controller: 'controller2',
  action: 'ForceOff',
  by: 'controller1',
  outcome: 'done',
  durationMs: 1234
})

describe('the fencing history', () => {
  it('of a lab in which nobody was fenced is empty', async () => {
    expect(await readFencing(path)).toEqual([])
  })

  it('gives back what was noted, oldest first', async () => {
    for (const second of [1, 2, 3]) await noteFencing(path, action(second))
    expect(await readFencing(path)).toEqual([1, 2, 3].map(action))
  })

  it('keeps the latest, and does not grow without end', async () => {
    const many = Array.from({ length: 2 * mostActions }, (_, index) => action(index))
    await noteFencing(path, action(0))
    await writeFile(path, many.map((each) => `${JSON.stringify(each)}\n`).join(''))
    await noteFencing(path, action(9999))
    const kept = await readFencing(path)
    expect(kept).toHaveLength(mostActions)
    expect(kept.at(-1)).toEqual(action(9999))
    expect((await readFile(path, 'utf8')).split('\n').length).toBeLessThanOrEqual(mostActions + 1)
  })

  it('goes on after a line that a killed process left unfinished', async () => {
    await noteFencing(path, action(1))
    await appendFile(path, '{"at":"2026-11-22T00:00:02.000Z","contr')
    await noteFencing(path, action(3))
    expect(await readFencing(path)).toEqual([action(1), action(3)])
  })

  it('shows nothing that is no power action, whatever stands in the file', async () => {
    await noteFencing(path, action(1))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string(), fc.json())), async (lines) => {
        await writeFile(path, [...lines, JSON.stringify(action(2))].join('\n'))
        expect((await readFencing(path)).at(-1)).toEqual(action(2))
      }),
      { numRuns: 30 }
    )
  })
})
