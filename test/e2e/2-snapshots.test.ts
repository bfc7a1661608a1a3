import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { begin, json, quorate, testHome, testPrefix } from './program.ts'

interface Snapshots {
  readonly snapshots: readonly { readonly name: string; readonly createdAt: string }[]
}

const names = async (): Promise<string[]> =>
  ((await json(['snapshot', 'list'])) as unknown as Snapshots).snapshots.map(({ name }) => name)

/** What a file on each controller holds. */
const marks = async (): Promise<string[]> => {
  const { nodes } = (await json([
    'exec',
    'all',
    '--',
    'sh',
    '-c',
    'cat /root/mark 2>/dev/null || echo none'
  ])) as unknown as {
    nodes: { stdout: string }[]
  }
  return nodes.map(({ stdout }) => stdout.trim())
}

const mark = async (text: string): Promise<void> => {
  expect(await quorate(['exec', 'all', '--', 'sh', '-c', `echo ${text} > /root/mark; sync`])).toMatchObject({ code: 0 })
}

/** Starts a command, kills it (no tidying up) as soon as it says a text, and waits until it is gone. */
const killAt = async (args: readonly string[], text: string): Promise<void> => {
  const running = begin(args)
  await running.saw(text)
  running.child.kill('SIGKILL')
  await running.done
}

beforeAll(async () => {
  expect(await quorate(['up', '--prefix', testPrefix])).toMatchObject({ code: 0 })
  for (const name of await names()) {
    if (name !== 'untouched') expect(await quorate(['snapshot', 'delete', name, '--yes'])).toMatchObject({ code: 0 })
  }
})

describe('a snapshot', () => {
  it('takes all three back to one point in time, and is listed and deleted', async () => {
    await mark('one')
    expect(await quorate(['snapshot', 'save', '第一次'])).toMatchObject({ code: 0 })
    await mark('two')
    expect(await names()).toEqual(['untouched', '第一次'])
    expect(await quorate(['snapshot', 'restore', '第一次', '--yes'])).toMatchObject({ code: 0 })
    expect(await marks()).toEqual(['one', 'one', 'one'])
    expect(await quorate(['snapshot', 'delete', '第一次', '--yes'])).toMatchObject({ code: 0 })
    expect(await names()).toEqual(['untouched'])
  })

  it('brings back the services that ran when it was saved', async () => {
    const install = 'apt-get update -qq && apt-get install -yqq memcached >/dev/null'
    expect(await quorate(['exec', 'all', '--', 'sh', '-c', install])).toMatchObject({ code: 0 })
    expect(await quorate(['snapshot', 'save', 'with-memcached'])).toMatchObject({ code: 0 })
    expect(await quorate(['exec', 'all', '--', 'apt-get', 'purge', '-yqq', 'memcached'])).toMatchObject({ code: 0 })
    expect(await quorate(['snapshot', 'restore', 'with-memcached', '--yes'])).toMatchObject({ code: 0 })
    expect(await quorate(['exec', 'all', '--', 'systemctl', 'is-active', 'memcached'])).toMatchObject({ code: 0 })
    expect(await quorate(['snapshot', 'restore', 'untouched', '--yes'])).toMatchObject({ code: 0 })
    expect(await quorate(['snapshot', 'delete', 'with-memcached', '--yes'])).toMatchObject({ code: 0 })
    expect((await quorate(['exec', 'controller1', '--', 'which', 'memcached'])).code).toBe(1)
  })

  it.each(['a/b', '../../etc', '-x', '', '.hidden', 'x'.repeat(300), 'a b', 'a\u001b[31m'])(
    'is refused the name %j',
    async (name) => {
      const ran = await quorate(['snapshot', 'save', '--', name])
      expect(ran.code).toBe(2)
      expect(ran.stderr).not.toContain('\u001b')
      expect(await names()).toEqual(['untouched'])
    }
  )

  it('that does not exist is answered with the nearest name', async () => {
    const ran = await quorate(['snapshot', 'restore', 'untuched', '--yes'])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain('untouched')
  })

  it('is not restored unasked', async () => {
    const ran = await quorate(['snapshot', 'restore', 'untouched'])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain('--yes')
  })
})

