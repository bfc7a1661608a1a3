import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { folderWith } from './folder.ts'

/** Which folders each folder of src may import from (design: Layout). */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  cli: ['tui', 'grade', 'lab', 'check', 'course', 'probe', 'engine', 'process', 'markdown', 'terminal'],
  tui: ['grade', 'lab', 'check', 'course', 'probe', 'engine', 'process', 'markdown', 'terminal'],
  grade: ['lab', 'check', 'course', 'probe', 'engine', 'process'],
  lab: ['host-services', 'check', 'course', 'probe', 'engine', 'process'],
  'host-services': ['engine', 'process'],
  check: ['course', 'probe'],
  course: ['probe'],
  probe: [],
  engine: ['process'],
  process: [],
  markdown: ['terminal'],
  terminal: []
}

const folders = Object.keys(mayImport)

/** Packages that belong to one folder. */
const ownerOf: Readonly<Record<string, string>> = {
  execa: 'process',
  'node:child_process': 'process',
  '@lydell/node-pty': 'process',
  react: 'tui',
  'react/jsx-runtime': 'tui',
  ink: 'tui'
}

/** Each import that a file could break the rules with, and whether it does. */
const importsOf = (from: string): { readonly specifier: string; readonly isForbidden: boolean }[] => [
  ...[...folders, 'dev']
    .filter((to) => to !== from)
    .map((to) => ({
      specifier: `../${to}/some.ts`,
      isForbidden: !mayImport[from]?.includes(to)
    })),
  ...Object.entries(ownerOf).map(([specifier, owner]) => ({ specifier, isForbidden: owner !== from })),
  ...['../errors.ts', '../topology.ts', '../i18n/messages.ts', './other.ts', 'zod', 'node:path'].map((specifier) => ({
    specifier,
    isForbidden: false
  }))
]

const planted = (specifiers: readonly string[]): string =>
  specifiers.map((specifier, index) => `import { x${index} } from '${specifier}'\n`).join('')

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.number() }) })
    })
  )
})

/** The lines that the project's own rules forbid, as `path:line`. */
const forbiddenLines = (files: Readonly<Record<string, string>>): string[] => {
  const folder = folderWith({
    ...files,
    '.biome.json': readFileSync('.biome.json', 'utf8'),
    '.gitignore': readFileSync('.gitignore', 'utf8')
  })
  const biome = spawnSync(
    process.execPath,
    ['node_modules/@biomejs/biome/bin/biome', 'lint', '--only=style/noRestrictedImports', '--reporter=json'].concat(
      '--max-diagnostics=none',
      `--config-path=${folder}`,
      folder
    ),
    { encoding: 'utf8' }
  )
  return reportSchema
    .parse(JSON.parse(biome.stdout))
    .diagnostics.filter(({ category }) => category === 'lint/style/noRestrictedImports')
    .map(({ location }) => `${location.path.replace(/^.*?(?=src\/)/, '')}:${location.start.line}`)
    .toSorted()
}

describe('imports', () => {
  it('point one way only, and programs and React have one home each', () => {
    const cases = folders.flatMap((from) =>
      importsOf(from).map((each, index) => ({ ...each, place: `src/${from}/planted.ts:${index + 1}` }))
    )
    const files = folders.map((from) => [
      `src/${from}/planted.ts`,
      planted(importsOf(from).map(({ specifier }) => specifier))
    ])
    expect(forbiddenLines(Object.fromEntries(files))).toEqual(
      cases
        .filter(({ isForbidden }) => isForbidden)
        .map(({ place }) => place)
        .toSorted()
    )
  })

  it('cannot hide in a deeper folder, a type, a re-export or an import at run time', () => {
    const text = [
      "import { a } from '../../engine/lxd/client.ts'",
      "import type { B } from '../../engine/engine.ts'",
      "export * from '../../engine/engine.ts'",
      "export const c = await import('../../engine/engine.ts')",
      "export { d } from '../../probe/probe.ts'"
    ].join('\n')
    expect(forbiddenLines({ 'src/course/deep/planted.ts': text })).toEqual(
      [1, 2, 3, 4].map((line) => `src/course/deep/planted.ts:${line}`)
    )
  })

  it('of what every folder imports lead nowhere', () => {
    const text = planted([...folders.map((folder) => `./${folder}/some.ts`), './i18n/messages.ts', './nearest.ts'])
    expect(forbiddenLines({ 'src/errors.ts': text })).toHaveLength(folders.length)
  })
})
