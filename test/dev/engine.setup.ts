import { execFile } from 'node:child_process'
import type { TestProject } from 'vitest/node'
import { environment, program, quorate } from '../e2e/program.ts'
import { type EngineVerdict, engineVerdict } from './engine-verdict.ts'

declare module 'vitest' {
  interface ProvidedContext {
    engineVerdict: EngineVerdict
  }
}

/** Installs and starts what the tests on real controllers need, as a person would. */
const runDoctor = (): Promise<{ exitCode: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const argv = [program, 'doctor', '--fix', '--yes', '--json']
    execFile(process.execPath, argv, { env: environment }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ exitCode, stdout, stderr })
    })
  })

const loud = (verdict: string, reason: string): string => {
  const rule = '!'.repeat(100)
  return `\n${rule}\nThe end-to-end tests ${verdict}: no engine can run controllers here.\n${reason}\n${rule}\n\n`
}

/** Leaves the machine without the lab that the tests made; image and template stay for the next one. */
const removeLab = async (): Promise<void> => {
  await quorate(['destroy', '--yes'])
}

/** Decides once for all end-to-end tests whether they run; says loudly, and last, when they did not. */
export default async (project: TestProject): Promise<() => void | Promise<void>> => {
  const verdict = engineVerdict(await runDoctor(), process.env)
  project.provide('engineVerdict', verdict)
  if (verdict.kind === 'run') return removeLab
  const became = { skip: 'were SKIPPED', fail: 'FAILED' }[verdict.kind]
  return () => void process.stdout.write(loud(became, verdict.reason))
}
