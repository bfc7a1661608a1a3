// Rules for source files that Biome has no rule for.

import { posix } from 'node:path'

/** Chinese text; punctuation alone is data, such as the characters that may not begin a line. */
const chinese = /\p{Script=Han}/u

/** Files that speak before a catalogue can be read. */
const speakForThemselves = ['src/bin.ts', 'src/dev/words.js']

/** Imports and re-exports of values, static and dynamic, with what they name. */
const valueImport = /^(?:import|export)\s+(?!type\b)(?:[^'"=]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length

/**
 * What is wrong with a source file: one line each.
 * @param path from the root of the project, with forward slashes
 */
export const sourceFaults = (path: string, text: string): string[] => {
  const fault = (index: number, words: string): string => `${path}:${lineOf(text, index)}: ${words}`
  if (path.startsWith('src/i18n/')) {
    const isCatalogue = (specifier: string): boolean =>
      specifier.startsWith('.') && posix.join(posix.dirname(path), specifier).startsWith('src/i18n/')
    return [...text.matchAll(valueImport)]
      .filter((found) => !isCatalogue(found[1] ?? found[2] ?? ''))
      .map((found) => fault(found.index, 'a catalogue imports nothing but types'))
  }
  const words = speakForThemselves.includes(path) ? null : chinese.exec(text)
  return words === null ? [] : [fault(words.index, 'text for people belongs in src/i18n')]
}
