import { describe, expect, it } from 'vitest'
import { summaryOf } from '../../src/dev/summary.js'

const report = ({ passed = 0, failed = 0, skipped = 0, todo = 0 }) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  numTodoTests: todo
})

describe('the last line of npm test', () => {
  it.each([
    ['counts what passed', report({ passed: 12 }), 0, '12 passed, 0 failed', 0],
    ['counts what failed', report({ passed: 3, failed: 2 }), 1, '3 passed, 2 failed', 1],
    [
      'names the skipped ones when there are any',
      report({ passed: 3, skipped: 4 }),
      0,
      '3 passed, 0 failed, 4 skipped',
      0
    ],
    [
      'counts tests yet to be written as skipped',
      report({ passed: 1, todo: 1 }),
      0,
      '1 passed, 0 failed, 1 skipped',
      0
    ],
    ['is a failure when a file does not load', report({ passed: 5 }), 1, '5 passed, 1 failed', 1],
    ['is a failure when no test ran', report({}), 0, '0 passed, 1 failed', 1],
    ['is a failure when every test was skipped', report({ skipped: 9 }), 0, '0 passed, 1 failed, 9 skipped', 1],
    ['is a failure when there is no report', undefined, 0, '0 passed, 1 failed', 1],
    ['keeps the exit code of a run that was interrupted', undefined, 130, '0 passed, 1 failed', 130]
  ])('%s', (_, given, exitCode, line, becomes) => {
    expect(summaryOf(given, exitCode)).toEqual({ line, exitCode: becomes })
  })
})
