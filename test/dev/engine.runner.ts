import { inject, TestRunner, type TestRunnerConfig } from 'vitest'

/** Has the verdict on end-to-end tests carried out, so that no test file has to think of it. */
export default class EngineRunner extends TestRunner {
  constructor(config: TestRunnerConfig) {
    const verdict = inject('engineVerdict')
    if (verdict.kind === 'fail')
      throw new Error(`No engine can run controllers here, and CI needs one. ${verdict.reason}`)
    // A pattern that no name fits skips the tests and what prepares them.
    super(verdict.kind === 'skip' ? { ...config, testNamePattern: /$^/ } : config)
  }
}
