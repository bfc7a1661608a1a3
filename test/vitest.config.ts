import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const endToEnd = 'test/e2e/**/*.test.ts'

/** Takes half an hour, and has a configuration of its own. */
const onMachines = 'test/vagrant/**'

/** The longest that one step on real controllers takes on a slow machine: an image from nothing. */
const endToEndLimit = 15 * 60_000

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{js,ts,tsx}'],
          exclude: [endToEnd, onMachines],
          // A machine that is busy with something else is no reason to fail.
          testTimeout: 30_000,
          sequence: { groupOrder: 0 }
        }
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: [endToEnd],
          globalSetup: ['test/dev/engine.setup.ts'],
          runner: 'test/dev/engine.runner.ts',
          testTimeout: endToEndLimit,
          hookTimeout: endToEndLimit,
          // There is one lab on the machine: one file at a time, after the unit tests, which would slow it down.
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 }
        }
      }
    ]
  }
})
