import { useEffect } from 'react'
import { type CourseLab, isOfQuestions } from '../../course/course.ts'
import { noteOpened, openStudy } from '../../lab/study.ts'
import type { Ui } from '../ui.ts'

/** Marks a lab of questions as the one that the learner works on. Of any other, the watch over its checks does. */
export const useOpening = (ui: Ui, lab: CourseLab): void =>
  useEffect(() => {
    if (!isOfQuestions(lab)) return
    openStudy(ui.home, ui.courseFolder)
      .then((study) => noteOpened(ui.home, study, lab))
      // Which lab was opened last is a convenience.
      .catch(() => undefined)
  }, [ui, lab])
