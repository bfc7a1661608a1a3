// Bundles a program: one file to read and compile instead of a thousand, so that it starts at once.

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

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

/**
 * Ink brings five copies of string-width, and the tables of emoji that they ask for at once take Node a tenth of a second
 * to load. Ours gives the same widths and loads them for the texts that need them; Ink's layout and ours then agree.
 * @type {esbuild.Plugin}
 */
const widthPlugin = {
  name: 'width',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^string-width$/ }, () => ({ path: 'string-width', namespace: 'ours' }))
    onLoad({ filter: /./, namespace: 'ours' }, () => ({
      contents: `export { widthOf as default } from './src/terminal/cells.ts'`,
      resolveDir: root
    }))
  }
}

/**
 * Of marked-terminal only code is asked for (src/markdown/highlight.ts): not the tables and the emoji that it brings, and
 * of the languages of highlight.js, by which cli-highlight colours it, these.
 * @type {esbuild.Plugin}
 */
const codePlugin = {
  name: 'code',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(?:node-emoji|cli-table3)$/ }, ({ path }) => ({ path, namespace: 'nothing' }))
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: 'module.exports = {}' }))
    onResolve({ filter: /^highlight\.js$/ }, ({ path, resolveDir }) => ({
      path,
      namespace: 'languages',
      pluginData: resolveDir
    }))
    onLoad({ filter: /./, namespace: 'languages' }, ({ pluginData }) => ({
      contents: `
import core from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import ini from 'highlight.js/lib/languages/ini'
import yaml from 'highlight.js/lib/languages/yaml'
for (const [name, language] of Object.entries({ bash, ini, yaml })) core.registerLanguage(name, language)
export const { highlight } = core`,
      resolveDir: pluginData
    }))
  }
}

/**
 * To import a module of Node makes Node read all that it exports, things among it that it would load only for whoever
 * uses them: for `node:http` a whole second HTTP client, 60 ms. Asked for as a value it is there at once.
 * @type {esbuild.Plugin}
 */
const builtinPlugin = {
  name: 'builtin',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(?:node:)?https?$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path: path.replace(/^(?:node:)?/, 'node:'), namespace: 'builtin' } : undefined
    )
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}')`
    }))
  }
}

/** What CommonJS packages find around them, and a module does not have. */
const commonJsNames = `
import { createRequire as createRequireOfBundle } from 'node:module'
const require = createRequireOfBundle(import.meta.url)
const __filename = import.meta.filename
const __dirname = import.meta.dirname
`

/**
 * @param {string} entry the file that is run
 * @param {string} folder to write into
 */
export const bundle = (entry, folder) =>
  esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.13',
    minifySyntax: true,
    sourcemap: true,
    chunkNames: '[name]-[hash]',
    logLevel: 'warning',
    // React's own switch for its production half.
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: commonJsNames },
    plugins: [yogaPlugin, widthPlugin, codePlugin, builtinPlugin],
    // Native code, and what Ink would only load if it were installed.
    external: ['@lydell/node-pty', 'react-devtools-core']
  })
