import { createHash } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { environmentError } from '../errors.ts'
import { isMissing } from './files.ts'
import type { Home } from './home.ts'
import { acquireMomentary } from './lock.ts'

const outcome = z.enum(['pass', 'fail', 'not-yet', 'blocked', 'error'])

const eventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('lab-created'), id: z.string(), engine: z.string(), prefix: z.string() }),
  z.object({ event: z.literal('lab-destroyed'), id: z.string() }),
  z.object({ event: z.literal('opened'), lab: z.string() }),
  z.object({
    event: z.literal('checked'),
    lab: z.string(),
    outcome,
    points: z.number(),
    possible: z.number(),
    checks: z.record(z.string(), outcome)
  }),
  z.object({ event: z.literal('passed'), lab: z.string() }),
  z.object({ event: z.literal('hint'), lab: z.string(), task: z.string(), rung: z.int().min(1).max(3) }),
  z.object({
    event: z.literal('answered'),
    lab: z.string(),
    question: z.string(),
    answer: z.string(),
    right: z.boolean()
  }),
  z.object({ event: z.literal('solved'), lab: z.string(), task: z.string() }),
  z.object({ event: z.literal('went-to'), lab: z.string() }),
  z.object({ event: z.literal('snapshot-saved'), name: z.string() }),
  z.object({ event: z.literal('snapshot-restored'), name: z.string() }),
  z.object({ event: z.literal('snapshot-deleted'), name: z.string() })
])
/** Something that happened in a lab. */
export type JournalEvent = z.infer<typeof eventSchema>

/** Events as they stand in the journal. */
const lineSchema = z.intersection(z.object({ at: z.string(), previous: z.string() }), eventSchema)
export type JournalLine = z.infer<typeof lineSchema>

/** A journal that was handed in. */
export interface ChainedJournal {
  readonly lines: readonly JournalLine[]
  /** The first line, from 1, that does not refer to the one before: something was cut out or edited there. */
  readonly brokenAt?: number
}

/** Longer than any line that is written: the checks of a lab with their outcomes. */
const longestLine = 16_384

/**
 * Reads a journal that somebody handed in, and looks whether its chain is whole.
 * @throws where a line is none of a journal
 */
export const parseJournal = (text: string): ChainedJournal => {
  const written = text.split('\n').filter((line) => line !== '')
  const lines = written.map((line) => {
    const read = lineSchema.parse(line.length > longestLine ? undefined : JSON.parse(line))
    if (Number.isNaN(Date.parse(read.at))) throw new RangeError('a line without a time')
    return read
  })
  const broken = lines.findIndex(({ previous }, index) => previous !== referenceTo(written[index - 1]))
  return { lines, ...(broken < 0 ? {} : { brokenAt: broken + 1 }) }
}

/** What the first line refers to. */
const beginning = '0'.repeat(64)

const hashOf = (line: string): string => createHash('sha256').update(line).digest('hex')

/** How a line refers to the one before it. */
const referenceTo = (before: string | undefined): string => (before === undefined ? beginning : hashOf(before))

/** The journal as text, cut at the end of its last whole line: a power loss can leave a part of one behind it. */
const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1)

/** The journal as it stands in its file, for who hands it in. */
export const journalText = async (home: Home): Promise<string> => wholeLines(await readText(home))

const readText = async (home: Home): Promise<string> => {
  try {
    return await readFile(home.journal, 'utf8')
  } catch (error) {
    if (isMissing(error)) return ''
    throw environmentError('file-unreadable', { path: home.journal, detail: String(error) }, error)
  }
}

/** All events, oldest first. */
export const readJournal = async (home: Home): Promise<readonly JournalLine[]> => {
  const lines = wholeLines(await readText(home))
    .split('\n')
    .filter((line) => line !== '')
  try {
    return lines.map((line) => lineSchema.parse(JSON.parse(line)))
  } catch (error) {
    throw environmentError('file-damaged', { path: home.journal }, error)
  }
}

/**
 * Appends events and syncs them to disk before it returns. Each line holds the hash of the one before, so that a line
 * that was cut out or edited shows.
 */
export const appendJournal = async (home: Home, ...events: readonly JournalEvent[]): Promise<void> => {
  await mkdir(dirname(home.journal), { recursive: true, mode: 0o700 })
  const lock = await acquireMomentary(home.journalLock, 'journal')
  try {
    const text = await readText(home)
    const whole = wholeLines(text)
    let previous = whole === '' ? beginning : hashOf(whole.slice(whole.lastIndexOf('\n', whole.length - 2) + 1, -1))
    let added = ''
    for (const event of events) {
      const line = JSON.stringify({ at: new Date().toISOString(), previous, ...event })
      added += `${line}\n`
      previous = hashOf(line)
    }
    const file = await open(home.journal, 'a', 0o600)
    try {
      if (whole.length !== text.length) await file.truncate(Buffer.byteLength(whole))
      await file.appendFile(added)
      await file.sync()
    } finally {
      await file.close()
    }
  } finally {
    await lock.release()
  }
}
