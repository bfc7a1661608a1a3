import { acquire } from '../../lab/lock.ts'
import { readRecord } from '../../lab/record.ts'
import { labOf, openStudy } from '../../lab/study.ts'
import type { CliContext, Command } from '../context.ts'

/** Whether there is a terminal that the UI can be drawn on, and nobody who wants something else of it. */
export const canShowUi = ({ interactive, json }: CliContext): boolean =>
  interactive && !json && process.env['TERM'] !== 'dumb'

/** Opens the terminal UI; where controllers are wanted, it first makes sure that they run. */
export const showUi = async (context: CliContext, labId: string | undefined, wants: boolean): Promise<number> => {
  const { home, courseFolder, locale, messages, paint } = context
  const lock = await acquire(home.uiLock, context.lab.command)
  try {
    const [{ openUi }, study] = await Promise.all([import('../../tui/open.tsx'), openStudy(home, courseFolder)])
    const lab = labId === undefined ? undefined : labOf(study.course, labId).id
    const setup = wants ? (context.yes ? 'agreed' : 'first') : undefined
    return await openUi({
      home,
      courseFolder,
      paint,
      beginning: { study, language: { locale, messages }, lab, setup },
      // After the first frame: what talks to the engine is half of the program.
      openMachines: async (report) => (await import('../machines.ts')).openMachines(context, report),
      actOnSnapshot: async (act, run) =>
        (await import('../../lab/snapshot-acts.ts')).actOnSnapshot(context.lab, act, run),
      setup: {
        survey: async () => (await import('../../lab/setup.ts')).survey(context.lab),
        perform: async (survey, run) => (await import('../../lab/setup.ts')).setUp(context.lab, survey, run)
      },
      askQuestions: async (lab, task, language) =>
        (await import('./quiz.ts')).askWithin({ ...context, ...language }, lab, task),
      signal: context.run.signal
    })
  } finally {
    await lock.release()
  }
}

/**
 * `quorate [learn] [LAB]`: the terminal UI, which begins with setting up where there is no lab yet; without a terminal,
 * the list of labs or the lesson.
 */
export const run: Command<[string?]> = async (context, labId) => {
  if (canShowUi(context)) return showUi(context, labId, (await readRecord(context.home)) === undefined)
  return labId === undefined
    ? (await import('./labs.ts')).run(context)
    : (await import('./read.ts')).run(context, labId)
}
