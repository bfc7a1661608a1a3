import { acquire } from '../../lab/lock.ts'
import { labOf, openStudy } from '../../lab/study.ts'
import type { Command } from '../context.ts'

/** `quorate [learn] [LAB]`: the terminal UI; without a terminal, the list of labs or the lesson. */
export const run: Command<[string?]> = async (context, labId) => {
  const { home, courseFolder, locale, messages, paint } = context
  if (!context.interactive || context.json || process.env['TERM'] === 'dumb') {
    return labId === undefined
      ? (await import('./labs.ts')).run(context)
      : (await import('./read.ts')).run(context, labId)
  }
  const lock = await acquire(home.uiLock, context.lab.command)
  try {
    const [{ openUi }, study] = await Promise.all([import('../../tui/open.tsx'), openStudy(home, courseFolder)])
    const lab = labId === undefined ? undefined : labOf(study.course, labId).id
    return await openUi({
      home,
      courseFolder,
      paint,
      beginning: { study, language: { locale, messages }, lab },
      // After the first frame: what talks to the engine is half of the program.
      openMachines: async () => (await import('../machines.ts')).openMachines(context),
      signal: context.run.signal
    })
  } finally {
    await lock.release()
  }
}
