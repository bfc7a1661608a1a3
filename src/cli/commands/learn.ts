import { acquire } from '../../lab/lock.ts'
import { readRecord } from '../../lab/record.ts'
import { labOf, openStudy } from '../../lab/study.ts'
import { askBackground, type Background, backgroundFrom } from '../../terminal/background.ts'
import { type Paint, paintFor } from '../../terminal/paint.ts'
import type { CliContext, Command } from '../context.ts'

/** Whether there is a terminal that the UI can be drawn on, and nobody who wants something else of it. */
export const canShowUi = ({ interactive, json }: CliContext): boolean =>
  interactive && !json && process.env['TERM'] !== 'dumb'

/** How the UI begins. */
interface Opening {
  /** A lab to open; without one, the course. */
  readonly lab?: string | undefined
  /** Controllers are wanted: it is first made sure that they run. */
  readonly wantsControllers: boolean
  readonly screenReader?: boolean | undefined
  readonly mouse?: boolean | undefined
}

/** Opens the terminal UI. */
export const showUi = async (
  context: CliContext,
  { lab: labId, wantsControllers, screenReader, mouse = false }: Opening
): Promise<number> => {
  const { home, courseFolder, locale, messages } = context
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
    const setup = wantsControllers ? (context.yes ? 'agreed' : 'first') : undefined
    return await openUi({
      home,
      courseFolder,
      paint: paintFor(color, unicode, { links, spoken, background }),
      beginning: { study, language: { locale, messages }, lab, setup },
      // After the first frame: what talks to the engine is half of the program.
      openMachines: async (report) => (await import('../machines.ts')).openMachines(context, report),
      actOnSnapshot: async (act, run) =>
        (await import('../../lab/snapshot-acts.ts')).actOnSnapshot(context.lab, act, run),
      setup: {
        survey: async () => (await import('../../lab/setup.ts')).survey(context.lab),
        perform: async (survey, run) => (await import('../../lab/setup.ts')).setUp(context.lab, survey, run)
      },
      signal: context.run.signal,
      mouse
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

interface LearnOptions {
  readonly screenReader?: boolean
  readonly mouse?: boolean
}

/**
 * `quorate [learn] [LAB]`: the terminal UI, which begins with setting up where there is no lab yet; without a terminal,
 * the list of labs or the lesson.
 */
export const run: Command<[string?, LearnOptions?]> = async (context, lab, { screenReader, mouse } = {}) => {
  if (canShowUi(context)) {
    const wantsControllers = (await readRecord(context.home)) === undefined
    return showUi(context, { lab, wantsControllers, screenReader, mouse })
  }
  return lab === undefined ? (await import('./labs.ts')).run(context) : (await import('./read.ts')).run(context, lab)
}