describe('Quorate killed in the middle', () => {
  it.each(['Freezing', 'Saving', 'Thawing'])(
    'of saving (%s) leaves nothing listed, and machines that run',
    async (step) => {
      await mark(step)
      await killAt(['snapshot', 'save', 'cut-off'], step)
      expect(await quorate(['check', 'memcached'])).toMatchObject({ code: 1 })
      expect(await names()).not.toContain('cut-off')
      expect(await json(['status'])).toMatchObject({ lab: 'running' })
      expect(await marks()).toEqual([step, step, step])
      // The name is free again.
      expect(await quorate(['snapshot', 'save', 'cut-off'])).toMatchObject({ code: 0 })
      expect(await quorate(['snapshot', 'delete', 'cut-off', '--yes'])).toMatchObject({ code: 0 })
    }
  )

  it.each(['Restoring', 'Starting the controllers', 'Waiting until the controllers', 'Waiting until the services'])(
    'of restoring (%s) is completed by the next command',
    async (step) => {
      await mark('saved')
      expect(await quorate(['snapshot', 'save', 'goal'])).toMatchObject({ code: 0 })
      await mark('lost')
      await killAt(['snapshot', 'restore', 'goal', '--yes'], step)
      expect((await quorate(['status'])).stdout).toContain('interrupted')
      expect(await marks()).toEqual(['saved', 'saved', 'saved'])
      expect((await quorate(['status'])).stdout).not.toContain('interrupted')
      expect(await quorate(['snapshot', 'delete', 'goal', '--yes'])).toMatchObject({ code: 0 })
    }
  )

  it('of deleting never lists it again', async () => {
    expect(await quorate(['snapshot', 'save', 'going'])).toMatchObject({ code: 0 })
    await killAt(['snapshot', 'delete', 'going', '--yes'], 'Deleting')
    expect(await quorate(['exec', 'controller1', '--', 'true'])).toMatchObject({ code: 0 })
    expect(await names()).not.toContain('going')
    const pending = await readFile(join(testHome, 'pending.json'), 'utf8').catch(() => 'none')
    expect(pending).toBe('none')
  })
})

describe('Ctrl-C', () => {
  it('while saving undoes it, with exit code 130', async () => {
    const running = begin(['snapshot', 'save', 'never'])
    await running.saw('Freezing')
    running.child.kill('SIGINT')
    expect((await running.done).code).toBe(130)
    expect(await names()).not.toContain('never')
    expect(await json(['status'])).toMatchObject({ lab: 'running' })
  })

  it('while restoring leaves what the next command completes', async () => {
    await mark('before')
    expect(await quorate(['snapshot', 'save', 'again'])).toMatchObject({ code: 0 })
    const running = begin(['snapshot', 'restore', 'again', '--yes'])
    await running.saw('Waiting until the controllers')
    running.child.kill('SIGINT')
    const ran = await running.done
    expect(ran.code).toBe(130)
    expect(ran.stderr).toContain('The next command finishes or undoes')
    expect(await marks()).toEqual(['before', 'before', 'before'])
    expect(await quorate(['snapshot', 'delete', 'again', '--yes'])).toMatchObject({ code: 0 })
  })
})

describe('two Quorates at once', () => {
  it('do not both change the lab: the second names the first and ends at once with 3', async () => {
    const first = begin(['snapshot', 'restore', 'untouched', '--yes'])
    await first.saw('Restoring')
    const began = Date.now()
    const second = await quorate(['snapshot', 'save', 'meanwhile'])
    expect(Date.now() - began).toBeLessThan(3000)
    expect(second.code).toBe(3)
    expect(second.stderr).toContain(`process ${first.child.pid}`)
    expect(second.stderr).toContain('snapshot restore untouched')
    expect(await first.done).toMatchObject({ code: 0 })
  })
})
