import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as esbuild from 'esbuild'
import { describe, expect, it } from 'vitest'
import { folderWith } from './dev/folder.ts'

/** Runs the program's start under a Node that says it is of a version. */
const startUnder = async (version: string): Promise<{ exitCode: number | null; stdout: string; stderr: string }> => {
  const bin = await esbuild.transform(readFileSync('src/bin.ts', 'utf8'), { loader: 'ts', format: 'esm' })
  const folder = folderWith({
    'package.json': '{ "type": "module" }',
    'src/bin.js': bin.code.replace('./cli/main.ts', './main.js'),
    'src/dev/node.js': readFileSync('src/dev/node.js', 'utf8'),
    'src/main.js': 'export const main = async (argv) => { console.log(argv.slice(2).join()); return 7 }',
    'disguise.js': `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
  })
  const argv = ['--import', join(folder, 'disguise.js'), join(folder, 'src/bin.js'), 'labs', '--json']
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' })
  return { exitCode: status, stdout, stderr }
}

describe('the program', () => {
  it.each(['22.13.0', '24.0.0', '26.10.0'])('runs its command line under Node %s', async (version) => {
    expect(await startUnder(version)).toEqual({ exitCode: 7, stdout: 'labs,--json\n', stderr: '' })
  })

  it.each(['18.20.4', '20.20.2', '22.12.0'])(
    'ends with 3 and one line in both languages under Node %s',
    async (version) => {
      const { exitCode, stdout, stderr } = await startUnder(version)
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
      expect(stderr).toContain(`needs Node 22.13 or newer, this is ${version}`)
      expect(stderr).toContain('需要 Node 22.13 或更新版本')
    }
  )
})
