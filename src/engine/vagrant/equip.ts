import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { basePackages, labPackages, recipeFiles } from '../image/recipe.ts'
import { boxFolder } from './box.ts'

/** Ends a file in a script; no file has such a line. */
const end = 'END OF FILE'

/** A shell script that writes files into the folder `$recipe`. */
const unpacking = (files: readonly (readonly [path: string, text: string])[]): string =>
  files
    .map(
      ([path, text]) => `mkdir -p "$(dirname "$recipe/${path}")"\ncat >"$recipe/${path}" <<'${end}'\n${text}${end}\n`
    )
    .join('')

/**
 * The script that makes a controller of a machine of a public box. It has all of the recipe in it: Vagrant brings one
 * file into a machine at once, and twenty in half a minute.
 */
export const equipScript = async (recipeFolder: string): Promise<string> => {
  const paths = (await recipeFiles(recipeFolder)).filter((path) => !path.startsWith('templates'))
  const files = await Promise.all(
    [...paths.map((path) => join(recipeFolder, path)), join(boxFolder, 'machine.sh')].map((path) =>
      readFile(path, 'utf8')
    )
  )
  const named = [...paths.map((path) => path.replaceAll('\\', '/')), 'machine.sh'].map(
    (path, index) => [path, files[index] ?? ''] as const
  )
  return [
    '#!/bin/sh',
    'set -eu',
    'recipe=$(mktemp -d)',
    unpacking(named).trimEnd(),
    `base='${basePackages.join(' ')}'`,
    `packages='${labPackages.join(' ')}'`,
    await readFile(join(boxFolder, 'equip.sh'), 'utf8')
  ].join('\n')
}
