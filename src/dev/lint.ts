// `npm run lint`: everything that can be said of the sources without running them, in one go.

import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { lockFaults } from './lock.ts'
import { sourceFaults } from './sources.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Verdict {
  readonly passes: boolean
  /** Why not; shown only then. */
  readonly output: string
}

interface Check {
  readonly name: string
  readonly run: () => Promise<Verdict>
}

/** A tool that is a script of an installed package. */
const tool = (name: string, script: string, ...argv: string[]): Check => ({
  name,
  run: async () => {
    const child = spawn(process.execPath, [join('node_modules', script), ...argv], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) }
    })
    const exit = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve)
    })
    const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exit])
    return { passes: exitCode === 0, output: `${stdout}${stderr}` }
  }
})

/** A rule of our own: it passes when it finds no fault. */
const rule = (name: string, faults: () => readonly string[]): Check => ({
  name,
  run: async () => {
    const found = faults()
    return { passes: found.length === 0, output: found.map((fault) => `${fault}\n`).join('') }
  }
})

const readText = (path: string): string => readFileSync(join(root, path), 'utf8')

const sourceFiles = (): string[] =>
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(?:ts|tsx|js)$/.test(path))

const checks: readonly Check[] = [
  tool(
    'format, lint rules, import directions (biome)',
    '@biomejs/biome/bin/biome',
    'check',
    '--error-on-warnings',
    '--max-diagnostics=none'
  ),
  // The plain JavaScript that starts before TypeScript can is checked by its doc comments.
  tool('types (tsc)', 'typescript/bin/tsc', '--project', '.'),
  tool('unused files, exports and packages (knip)', 'knip/bin/knip.js', '--no-progress'),
  tool('duplicates (jscpd)', 'jscpd/bin/jscpd', 'src'),
  rule('words stay in the catalogues', () => sourceFiles().flatMap((path) => sourceFaults(path, readText(path)))),
  rule('lock file', () => lockFaults(JSON.parse(readText('package-lock.json'))))
]

const results = await Promise.all(
  checks.map(async ({ name, run }) => {
    const start = performance.now()
    const verdict = await run()
    return { name, ...verdict, seconds: (performance.now() - start) / 1000 }
  })
)

for (const { name, passes, output, seconds } of results) {
  console.log(`${passes ? 'ok  ' : 'FAIL'} ${name}, ${seconds.toFixed(1)} s`)
  if (!passes) console.log(output)
}
process.exitCode = results.every(({ passes }) => passes) ? 0 : 1
