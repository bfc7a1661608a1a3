import type { CourseLab } from '../../course/course.ts'
import { openStudy } from '../../lab/study.ts'
import type { Command } from '../context.ts'
import { table } from '../table.ts'

/** `quorate labs`: the course with progress. */
export const run: Command<[]> = async (context) => {
  const { messages, locale, paint } = context
  const { course, progress, current } = await openStudy(context.home, context.courseFolder)
  const rows = course.labs.map((lab) => ({ lab, at: progress.get(lab.id) }))
  if (context.json) {
    context.printJson({
      labs: rows.map(({ lab, at }) => ({
        id: lab.id,
        title: lab.title[locale],
        minutes: lab.minutes,
        state: at?.state ?? 'locked',
        points: at?.points ?? 0,
        possible: lab.points
      }))
    })
    return 0
  }
  const words = messages.cli.labs
  const tones = { locked: 'quiet', open: 'accent', passed: 'good' } as const
  const here = (lab: CourseLab): string => (lab.id === current.id ? paint('accent', words.here) : ' ')
  const lines = table(
    rows.map(({ lab, at }) => {
      const state = at?.state ?? 'locked'
      return [
        here(lab),
        lab.id,
        lab.title[locale],
        paint(tones[state], words.states[state]),
        words.points(at?.points ?? 0, lab.points),
        paint('quiet', words.minutes(lab.minutes))
      ]
    })
  )
  context.print([paint('strong', course.file.title[locale]), ...lines].join('\n'))
  return 0
}
