import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { codeKindOf, codeKinds } from '../code-kind.ts'
import { nearest } from '../nearest.ts'
import type { Place } from '../problem.ts'
import { filesMadeBy, invocationsIn, shellBuiltins } from './commands.ts'
import { codeBlocksOf } from './lesson.ts'
import { type Note, unknownOf } from './note.ts'
import { commandsSchema } from './schema.ts'
import { parseScript } from './shell.ts'
import { placesOf, readYaml } from './yaml.ts'

/** The commands that a course declares in `commands.yaml`; none where it has no such file. */
export const knownCommands = async (folder: string, note: Note): Promise<readonly string[]> => {
  const file = join(folder, 'commands.yaml')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return []
  const reading = readYaml({ file, text }, commandsSchema)
  if (!reading.ok) {
    for (const { place, ...detail } of reading.problems) note(place, detail)
    return []
  }
  const places = placesOf({ file, text })
  const known: string[] = []
  for (const [name, commands] of Object.entries(reading.value)) {
    for (const [index, command] of commands.entries()) {
      if (known.includes(command)) note(places.of([name, index]), { code: 'duplicate', of: 'command', id: command })
      known.push(command)
    }
  }
  return known
}

/** The blocks of code of a lesson: each says what it is, and those to be typed run what there is. */
export const lintCode = (markdown: string, commands: readonly string[], file: string, note: Note): void => {
  const known = [...shellBuiltins, ...commands]
  for (const { info, text, line } of codeBlocksOf(markdown)) {
    const place: Place = { file, line, column: 1 }
    const kind = codeKindOf(info)
    if (kind === undefined) {
      const near = nearest(info, codeKinds)
      const meant = info === '' || near === undefined ? {} : { nearest: near }
      note(place, { code: 'code-kind', found: info.slice(0, 80), legal: codeKinds, ...meant })
    }
    if (kind !== 'sh' && kind !== 'host') continue
    const script = parseScript(text)
    // What a lesson makes can be run from there on.
    known.push(...script.functions, ...filesMadeBy(script))
    const here = kind === 'host' ? ['quorate', ...known] : known
    for (const { name, line: within } of invocationsIn(script)) {
      if (!here.includes(name)) note({ ...place, line: line + 1 + within }, unknownOf('command', name, here))
    }
  }
}

/** Two languages have the same code, block by block; drawings have words in them. */
export const lintSameCode = (
  first: { readonly file: string; readonly text: string },
  second: { readonly file: string; readonly text: string },
  note: Note
): void => {
  const others = codeBlocksOf(first.text)
  for (const [index, block] of codeBlocksOf(second.text).entries()) {
    const other = others[index]
    if (other === undefined || (other.info === block.info && (block.info === 'diagram' || other.text === block.text)))
      continue
    const of = other.info === block.info ? 'text' : 'kind'
    const place = { file: second.file, line: block.line, column: 1 }
    note(place, { code: 'code-differs', of, other: basename(first.file), line: other.line })
  }
}
