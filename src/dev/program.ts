import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { rootFolder } from '../root.ts'

/** The built program. */
export const programFile = join(rootFolder, 'dist', 'bin.js')

/** Where the program runs for developers: in English, on a home of its own that it finds again the next time. */
export const environmentOf = (home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  QUORATE_HOME: join(rootFolder, '.cache', home),
  LANG: 'C.UTF-8',
  LC_ALL: '',
  ...more
})

/** Runs the program from start to exit. A check that says no is as good as one that says yes. */
export const runProgram = async (environment: NodeJS.ProcessEnv, ...argv: readonly string[]): Promise<void> => {
  const child = spawn(process.execPath, [programFile, ...argv, '--yes'], {
    stdio: ['ignore', 'ignore', process.env['VERBOSE'] ? 'inherit' : 'ignore'],
    env: environment
  })
  const [exitCode] = await once(child, 'exit')
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`quorate ${argv.join(' ')} ended with ${exitCode}`)
}
