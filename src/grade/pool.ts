import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { defect, Interrupted } from '../errors.ts'
import type { Locale } from '../i18n/messages.ts'
import type { Taken } from './intake.ts'

/** How files are graded in threads of their own. */
export interface Pool {
  /** The file that starts Quorate: a thread runs it with the hidden command `grade-worker`. */
  readonly program: string
  readonly courseFolder: string
  readonly locale: Locale
  /** Grades alone are asked for, without what was seen: that is most of the time and of the memory. */
  readonly isBrief: boolean
}

/** More would need more memory than they save time. */
const mostWorkers = 4

/**
 * How long one file may take, and a thread until it is ready, in milliseconds: a thousand times as long as an honest file
 * on a machine with nothing else to do.
 */
const limit = 60_000

/** How much memory a thread may take, in MB: one that takes more is ended, and its file is refused. */
const memory = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 }

/**
 * Grades files, each in one of a few threads, and tells how many are done. Threads are there for speed, and so that a file
 * that was made to hang or to swell ends nothing but its thread.
 */
export const gradeInPool = async (
  files: readonly string[],
  pool: Pool,
  signal: AbortSignal,
  onDone: (done: number) => void
): Promise<readonly Taken[]> => {
  const taken: Taken[] = []
  let next = 0
  let done = 0
  const work = async (): Promise<void> => {
    let worker: Worker | undefined
    try {
      for (let index = next++; index < files.length; index = next++) {
        if (signal.aborted) throw new Interrupted()
        const file = files[index] ?? ''
        worker ??= await startWorker(pool, signal)
        const answer = await ask(worker, file, signal)
        if (answer === undefined) {
          await worker.terminate()
          worker = undefined
        }
        taken[index] = answer ?? { file, kind: 'refused', finding: { code: 'refused', why: 'too-costly' } }
        done += 1
        onDone(done)
      }
    } finally {
      await worker?.terminate()
    }
  }
  const workers = Math.min(files.length, availableParallelism(), mostWorkers)
  await Promise.all(Array.from({ length: workers }, work))
  return taken
}

/** Starts a thread; it says a word when it is ready. @throws Interrupted, and a defect where it never is */
const startWorker = async ({ program, courseFolder, locale, isBrief }: Pool, signal: AbortSignal): Promise<Worker> => {
  const worker = new Worker(program, {
    argv: ['grade-worker', '--course', courseFolder, '--lang', locale, ...(isBrief ? ['--brief'] : [])],
    resourceLimits: memory
  })
  // Whoever waits for it hears of it; without anybody who listens it would end the program.
  worker.on('error', () => undefined)
  try {
    await answerOf(worker, signal)
    return worker
  } catch (error) {
    await worker.terminate()
    throw error instanceof Interrupted ? error : defect('a thread to grade in does not start', error)
  }
}

/** What a thread makes of a file; undefined where it dies of it or takes too long. @throws Interrupted */
const ask = async (worker: Worker, file: string, signal: AbortSignal): Promise<Taken | undefined> => {
  worker.postMessage(file)
  try {
    return await answerOf(worker, signal)
  } catch (error) {
    if (error instanceof Interrupted) throw error
    return undefined
  }
}

/** The next message of a thread. Rejects where it fails; where it ends without a word, the limit does. */
const answerOf = async (worker: Worker, signal: AbortSignal): Promise<Taken | undefined> => {
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), limit)
  try {
    const [message]: (Taken | undefined)[] = await once(worker, 'message', {
      signal: AbortSignal.any([signal, over.signal])
    })
    return message
  } catch (error) {
    throw signal.aborted ? new Interrupted() : error
  } finally {
    clearTimeout(timer)
  }
}
