import { labOf, openStudy } from '../../lab/study.ts'
import type { Command } from '../context.ts'
import { bringTo } from './goto.ts'

/** `quorate reset [LAB]`: rolls back to where the lab started; without a name, the one that was opened last. */
export const run: Command<[string | undefined]> = async (context, labId) => {
  const study = await openStudy(context.home, context.courseFolder)
  return bringTo(context, study, labId === undefined ? study.current : labOf(study.course, labId))
}
