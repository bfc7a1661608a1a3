import { performance } from 'node:perf_hooks'
import type { Judgement } from '../check/evaluate.ts'
import type { LabResult, Outcome } from '../check/outcome.ts'
import type { Behave } from '../check/run.ts'
import { type CourseLab, isBehaviour } from '../course/course.ts'
import type { MistakeDefinition } from '../course/schema.ts'
import { mistakeScript } from '../course/scripts.ts'
import type { Run } from '../engine/engine.ts'
import { defect } from '../errors.ts'
import { goTo } from './catch-up.ts'
import type { Checker } from './checker.ts'
import { runExperiment } from './experiment.ts'
import { readRecord } from './record.ts'
import { findSnapshot } from './snapshot-names.ts'
import { allBack, deleteSnapshot, type OpenLab, restoreSnapshot, saveSnapshot } from './snapshots.ts'
import { applySolution, runScript } from './solve.ts'
import type { Study } from './study.ts'

/** What one look gave, and whether it gave what it must. */
export interface Proof {
  readonly ok: boolean
  /** The outcome of each check, by its name within the lab. */
  readonly outcomes: Readonly<Record<string, Outcome>>
}

export interface MistakeProof {
  readonly name: string
  /** The checks that failed. */
  readonly caught: readonly string[]
  /** The checks that must fail, and no others. */
  readonly expected: readonly string[]
  /** The diagnosis that was shown first, if any. */
  readonly diagnosed?: string
  readonly ok: boolean
}

/** The four proofs of a lab (design §1.2). */
export interface LabProof {
  readonly id: string
  /** No check passes on controllers where nothing was done. */
  readonly red: Proof
  /** All pass after the reference solution, each script of it run twice. */
  readonly green: Proof
  /** Both once more after a roll-back, without the experiments. */
  readonly again: { readonly red: Proof; readonly green: Proof }
  /** All pass after each other legitimate way. */
  readonly routes: readonly { readonly name: string; readonly green: Proof }[]
  readonly mistakes: readonly MistakeProof[]
  readonly durationMs: number
  readonly ok: boolean
}

/** What `verify` needs of a lab that it has for itself. */
export interface Proving {
  readonly open: OpenLab
  readonly study: Study
  readonly checker: Checker
  readonly run: Run
  /** Called before each part, with what it is about. */
  readonly onPart: (part: ProofPart) => void
}

export type ProofPart =
  | { readonly kind: 'red' | 'green' | 'again' }
  | { readonly kind: 'route' | 'mistake' | 'experiment'; readonly name: string }

/** The snapshots that proving makes for itself, and deletes. */
const beforeProving = 'verify/before'
const solvedState = 'verify/solved'

const nameOf = (id: string): string => id.slice(id.indexOf('.') + 1)

const outcomesOf = ({ checks }: LabResult): Record<string, Outcome> =>
  Object.fromEntries(checks.map((check) => [nameOf(check.id), check.outcome]))

/** One look, with all experiments, with those of some checks, or with none. */
const look = async (
  { open, study, checker, run, onPart }: Proving,
  lab: CourseLab,
  experiments: 'all' | readonly string[],
  settle: Parameters<Checker['check']>[1]['settle'] = true
): Promise<LabResult> => {
  const experiment: Behave['experiment'] = (_lab, check) => {
    onPart({ kind: 'experiment', name: check.id })
    const { home, controllers, record } = open
    const { signal } = run
    const laboratory = { home, controllers, values: study.values, slowness: record.slowness, signal, onStep: () => {} }
    return runExperiment(laboratory, check)
  }
  const { labs } = await checker.check([lab], {
    settle,
    signal: run.signal,
    behave: experiments === 'all' ? { experiment } : { only: experiments, experiment }
  })
  const result = labs[0]
  if (result === undefined) throw defect(`no result for the lab ${lab.id}`)
  return result
}

const proveRed = async (proving: Proving, lab: CourseLab): Promise<Proof> => {
  const outcomes = outcomesOf(await look(proving, lab, 'all'))
  // «Could not check» proves nothing.
  return { ok: Object.values(outcomes).every((outcome) => outcome !== 'pass' && outcome !== 'error'), outcomes }
}

/** How thoroughly a solved lab is looked at: once with everything, and briefly where only the way there was another. */
type Care = 'thorough' | 'brief'

