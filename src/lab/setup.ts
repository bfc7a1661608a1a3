import type { Engine, Run } from '../engine/engine.ts'
import { chooseEngine } from '../engine/open.ts'
import { up } from './machines.ts'
import { identityOf, type LabRecord, readRecord } from './record.ts'
import type { LabContext } from './session.ts'
import { needsFix, planOf, type Survey } from './setup-plan.ts'
import { labState, type StatusDocument } from './status.ts'

const stateOf = async (engine: Engine, record: LabRecord | undefined): Promise<StatusDocument['lab']> => {
  if (record === undefined) return 'absent'
  try {
    const controllers = await engine.controllers(identityOf(record))
    try {
      return labState(await controllers.inspect())
    } finally {
      controllers.close()
    }
  } catch {
    // An engine that does not answer runs nothing.
    return 'stopped'
  }
}

/** Looks at this machine, without changing anything. */
export const survey = async ({ home, connect, engine: asked }: LabContext): Promise<Survey> => {
  const record = await readRecord(home)
  const kind = record?.engine ?? (await chooseEngine(asked))
  const engine = await connect(kind)
  const [findings, lab] = await Promise.all([engine.examine(), stateOf(engine, record)])
  return { engine: kind, findings, plan: planOf(kind, findings, lab) }
}

/** Does what `doctor --fix` and `up` do. */
export const setUp = async (context: LabContext, { engine: kind, findings }: Survey, run: Run): Promise<void> => {
  if (findings.some(needsFix)) await (await context.connect(kind)).fix(run)
  await up(context, async () => kind, {}, run)
}
