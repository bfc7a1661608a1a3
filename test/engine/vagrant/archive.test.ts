import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepArchive } from '../../../src/engine/vagrant/archive.ts'
import { startPiped } from '../../../src/process/piped.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archives-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A machine on which a script of ours runs instead of what it is asked to run. */
const machine = (script: string) => ({
  run: async () => ({ ...startPiped('sh', ['-c', script]), greeting: 'ready' })
})

describe('the package archive of a machine', () => {
  it('comes whole to the host, however large it is', async () => {
    const file = join(folder, 'archives', 'a.tar')
    await keepArchive(machine('head -c 5000000 /dev/zero; printf end'), 'controller1', file)
    const kept = await readFile(file)
    expect(kept.length).toBe(5_000_003)
    expect(kept.subarray(-3).toString()).toBe('end')
  })

  it('is not kept in part where the machine could not give all of it', async () => {
    const kept = keepArchive(machine('printf begin; exit 2'), 'controller1', join(folder, 'a.tar'))
    await expect(kept).rejects.toMatchObject({ code: 'engine-refused' })
    expect(await readdir(folder)).toEqual([])
  })
})
