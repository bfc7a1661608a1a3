/**
 * What `npm test` says last, for people and for machines that read only that line.
 * A run that broke without a failed test (a file that does not load, a set-up that throws, no report at all) counts as
 * one failure, and a run in which no test ran is one too: green means that something was looked at.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number } | undefined} report
 *   vitest's JSON report, if it wrote one
 * @param {number} exitCode vitest's
 * @returns {{ line: string, exitCode: number }}
 */
export const summaryOf = (report, exitCode) => {
  const passed = report?.numPassedTests ?? 0
  const failedTests = report?.numFailedTests ?? 0
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
  const isBroken = exitCode !== 0 || passed + failedTests === 0
  const failed = isBroken ? Math.max(failedTests, 1) : failedTests
  return {
    line: `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    exitCode: exitCode === 0 && failed > 0 ? 1 : exitCode
  }
}
