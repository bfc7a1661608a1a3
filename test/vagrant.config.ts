import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The longest that one step takes where processors are emulated: three machines from nothing. */
const limit = 40 * 60_000

/** `npm run test:vagrant`: the course on virtual machines, half an hour; no part of `npm test`. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/vagrant/**/*.test.ts'],
    testTimeout: limit,
    hookTimeout: limit,
    fileParallelism: false,
    maxWorkers: 1
  }
})
