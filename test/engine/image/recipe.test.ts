import { execFileSync } from 'node:child_process'
import { appendFile, cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  architectureOf,
  basePackages,
  bootstrapArguments,
  imageMetadata,
  labPackages,
  recipeHash
} from '../../../src/engine/image/recipe.ts'
import { keys } from '../../../src/engine/lxd/names.ts'

const recipe = fileURLToPath(new URL('../../../src/engine/image', import.meta.url))
const amd64 = { debian: 'amd64', engine: 'x86_64' } as const

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recipe-'))
  await cp(recipe, folder, { recursive: true })
})

afterEach(() => rm(folder, { recursive: true }))

const filesOf = async (tree: string): Promise<string[]> =>
  (await readdir(join(folder, tree), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('recipeHash', () => {
  it('is the same for the same recipe in another place', async () => {
    const hash = await recipeHash(folder, amd64)
    expect(hash).toMatch(/^[0-9a-f]{12}$/)
    expect(await recipeHash(recipe, amd64)).toBe(hash)
  })

  it('changes with every file that decides the image', async () => {
    const files = [
      join(folder, 'collect.sh'),
      join(folder, 'customize.sh'),
      ...(await filesOf('rootfs')),
      ...(await filesOf('templates'))
    ]
    const seen = new Set([await recipeHash(folder, amd64)])
    for (const file of files) {
      await appendFile(file, '\n')
      seen.add(await recipeHash(folder, amd64))
    }
    expect(seen.size).toBe(files.length + 1)
  })

  it('changes with a file that is added or renamed, and with the architecture', async () => {
    const before = await recipeHash(folder, amd64)
    await writeFile(join(folder, 'rootfs', 'etc', 'new'), '')
    const added = await recipeHash(folder, amd64)
    await rename(join(folder, 'rootfs', 'etc', 'new'), join(folder, 'rootfs', 'etc', 'renamed'))
    const renamed = await recipeHash(folder, amd64)
    const arm64 = await recipeHash(folder, { debian: 'arm64', engine: 'aarch64' })
    expect(new Set([before, added, renamed, arm64]).size).toBe(4)
  })

  it('does not change with what is beside the recipe', async () => {
    const before = await recipeHash(folder, amd64)
    await writeFile(join(folder, 'build.ts'), 'export {}')
    expect(await recipeHash(folder, amd64)).toBe(before)
  })
})

describe('the recipe', () => {
  it('installs nothing from the start that a lab is about', () => {
    expect(basePackages.filter((name) => labPackages.includes(name))).toEqual([])
    const include = bootstrapArguments({ recipe: '', archive: '', root: '' }, []).find((argument) =>
      argument.startsWith('--include=')
    )
    for (const service of ['chrony', 'memcached', 'mariadb-server', 'rabbitmq-server', 'corosync', 'haproxy'])
      expect(include).not.toContain(service)
  })

  it('names no mirror', () => {
    expect(bootstrapArguments({ recipe: '', archive: '', root: '' }, []).join(' ')).not.toContain('://')
  })

  it('writes into a machine when it is made or copied and never at a start: what a learner edits stays', async () => {
    const metadata = imageMetadata(amd64, 'hash', new Date(0)) as {
      templates: Record<string, { when: string[]; template: string }>
    }
    const present = await readdir(join(recipe, 'templates'))
    for (const { when, template } of Object.values(metadata.templates)) {
      expect(when).toEqual(['create', 'copy'])
      expect(present).toContain(template)
    }
    expect(Object.keys(metadata.templates)).toContain('/etc/machine-id')
  })

  it('asks in its templates only for keys that the engine sets on a controller', async () => {
    const texts = await Promise.all(
      (await readdir(join(recipe, 'templates'))).map((name) => readFile(join(recipe, 'templates', name), 'utf8'))
    )
    const asked = texts.flatMap((text) => [...text.matchAll(/config_get\("([^"]*)"/g)].map(([, key]) => key))
    expect(asked.length).toBeGreaterThan(3)
    expect(Object.values(keys)).toEqual(expect.arrayContaining(asked))
  })

  it.skipIf(process.platform === 'win32')('has hooks that a POSIX shell can read', () => {
    for (const hook of ['collect.sh', 'customize.sh']) execFileSync('sh', ['-n', join(recipe, hook)])
  })

  it('knows the architectures of Node that have an image', () => {
    expect(architectureOf('x64')).toEqual(amd64)
    expect(architectureOf('arm64')?.engine).toBe('aarch64')
    expect(architectureOf('ppc64')).toBeUndefined()
  })
})
