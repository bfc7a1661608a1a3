import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { LxdClient } from '../../src/engine/lxd/client.ts'
import { begin, json, quorate, upUntouched } from './program.ts'

/** Where an init system runs, it looks after the daemon itself, and may not like it to be killed. */
const startedByHand = readFileSync('/proc/1/comm', 'utf8').trim() !== 'systemd'

/**
 * The daemon alone. By its name it could not be told from the monitors of the containers, which are forked from it and
 * outlive it: without them the containers would be lost, as they would be if the whole machine were.
 */
const killDaemon = async (): Promise<void> => {
  const client = new LxdClient({ socketPath: '/var/lib/lxd/unix.socket', project: 'default' })
  const { environment } = z
    .object({ environment: z.object({ server_pid: z.number() }) })
    .parse(await client.get('/1.0'))
  client.close()
  process.kill(environment.server_pid, 'SIGKILL')
}

const names = async (): Promise<string[]> => {
  const { snapshots } = (await json(['snapshot', 'list'])) as unknown as { snapshots: { name: string }[] }
  return snapshots.map(({ name }) => name)
}

/** Starts a command, kills the daemon as soon as it says a text, and gives how it ended. */
const loseEngineAt = async (args: readonly string[], text: string) => {
  const running = begin(args)
  await running.saw(text)
  await killDaemon()
  return running.done
}

describe.runIf(startedByHand)('an engine that is killed', () => {
  beforeAll(upUntouched)

  it.each(['Freezing', 'Saving'])(
    'while a snapshot is saved (%s) loses nothing, and lists no half of one',
    async (step) => {
      const lost = await loseEngineAt(['snapshot', 'save', 'half'], step)
      expect(lost.code).toBe(3)
      expect(lost.stderr).toContain('quorate doctor --fix')
      const without = await quorate(['exec', 'controller1', '--', 'true'])
      expect(without.code).toBe(3)
      expect(without.stderr).toContain('quorate doctor --fix')
      expect(await quorate(['doctor', '--fix', '--yes'])).toMatchObject({ code: 0 })
      expect(await quorate(['exec', 'all', '--', 'true'])).toMatchObject({ code: 0 })
      expect(await names()).not.toContain('half')
      expect(await json(['status'])).toMatchObject({ lab: 'running' })
      expect(await quorate(['snapshot', 'save', 'half'])).toMatchObject({ code: 0 })
      expect(await quorate(['snapshot', 'delete', 'half', '--yes'])).toMatchObject({ code: 0 })
    }
  )

  it('while a snapshot is restored leaves what the next command completes', async () => {
    expect(await quorate(['exec', 'all', '--', 'sh', '-c', 'echo kept > /root/mark; sync'])).toMatchObject({ code: 0 })
    expect(await quorate(['snapshot', 'save', 'kept'])).toMatchObject({ code: 0 })
    expect(await quorate(['exec', 'all', '--', 'sh', '-c', 'echo lost > /root/mark; sync'])).toMatchObject({ code: 0 })
    expect((await loseEngineAt(['snapshot', 'restore', 'kept', '--yes'], 'Restoring')).code).toBe(3)
    expect(await quorate(['doctor', '--fix', '--yes'])).toMatchObject({ code: 0 })
    const { stdout, code } = await quorate(['exec', 'all', '--', 'cat', '/root/mark'])
    expect({ code, stdout: stdout.trim().split('\n').sort() }).toEqual({
      code: 0,
      stdout: [1, 2, 3].map((index) => `controller${index} | kept`)
    })
    expect(await quorate(['snapshot', 'delete', 'kept', '--yes'])).toMatchObject({ code: 0 })
  })
})
