import { acquire } from '../../lab/lock.ts'
import { labOf, openStudy } from '../../lab/study.ts'
import { askBackground, type Background, backgroundFrom } from '../../terminal/background.ts'
import { type Paint, paintFor } from '../../terminal/paint.ts'
import type { Command } from '../context.ts'

interface LearnOptions {
  readonly screenReader?: boolean
}

/** `quorate [learn] [LAB]`: the terminal UI; without a terminal, the list of labs or the lesson. */
export const run: Command<[string?, LearnOptions?]> = async (context, labId, { screenReader } = {}) => {
  const { home, courseFolder, locale, messages } = context
  if (!context.interactive || context.json || process.env['TERM'] === 'dumb') {
    return labId === undefined
      ? (await import('./labs.ts')).run(context)
      : (await import('./read.ts')).run(context, labId)
  }
  const lock = await acquire(home.uiLock, context.lab.command)
  try {
    // The variable is the one that Ink itself reads.
    const spoken = screenReader === true || process.env['INK_SCREEN_READER'] === 'true'
    const [{ openUi }, study, background] = await Promise.all([
      import('../../tui/open.tsx'),
      openStudy(home, courseFolder),
      backgroundFor(context.paint)
    ])
    const { color, unicode, links } = context.paint
    const lab = labId === undefined ? undefined : labOf(study.course, labId).id
    return await openUi({
      home,
      courseFolder,
      paint: paintFor(color, unicode, { links, spoken, background }),
      beginning: { study, language: { locale, messages }, lab },
      // After the first frame: what talks to the engine is half of the program.
      openMachines: async () => (await import('../machines.ts')).openMachines(context),
      signal: context.run.signal
    })
  } finally {
    await lock.release()
  }
}

/** What the terminal writes on. It is asked while the UI is loaded, which takes longer than most terminals' answers. */
const backgroundFor = async ({ color }: Paint): Promise<Background | undefined> => {
  const { env, stdin, stdout } = process
  const said = backgroundFrom(env['COLORFGBG'])
  // The console of Linux shows a part of what it does not know.
  const canAsk = color && said === undefined && env['TERM'] !== 'linux'
  return canAsk ? askBackground(stdin, stdout) : said
}
