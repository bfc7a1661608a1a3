import { useEffect, useRef, useState } from 'react'
import type { Run } from '../../engine/engine.ts'
import { Interrupted } from '../../errors.ts'
import { afterEnd, afterReport, type SeenStep } from '../steps.ts'

/** Something that takes time and says how far it is. */
export type Work =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running'
      readonly steps: readonly SeenStep[]
      readonly began: number
      /** The person has asked for the end of it. */
      readonly isStopping: boolean
    }
  | { readonly kind: 'failed'; readonly steps: readonly SeenStep[]; readonly error: unknown }

export interface Worker {
  readonly work: Work
  /** Begins something, one thing at a time; `onDone` is called when it has come to a good end. */
  begin(task: (run: Run) => Promise<void>, onDone: () => void): void
  /** Asks for the end of what runs. It tidies up first; what it leaves is finished or undone by the next. */
  stop(): void
  /** Forgets what failed. */
  clear(): void
}

const idle: Work = { kind: 'idle' }

/** Runs one thing at a time, until it is done, fails, is stopped, or the component goes. */
export const useWork = (signal: AbortSignal): Worker => {
  const [work, setWork] = useState<Work>(idle)
  const stopping = useRef<AbortController>(undefined)
  useEffect(() => () => stopping.current?.abort(), [])
  return {
    work,
    begin: (task, onDone) => {
      const own = new AbortController()
      stopping.current = own
      setWork({ kind: 'running', steps: [], began: Date.now(), isStopping: false })
      const run: Run = {
        report: (event) =>
          setWork((before) =>
            before.kind === 'running' ? { ...before, steps: afterReport(before.steps, event, Date.now()) } : before
          ),
        signal: AbortSignal.any([signal, own.signal])
      }
      task(run).then(
        () => {
          setWork(idle)
          onDone()
        },
        (error: unknown) =>
          setWork((before) => ({
            kind: 'failed',
            steps: before.kind === 'running' ? afterEnd(before.steps, Date.now()) : [],
            // What breaks because it was stopped is no error.
            error: run.signal.aborted ? new Interrupted() : error
          }))
      )
    },
    stop: () => {
      stopping.current?.abort()
      setWork((before) => (before.kind === 'running' ? { ...before, isStopping: true } : before))
    },
    clear: () => setWork(idle)
  }
}
