import type { Locale, Messages } from './messages.ts'

/**
 * The language to speak: what was asked for, else what the environment says.
 * POSIX order of precedence: LC_ALL, LC_MESSAGES, LANG.
 */
export const localeOf = (asked: string | undefined, environment: NodeJS.ProcessEnv): Locale => {
  const wanted = asked || environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || ''
  return /^zh(?:[-_.]|$)/i.test(wanted) ? 'zh-CN' : 'en'
}

/** Loads the catalogue of one language only: the other one is not parsed at start. */
export const loadMessages = async (locale: Locale): Promise<Messages> =>
  locale === 'zh-CN' ? (await import('./zh-CN/index.ts')).zhCN : (await import('./en/index.ts')).en
