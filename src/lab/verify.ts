import { performance } from 'node:perf_hooks'
import type { Judgement } from '../check/evaluate.ts'
import type { LabResult, Outcome } from '../check/outcome.ts'
import type { Behave } from '../check/run.ts'
import { type CourseLab, isBehaviour, neededFor } from '../course/course.ts'
import type { MistakeDefinition } from '../course/schema.ts'
import { mistakeScript } from '../course/scripts.ts'
import type { Run } from '../engine/engine.ts'
import { defect, QuorateError } from '../errors.ts'
import { goTo, type OnSolve } from './catch-up.ts'
import type { Checker } from './checker.ts'
import { runExperiment } from './experiment.ts'
import { groupMistakes } from './mistake-groups.ts'
import { readRecord } from './record.ts'
import { findSnapshot, untouched } from './snapshot-names.ts'
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
  /** Both once more where the course's earlier labs are solved as well, without the experiments. */
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
  | { readonly kind: 'route' | 'mistake' | 'experiment' | 'solve'; readonly name: string }

/** The snapshots that proving makes for itself, and deletes. */
const beforeProving = 'verify/before'
const neededState = 'verify/needed'
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

/**
 * Makes mistakes, all at one time, and looks whether each is caught by exactly its checks. Without a mistake of another
 * group being there, what fails can only come from these.
 */
const proveMistakes = async (
  proving: Proving,
  lab: CourseLab,
  mistakes: readonly MistakeDefinition[]
): Promise<readonly MistakeProof[]> => {
  const { open, study, run } = proving
  for (const { name, on } of mistakes) {
    await runScript(open.controllers, mistakeScript(lab, name), on, study.values, run.signal)
  }
  const expected = mistakes.flatMap(({ fails }) => fails)
  const experiments = lab.checks.filter(isBehaviour).map(({ id }) => id)
  const awaited = expected.filter((id) => !experiments.includes(id)).sort()
  const isEnough = (judgements: readonly Judgement[]): boolean => {
    const caught = judgements.filter(({ outcome }) => failing(outcome)).map(({ check }) => check.id)
    return caught.sort().join() === awaited.join()
  }
  // Experiments take long: only those are run that the mistakes are to be caught by.
  const proofs = async (settle: true | { isEnough: typeof isEnough }): Promise<readonly MistakeProof[]> => {
    const result = await look(proving, lab, expected, settle)
    return mistakes.map((mistake) => proofOf(mistake, expected, result))
  }
  const soon = await proofs({ isEnough })
  return mistakes.length > 1 || soon.every(({ ok }) => ok) ? soon : proofs(true)
}

/** What a look says of one mistake, where the checks of all that were made with it are expected to fail. */
const proofOf = (
  { name, diagnosis, fails }: MistakeDefinition,
  allExpected: readonly string[],
  { checks }: LabResult
): MistakeProof => {
  const failed = checks
    .filter(({ outcome }) => failing(outcome))
    .map(({ id, diagnoses }) => ({ id: nameOf(id), diagnoses }))
  const own = failed.filter(({ id }) => fails.includes(id) || !allExpected.includes(id))
  const caught = own.map(({ id }) => id).sort()
  const expected = [...fails].sort()
  const diagnosed = own.flatMap((check) => check.diagnoses ?? [])[0]?.code
  const noError = checks.every(({ outcome }) => outcome !== 'error')
  return {
    name,
    caught,
    expected,
    ...(diagnosed === undefined ? {} : { diagnosed }),
    ok: noError && diagnosed === diagnosis && caught.join() === expected.join()
  }
}

/** Mistakes can be in each other's way: one may take away what the script of another works on. */
const unlessScriptFailed = (error: unknown): readonly MistakeProof[] => {
  if (error instanceof QuorateError && error.code === 'script-failed') return []
  throw error
}

/** Proves the checks of one lab on real controllers. What the controllers held before is put back at the end. */
export const verifyLab = async (proving: Proving, lab: CourseLab): Promise<LabProof> => {
  const { run, study, onPart } = proving
  const began = performance.now()
  let open = proving.open
  const current = (): Proving => ({ ...proving, open })
  const onSolve: OnSolve = (solved, task) => onPart({ kind: 'solve', name: `${solved.id} ${task}` })
  const arrive = async (): Promise<void> => {
    open = await goTo(open, study, lab, run, onSolve)
  }
  const back = async (name: string): Promise<void> => {
    open = allBack(await restoreSnapshot(open, findSnapshot(open.record, name), run))
  }
  const drop = async (name: string): Promise<void> => {
    const snapshot = open.record.snapshots.find((candidate) => candidate.name === name)
    if (snapshot !== undefined) open = { ...open, record: await deleteSnapshot(open, snapshot, run) }
  }

  /** Controllers with what the lab needs, and nothing else: services that start are most of what a roll-back costs. */
  const begin = async (): Promise<void> => {
    if (open.record.snapshots.some(({ name }) => name === neededState)) return back(neededState)
    await back(untouched)
    for (const needed of neededFor(study.course, lab)) {
      await applySolution(open.controllers, needed, study.values, run.signal, {
        onTask: (task) => onSolve(needed, task)
      })
    }
    open = { ...open, record: await saveSnapshot(open, neededState, run) }
  }

  // The record may be older than what proving another lab left.
  open = { ...open, record: (await readRecord(open.home)) ?? open.record }
  await drop(neededState)
  await drop(solvedState)
  if (!open.record.snapshots.some(({ name }) => name === beforeProving)) {
    open = { ...open, record: await saveSnapshot(open, beforeProving, run) }
  }
  onPart({ kind: 'red' })
  await begin()
  const red = await proveRed(current(), lab)
  onPart({ kind: 'green' })
  const green = await proveGreen(current(), lab, 'thorough')
  open = { ...open, record: await saveSnapshot(open, solvedState, run) }

  const mistakes: MistakeProof[] = []
  let isSolved = true
  const prove = async (group: readonly MistakeDefinition[]): Promise<readonly MistakeProof[]> => {
    onPart({ kind: 'mistake', name: group.map(({ name }) => name).join(', ') })
    if (!isSolved) await back(solvedState)
    isSolved = false
    return proveMistakes(current(), lab, group)
  }
  // What is not clear together is looked at in halves, down to one by one: only that says what is wrong.
  const proveAll = async (group: readonly MistakeDefinition[]): Promise<readonly MistakeProof[]> => {
    if (group.length === 1) return prove(group)
    const together = await prove(group).catch(unlessScriptFailed)
    if (together.length > 0 && together.every(({ ok }) => ok)) return together
    const middle = Math.ceil(group.length / 2)
    return [...(await proveAll(group.slice(0, middle))), ...(await proveAll(group.slice(middle)))]
  }
  for (const group of groupMistakes(lab)) mistakes.push(...(await proveAll(group)))
  const routes: { name: string; green: Proof }[] = []
  for (const { name } of lab.routes) {
    onPart({ kind: 'route', name })
    await begin()
    routes.push({ name, green: await proveGreen(current(), lab, 'thorough', name) })
  }
  // Where a class comes from: all that the course does before is there as well.
  onPart({ kind: 'again' })
  await arrive()
  const again = { red: await proveRed(current(), lab), green: await proveGreen(current(), lab, 'brief') }
  await back(beforeProving)
  await drop(neededState)
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
