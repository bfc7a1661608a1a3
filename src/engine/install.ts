import { environmentError } from '../errors.ts'
import type { Run } from './engine.ts'
import type { Host } from './host.ts'
import { countedFraction, countedLine, noPackages } from './image/progress.ts'

/** Nobody is asked anything, files that an administrator changed stay, and another apt that is at work is waited for. */
const aptOptions = [
  '--yes',
  '--no-install-recommends',
  '-o',
  'DPkg::Lock::Timeout=300',
  '-o',
  'Dpkg::Options::=--force-confold'
]
const aptEnvironment = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }

/** Installs packages of the distribution by apt. @throws environment errors that say what it complains about */
export const installPackages = async (host: Host, packages: readonly string[], run: Run): Promise<void> => {
  let count = noPackages
  const apt = (...args: string[]) =>
    host.runProgram('apt-get', args, {
      environment: aptEnvironment,
      signal: run.signal,
      onLine: (line) => {
        count = countedLine(count, line)
        run.report({ step: 'install-packages', done: countedFraction(count) })
      }
    })
  if ((await host.findProgram('apt-get')) === undefined)
    throw environmentError('no-package-manager', { packages: packages.join(' ') })
  run.report({ step: 'install-packages', done: 0 })
  const install = () => apt('install', ...aptOptions, ...packages)
  const first = await install()
  if (first.kind === 'ended' && first.exitCode === 0) return
  // Lists that were never fetched, or that name packages which the mirror no longer has.
  await apt('update')
  const second = await install()
  if (second.kind === 'ended' && second.exitCode === 0) return
  const detail =
    second.kind === 'ended' ? second.stderr.trim().split('\n').slice(-3).join('; ').slice(0, 400) : second.kind
  throw environmentError('packages-not-installed', { packages: packages.join(' '), detail })
}
