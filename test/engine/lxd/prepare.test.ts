import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProgressEvent, Run } from '../../../src/engine/engine.ts'
import { LxdClient } from '../../../src/engine/lxd/client.ts'
import { type Preparation, poolSize, prepare } from '../../../src/engine/lxd/prepare.ts'
import { controllerRecipe, isTemplateReady } from '../../../src/engine/lxd/template.ts'
import { Interrupted, QuorateError } from '../../../src/errors.ts'
import { FakeEngine } from './fake-engine.ts'

const hash = '0123456789ab'
const older = 'ba9876543210'

let engine: FakeEngine
let imagesFolder: string

const finishedImage = async (name: string): Promise<void> => {
  const folder = join(imagesFolder, name)
  await mkdir(join(folder, 'archive'), { recursive: true })
  await writeFile(join(folder, 'metadata.tar'), name)
  await writeFile(join(folder, 'rootfs.squashfs'), 'root')
  for (const file of ['Packages', 'Release', 'memcached.deb']) await writeFile(join(folder, 'archive', file), file)
}

beforeEach(async () => {
  engine = await FakeEngine.start()
  imagesFolder = await mkdtemp(join(tmpdir(), 'images-'))
  await finishedImage(hash)
})

afterEach(async () => {
  await engine.stop()
  await rm(imagesFolder, { recursive: true })
})

const quiet = (): Run => ({ report: () => undefined, signal: new AbortController().signal })

const run = async (recipe: string = hash, how: Run = quiet(), on: FakeEngine = engine): Promise<void> => {
  const client = new LxdClient({ socketPath: on.socketPath, project: 'quorate' })
  const preparation: Preparation = {
    client,
    hash: recipe,
    freeBytes: async () => 100 * 1024 ** 3,
    workshop: {
      runProgram: async (file) => {
        throw new Error(`${file} was started although the image is there`)
      },
      recipeFolder: imagesFolder,
      imagesFolder,
      architecture: { debian: 'amd64', engine: 'x86_64' },
      user: 'root'
    }
  }
  try {
    await prepare(preparation, how)
  } finally {
    client.close()
  }
}

const isReady = async (recipe: string): Promise<boolean> => {
  const client = new LxdClient({ socketPath: engine.socketPath, project: 'quorate' })
  try {
    return await isTemplateReady(client, recipe)
  } finally {
    client.close()
  }
}

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason
  )
  return error instanceof QuorateError ? error.code : String(error)
}

/** What a complete preparation leaves on the engine. */
const expectComplete = (on: FakeEngine = engine): void => {
  expect([...on.projects.keys()]).toEqual(['quorate'])
  expect(on.pools.get('quorate')?.driver).toBe('btrfs')
  expect([...on.images.keys()]).toEqual([hash])
  expect([...(on.volumes.get('quorate') ?? [])]).toEqual([[`archive-${hash}`, 3]])
  expect([...on.instances.keys()]).toEqual([`template-${hash}`])
  expect(on.instances.get(`template-${hash}`)).toMatchObject({ status: 'Stopped', snapshots: new Set(['ready']) })
}

describe('prepare', () => {
  it('makes project, pool, image, archive and template on an engine that has nothing', async () => {
    await run()
    expectComplete()
    expect(await isReady(hash)).toBe(true)
  })

  it('changes nothing the second time', async () => {
    await run()
    const before = engine.changes
    await run()
    expect(engine.changes).toBe(before)
  })

  it('completes what was cut off at any request, whether the engine still did it or not', async () => {
    await run()
    const requests = engine.changes
    expect(requests).toBeGreaterThan(10)
    const losses = Array.from({ length: requests }, (_, index) => index + 1).flatMap((request) => [
      { request, when: 'before' as const },
      { request, when: 'after' as const }
    ])
    await Promise.all(
      losses.map(async (loss) => {
        const other = await FakeEngine.start()
        try {
          other.loss = loss
          expect(await codeOf(run(hash, quiet(), other)), JSON.stringify(loss)).toBe('engine-lost')
          other.loss = undefined
          await run(hash, quiet(), other)
          expectComplete(other)
        } finally {
          await other.stop()
        }
      })
    )
  }, 60_000)

  it('stops between two files when it is interrupted, and is completed by the next call', async () => {
    const abort = new AbortController()
    const report = ({ step, done = 0 }: ProgressEvent): void => {
      if (step === 'prepare-template' && done > 0.3) abort.abort()
    }
    await expect(run(hash, { report, signal: abort.signal })).rejects.toBeInstanceOf(Interrupted)
    expect(await isReady(hash)).toBe(false)
    await run()
    expectComplete()
  })

  it('removes what older recipes left, on the engine and on the disk', async () => {
    await finishedImage(older)
    await run(older)
    await finishedImage(hash)
    await run()
    expectComplete()
    expect(await readdir(imagesFolder)).toEqual([hash])
  })

  it('keeps what controllers of an older recipe still use', async () => {
    await finishedImage(older)
    await run(older)
    const template = engine.instances.get(`template-${older}`)
    engine.instances.set('q-1-g1-controller1', {
      status: 'Running',
      config: { ...template?.config },
      devices: { archive: { source: `archive-${older}` } },
      snapshots: new Set()
    })
    await finishedImage(hash)
    await run()
    expect([...engine.images.keys()].sort()).toEqual([hash, older])
    expect([...(engine.volumes.get('quorate')?.keys() ?? [])].sort()).toEqual([`archive-${hash}`, `archive-${older}`])
  })

  it('takes plain folders where btrfs is not to be had', async () => {
    engine.server.drivers = ['dir']
    await run()
    expect(engine.pools.get('quorate')?.driver).toBe('dir')
  })

  it('takes plain folders where btrfs is promised and fails', async () => {
    engine.brokenDrivers = ['btrfs']
    await run()
    expect(engine.pools.get('quorate')?.driver).toBe('dir')
  })

  it('touches neither a project nor a pool of its name that somebody else made', async () => {
    engine.projects.set('quorate', { config: {} })
    expect(await codeOf(run())).toBe('name-taken')
    engine.projects.clear()
    engine.pools.set('quorate', { driver: 'zfs', config: {} })
    engine.volumes.set('quorate', new Map())
    expect(await codeOf(run())).toBe('name-taken')
    expect(engine.instances.size).toBe(0)
  })

  it('reports steps in order, with fractions that never go back', async () => {
    const events: ProgressEvent[] = []
    await run(hash, { ...quiet(), report: (event) => events.push(event) })
    expect([...new Set(events.map(({ step }) => step))]).toEqual(['create-pool', 'import-image', 'prepare-template'])
    const fractions = events.filter(({ step }) => step === 'prepare-template').map(({ done = 0 }) => done)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
  })
})

describe('poolSize', () => {
  it('is between 8 and 30 GiB, and below that never more than the disk has left', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4 * 1024 ** 4 }), (free) => {
        const size = poolSize(free)
        expect(size).toBeGreaterThanOrEqual(8 * 1024 ** 3)
        expect(size).toBeLessThanOrEqual(30 * 1024 ** 3)
        if (size > 8 * 1024 ** 3) expect(size).toBeLessThan(free)
      })
    )
  })
})

describe('controllerRecipe', () => {
  it('copies the finished template, limits memory, processes and disk, and shows the archive read-only', () => {
    expect(controllerRecipe(hash)).toMatchObject({
      source: `template-${hash}/ready`,
      config: { 'limits.memory': '2GiB', 'limits.processes': '4000' },
      devices: { root: { path: '/', size: '6GiB' }, archive: { source: `archive-${hash}`, readonly: 'true' } }
    })
  })
})
