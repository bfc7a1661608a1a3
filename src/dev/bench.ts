// `npm run bench [-- WORD…]`: measures what has a budget on this machine, or just the rows that contain a word. It works
// on a lab of its own, on networks of its own, and removes it at the end.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { isOfQuestions } from '../course/course.ts'
import type { EngineKind } from '../engine/engine.ts'
import { openEngine } from '../engine/open.ts'
import { type Checker, openChecker } from '../lab/checker.ts'
import { homeOf } from '../lab/home.ts'
import { openLab } from '../lab/session.ts'
import { openStudy, type Study } from '../lab/study.ts'
import { rootFolder } from '../root.ts'
import { handIn } from './class.ts'
import { type BenchRow, measure, tableOf } from './measure.ts'
import { openTerminal, type Terminal } from './terminal.ts'

const bin = join(rootFolder, 'dist', 'bin.js')
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  QUORATE_HOME: join(rootFolder, '.cache', 'bench-home'),
  LANG: 'C.UTF-8',
  LC_ALL: ''
}

/** Quorate as a whole process, from start to exit. A check that says no is as good as one that says yes. */
const quorate = async (...argv: string[]): Promise<void> => {
  const child = spawn(process.execPath, [bin, ...argv, '--yes'], {
    stdio: ['ignore', 'ignore', process.env['VERBOSE'] ? 'inherit' : 'ignore'],
    env: environment
  })
  const [exitCode] = await once(child, 'exit')
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`quorate ${argv.join(' ')} ended with ${exitCode}`)
}

const up = (): Promise<void> => quorate('up')

let terminal: Terminal | undefined

/** The terminal UI in a terminal, from start until the list of labs stands there. */
const firstFrame = async (): Promise<void> => {
  terminal = openTerminal([bin], { columns: 120, rows: 36 }, environment)
  await terminal.until((screen) => screen.includes('Memcached'), 30_000)
}

/** Ends the UI that was opened last, which is not part of its first frame. */
const closeTerminal = async (): Promise<void> => {
  terminal?.kill('SIGTERM')
  await terminal?.ended
}

/** The reference solution of every lab, in the order of the course. */
const solveAll = async (): Promise<void> => {
  const { course } = await openStudy(home, courseFolder)
  for (const { id } of course.labs.filter((lab) => !isOfQuestions(lab))) await quorate('solve', id)
}

const home = homeOf(environment)
const courseFolder = join(rootFolder, 'labs')
const signal = new AbortController().signal

const classFolder = join(rootFolder, '.cache', 'bench-class')

let study: Study | undefined
let checker: Checker | undefined

/** What the UI has open all the time. */
const openChannels = async (): Promise<void> => {
  study = await openStudy(home, courseFolder)
  const context = {
    home,
    program: bin,
    connect: (kind: EngineKind) => openEngine(kind, home.cache),
    command: 'bench',
    engine: undefined
  }
  const lab = await openLab(context, 'to-look', { report: () => undefined, signal })
  checker = openChecker(lab, study, 'en')
}

const checkAll = async (): Promise<unknown> => checker?.check(study?.course.labs ?? [], { settle: false, signal })

const rows: readonly BenchRow[] = [
  { what: 'quorate labs, from start to exit', budget: 250, runs: 20, run: () => quorate('labs') },
  { what: 'first frame of the UI', budget: 300, runs: 10, prepare: closeTerminal, run: firstFrame },
  {
    what: 'checks of one lab, nothing done, whole process',
    budget: 600,
    runs: 10,
    run: () => quorate('check', 'memcached')
  },
  {
    what: 'checks of one lab, solved, whole process',
    budget: 600,
    runs: 10,
    before: () => quorate('solve', 'memcached'),
    run: () => quorate('check', 'memcached')
  },
  {
    what: 'all checks of the course, solved, whole process',
    budget: 1000,
    runs: 10,
    before: solveAll,
    run: () => quorate('check', '--all')
  },
  {
    what: 'all checks of the course, solved, over open channels',
    budget: 300,
    runs: 20,
    before: openChannels,
    run: checkAll
  },
  {
    what: 'snapshot of the running lab, whole process',
    budget: 3000,
    runs: 5,
    prepare: async () => quorate('snapshot', 'delete', 'bench').catch(() => undefined),
    run: () => quorate('snapshot', 'save', 'bench')
  },
  {
    what: 'roll-back until every service is healthy, whole process',
    budget: 45_000,
    runs: 5,
    run: () => quorate('snapshot', 'restore', 'bench')
  },
  {
    what: '200 submissions, whole process',
    budget: 10_000,
    runs: 3,
    before: () => handIn(classFolder, 200),
    run: () => quorate('gradebook', classFolder)
  },
  {
    what: 'three controllers, reachable and with a first snapshot, from the template',
    budget: 6000,
    runs: 5,
    prepare: async () => quorate('destroy').catch(() => undefined),
    run: up
  }
]

const words = process.argv.slice(2)
const wanted = rows.filter(({ what }) => words.length === 0 || words.some((word) => what.includes(word)))
await up()
const measured = []
for (const row of wanted) measured.push(await measure(row))
await closeTerminal()
await quorate('destroy')
console.log(tableOf(measured))
process.exit(0)
