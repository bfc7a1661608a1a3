// Bundles the program into dist/: one file to read and compile instead of a thousand, so that it starts at once.

import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { build, digestOf } from './fresh.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const unfinished = join(root, '.cache', 'dist')
const finished = join(root, 'dist')

const languages = ['bash', 'ini', 'json', 'shell', 'sql', 'xml', 'yaml']

/**
 * What stands in for packages of which lessons need little: 180 languages and all emoji are half of the bundle.
 * @type {Readonly<Record<string, string>>}
 */
const standIns = {
  'highlight.js': [
    `module.exports = require('highlight.js/lib/core')`,
    ...languages.map(
      (name) => `module.exports.registerLanguage('${name}', require('highlight.js/lib/languages/${name}'))`
    )
  ].join('\n'),
  'node-emoji': 'export const get = () => undefined'
}

/** @type {esbuild.Plugin} */
const standInPlugin = {
  name: 'stand-ins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: new RegExp(`^(?:${Object.keys(standIns).join('|')})$`) }, ({ path, resolveDir }) => ({
      path,
      namespace: 'stand-in',
      // A stand-in finds what the package that asked for it would find.
      pluginData: resolveDir
    }))
    onLoad({ filter: /./, namespace: 'stand-in' }, ({ path, pluginData }) => ({
      contents: standIns[path] ?? '',
      resolveDir: pluginData
    }))
  }
}

/**
 * Yoga, Ink's layout engine, asks `fetch` to decode the WebAssembly that it carries as text. The first `fetch` of a
 * process makes Node load its whole HTTP client, a third of the time to the first frame; without one Yoga decodes itself.
 * @type {esbuild.Plugin}
 */
const yogaPlugin = {
  name: 'yoga',
  setup: ({ onLoad }) =>
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: `const fetch = undefined\n${await readFile(path, 'utf8')}`
    }))
}

// Before reading them: what changes while this runs makes the build stale again.
const digest = digestOf(root, build)

rmSync(unfinished, { recursive: true, force: true })
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['src/bin.ts'],
  outdir: unfinished,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.13',
  minifySyntax: true,
  sourcemap: true,
  chunkNames: '[name]-[hash]',
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
  // CommonJS packages ask for Node's own modules by `require`, which a module does not have.
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);"
  },
  plugins: [standInPlugin, yogaPlugin],
  // Native code, and what Ink would only load if it were installed.
  external: ['@lydell/node-pty', 'react-devtools-core']
})
chmodSync(join(unfinished, 'bin.js'), 0o755)
writeFileSync(join(unfinished, '.quorate'), digest)

rmSync(finished, { recursive: true, force: true })
renameSync(unfinished, finished)
