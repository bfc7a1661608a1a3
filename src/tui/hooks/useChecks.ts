import { isDeepStrictEqual } from 'node:util'
import { useEffect, useRef, useState } from 'react'
import type { LabResult } from '../../check/outcome.ts'
import type { CourseLab } from '../../course/course.ts'
import type { Locale } from '../../i18n/messages.ts'
import type { Ui } from '../ui.ts'
import { watchLab } from '../watch.ts'

/** What is known of a lab's checks. The last result stays when the machines cannot be reached any more. */
export interface CheckState {
  readonly isBeginning: boolean
  readonly result: LabResult | undefined
  readonly problem: unknown
}

const nothing: CheckState = { isBeginning: false, result: undefined, problem: undefined }

/** How long a check took is different each time, and does not show. */
const timeless = (result: LabResult | undefined): unknown => ({
  ...result,
  checks: result?.checks.map((check) => ({ ...check, durationMs: 0 }))
})

/** What is known after a run. The same as before stays the same object, so that nothing is drawn anew. */
const afterRun = (before: CheckState, result: LabResult): CheckState => {
  const isSame = isDeepStrictEqual(timeless(before.result), timeless(result))
  return isSame && !before.isBeginning && before.problem === undefined
    ? before
    : { isBeginning: false, result: isSame ? before.result : result, problem: undefined }
}

/** Watches the checks of a lab as long as it shows. */
export const useChecks = (
  ui: Ui,
  lab: CourseLab,
  locale: Locale,
  isVisible: boolean,
  onNoted: () => void
): CheckState => {
  const [state, setState] = useState(nothing)
  const notify = useRef(onNoted)
  notify.current = onNoted
  // A run that was called off still has to end before the next one begins.
  const last = useRef(Promise.resolve())
  useEffect(() => {
    if (!isVisible) return
    const stop = new AbortController()
    const watching = async (): Promise<void> =>
      watchLab({
        machines: ui.machines,
        lab,
        locale,
        pause: ui.pause,
        bell: ui.bell,
        signal: stop.signal,
        onBegin: () => setState((before) => ({ ...before, isBeginning: true, problem: undefined })),
        onResult: (result) => setState((before) => afterRun(before, result)),
        onNoted: () => notify.current(),
        onProblem: (problem) => setState(({ result }) => ({ isBeginning: false, result, problem }))
      })
    last.current = last.current.then(watching)
    return () => stop.abort()
  }, [ui, lab, locale, isVisible])
  return state
}
