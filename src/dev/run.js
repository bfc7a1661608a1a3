// What `npm start`, `npm test` and the others run: sees to what a task needs (a new enough Node, the packages, the
// build), then runs it. Plain JavaScript for Node 18 and newer, without packages: on a bare machine there is no more.

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInPlace } from './child.js'
import { build, digestOf, isFresh, packages } from './fresh.js'
import { isNewEnough, minimumNode, nodeFromNpm } from './node.js'
import { summaryOf } from './summary.js'
import { takeTurn } from './turn.js'
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
 * @param {string} program
 * @param {readonly string[]} argv
 */
const runForSetup = async (program, argv) => {
  // npm is a batch file on Windows.
  const shell = program === 'npm' && process.platform === 'win32'
  /** @type {number} */
  let exitCode
  try {
    exitCode = await runInPlace(program, argv, { cwd: root, env: environment, shell, stdio: ['ignore', 2, 2] })
  } catch {
    return giveUp(words.notFound({ program }))
  }
  if (exitCode > 128) throw new SetupFailed(exitCode)
  if (exitCode !== 0) giveUp(words.failed({ command: [program, ...argv].join(' ') }))
}

/**
 * @typedef {object} Step one thing that set-up sees to; making it again after an interruption mends it
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
    say(words.fetchingNode({ has, needs: minimumNode, brings: nodePackage.version }))
    const unfinished = `${nodeHome}.unfinished`
    rmSync(join(root, unfinished), { recursive: true, force: true })
    const wanted = `${nodePackage.name}@${nodePackage.version}`
    const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error']
    await runForSetup('npm', ['install', wanted, '--prefix', unfinished, ...quiet])
    renameSync(join(root, unfinished), join(root, nodeHome))
  }
}

/** @type {Step} */
const packagesStep = {
  isDone: () => isFresh(root, packages),
  make: async () => {
    say(words.fetchingPackages)
    const digest = digestOf(root, packages)
    await runForSetup('npm', ['ci', '--include=dev'])
    writeFileSync(join(root, packages.stampFile), digest)
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
  start: { needs: [packagesStep, buildStep], argv: ['dist/bin.js', 'start'] },
  test: {
    needs: [packagesStep, buildStep],
    argv: [...vitest, '--reporter=default', '--reporter=json', `--outputFile.json=${testReport}`],
    conclude: (exitCode) => {
      const summary = summaryOf(takeReport(join(root, testReport)), exitCode)
      console.log(summary.line)
      return summary.exitCode
    }
  },
  build: { needs: [packagesStep], argv: ['src/dev/build.js'] },
  lint: { needs: [packagesStep], argv: [...typescript, 'src/dev/lint.ts'] },
  format: { needs: [packagesStep], argv: [biome, 'check', '--write', '--linter-enabled=false'] },
  bench: { needs: [packagesStep, buildStep], argv: [...typescript, 'src/dev/bench.ts'] }
}

/** @param {readonly Step[]} steps in the order in which they need each other */
const setUp = async (steps) => {
  if (steps.every((step) => step.isDone())) return
  const giveBack = await takeTurn(root, () => say(words.waiting))
  try {
    for (const step of steps) if (!step.isDone()) await step.make()
  } finally {
    giveBack()
  }
}

/**
 * @param {string} name of a task
 * @param {readonly string[]} extra arguments for it
 * @returns {Promise<number>} exit code
 */
const run = async (name, extra) => {
  const task = tasks[name]
  if (task === undefined) return giveUp(`run.js: ${Object.keys(tasks).join(' | ')}`)
  await setUp([nodeStep, ...task.needs])
  const exitCode = await runInPlace(node, [...task.argv, ...extra], { cwd: root, env: environment })
  return task.conclude ? task.conclude(exitCode) : exitCode
}

const [name = '', ...extra] = process.argv.slice(2)
try {
  process.exitCode = await run(name, extra)
} catch (error) {
  if (!(error instanceof SetupFailed)) throw error
  process.exitCode = error.exitCode
}
