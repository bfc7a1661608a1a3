// What is measured of the commands, and of what the UI does with the controllers.

import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isOfQuestions } from '../course/course.ts'
import type { EngineKind } from '../engine/engine.ts'
import { openEngine } from '../engine/open.ts'
import { type Checker, openChecker } from '../lab/checker.ts'
import { homeOf } from '../lab/home.ts'
import { type LabContext, openLab } from '../lab/session.ts'
import { actOnSnapshot } from '../lab/snapshot-acts.ts'
import { openStudy, type Study } from '../lab/study.ts'
import { rootFolder } from '../root.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import { handIn } from './class.ts'
import { type BenchRow, timed } from './measure.ts'
import { environmentOf, programFile, runProgram } from './program.ts'

/** Of the lab that is measured. */
export const labEnvironment = environmentOf('bench-home')

const quorate = (...argv: readonly string[]): Promise<void> => runProgram(labEnvironment, ...argv)

export const makeLab = (): Promise<void> => quorate('up')
export const endLab = (): Promise<void> => quorate('destroy')

/** The reference solution of every lab, in the order of the course. */
const solveAll = async (): Promise<void> => {
  const { course } = await openStudy(home, courseFolder)
  for (const { id } of course.labs.filter((lab) => !isOfQuestions(lab))) await quorate('solve', id)
}

const home = homeOf(labEnvironment)
const courseFolder = join(rootFolder, 'labs')
const signal = new AbortController().signal
const context: LabContext = {
  home,
  program: programFile,
  connect: (kind: EngineKind) => openEngine(kind, home),
  command: 'bench',
  engine: undefined
}

let study: Study | undefined
let checker: Checker | undefined

/** What the UI has open all the time. */
const openChannels = async (): Promise<void> => {
  study = await openStudy(home, courseFolder)
  checker = openChecker(await openLab(context, 'to-look', { report: () => undefined, signal }), study, 'en')
}

const checkAll = async (): Promise<unknown> => checker?.check(study?.course.labs ?? [], { settle: false, signal })

const snapshot = 'bench'
const deleteSnapshot = (): Promise<void> => quorate('snapshot', 'delete', snapshot).catch(() => undefined)
const saveSnapshot = (): Promise<void> => quorate('snapshot', 'save', snapshot)

/** Until a login on each controller works, from when they are started: their services may take longer, and that is not timed. */
const rollBackToShells = async (): Promise<number> => {
  const { controllers, close } = await openLab(context, 'to-look', { report: () => undefined, signal })
  const start = performance.now()
  const loginWorks = async (node: NodeName): Promise<void> => {
    const login = await controllers.exec(node, ['su', '-l', 'root', '-c', 'true']).catch(() => undefined)
    if (login?.exitCode === 0) return
    await setTimeout(50)
    return loginWorks(node)
  }
  let taken: Promise<number> | undefined
  const report = ({ step }: { readonly step: string }): void => {
    if (step !== 'wait-for-controllers') return
    taken ??= Promise.all(nodeNames.map(loginWorks)).then(() => performance.now() - start)
  }
  await actOnSnapshot(context, { kind: 'restore', name: snapshot }, { report, signal })
  const milliseconds = (await taken) ?? Number.NaN
  await close()
  return milliseconds
}

const classFolder = join(rootFolder, '.cache', 'bench-class')

const onLab = { unit: 'ms', needsLab: true } as const

export const commandRows: readonly BenchRow[] = [
  {
    what: 'quorate labs, from start to exit',
    unit: 'ms',
    budget: 250,
    runs: 20,
    run: timed(() => quorate('labs')),
    needsLab: false
  },
  {
    what: '200 submissions, whole process',
    unit: 'ms',
    budget: 10_000,
    runs: 3,
    before: () => handIn(classFolder, 200),
    run: timed(() => quorate('gradebook', classFolder)),
    needsLab: false
  },
  {
    ...onLab,
    what: 'checks of one lab, nothing done, whole process',
    budget: 600,
    runs: 10,
    run: timed(() => quorate('check', 'memcached'))
  },
  {
    ...onLab,
    what: 'checks of one lab, solved, whole process',
    budget: 600,
    runs: 10,
    before: () => quorate('solve', 'memcached'),
    run: timed(() => quorate('check', 'memcached'))
  },
  {
    ...onLab,
    what: 'all checks of the course, solved, whole process',
    budget: 1000,
    runs: 10,
    before: solveAll,
    run: timed(() => quorate('check', '--all'))
  },
  {
    ...onLab,
    what: 'all checks of the course, solved, over open channels',
    budget: 300,
    runs: 20,
    before: openChannels,
    run: timed(checkAll)
  },
  {
    ...onLab,
    what: 'snapshot of the running lab, whole process',
    budget: 3000,
    runs: 5,
    prepare: deleteSnapshot,
    run: timed(saveSnapshot)
  },
  {
    ...onLab,
    what: 'roll-back until the shells work',
    budget: 6000,
    runs: 5,
    before: async () => {
      await deleteSnapshot()
      await saveSnapshot()
    },
    run: rollBackToShells
  },
  {
    ...onLab,
    what: 'roll-back until every service is healthy, whole process',
    budget: 45_000,
    runs: 5,
    before: async () => {
      await deleteSnapshot()
      await saveSnapshot()
    },
    run: timed(() => quorate('snapshot', 'restore', snapshot))
  },
  {
    ...onLab,
    what: 'three controllers, reachable and with a first snapshot, from the template',
    budget: 6000,
    runs: 5,
    prepare: () => endLab().catch(() => undefined),
    run: timed(makeLab)
  }
]
