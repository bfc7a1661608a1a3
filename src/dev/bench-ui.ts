// What is measured of the terminal UI: the real program in a terminal of its own.

import { mkdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { SoakReport } from '../../test/tui/soak.ts'
import { homeOf } from '../lab/home.ts'
import { newRecord, readRecord, writeRecord } from '../lab/record.ts'
import { labEnvironment } from './bench-commands.ts'
import { type BenchRow, timed } from './measure.ts'
import { environmentOf, programFile } from './program.ts'
import { soak } from './soak.ts'
import { openTerminal, type Terminal } from './terminal.ts'

const size = { columns: 120, rows: 36 }
/** In milliseconds: who waits longer has found a defect. */
const patience = 60_000

/** Of the UI without machines: with the record of a lab, which nobody reaches for, it does not begin with the set-up. */
const environment = environmentOf('bench-ui-home')

let ui: Terminal | undefined

const theUi = (): Terminal => {
  if (ui === undefined) throw new Error('the UI is not open')
  return ui
}

const shows = (isSo: (screen: string) => boolean): Promise<void> => theUi().until(isSo, patience)

const closeUi = async (): Promise<void> => {
  ui?.kill('SIGTERM')
  await ui?.ended
  ui = undefined
}

/** The course, as soon as its list of labs stands there. */
const openCourse = async (): Promise<void> => {
  const home = homeOf(environment)
  mkdirSync(home.folder, { recursive: true })
  if ((await readRecord(home)) === undefined) await writeRecord(home, newRecord('lxd', '10.77'))
  ui = openTerminal([programFile], size, environment)
  await shows((screen) => screen.includes('Memcached'))
}

/** A lab of questions: it has a lesson and needs no machines. */
const openLesson = async (): Promise<void> => {
  await openCourse()
  await closeUi()
  ui = openTerminal([programFile, 'concepts'], size, environment)
  await shows((screen) => partOf(screen) !== '')
}

/** A lab with its live cluster and a shell, whose prompt waits. */
const openShell = async (): Promise<void> => {
  ui = openTerminal([programFile, 'memcached'], size, labEnvironment)
  await shows((screen) => /[✔✖○] /.test(screen))
  ui.press('1')
  await shows((screen) => typedIn(screen) === '')
}

/** Which part of the lesson shows, as the first row has it. */
const partOf = (screen: string): string => /\d+\/\d+(?= · )/.exec(screen.split('\n')[0] ?? '')?.[0] ?? ''

/** What stands behind the last prompt of the shell. */
const typedIn = (screen: string): string | undefined => screen.match(/(?<=controller1:~# ?)[a-z]*/g)?.at(-1)

/** Lets a frame pass, as there is between the keys of a person. */
const rest = (): Promise<void> => setTimeout(50)

/** From a key until a part of the screen is another one; two keys take turns. */
const keyToFrame = (keys: readonly [string, string], part: (screen: string) => unknown): (() => Promise<number>) => {
  let count = 0
  return async () => {
    const before = part(theUi().text())
    const key = keys[count % 2] ?? ''
    count += 1
    return timed(async () => {
      theUi().press(key)
      await shows((screen) => part(screen) !== before)
    })()
  }
}

const arrow = { up: '\u001b[A', down: '\u001b[B', right: '\u001b[C', left: '\u001b[D' }

/** Megabytes of memory that the UI has now, as the kernel counts them. */
const memory = async (): Promise<number> => {
  const status = readFileSync(`/proc/${theUi().pid}/status`, 'utf8')
  return (Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024) / 1e6
}

const lines = 200_000

const flood = async (): Promise<void> => {
  await openShell()
  theUi().press(`seq 1 ${lines}\r`)
  await shows(
    (screen) => screen.includes(String(lines)) && !screen.includes(`seq 1 ${lines}`) && typedIn(screen) === ''
  )
}

/** What the memory was while a UI was kept open for so many hours, speeded up. */
let soaked: readonly SoakReport[] = []

const soakFor = (hours: number) => async (): Promise<void> => {
  soaked = await soak(20, hours * 3)
}

const mostMemory = async (): Promise<number> => Math.max(...soaked.map((report) => report.memory))

/** In milliseconds. */
const idleTime = 20_000

/** Bytes that the UI writes in a second in which nobody does anything. */
const idleOutput = async (): Promise<number> => {
  const before = theUi().written().length
  await setTimeout(idleTime)
  return Buffer.byteLength(theUi().written().slice(before)) / (idleTime / 1000)
}

const keys = { unit: 'ms', budget: 33, share: 0.95, runs: 100, prepare: rest, after: closeUi } as const
const idle = { unit: 'B/s', budget: 2700, runs: 2, after: closeUi } as const
/** It stays as it is between two looks: there is nothing to repeat. */
const held = { unit: 'MB', runs: 1, after: closeUi, run: memory } as const

export const uiRows: readonly BenchRow[] = [
  {
    what: 'first frame of the UI',
    unit: 'ms',
    budget: 300,
    runs: 10,
    prepare: closeUi,
    run: timed(openCourse),
    after: closeUi,
    needsLab: false
  },
  {
    ...keys,
    what: 'a key to its frame, in the course',
    before: openCourse,
    run: keyToFrame([arrow.down, arrow.up], (screen) => screen),
    needsLab: false
  },
  {
    ...keys,
    what: 'a key to its frame, in a lesson',
    before: openLesson,
    run: keyToFrame([arrow.right, arrow.left], partOf),
    needsLab: false
  },
  {
    ...keys,
    what: 'echo in the embedded shell, beside the live cluster',
    before: openShell,
    run: keyToFrame(['x', '\u007f'], typedIn),
    needsLab: true
  },
  { ...idle, what: 'output of the idle UI, in a lesson', before: openLesson, run: idleOutput, needsLab: false },
  {
    ...idle,
    what: 'output of the idle UI, beside the live cluster',
    before: openShell,
    run: idleOutput,
    needsLab: true
  },
  { ...held, what: 'memory of the UI after its start', budget: undefined, before: openLesson, needsLab: false },
  { ...held, what: `memory of the UI after ${lines} lines in the shell`, budget: 135, before: flood, needsLab: true },
  ...[1, 8].map(
    (hours): BenchRow => ({
      ...held,
      what: `memory of the UI within ${hours} h, speeded up`,
      budget: 150,
      before: soakFor(hours),
      run: mostMemory,
      needsLab: false
    })
  )
]
