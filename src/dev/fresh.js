// Whether the packages and the build are what the present files ask for: by content, since a checkout changes times
// at will. A stamp is written last, inside of what it vouches for, so that an interrupted set-up leaves none.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} Product something that set-up makes
 * @property {string} stampFile
 * @property {readonly string[]} madeFrom files and folders
 * @property {string} madeFor what else decides how it comes out
 */

/** @type {Product} */
export const packages = {
  stampFile: 'node_modules/.quorate',
  madeFrom: ['package-lock.json'],
  madeFor: `${process.platform}-${process.arch}`
}

/** @type {Product} */
export const build = {
  stampFile: 'dist/.quorate',
  madeFrom: ['src', 'package.json', 'package-lock.json'],
  madeFor: 'any platform'
}

/**
 * Every file at or below a path, in a stable order.
 * @param {string} root
 * @param {string} path relative to the root
 * @returns {string[]}
 */
const filesBelow = (root, path) =>
  statSync(join(root, path)).isDirectory()
    ? readdirSync(join(root, path))
        .sort()
        .flatMap((name) => filesBelow(root, `${path}/${name}`))
    : [path]

/**
 * A digest of what a product is made from: names and contents.
 * @param {string} root
 * @param {Product} product
 */
export const digestOf = (root, product) => {
  const hash = createHash('sha256').update(product.madeFor)
  for (const file of product.madeFrom.flatMap((path) => filesBelow(root, path))) {
    const content = readFileSync(join(root, file))
    hash.update(`\0${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {Product} product
 */
export const isFresh = (root, product) => {
  try {
    return readFileSync(join(root, product.stampFile), 'utf8') === digestOf(root, product)
  } catch {
    return false
  }
}
