import { useEffect, useState } from 'react'
import type { CourseLab, Lesson } from '../../course/course.ts'
import { readLesson } from '../../course/lesson.ts'
import { fill, type Values } from '../../course/variables.ts'
import type { Locale } from '../../i18n/messages.ts'

/** A lesson with the learner's values in it, or why it cannot be read. */
export type LoadedLesson =
  | { readonly kind: 'loading' }
  | { readonly kind: 'lesson'; readonly lesson: Lesson }
  | { readonly kind: 'problem'; readonly error: unknown }

/** Reads the lesson of a lab; the one that shows stays until the other language's is there. */
export const useLesson = (lab: CourseLab, locale: Locale, values: Values): LoadedLesson => {
  const [loaded, setLoaded] = useState<LoadedLesson>({ kind: 'loading' })
  useEffect(() => {
    let isWanted = true
    const show = (next: LoadedLesson): void => {
      if (isWanted) setLoaded(next)
    }
    readLesson(lab, locale)
      .then((lesson) => lesson.map((section) => ({ ...section, markdown: fill(section.markdown, values) })))
      .then(
        (lesson) => show({ kind: 'lesson', lesson }),
        (error: unknown) => show({ kind: 'problem', error })
      )
    return () => {
      isWanted = false
    }
  }, [lab, locale, values])
  return loaded
}
