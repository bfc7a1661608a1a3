import { requireRecord } from '../../lab/session.ts'
import { actOnSnapshot } from '../../lab/snapshot-acts.ts'
import { checkAct, checkNewName, type SnapshotAct } from '../../lab/snapshot-names.ts'
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

/** Does it, and says so. */
const act = async (context: CliContext, kind: SnapshotAct['kind'], name: string): Promise<number> => {
  const words = context.messages.cli.snapshot
  const done = { save: words.saved, restore: words.restored, delete: words.deleted }
  await actOnSnapshot(context.lab, { kind, name }, context.run)
  if (context.json) context.printJson({ name })
  else context.print(done[kind](name))
  return 0
}

/** `quorate snapshot save NAME` */
export const save: Command<[string]> = async (context, name) => {
  checkNewName(name)
  return act(context, 'save', name)
}

/** `quorate snapshot restore NAME` */
export const restore: Command<[string]> = async (context, name) => {
  checkAct(await requireRecord(context.lab), { kind: 'restore', name })
  if (!(await confirm(context, context.messages.cli.snapshot.restoreQuestion(name)))) return 1
  return act(context, 'restore', name)
}

/** `quorate snapshot delete NAME` */
export const remove: Command<[string]> = async (context, name) => {
  checkAct(await requireRecord(context.lab), { kind: 'delete', name })
  if (!(await confirm(context, context.messages.cli.snapshot.deleteQuestion(name)))) return 1
  return act(context, 'delete', name)
}
