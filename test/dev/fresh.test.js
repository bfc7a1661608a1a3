import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { digestOf, isFresh } from '../../src/dev/fresh.js'
import { folderWith } from './folder.ts'

const product = { stampFile: 'made/stamp', madeFrom: ['src', 'lock.json'], madeFor: 'here' }

/** A product that was just made. */
const madeProduct = () => {
  const root = folderWith({ 'src/a.ts': 'one', 'src/deep/b.ts': 'two', 'lock.json': '{}', 'made/stamp': '' })
  writeFileSync(join(root, product.stampFile), digestOf(root, product))
  return root
}

/** @type {Readonly<Record<string, (root: string) => void>>} */
const changes = {
  'a file changed': (root) => writeFileSync(join(root, 'src/deep/b.ts'), 'three'),
  'a file came': (root) => writeFileSync(join(root, 'src/deep/c.ts'), ''),
  'a file went': (root) => rmSync(join(root, 'src/a.ts')),
  'a file got another name': (root) => renameSync(join(root, 'src/a.ts'), join(root, 'src/z.ts')),
  'text moved from one file to the next': (root) => {
    writeFileSync(join(root, 'src/a.ts'), 'onet')
    writeFileSync(join(root, 'src/deep/b.ts'), 'wo')
  },
  'what it was made from is gone': (root) => rmSync(join(root, 'lock.json')),
  'it was never finished': (root) => rmSync(join(root, product.stampFile))
}

describe('what was made from files', () => {
  it('is fresh as long as they are the same', () => {
    expect(isFresh(madeProduct(), product)).toBe(true)
  })

  it.each(Object.entries(changes))('is stale when %s', (_, change) => {
    const root = madeProduct()
    change(root)
    expect(isFresh(root, product)).toBe(false)
  })

  it('is stale for another platform', () => {
    expect(isFresh(madeProduct(), { ...product, madeFor: 'there' })).toBe(false)
  })
})
