import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recipeFiles } from '../../../src/engine/image/recipe.ts'
import { recipeFolder } from '../../../src/engine/vagrant/boxes.ts'
import { equipScript } from '../../../src/engine/vagrant/equip.ts'

describe('the script that makes a controller of a machine of a public box', () => {
  it('is one that a shell understands', async () => {
    const { status, stderr } = spawnSync('sh', ['-n'], { input: await equipScript(recipeFolder), encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  it('brings every file of the recipe as it is', async () => {
    const script = await equipScript(recipeFolder)
    const unpacking = script.slice(0, script.indexOf("\nbase='"))
    const folder = execFileSync('sh', { input: `${unpacking}\nprintf %s "$recipe"`, encoding: 'utf8' })
    const paths = (await recipeFiles(recipeFolder)).filter((path) => !path.startsWith('templates'))
    expect(paths).toContain('customize.sh')
    for (const path of paths)
      expect(readFileSync(join(folder, path), 'utf8')).toBe(readFileSync(join(recipeFolder, path), 'utf8'))
    rmSync(folder, { recursive: true })
  })
})
