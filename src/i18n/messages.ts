import type { en } from './en/index.ts'

/** The languages of Quorate, named as BCP 47 does. */
export const locales = ['en', 'zh-CN'] as const
export type Locale = (typeof locales)[number]

/** A text of the course in every language. */
export type LocalizedText = Readonly<Record<Locale, string>>

type Widened<T> = T extends string
  ? string
  : T extends (...parameters: infer P) => infer R
    ? (...parameters: P) => Widened<R>
    : { readonly [K in keyof T]: Widened<T[K]> }

/** The shape of a message catalogue. English defines it; a key that another language lacks is a type error. */
export type Messages = Widened<typeof en>
