import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from './root.ts'

const versionOf = (manifest: unknown): string =>
  typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0'

/** Quorate's own version, as `package.json` has it. */
export const version = versionOf(JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8')))
