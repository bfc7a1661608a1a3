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
        signal: stop.signal,
        onBegin: () => setState((before) => ({ ...before, isBeginning: true, problem: undefined })),
        onResult: (result) => setState({ isBeginning: false, result, problem: undefined }),
        onNoted: () => notify.current(),
        onProblem: (problem) => setState(({ result }) => ({ isBeginning: false, result, problem }))
      })
    last.current = last.current.then(watching)
    return () => stop.abort()
  }, [ui, lab, locale, isVisible])
  return state
}
