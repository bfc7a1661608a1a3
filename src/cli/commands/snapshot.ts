import { callError } from '../../errors.ts'
import { untouched } from '../../lab/machines.ts'
import { requireRecord, withLab } from '../../lab/session.ts'
import {
  allBack,
  checkSnapshotName,
  deleteSnapshot,
  findSnapshot,
  restoreSnapshot,
  saveSnapshot
} from '../../lab/snapshots.ts'
import { snapshotSummaries } from '../../lab/status.ts'
import { confirm } from '../confirm.ts'
import type { CliContext, Command } from '../context.ts'
import { table } from '../table.ts'

/** `quorate snapshot list` */
export const list: Command<[]> = async (context) => {
  const { messages, locale, paint } = context
  const snapshots = snapshotSummaries(await requireRecord(context.lab))
  if (context.json) {
    context.printJson({ snapshots })
    return 0
  }
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const rows = snapshots.map(({ name, createdAt, lab }) => [
    name,
    time.format(new Date(createdAt)),
    paint('quiet', lab ?? '')
  ])
  context.print(rows.length === 0 ? messages.cli.snapshot.none : table(rows).join('\n'))
  return 0
}

const done = (context: CliContext, name: string, text: string): number => {
  if (context.json) context.printJson({ name })
  else context.print(text)
  return 0
}

/** `quorate snapshot save NAME` */
export const save: Command<[string]> = async (context, name) => {
  checkSnapshotName(name)
  if (name === untouched) throw callError('snapshot-exists', { name })
  await withLab(context.lab, 'exclusively', context.run, (lab) => saveSnapshot(lab, name, context.run))
  return done(context, name, context.messages.cli.snapshot.saved(name))
}

/** `quorate snapshot restore NAME` */
export const restore: Command<[string]> = async (context, name) => {
  findSnapshot(await requireRecord(context.lab), name)
  if (!(await confirm(context, context.messages.cli.snapshot.restoreQuestion(name)))) return 1
  await withLab(context.lab, 'to-replace', context.run, async (lab) =>
    allBack(await restoreSnapshot(lab, findSnapshot(lab.record, name), context.run))
  )
  return done(context, name, context.messages.cli.snapshot.restored(name))
}

/** `quorate snapshot delete NAME` */
export const remove: Command<[string]> = async (context, name) => {
  findSnapshot(await requireRecord(context.lab), name)
  if (name === untouched) throw callError('snapshot-kept', { name })
  if (!(await confirm(context, context.messages.cli.snapshot.deleteQuestion(name)))) return 1
  await withLab(context.lab, 'exclusively', context.run, (lab) =>
    deleteSnapshot(lab, findSnapshot(lab.record, name), context.run)
  )
  return done(context, name, context.messages.cli.snapshot.deleted(name))
}
