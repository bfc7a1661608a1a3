import type { Messages } from '../../i18n/messages.ts'
import { csvOf } from '../csv.ts'
import type { GradeDocument } from './document.ts'
import { whyLess } from './words.ts'

/** The columns: names for programs, the same in every language. */
const columns = ['student', 'lab', 'task', 'kind', 'id', 'title', 'outcome', 'points', 'possible', 'credit', 'why']

/** A grade as a table: a row for each check and question. */
export const csvOfGrade = ({ student = '', labs }: GradeDocument, messages: Messages): string =>
  csvOf(
    columns,
    labs.flatMap(({ id: lab, items }) =>
      items.map((item) => [
        student,
        lab,
        item.task ?? '',
        item.kind,
        item.id,
        item.title,
        item.outcome,
        item.points,
        item.possible,
        item.credit,
        whyLess(messages, item).join('; ')
      ])
    )
  )
