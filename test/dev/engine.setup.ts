import { execFile } from 'node:child_process'
import type { TestProject } from 'vitest/node'
import { engineVerdict } from './engine-verdict.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Why no test on real controllers can run here, or null where they can: `describe.skipIf(inject('engineMissing'))`. */
    engineMissing: string | null
  }
}

/** Installs and starts what the tests on real controllers need, as a person would. */
const runDoctor = (): Promise<{ exitCode: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['dist/bin.js', 'doctor', '--fix', '--yes', '--json'], (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ exitCode, stdout, stderr })
    })
  })

const loud = (reason: string): string => {
  const rule = '!'.repeat(100)
  return `\n${rule}\nThe end-to-end tests were SKIPPED: no engine can run controllers here.\n${reason}\n${rule}\n\n`
}

/** Decides once for all end-to-end tests whether they can run; says loudly, and last, when they did not. */
export default async (project: TestProject): Promise<(() => void) | undefined> => {
  const verdict = engineVerdict(await runDoctor(), process.env)
  if (verdict.kind === 'fail')
    throw new Error(`No engine can run controllers here, and CI needs one.\n${verdict.reason}`)
  project.provide('engineMissing', verdict.kind === 'skip' ? verdict.reason : null)
  return verdict.kind === 'skip' ? () => void process.stdout.write(loud(verdict.reason)) : undefined
}
