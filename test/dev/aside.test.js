import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { replaceFolder } from '../../src/dev/aside.js'
import { folderWith } from './folder.ts'

/**
 * Makes a folder with one file.
 * @param {string} root
 * @param {string} content
 * @returns {(aside: string) => Promise<string>}
 */
const making = (root, content) => async (aside) => {
  mkdirSync(join(root, aside, 'new'))
  writeFileSync(join(root, aside, 'new', 'file'), content)
  return `${aside}/new`
}

/** @param {string} root */
const content = (root) => readFileSync(join(root, 'place', 'file'), 'utf8')
/** @param {string} root */
const leftovers = (root) => readdirSync(join(root, '.cache'))

describe('a folder that set-up replaces', () => {
  it('appears where there was none', async () => {
    const root = folderWith({})
    await replaceFolder(root, 'deep/place', making(root, 'new'))
    expect(readFileSync(join(root, 'deep/place/file'), 'utf8')).toBe('new')
    expect(leftovers(root)).toEqual([])
  })

  it('takes the place of the former one, of which nothing stays', async () => {
    const root = folderWith({ 'place/file': 'old', 'place/other': 'old' })
    await replaceFolder(root, 'place', making(root, 'new'))
    expect(content(root)).toBe('new')
    expect(readdirSync(join(root, 'place'))).toEqual(['file'])
    expect(leftovers(root)).toEqual([])
  })

  it('stays as it was when making the new one fails half-way', async () => {
    const root = folderWith({ 'place/file': 'old' })
    const failing = replaceFolder(root, 'place', async (aside) => {
      await making(root, 'half')(aside)
      throw new Error('no network')
    })
    await expect(failing).rejects.toThrow('no network')
    expect(content(root)).toBe('old')
    expect(leftovers(root)).toEqual([])
  })

  it('is cleared of what killed set-ups left, but not of what others are at work on', async () => {
    const killed = spawnSync(process.execPath, ['--eval', '']).pid
    const root = folderWith({
      [`.cache/unfinished-${killed}/node_modules/half`]: '',
      [`.cache/unfinished-${process.ppid}/node_modules/half`]: '',
      '.cache/node/24': ''
    })
    await replaceFolder(root, 'place', making(root, 'new'))
    expect(leftovers(root).sort()).toEqual(['node', `unfinished-${process.ppid}`])
  })
})
