import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { SoakReport } from '../../test/tui/soak.ts'
import { homeOf } from '../lab/home.ts'
import { appendJournal } from '../lab/journal.ts'
import { newRecord, writeRecord } from '../lab/record.ts'
import { openStudy } from '../lab/study.ts'
import { rootFolder } from '../root.ts'
import { bundle } from './bundle.js'

const machine = { machineId: 'a', hostName: 'b', services: [], health: {} }

/** A home of somebody who passed everything: all labs are open. The course was read before, as it was on most days. */
const prepareHome = async (folder: string): Promise<void> => {
  const home = homeOf({ QUORATE_HOME: folder })
  const machines = { controller1: machine, controller2: machine, controller3: machine }
  const untouched = { name: 'untouched', key: 'untouched', createdAt: new Date().toISOString(), machines }
  await writeRecord(home, { ...newRecord('lxd', '10.77'), snapshots: [untouched] })
  const { course } = await openStudy(home, join(rootFolder, 'labs'))
  await appendJournal(home, ...course.labs.map(({ id }) => ({ event: 'passed', lab: id }) as const))
  await appendJournal(home, { event: 'opened', lab: 'galera' })
}

/** Keeps a UI open for so many minutes, so many times, speeded up, in a process of its own; its memory after each. */
export const soak = async (minutes: number, times: number): Promise<readonly SoakReport[]> => {
  const home = await mkdtemp(join(tmpdir(), 'quorate-soak-'))
  await prepareHome(home)
  // Within this folder, for what the bundle leaves out to be found.
  const folder = join(rootFolder, '.cache', 'soak')
  await bundle('test/tui/soak.ts', folder)
  const argv = ['--expose-gc', join(folder, 'soak.js'), home, String(minutes), String(times)]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [[exitCode], lines] = await Promise.all([once(child, 'exit'), text(child.stdout)])
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
  if (exitCode !== 0) throw new Error(`the soak ended with ${exitCode}`)
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}
