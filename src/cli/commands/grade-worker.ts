import { once } from 'node:events'
import { parentPort } from 'node:worker_threads'
import { reportLabs } from '../../check/report.ts'
import { type Taken, take } from '../../grade/intake.ts'
import { standardOf } from '../../grade/standard.ts'
import type { Command } from '../context.ts'

/** Without what was seen of the checks: the grade says which passed. */
const brief = (taken: Taken): Taken =>
  taken.kind === 'refused' ? taken : { ...taken, regraded: { ...taken.regraded, report: reportLabs([], 0) } }

/** `quorate grade-worker`: a thread of `regrade` and `gradebook`. It is sent names of files and sends back what they come to. */
export const run: Command<[{ brief?: true }]> = async (context, { brief: isBrief = false }) => {
  const port = parentPort
  if (port === null) return 2
  const own = await standardOf(context.home, context.courseFolder, context.messages, context.locale)
  // Causes are looked for only where somebody reads of them.
  const standard = isBrief ? { ...own, course: { ...own.course, diagnoses: [] } } : own
  const grade = async (file: string): Promise<void> => {
    const taken = await take(file, standard)
    port.postMessage(isBrief ? brief(taken) : taken)
  }
  port.on('message', (file: string) => void grade(file))
  // Ready.
  port.postMessage(undefined)
  await once(port, 'close')
  return 0
}
