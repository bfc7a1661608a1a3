import type { ReactElement } from 'react'
import type { CourseLab } from '../../course/course.ts'
import type { LabProgress } from '../../lab/progress.ts'
import type { Study } from '../../lab/study.ts'
import { fill, widthOf } from '../../terminal/cells.ts'
import type { Paint } from '../../terminal/paint.ts'
import { wrapText } from '../../terminal/wrap.ts'
import { Frame } from '../components/Frame.tsx'
import { Rows } from '../components/Rows.tsx'
import { type Commands, useCommands } from '../hooks/useCommands.ts'
import { type Size, windowStart } from '../layout.ts'
import { spokenLabs } from '../spoken.ts'
import { cursorSign, labLooks } from '../theme.ts'
import type { Language } from '../ui.ts'

export interface CourseProps {
  readonly paint: Paint
  readonly language: Language
  readonly size: Size
  readonly study: Study
  /** The place of the chosen lab. */
  readonly chosen: number
  readonly notice: readonly string[]
  readonly commands: Commands
}

/** The labs of the course, and what the chosen one is about. */
export const Course = ({ paint, language, size, study, chosen, notice, commands }: CourseProps): ReactElement => {
  useCommands('course', commands)
  const { locale, messages } = language
  const { labs, file } = study.course
  const { columns } = size
  const rows = size.rows - 3 - notice.length
  const summary = wrapText(labs[chosen]?.summary[locale] ?? '', columns - 2).map((row) => `  ${row}`)
  // The chosen lab's summary stands below the list; a long list leaves it what it can.
  const all = paint.spoken
    ? spokenLabs(labs, study, language, columns, chosen)
    : { rows: labRows(labs, study, language, columns, chosen, paint), chosenRow: chosen }
  const listRows = Math.max(1, Math.min(all.rows.length, rows - summary.length - 1))
  const from = windowStart(all.rows.length, listRows, all.chosenRow)
  return (
    <Frame
      paint={paint}
      messages={messages}
      size={size}
      place="course"
      title={file.title[locale]}
      aside={pointsOf(study, language)}
      notice={notice}
    >
      <Rows
        paint={paint}
        size={{ columns, rows }}
        rows={[...all.rows.slice(from, from + listRows), '', ...summary.map((row) => paint('quiet', row))]}
      />
    </Frame>
  )
}

const pointsOf = ({ course, progress }: Study, { messages }: Language): string => {
  const points = course.labs.reduce((sum, { id }) => sum + (progress.get(id)?.points ?? 0), 0)
  const possible = course.labs.reduce((sum, lab) => sum + lab.points, 0)
  return messages.cli.labs.points(points, possible)
}

const labRows = (
  labs: readonly CourseLab[],
  { progress }: Study,
  { locale, messages }: Language,
  columns: number,
  chosen: number,
  paint: Paint
): string[] => {
  const words = messages.cli.labs
  const stateOf = (lab: CourseLab): LabProgress['state'] => progress.get(lab.id)?.state ?? 'locked'
  const cells = labs.map((lab) => [
    words.states[stateOf(lab)],
    words.minutes(lab.minutes),
    words.points(progress.get(lab.id)?.points ?? 0, lab.points)
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))))
  const asides = cells.map((row) => row.map((cell, column) => fill(cell, widths[column] ?? 0)).join('  '))
  const room = columns - widthOf(asides[0] ?? '') - 6
  return labs.map((lab, index) => {
    const { sign, tone } = labLooks[stateOf(lab)]
    const isChosen = index === chosen
    const title = fill(lab.title[locale], room)
    return [
      paint('accent', isChosen ? cursorSign : ' '),
      paint(tone, sign),
      isChosen ? paint('strong', title) : title,
      paint('quiet', ` ${asides[index] ?? ''}`)
    ].join(' ')
  })
}
