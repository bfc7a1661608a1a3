// What `npm start`, `npm test` and the others run: sees to what a task needs (a new enough Node, the packages, the
// build), then runs it. Plain JavaScript for Node 18 and newer, without packages: on a bare machine there is no more.

import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { replaceFolder } from './aside.js'
import { exitCodeOfSignal, run } from './child.js'
import { build, digestOf, isFresh, packages } from './fresh.js'
import { isNewEnough, minimumNode, nodeFromNpm } from './node.js'
import { summaryOf } from './summary.js'
import { tidyTerminal } from './tidy.js'
import { wordsFor } from './words.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const words = wordsFor(process.env)

/** Set-up went wrong and that has been said, or the person interrupted it: what is left is the exit code. */
class SetupFailed extends Error {
  /** @param {number} exitCode */
  constructor(exitCode) {
    super('set-up failed')
    this.exitCode = exitCode
  }
}

/** @param {string} text for standard error: standard output belongs to the task */
const say = (text) => process.stderr.write(`${text}\n`)

/** @param {string} text */
const giveUp = (text) => {
  say(text)
  throw new SetupFailed(3)
}

const hasNode = isNewEnough(process.versions.node)
const nodePackage = nodeFromNpm(process.platform, process.arch)
const nodeHome = `.cache/node/${nodePackage?.version}`

/** The Node that everything else runs under. */
const node = hasNode ? process.execPath : join(root, nodeHome, nodePackage?.program ?? '')

/** What a task and its children find their Node by, too. */
const environment = hasNode ? process.env : { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }

/**
 * Runs a step's program. Interrupted, it is ended at once and not asked: npm would take a quarter of a minute to tidy
 * up what is thrown away anyway.
 * @param {string} program
 * @param {readonly string[]} argv
 */
const runForSetup = async (program, argv) => {
  // npm is a batch file on Windows.
  const shell = program === 'npm' && process.platform === 'win32'
  /** @type {import('node:child_process').SpawnOptions} */
  const options = { cwd: root, env: environment, shell, stdio: ['ignore', 2, 2] }
  /** @type {NodeJS.Signals | undefined} */
  let interruptedBy
  const exitCode = await run(program, argv, options, (child, signal) => {
    interruptedBy = signal
    child.kill('SIGKILL')
  }).catch(() => giveUp(words.notFound({ program })))
  if (interruptedBy !== undefined) throw new SetupFailed(exitCodeOfSignal(interruptedBy))
  if (exitCode !== 0) giveUp(words.failed({ command: [program, ...argv].join(' ') }))
}

/**
 * @typedef {object} Step one thing that set-up sees to; it is either done or as if it had not been begun
 * @property {() => boolean} isDone
 * @property {() => Promise<void>} make
 */

/** @type {Step} */
const nodeStep = {
  isDone: () => existsSync(node),
  make: async () => {
    const has = process.versions.node
    if (nodePackage === undefined) {
      return giveUp(words.noNode({ has, needs: minimumNode, platform: `${process.platform}-${process.arch}` }))
    }
    const { name, version } = nodePackage
    say(words.fetchingNode({ has, needs: minimumNode, brings: version }))
    await replaceFolder(root, nodeHome, async (aside) => {
      const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error']
      const made = `${aside}/node`
      await runForSetup('npm', ['install', `${name}@${version}`, '--prefix', made, ...quiet])
      return made
    })
  }
}

/** @type {Step} */
const packagesStep = {
  isDone: () => isFresh(root, packages),
  make: async () => {
    say(words.fetchingPackages)
    const digest = digestOf(root, packages)
    await replaceFolder(root, 'node_modules', async (aside) => {
      for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
        copyFileSync(join(root, file), join(root, aside, file))
      }
      await runForSetup('npm', ['ci', '--include=dev', '--prefix', aside])
      writeFileSync(join(root, aside, packages.stampFile), digest)
      return `${aside}/node_modules`
    })
  }
}

/** @type {Step} */
const buildStep = {
  isDone: () => isFresh(root, build),
  make: async () => {
    say(words.building)
    await runForSetup(node, ['src/dev/build.js'])
  }
}

/**
 * The report of a test run, which is read once.
 * @param {string} file
 */
const takeReport = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  } finally {
    rmSync(file, { force: true })
  }
}

/**
 * @typedef {object} Task
 * @property {readonly Step[]} needs
 * @property {readonly string[]} argv of Node
 * @property {(exitCode: number) => number} [conclude] has the last word, also on the exit code
 */

const testReport = `.cache/test-report-${process.pid}.json`
const typescript = ['--disable-warning=ExperimentalWarning', '--experimental-strip-types']
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts']
const biome = 'node_modules/@biomejs/biome/bin/biome'

/** @type {Readonly<Record<string, Task>>} */
const tasks = {
  start: { needs: [packagesStep, buildStep], argv: ['dist/bin.js', 'start'], conclude: tidyTerminal },
  test: {
    needs: [packagesStep, buildStep],
    argv: [...vitest, '--reporter=default', '--reporter=json', `--outputFile.json=${testReport}`],
    conclude: (exitCode) => {
      const summary = summaryOf(takeReport(join(root, testReport)), exitCode)
      console.log(summary.line)
      return summary.exitCode
    }
  },
  'test:vagrant': {
    needs: [packagesStep, buildStep],
    argv: ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vagrant.config.ts']
  },
  build: { needs: [packagesStep], argv: ['src/dev/build.js'] },
  lint: { needs: [packagesStep], argv: [...typescript, 'src/dev/lint.ts'] },
  format: { needs: [packagesStep], argv: [biome, 'check', '--write', '--linter-enabled=false'] },
  bench: { needs: [packagesStep, buildStep], argv: [...typescript, 'src/dev/bench.ts'] },
  captures: { needs: [packagesStep, buildStep], argv: [...typescript, 'src/dev/captures.ts'] }
}

/**
 * @param {string} name of a task
 * @param {readonly string[]} extra arguments for it
 * @returns {Promise<number>} exit code
 */
const runTask = async (name, extra) => {
  const task = tasks[name]
  if (task === undefined) return giveUp(`run.js: ${Object.keys(tasks).join(' | ')}`)
  for (const step of [nodeStep, ...task.needs]) if (!step.isDone()) await step.make()
  const exitCode = await run(node, [...task.argv, ...extra], { cwd: root, env: environment })
  return task.conclude ? task.conclude(exitCode) : exitCode
}

const [name = '', ...extra] = process.argv.slice(2)
try {
  process.exitCode = await runTask(name, extra)
} catch (error) {
  if (!(error instanceof SetupFailed)) throw error
  process.exitCode = error.exitCode
}
