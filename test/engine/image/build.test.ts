import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProgressEvent } from '../../../src/engine/engine.ts'
import { builtImage, removeOtherImages, type Workshop } from '../../../src/engine/image/build.ts'
import { Interrupted, QuorateError } from '../../../src/errors.ts'
import { en } from '../../../src/i18n/en/index.ts'
import type { ProgramOptions, ProgramResult } from '../../../src/process/run.ts'

const hash = '0123456789ab'

let imagesFolder: string
let calls: { program: string; args: readonly string[]; options: ProgramOptions }[]

beforeEach(async () => {
  imagesFolder = await mkdtemp(join(tmpdir(), 'images-'))
  calls = []
})

afterEach(() => rm(imagesFolder, { recursive: true }))

type Behaviour = (program: string, args: readonly string[], options: ProgramOptions) => Promise<ProgramResult>

const ended = (exitCode = 0, stdout = '', stderr = ''): ProgramResult => ({ kind: 'ended', exitCode, stdout, stderr })

/** What the programs of a build leave on the disk, without doing their work. */
const leavings: Behaviour = async (program, args, options) => {
  if (program === 'apt-get') return ended(0, 'Debian\thttp://mirror.example/debian/\tbookworm\tmain\n')
  if (program === 'apt-config') return ended(0, 'http://proxy.example:3142')
  if (args.includes('mmdebstrap')) {
    const archive = options.environment?.['QUORATE_ARCHIVE'] ?? ''
    await mkdir(archive)
    await writeFile(join(archive, 'Packages'), '')
    await writeFile(args.find((argument) => argument.endsWith('root.tar')) ?? '', 'root')
    options.onLine?.('I: running apt-get update...')
  }
  if (program === 'sh') await writeFile(args.find((argument) => argument.endsWith('.squashfs')) ?? '', 'root')
  if (program === 'tar')
    await writeFile(args[1] ?? '', await readFile(join(args[args.indexOf('-C') + 1] ?? '', 'metadata.yaml')))
  return ended()
}

const workshop = (behaviour: Behaviour, user: Workshop['user'] = 'root'): Workshop => ({
  runProgram: async (program, args, options = {}) => {
    const remove = args.indexOf('rm')
    if (remove >= 0) {
      await rm(args.at(-1) ?? '', { recursive: true, force: true })
      return ended()
    }
    calls.push({ program, args, options })
    if (options.signal?.aborted) throw new Interrupted()
    return behaviour(program, args, options)
  },
  recipeFolder: '/recipe',
  imagesFolder,
  architecture: { debian: 'amd64', engine: 'x86_64' },
  user
})

const build = (from: Workshop, signal = new AbortController().signal, events: ProgressEvent[] = []) =>
  builtImage(from, hash, { report: (event) => events.push(event), signal })

const failureOf = async (promise: Promise<unknown>): Promise<QuorateError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason
  )
  if (error instanceof QuorateError) return error
  throw new Error(`no QuorateError: ${String(error)}`)
}

describe('builtImage', () => {
  it('leaves metadata, root and archive under the name of the recipe, and nothing else', async () => {
    const image = await build(workshop(leavings))
    expect(await readdir(imagesFolder)).toEqual([hash])
    expect((await readdir(join(imagesFolder, hash))).sort()).toEqual(['archive', 'metadata.tar', 'rootfs.squashfs'])
    const metadata = JSON.parse(await readFile(image.metadata, 'utf8')) as { properties: Record<string, string> }
    expect(metadata.properties['quorate.recipe']).toBe(hash)
  })

  it("gives mmdebstrap this machine's mirror and proxy, and reads its log in one language", async () => {
    await build(workshop(leavings))
    const bootstrap = calls.find(({ args }) => args.includes('mmdebstrap'))
    expect(bootstrap?.args.at(-1)).toMatch(/^deb \[signed-by=.*\] http:\/\/mirror\.example\/debian\/ bookworm main$/)
    expect(bootstrap?.options.environment).toMatchObject({ http_proxy: 'http://proxy.example:3142', LC_ALL: 'C.UTF-8' })
  })

  it('lets mmdebstrap choose the mirror where this machine has none for the release', async () => {
    await build(workshop(async (program, ...rest) => (program === 'apt-get' ? ended() : leavings(program, ...rest))))
    expect(calls.find(({ args }) => args.includes('mmdebstrap'))?.args.at(-1)).toMatch(/root\.tar$/)
  })

  it('uses a user namespace only for those who are not root', async () => {
    await build(workshop(leavings))
    await rm(join(imagesFolder, hash), { recursive: true })
    await build(workshop(leavings, 'other'))
    const isMapped = calls
      .filter(({ args }) => args.includes('mmdebstrap'))
      .map(({ args }) => args.includes('--map-root-user'))
    expect(isMapped).toEqual([false, true])
  })

  it('starts no program when the image is there', async () => {
    await build(workshop(leavings))
    calls = []
    await build(workshop(leavings))
    expect(calls).toEqual([])
  })

  it('says what a program complained about, and leaves nothing', async () => {
    const log =
      'I: running apt-get update...\nErr:1 x\nW: Failed to fetch x  no such host\nE: apt-get update failed\nE: bye\n'
    const failing = workshop(async (program, args, options) =>
      args.includes('mmdebstrap') ? ended(1, '', log) : leavings(program, args, options)
    )
    const error = await failureOf(build(failing))
    expect(error.code).toBe('image-build-failed')
    expect(error.render(en).message).toContain('W: Failed to fetch x  no such host; E: apt-get update failed)')
    expect(await readdir(imagesFolder)).toEqual([])
  })

  it('names a program that is not installed', async () => {
    const without = workshop(async (program, args, options) =>
      program === 'sh' ? { kind: 'missing' } : leavings(program, args, options)
    )
    expect((await failureOf(build(without))).code).toBe('image-tool-missing')
    expect(await readdir(imagesFolder)).toEqual([])
  })

  it('leaves nothing when it is interrupted in the middle', async () => {
    const abort = new AbortController()
    const interrupted = workshop(async (program, args, options) => {
      if (args.includes('mmdebstrap')) abort.abort()
      return leavings(program, args, options)
    })
    await expect(build(interrupted, abort.signal)).rejects.toBeInstanceOf(Interrupted)
    expect(await readdir(imagesFolder)).toEqual([])
  })

  it('removes what a build left that was killed, and not what another is still at', async () => {
    // No process has a number this high: Linux ends at 2^22.
    const dead = join(imagesFolder, 'building-99999999-abc')
    const living = join(imagesFolder, `building-${process.ppid}-abc`)
    await mkdir(join(dead, 'work'), { recursive: true })
    await mkdir(living)
    await build(workshop(leavings))
    expect((await readdir(imagesFolder)).sort()).toEqual([hash, basename(living)])
  })
})

describe('removeOtherImages', () => {
  it('removes finished images of other recipes and nothing else', async () => {
    for (const name of [hash, 'ba9876543210', 'building-1-abc', 'notes']) await mkdir(join(imagesFolder, name))
    await removeOtherImages(workshop(leavings), hash)
    expect((await readdir(imagesFolder)).sort()).toEqual([hash, 'building-1-abc', 'notes'])
  })
})
