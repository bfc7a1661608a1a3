import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { QuorateError } from '../../src/errors.ts'
import { acquire, acquireMomentary, holderOf } from '../../src/lab/lock.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-lock-'))
  path = join(folder, 'lab.lock')
})
afterEach(() => rm(folder, { recursive: true }))

/** A process that takes the lock, says so, and holds it until it is killed. */
const holderScript = `
const { acquire } = await import(${JSON.stringify(new URL('../../src/lab/lock.ts', import.meta.url).href)})
try {
  await acquire(process.argv[1], 'holder')
  process.stdout.write('held')
  setInterval(() => {}, 1000)
} catch { process.stdout.write('busy') }
`
const startHolder = async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', holderScript, path], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const [said] = await once(child.stdout, 'data')
  return { child, said: String(said) }
}
const kill = async (child: ReturnType<typeof spawn>) => {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

describe('a lock', () => {
  it('names its holder to whoever comes second', async () => {
    const lock = await acquire(path, 'quorate up')
    const refused = await acquire(path, 'quorate down').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(QuorateError)
    expect(refused).toMatchObject({ code: 'lab-busy', kind: 'environment' })
    expect(await holderOf(path)).toMatchObject({ pid: process.pid, command: 'quorate up' })
    await lock.release()
    expect(await holderOf(path)).toBeUndefined()
  })

  it('of a process that was killed is taken over at once', async () => {
    const { child, said } = await startHolder()
    expect(said).toBe('held')
    await expect(acquire(path, 'second')).rejects.toMatchObject({ code: 'lab-busy' })
    await kill(child)
    const lock = await acquire(path, 'third')
    expect(await holderOf(path)).toMatchObject({ command: 'third' })
    await lock.release()
  })

  it('left by a dead process goes to one only of many who want it', async () => {
    const dead = await startHolder()
    await kill(dead.child)
    const rivals = await Promise.all(Array.from({ length: 6 }, startHolder))
    expect(rivals.filter(({ said }) => said === 'held')).toHaveLength(1)
    await Promise.all(rivals.filter(({ said }) => said === 'held').map(({ child }) => kill(child)))
  })

  it('whose process number was given to another program is not taken for held', async () => {
    await writeFile(
      path,
      JSON.stringify({ pid: process.pid, born: '1', command: 'old', since: '2020-01-01T00:00:00Z' })
    )
    await (await acquire(path, 'new')).release()
  })

  it('with unreadable content does not block for ever', async () => {
    await writeFile(path, '{"pid":')
    await (await acquire(path, 'new')).release()
    expect(await readdir(folder)).toEqual([])
  })

  it('held for a moment is waited for', async () => {
    const first = await acquire(path, 'first')
    const second = acquireMomentary(path, 'second')
    await first.release()
    await (await second).release()
  })
})
