import { useCallback, useEffect, useRef, useState } from 'react'
import type { CheckResult, LabResult } from '../../check/outcome.ts'
import type { CourseLab } from '../../course/course.ts'
import type { BehaviourCheck } from '../../course/schema.ts'
import { Interrupted } from '../../errors.ts'
import type { Locale } from '../../i18n/messages.ts'
import { experimentsAfter, type RunningExperiment } from '../experiment.ts'
import type { Ui } from '../ui.ts'

/** The experiments of a lab: the one that is under way, and what the others gave. */
export interface Experiments {
  readonly running: RunningExperiment | undefined
  readonly results: readonly CheckResult[]
  /** Forgets what experiments gave that needed something which the last look finds missing. */
  readonly keepWhatHolds: (looked: LabResult) => void
  readonly run: (check: BehaviourCheck) => void
  /** Stops the one that is under way: what it disturbed is put back first. */
  readonly stop: () => void
}

/** Runs experiments of a lab, one at a time. */
export const useExperiments = (
  ui: Ui,
  lab: CourseLab,
  locale: Locale,
  onNoted: () => void,
  onProblem: (error: unknown) => void
): Experiments => {
  const [running, setRunning] = useState<RunningExperiment>()
  const [results, setResults] = useState<readonly CheckResult[]>([])
  const stop = useRef<AbortController>(undefined)
  useEffect(() => () => stop.current?.abort(), [])
  const keepWhatHolds = useCallback(
    (looked: LabResult): void => setResults((before) => kept(before, experimentsAfter(lab, before, looked))),
    [lab]
  )

  const perform = async (check: BehaviourCheck, { signal }: AbortController): Promise<void> => {
    const machines = await ui.machines.get()
    const onStep = (): void => setRunning((before) => before && { ...before, begun: before.begun + 1 })
    const report = await machines.experiment(lab, check, locale, signal, onStep)
    const result = report.labs.find(({ id }) => id === lab.id)
    if (result !== undefined) setResults((before) => experimentsAfter(lab, before, result))
    await machines.note(report)
    onNoted()
  }
  return {
    running,
    results,
    keepWhatHolds,
    run: (check) => {
      if (stop.current !== undefined) return
      const own = new AbortController()
      stop.current = own
      setRunning({ check, begun: 0, isStopping: false })
      perform(check, own)
        .catch((error: unknown) => {
          // Stopping it is what was wanted.
          if (!(error instanceof Interrupted)) onProblem(error)
        })
        .finally(() => {
          stop.current = undefined
          setRunning(undefined)
          ui.bell.ring()
        })
    },
    stop: () => {
      stop.current?.abort()
      setRunning((before) => before && { ...before, isStopping: true })
    }
  }
}

/** The same results stay the same object, so that nothing is drawn anew. */
const kept = (before: readonly CheckResult[], after: readonly CheckResult[]): readonly CheckResult[] =>
  before.length === after.length && before.every((result) => after.includes(result)) ? before : after
