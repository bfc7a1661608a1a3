import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Controllers } from '../../src/engine/engine.ts'
import { examine, gradeExamined, labsToGrade, needsControllers, unexamined } from '../../src/grade/examine.ts'
import { signingKeyOf } from '../../src/grade/key.ts'
import { seal, unseal } from '../../src/grade/seal.ts'
import { submissionOf } from '../../src/grade/submit.ts'
import { type Home, homeOf } from '../../src/lab/home.ts'
import { appendJournal, readJournal } from '../../src/lab/journal.ts'
import { writeLearner } from '../../src/lab/learner.ts'
import { identityOf, type LabRecord, newRecord, writeRecord } from '../../src/lab/record.ts'
import type { OpenLab } from '../../src/lab/snapshots.ts'
import { openStudy, type Study } from '../../src/lab/study.ts'
import type { NodeName } from '../../src/topology.ts'
import { Machines } from '../lab/refusing.ts'
import { solved } from '../probe/recorded.ts'
import { regraded } from './handed-in.ts'

/** Controllers that answer probes with what real ones printed, and on which every script succeeds. */
let home: Home
let machines: Machines
let record: LabRecord
let study: Study

const learner = { version: 1, seed: 'seed' } as const

/** Of the learner of every home: the course is read once. */
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-study-'))
  const own = homeOf({ QUORATE_HOME: folder })
  await writeLearner(own, learner)
  study = await openStudy(own, 'labs')
  await rm(folder, { recursive: true })
}, 60_000)
beforeEach(async () => {
  home = homeOf({ QUORATE_HOME: await mkdtemp(join(tmpdir(), 'quorate-examine-')) })
  machines = new Machines()
  record = newRecord('lxd', '10.99')
  await writeRecord(home, record)
  await writeLearner(home, learner)
  await appendJournal(home, { event: 'lab-created', id: record.id, engine: 'lxd', prefix: '10.99' })
})
afterEach(() => rm(home.folder, { recursive: true }))

const answer = (node: NodeName, script: string): string => {
  const nonce = /(?<nonce>[0-9a-f]{32}) exit/.exec(script)?.groups?.['nonce']
  if (nonce !== undefined) return solved(node).replaceAll('a'.repeat(32), nonce)
  if (!script.includes('base64 -w 0')) return ''
  const file = (path: string, text: string) =>
    `${Buffer.from(path).toString('base64')} ${Buffer.from(text).toString('base64')}\n`
  return file('/etc/nova/nova.conf', `password = ${study.values['dbPassword']}\ntoken = hunter2\n`)
}

const open = (): OpenLab => {
  const bound = machines.bound(identityOf(record))
  const controllers: Controllers = {
    ...bound,
    openChannel: async (node) => {
      const channel = await bound.openChannel(node)
      return {
        ...channel,
        ask: async (script, limits) => {
          const text = answer(node, script)
          return text === '' ? channel.ask(script, limits) : { kind: 'output', text }
        }
      }
    },
    exec: async () => ({ exitCode: 0, stdout: '', stderr: '', isWhole: true }),
    withIdentity: () => controllers
  }
  return { home, record, controllers }
}

const examining = (ids: readonly string[]) => ({
  study,
  labs: labsToGrade(study, ids),
  locale: 'en' as const,
  run: { report: () => undefined, signal: new AbortController().signal },
  onStep: () => undefined
})

describe('grading on the lab', () => {
  it('looks before the state is put back, writes down what it saw, and what is handed in fits', async () => {
    const asked = examining(['memcached'])
    const examined = await examine(open(), asked)
    const checks = examined.report.labs[0]?.checks ?? []
    expect(checks.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(5)
    expect(machines.calls.filter((call) => call.startsWith('restore'))).toHaveLength(3)
    const events = (await readJournal(home)).map(({ event }) => event)
    expect(events).toEqual(['lab-created', 'snapshot-saved', 'checked', 'snapshot-restored', 'snapshot-deleted'])

    const grade = await gradeExamined({ home }, study, asked.labs, examined)
    const { course, values } = study
    const submission = await submissionOf({ home, student: 's', course, values, labs: asked.labs, examined, grade })
    expect(submission.files.controller1).toEqual([
      { path: '/etc/nova/nova.conf', text: 'password = {{dbPassword}}\ntoken = ***\n' }
    ])
    const opened = await unseal(await seal(submission, await signingKeyOf(home)))
    if (typeof opened === 'string') throw new Error(opened)
    expect(opened.isSigned).toBe(true)
    const again = await regraded(opened.submission)
    // It was made now, not when the recordings of other tests were.
    const codes = again.findings
      .map(({ code }) => code)
      .filter((code) => code !== 'time-future' && code !== 'labs-missing')
    expect(codes).toEqual([])
    expect(again.grade.credit).toBe(grade.credit)
  })

  it('signs with one key, made once', async () => {
    const [one, other] = await Promise.all([signingKeyOf(home), signingKeyOf(home)])
    expect(one.equals(other)).toBe(true)
    expect(one.equals(await signingKeyOf(home))).toBe(true)
  })

  it('of questions needs no controllers, and of an exam only its labs can be named', async () => {
    expect(needsControllers(labsToGrade(study, ['concepts']))).toBe(false)
    expect(unexamined().report.labs).toEqual([])
    const file = { ...study.course.file, grading: { hintCost: 0, exam: { labs: ['ntp'], minutes: 60 } } }
    const exam = { ...study, course: { ...study.course, file } }
    expect(labsToGrade(exam, []).map(({ id }) => id)).toEqual(['ntp'])
    expect(() => labsToGrade(exam, ['galera'])).toThrow(expect.objectContaining({ code: 'exam-other-lab' }))
  })
})
