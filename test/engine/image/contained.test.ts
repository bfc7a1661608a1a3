import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { contained } from '../../../src/engine/image/contained.ts'

const user = process.getuid?.() === 0 ? 'root' : 'other'

const [probe, ...probeArguments] = contained(['true'], user)
const canContain = spawnSync(probe, probeArguments).status === 0

/** A command that has a process of its own session below it; both hold their standard output open for a long time. */
const family = contained(['sh', '-c', 'setsid sleep 3600 & echo started; sleep 3600'], user)

/** Node, as the parent of a contained command, whose output is ours. */
const parentScript = `
  const [program, ...args] = ${JSON.stringify(family)}
  require('node:child_process').spawn(program, args, { stdio: ['ignore', 'inherit', 'ignore'] })
`

/** The end of a pipe comes when the last process that holds it is gone: all of them are. */
const allGone = (output: Readable): Promise<unknown> => once(output.resume(), 'end')

describe.skipIf(!canContain)('contained, where this machine has namespaces for it', () => {
  it('ends everything that it started when its parent is killed', async () => {
    const parent = spawn(process.execPath, ['-e', parentScript], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(parent.stdout, 'data')
    parent.kill('SIGKILL')
    await allGone(parent.stdout)
  })

  it('ends everything that it started, at once, when it is asked to end', async () => {
    const [program, ...args] = family
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    await allGone(child.stdout)
  })

  it('hands on the exit code', () => {
    const [program, ...args] = contained(['sh', '-c', 'exit 42'], user)
    expect(spawnSync(program, args).status).toBe(42)
  })
})
