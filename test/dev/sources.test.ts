import { describe, expect, it } from 'vitest'
import { sourceFaults } from '../../src/dev/sources.ts'

describe('Chinese text in a source file', () => {
  it('is a fault, named with its line', () => {
    expect(sourceFaults('src/cli/up.ts', "const a = 1\nprint('控制节点')\n")).toEqual([
      'src/cli/up.ts:2: text for people belongs in src/i18n'
    ])
  })

  it.each(['src/i18n/zh-CN/cli.ts', 'src/bin.ts', 'src/dev/words.js'])('is at home in %s', (path) => {
    expect(sourceFaults(path, "'控制节点'")).toEqual([])
  })

  it('is not punctuation, which is data for line breaking and parsing', () => {
    expect(sourceFaults('src/terminal/wrap.ts', "const closing = '，。；：、）」'")).toEqual([])
  })
})

describe('a catalogue', () => {
  const path = 'src/i18n/en/cli.ts'

  it.each([
    ["import { check } from './check.ts'"],
    ["import type { Row } from '../../lab/verify.ts'"],
    ["import type {\n  Row\n} from '../../lab/verify.ts'"],
    ["export const locale = async () => import('../zh-CN/index.ts')"],
    ["export const text = (p: { from: string }) => 'read from ' + p.from"]
  ])('may have %j', (text) => {
    expect(sourceFaults(path, text)).toEqual([])
  })

  it.each([
    ["import { rows } from '../../lab/verify.ts'"],
    ["import {\n  rows\n} from '../../lab/verify.ts'"],
    ["import { type Row, rows } from '../../lab/verify.ts'"],
    ["import '../../lab/verify.ts'"],
    ["import width from 'string-width'"],
    ["export { rows } from '../../lab/verify.ts'"],
    ["const a = await import('../../lab/verify.ts')"]
  ])('may not have %j', (text) => {
    expect(sourceFaults(path, text)).toEqual([`${path}:1: a catalogue imports nothing but types`])
  })
})
