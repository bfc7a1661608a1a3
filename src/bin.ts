#!/usr/bin/env node
// Plain syntax and no static import but Node's own: an old Node has to get this far to be told that it is old.
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(
    `Quorate needs Node 22.13 or newer, this is ${process.versions.node}: run \`npm start\` in its folder, which brings its own. / ` +
      `Quorate 需要 Node 22.13 或更新版本，当前是 ${process.versions.node}：请在其目录中运行 \`npm start\`，它会自带一份。\n`
  )
  process.exitCode = 3
} else {
  // Beside the program and not in the folder for temporary files, where others could put code for us to run.
  module.enableCompileCache(fileURLToPath(new URL('../.cache/compile', import.meta.url)))
  const { main } = await import('./cli/main.ts')
  process.exitCode = await main(process.argv)
}
