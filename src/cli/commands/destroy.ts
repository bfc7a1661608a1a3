import { chooseEngine, openEngine } from '../../engine/open.ts'
import { belongingsOf, destroy } from '../../lab/machines.ts'
import { readRecord } from '../../lab/record.ts'
import { confirm } from '../confirm.ts'
import type { Command } from '../context.ts'
import { table } from '../table.ts'

/**
 * `quorate destroy`: lists what belongs to the lab, and removes that. With `--all`, also what all labs on this engine
 * share: image, template, package archive, pool and project.
 */
export const run: Command<[{ all?: boolean }]> = async (context, { all }) => {
  const { messages } = context
  const record = await readRecord(context.home)
  const engine = all
    ? await openEngine(record?.engine ?? (await chooseEngine(context.engine)), context.home)
    : undefined
  const belongings = engine === undefined ? await belongingsOf(context.lab) : await engine.belongings()
  context.remark(messages.cli.destroy.intro)
  for (const line of table(belongings.map(({ kind, name }) => [`  ${messages.engine.belongings[kind]}`, name]))) {
    context.remark(line)
  }
  if (!(await confirm(context, messages.cli.destroy.question))) return 1
  if (record !== undefined) await destroy(context.lab, context.run)
  if (engine !== undefined) await engine.removeAll(context.run)
  if (context.json) context.printJson({ removed: belongings })
  else context.print(messages.cli.destroy.done)
  return 0
}
