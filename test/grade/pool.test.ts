import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Interrupted } from '../../src/errors.ts'
import { gradeInPool } from '../../src/grade/pool.ts'
import { seal } from '../../src/grade/seal.ts'
import { honest, newKey } from './handed-in.ts'

const sealed = await seal(await honest('s-1'), newKey())

let folder = ''
const files: string[] = []
const pool = { program: resolve('src/bin.ts'), courseFolder: 'labs', locale: 'en', isBrief: true } as const
const never = new AbortController().signal

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-pool-'))
  for (const [name, content] of [
    ['1', sealed],
    ['2', Buffer.from('rubbish')],
    ['3', sealed],
    ['4', sealed],
    ['5', sealed]
  ] as const) {
    files.push(join(folder, name))
    await writeFile(join(folder, name), content)
  }
})
afterAll(() => rm(folder, { recursive: true }))

describe('files in threads', () => {
  it('come back in their order, each once, and who waits hears of each', async () => {
    const done: number[] = []
    const taken = await gradeInPool(files, pool, never, (count) => done.push(count))
    expect(taken.map(({ file, kind }) => [file, kind])).toEqual(
      files.map((file, index) => [file, index === 1 ? 'refused' : 'graded'])
    )
    expect(done).toEqual([1, 2, 3, 4, 5])
  })

  it.each([
    ['fails', 'throw new Error()'],
    ['swells', 'const all = []; for (;;) all.push(new Array(100_000).fill(all.length))']
  ])('whose thread %s are refused, and end nothing', async (name, does) => {
    const program = join(folder, `${name}.mjs`)
    const text = `import { parentPort } from 'node:worker_threads'
parentPort.on('message', () => { ${does} })
parentPort.postMessage(undefined)`
    await writeFile(program, text)
    const taken = await gradeInPool(files.slice(0, 2), { ...pool, program }, never, () => undefined)
    expect(taken.map((one) => one.kind === 'refused' && one.finding)).toEqual([
      { code: 'refused', why: 'too-costly' },
      { code: 'refused', why: 'too-costly' }
    ])
  })

  it('are interrupted at once', async () => {
    const interruption = new AbortController()
    const grading = gradeInPool(files, pool, interruption.signal, () => undefined)
    interruption.abort()
    await expect(grading).rejects.toThrow(Interrupted)
  })
})
