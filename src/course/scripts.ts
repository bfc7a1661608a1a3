import { join } from 'node:path'
import { callError } from '../errors.ts'
import { type CourseLab, isOfQuestions } from './course.ts'
import { namesIn } from './sources.ts'

/** The script that does one task on a controller. */
export interface TaskScript {
  readonly task: string
  readonly file: string
}

const scriptName = /^\d\d-(?<task>[a-z0-9-]+)\.sh$/

/** The task that a script named `NN-<task>.sh` does. */
export const taskOfScript = (name: string): string | undefined => scriptName.exec(name)?.groups?.['task']

const scriptsIn = async (folder: string): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await namesIn(folder)).flatMap((name) => {
      const task = taskOfScript(name)
      return task === undefined ? [] : [[task, join(folder, name)] as const]
    })
  )

/** The folders of a lab's scripts. */
export const scriptFolders = {
  solution: (lab: Pick<CourseLab, 'folder'>): string => join(lab.folder, 'solution'),
  mistakes: (lab: Pick<CourseLab, 'folder'>): string => join(lab.folder, 'mistakes'),
  routes: (lab: Pick<CourseLab, 'folder'>): string => join(lab.folder, 'routes'),
  route: (lab: Pick<CourseLab, 'folder'>, name: string): string => join(lab.folder, 'routes', name)
} as const

/**
 * The reference solution of a lab, a script a task in the lab's order; a route's own scripts take the place of those
 * of the same task. A lab of questions has none: nothing is done on the controllers.
 * @throws call error `script-absent` where a task has none
 */
export const solutionScripts = async (lab: CourseLab, route?: string): Promise<readonly TaskScript[]> => {
  if (isOfQuestions(lab)) return []
  const folder = scriptFolders.solution(lab)
  const reference = await scriptsIn(folder)
  const other = route === undefined ? undefined : await scriptsIn(scriptFolders.route(lab, route))
  return lab.tasks.map(({ id }) => {
    const file = other?.get(id) ?? reference.get(id)
    if (file === undefined) throw callError('script-absent', { file: join(folder, `NN-${id}.sh`) })
    return { task: id, file }
  })
}

/** The script of a named mistake. */
export const mistakeScript = (lab: Pick<CourseLab, 'folder'>, name: string): string =>
  join(scriptFolders.mistakes(lab), `${name}.sh`)
