// Bundles the program into dist/.

import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { replaceFolder } from './aside.js'
import { bundle } from './bundle.js'
import { build, digestOf } from './fresh.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

await replaceFolder(root, 'dist', async (aside) => {
  const made = `${aside}/dist`
  // The digest before the bundle: what changes in between makes the build stale again.
  const digest = digestOf(root, build)
  await bundle('src/bin.ts', join(root, made))
  chmodSync(join(root, made, 'bin.js'), 0o755)
  writeFileSync(join(root, aside, build.stampFile), digest)
  return made
})