const proveGreen = async (proving: Proving, lab: CourseLab, care: Care, route?: string): Promise<Proof> => {
  const { open, study, run } = proving
  // What is applied a second time must do no harm.
  for (let times = care === 'thorough' ? 2 : 1; times > 0; times -= 1) {
    await applySolution(open.controllers, lab, study.values, run.signal, route === undefined ? {} : { route })
  }
  const result = await look(proving, lab, care === 'thorough' ? 'all' : [])
  return { ok: result.outcome === 'pass', outcomes: outcomesOf(result) }
}

/** The checks that failed: what waits for something else says nothing of its own. */
const failing = (outcome: Outcome): boolean => outcome === 'fail' || outcome === 'not-yet'

const proveMistake = async (proving: Proving, lab: CourseLab, mistake: MistakeDefinition): Promise<MistakeProof> => {
  const { open, study, run } = proving
  await runScript(open.controllers, mistakeScript(lab, mistake.name), mistake.on, study.values, run.signal)
  const expected = [...mistake.fails].sort()
  const experiments = lab.checks.filter(isBehaviour).map(({ id }) => id)
  const isEnough = (judgements: readonly Judgement[]): boolean => {
    const caught = judgements.filter(({ outcome }) => failing(outcome)).map(({ check }) => check.id)
    return caught.sort().join() === expected.filter((id) => !experiments.includes(id)).join()
  }
  // Experiments take long: only those are run that the mistake is to be caught by.
  const proof = async (settle: true | { isEnough: typeof isEnough }): Promise<MistakeProof> =>
    proofOf(mistake, expected, await look(proving, lab, expected, settle))
  const soon = await proof({ isEnough })
  return soon.ok ? soon : proof(true)
}

const proofOf = (
  { name, diagnosis }: MistakeDefinition,
  expected: readonly string[],
  { checks }: LabResult
): MistakeProof => {
  const failed = checks.filter(({ outcome }) => failing(outcome))
  const caught = failed.map(({ id }) => nameOf(id)).sort()
  const diagnosed = failed.flatMap((check) => check.diagnoses ?? [])[0]?.code
  const noError = checks.every(({ outcome }) => outcome !== 'error')
  return {
    name,
    caught,
    expected,
    ...(diagnosed === undefined ? {} : { diagnosed }),
    ok: noError && diagnosed === diagnosis && caught.join() === expected.join()
  }
}

/** Proves the checks of one lab on real controllers. What the controllers held before is put back at the end. */
export const verifyLab = async (proving: Proving, lab: CourseLab): Promise<LabProof> => {
  const { run, study, onPart } = proving
  const began = performance.now()
  let open = proving.open
  const current = (): Proving => ({ ...proving, open })
  const start = async (): Promise<void> => {
    open = await goTo(open, study, lab, run)
  }
  const back = async (name: string): Promise<void> => {
    open = allBack(await restoreSnapshot(open, findSnapshot(open.record, name), run))
  }
  const drop = async (name: string): Promise<void> => {
    const snapshot = open.record.snapshots.find((candidate) => candidate.name === name)
    if (snapshot !== undefined) open = { ...open, record: await deleteSnapshot(open, snapshot, run) }
  }

  // The record may be older than what proving another lab left.
  open = { ...open, record: (await readRecord(open.home)) ?? open.record }
  await drop(solvedState)
  if (!open.record.snapshots.some(({ name }) => name === beforeProving)) {
    open = { ...open, record: await saveSnapshot(open, beforeProving, run) }
  }
  onPart({ kind: 'red' })
  await start()
  const red = await proveRed(current(), lab)
  onPart({ kind: 'green' })
  const green = await proveGreen(current(), lab, 'thorough')
  open = { ...open, record: await saveSnapshot(open, solvedState, run) }

  const mistakes: MistakeProof[] = []
  for (const [index, mistake] of lab.mistakes.entries()) {
    onPart({ kind: 'mistake', name: mistake.name })
    if (index > 0) await back(solvedState)
    mistakes.push(await proveMistake(current(), lab, mistake))
  }
  onPart({ kind: 'again' })
  await start()
  const again = { red: await proveRed(current(), lab), green: await proveGreen(current(), lab, 'brief') }
  const routes: { name: string; green: Proof }[] = []
  for (const { name } of lab.routes) {
    onPart({ kind: 'route', name })
    await start()
    routes.push({ name, green: await proveGreen(current(), lab, 'thorough', name) })
  }
  await back(beforeProving)
  await drop(solvedState)
  await drop(beforeProving)
  const proofs = [red, green, again.red, again.green, ...mistakes, ...routes.map((route) => route.green)]
  return {
    id: lab.id,
    red,
    green,
    again,
    routes,
    mistakes,
    durationMs: Math.round(performance.now() - began),
    ok: proofs.every(({ ok }) => ok)
  }
}
