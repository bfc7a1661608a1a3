import { courseDigest, loadCourse } from '../course/loader.ts'
import type { Locale, Messages } from '../i18n/messages.ts'
import type { Home } from '../lab/home.ts'
import { version } from '../version.ts'
import type { Standard } from './regrade.ts'

/** The instructor's own course, to grade by. */
export const standardOf = async (
  home: Home,
  courseFolder: string,
  messages: Messages,
  locale: Locale
): Promise<Standard> => {
  const [course, digest] = await Promise.all([
    loadCourse(courseFolder, { folder: home.cache, version }),
    courseDigest(courseFolder)
  ])
  return { course, digest, messages, locale, now: Date.now() }
}
