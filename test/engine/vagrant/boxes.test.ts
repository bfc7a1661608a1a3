import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Host, thisHost } from '../../../src/engine/host.ts'
import { architectureOf } from '../../../src/engine/image/recipe.ts'
import { boxHash, boxName } from '../../../src/engine/vagrant/box.ts'
import { Boxes, recipeFolder } from '../../../src/engine/vagrant/boxes.ts'
import { VagrantEngine } from '../../../src/engine/vagrant/engine.ts'
import type { RunProgram } from '../../../src/process/run.ts'
import { identity } from './identity.ts'

let cache: string
let calls: string[]
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'boxes-'))
  calls = []
})
afterEach(() => rm(cache, { recursive: true }))

/** A Vagrant that chooses a provider, and has boxes for libvirt of these names. */
const vagrant =
  (provider: string, names: readonly string[]): RunProgram =>
  async (program, args) => {
    const call = args.filter((arg) => arg !== '--machine-readable').join(' ')
    calls.push(program === 'vagrant' ? call : program)
    const lines =
      call === 'status'
        ? [`1,default,provider-name,${provider}`]
        : call === 'box list'
          ? names.flatMap((name) => [`1,,box-name,${name}`, '1,,box-provider,libvirt', '1,,box-version,12.1'])
          : []
    return { kind: 'ended', exitCode: 0, stdout: lines.join('\n'), stderr: '' }
  }

const host = (runProgram: RunProgram, more: Partial<Host> = {}): Host => ({
  ...thisHost(runProgram),
  platform: 'linux',
  architecture: 'x64',
  ...more
})
const run = { report: () => undefined, signal: new AbortController().signal }

const ownBox = async (): Promise<string> => {
  const architecture = architectureOf('x64')
  if (architecture === undefined) throw new Error('no architecture')
  return boxName(await boxHash({ recipeFolder, architecture }))
}

describe('what machines are made of', () => {
  it('is the public box where none was made here, with an archive for each of its versions', async () => {
    const choice = await new Boxes(host(vagrant('libvirt', ['debian/bookworm64'])), cache).choose()
    expect(choice).toMatchObject({ provider: 'libvirt', box: 'debian/bookworm64', isThere: true })
    expect(choice.archive).toMatch(/debian-bookworm64-12\.1-[0-9a-f]{12}\.tar$/)
  })

  it('is the box that was made here of the present recipe, and not that of another', async () => {
    const own = await ownBox()
    const made = host(vagrant('libvirt', ['quorate/controller-0123456789ab', own]))
    expect(await new Boxes(made, cache).choose()).toEqual({ provider: 'libvirt', box: own, isThere: true })
    const old = host(vagrant('libvirt', ['quorate/controller-0123456789ab']))
    expect(await new Boxes(old, cache).choose()).toMatchObject({ box: 'debian/bookworm64', isThere: false })
  })

  it('is nothing that libvirt has, where machines run on another provider', async () => {
    const boxes = new Boxes(host(vagrant('virtualbox', ['debian/bookworm64', await ownBox()])), cache)
    expect(await boxes.choose()).toMatchObject({ provider: 'virtualbox', box: 'debian/bookworm64', isThere: false })
  })

  it('is an error where the provider cannot run a lab', async () => {
    await expect(new Boxes(host(vagrant('hyperv', [])), cache).choose()).rejects.toMatchObject({
      code: 'vagrant-provider'
    })
  })

  it('is fetched once', async () => {
    await new Boxes(host(vagrant('libvirt', [])), cache).prepare(run)
    expect(calls).toContain('box add --provider libvirt debian/bookworm64')
    calls = []
    await new Boxes(host(vagrant('libvirt', ['debian/bookworm64'])), cache).prepare(run)
    expect(calls.filter((call) => call.startsWith('box add'))).toEqual([])
  })
})

describe('a box of our own', () => {
  it('is made on Linux, on Intel and AMD', async () => {
    const mac = host(vagrant('parallels', []), { platform: 'darwin', architecture: 'arm64' })
    await expect(new Boxes(mac, cache).build(run)).rejects.toMatchObject({ code: 'box-unsupported' })
    expect(await new Boxes(host(vagrant('libvirt', [await ownBox()])), cache).build(run)).toBe(await ownBox())
  })

  it('belongs to Quorate, with the archives, and a public one to nobody', async () => {
    const own = 'quorate/controller-0123456789ab'
    const boxes = new Boxes(host(vagrant('libvirt', ['debian/bookworm64', own])), cache)
    await mkdir(join(cache, 'archives'))
    await writeFile(join(cache, 'archives', 'a.tar'), '')
    expect(await boxes.belongings()).toEqual([
      { kind: 'image', name: own },
      { kind: 'archive', name: 'a.tar' }
    ])
    await boxes.remove()
    expect(calls.filter((call) => call.startsWith('box remove'))).toEqual([`box remove --all --force ${own}`])
    expect((await boxes.belongings()).map(({ kind }) => kind)).toEqual(['image'])
  })
})

describe('machines of full size', () => {
  it('are refused before anything is made where this one has not the memory for three', async () => {
    const engine = new VagrantEngine(
      host(vagrant('libvirt', ['debian/bookworm64']), { memoryBytes: () => 35 * 1024 ** 3 }),
      { cache, machines: join(cache, 'machines') }
    )
    const lab = await engine.controllers({ ...identity, size: 'full' })
    await expect(lab.create(run)).rejects.toMatchObject({ code: 'vagrant-memory' })
    expect(calls.filter((call) => call.startsWith('up'))).toEqual([])
  })
})
