#!/usr/bin/env node
// Plain syntax, and static imports only of what an old Node understands: it has to get this far to be replaced.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { isNewEnough, nodeFromNpm } from './dev/node.js'

const pathOf = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** The Node that `npm start` brought to this folder, if it did. */
const broughtNode = (): string | undefined => {
  const found = nodeFromNpm(process.platform, process.arch)
  const program = found && pathOf(`.cache/node/${found.version}/${found.program}`)
  return program !== undefined && existsSync(program) ? program : undefined
}

const runUnder = (node: string): number => {
  // Ctrl-C reaches both of us; the other one decides what it means.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
  return spawnSync(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1
}

if (isNewEnough(process.versions.node)) {
  // Beside the program and not in the folder for temporary files, where others could put code for us to run.
  module.enableCompileCache(pathOf('.cache/compile'))
  const { main } = await import('./cli/main.ts')
  process.exitCode = await main(process.argv)
} else {
  const node = broughtNode()
  if (node === undefined) {
    process.stderr.write(
      `Quorate needs Node 22.13 or newer, this is ${process.versions.node}: run \`npm start\` in its folder, which brings its own. / ` +
        `Quorate 需要 Node 22.13 或更新版本，当前是 ${process.versions.node}：请在其目录中运行 \`npm start\`，它会自带一份。\n`
    )
    process.exitCode = 3
  } else {
    process.exitCode = runUnder(node)
  }
}
