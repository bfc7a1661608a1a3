import { extname } from 'node:path'
import { callError } from '../../errors.ts'
import type { Locale, Messages } from '../../i18n/messages.ts'
import { check50Of } from './check50.ts'
import { csvOfGrade } from './csv.ts'
import type { GradeDocument } from './document.ts'
import { gradescopeOf } from './gradescope.ts'
import { htmlOf } from './html.ts'
import { junitOfGrade } from './junit.ts'

type Writer = (document: GradeDocument, messages: Messages, locale: Locale) => string

const jsonText = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`

/** Every format that a grade is written in. */
const writers = {
  json: (document) => jsonText(document),
  html: htmlOf,
  junit: (document) => junitOfGrade(document),
  csv: csvOfGrade,
  check50: (document, messages) => jsonText(check50Of(document, messages)),
  gradescope: (document, messages) => jsonText(gradescopeOf(document, messages))
} as const satisfies Record<string, Writer>

export type Format = keyof typeof writers

const isFormat = (name: string): name is Format => Object.hasOwn(writers, name)

/** The names of the formats. */
export const formats: readonly Format[] = Object.keys(writers).filter(isFormat)

const byEnding: Readonly<Record<string, Format>> = { '.json': 'json', '.html': 'html', '.xml': 'junit', '.csv': 'csv' }

/** The format that was asked for, else the one that the name of the file says. @throws call error `format-unknown` */
export const formatFor = (file: string, asked: Format | undefined): Format => {
  const format = asked ?? byEnding[extname(file).toLowerCase()]
  if (format === undefined) throw callError('format-unknown', { file, known: formats.join(', ') })
  return format
}

/** A grade in one of the formats. */
export const writeGrade: (format: Format, ...of: Parameters<Writer>) => string = (format, document, messages, locale) =>
  writers[format](document, messages, locale)
