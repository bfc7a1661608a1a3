import type { GradeDocument, GradedItem, GradedLab } from '../grade/report/document.ts'
import { outcomeTones, whyLess } from '../grade/report/words.ts'
import { widthOf } from '../terminal/cells.ts'
import { wrapText } from '../terminal/wrap.ts'
import type { CliContext } from './context.ts'

type Screen = Pick<CliContext, 'messages' | 'paint' | 'columns'>

/** A grade for a terminal: each lab with its checks and questions, what each counts, and why some count less. */
export const gradeText = (screen: Screen, document: GradeDocument): string =>
  [
    ...document.labs.map((lab) => labText(screen, lab)),
    ...(document.labs.length === 1 && document.labs[0]?.possible === document.possible
      ? []
      : [sumText(screen, document)])
  ].join('\n\n')

const sumText = (
  { messages, paint }: Screen,
  { credit, points, possible }: Omit<GradedItem, 'id' | 'kind' | 'outcome' | 'reductions' | 'title'>
): string => {
  const words = messages.grade
  const sum = paint(credit === possible ? 'good' : 'strong', words.of({ credit, possible }))
  return credit === points ? sum : `${sum} ${paint('quiet', `(${words.reached({ points, possible })})`)}`
}

const labText = (screen: Screen, lab: GradedLab): string => {
  const { messages, paint } = screen
  const marks = Math.max(...Object.values(messages.grade.outcomes).map(widthOf)) + 2
  return [
    `${paint('strong', lab.id)}  ${lab.title}`,
    '',
    ...lab.items.flatMap((item) => itemRows(screen, item, marks)),
    '',
    sumText(screen, lab)
  ].join('\n')
}

const itemRows = (screen: Screen, item: GradedItem, marks: number): readonly string[] => {
  const { messages, paint, columns } = screen
  const mark = messages.grade.outcomes[item.outcome]
  const room = Math.max(10, columns - marks - 2)
  const indent = ' '.repeat(marks + 2)
  const [title = '', ...more] = wrapText(`${item.title}  ${item.credit}/${item.possible}`, room)
  const seen =
    item.outcome === 'pass' || item.observed === undefined ? [] : [`${messages.grade.observed}: ${item.observed}`]
  return [
    `  ${paint(outcomeTones[item.outcome], mark)}${' '.repeat(marks - widthOf(mark))}${title}`,
    ...more.map((row) => indent + row),
    ...[...seen, ...whyLess(messages, item)].flatMap((text) =>
      wrapText(text, room).map((row) => indent + paint('quiet', row))
    )
  ]
}
