import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { stripControl } from '../check/text.ts'
import type { CourseLab } from '../course/course.ts'
import { solutionScripts, type TaskScript } from '../course/scripts.ts'
import { fill, type Values } from '../course/variables.ts'
import type { Controllers } from '../engine/engine.ts'
import { environmentError } from '../errors.ts'
import { type NodeName, nodeNames } from '../topology.ts'
import { taskOf } from './study.ts'

/** What is being done, for whoever shows progress. */
export type OnTask = (task: string) => void

/** The last lines of what a script printed say why it failed; more would bury it. */
const shownLines = 5

/** Runs a script of the course as root on controllers, with the learner's values in it, on all of them at once. */
export const runScript = async (
  controllers: Controllers,
  file: string,
  nodes: readonly NodeName[],
  values: Values,
  signal: AbortSignal
): Promise<void> => {
  const script = fill(await readFile(file, 'utf8'), values)
  const environment = { DEBIAN_FRONTEND: 'noninteractive' }
  const results = await Promise.all(
    nodes.map(async (node) => ({
      node,
      ...(await controllers.exec(node, ['bash', '-c', script, basename(file)], { environment, signal }))
    }))
  )
  for (const { node, exitCode, stdout, stderr } of results) {
    if (exitCode === 0) continue
    const detail = stripControl(stderr.trim() || stdout.trim())
      .split('\n')
      .slice(-shownLines)
      .join(' ')
    throw environmentError('script-failed', { script: basename(file), node, exitCode, detail })
  }
}

/** The scripts of one task, or of all. @throws call error `task-unknown`, which names the nearest */
const scriptsFor = async (lab: CourseLab, task: string | undefined, route?: string): Promise<readonly TaskScript[]> => {
  const scripts = await solutionScripts(lab, route)
  if (task === undefined) return scripts
  const { id } = taskOf(lab, task)
  return scripts.filter((script) => script.task === id)
}

/** Applies the reference solution of a lab, or of one of its tasks, or a second way of doing it. @returns the tasks done */
export const applySolution = async (
  controllers: Controllers,
  lab: CourseLab,
  values: Values,
  signal: AbortSignal,
  options: { readonly task?: string | undefined; readonly route?: string; readonly onTask?: OnTask } = {}
): Promise<readonly string[]> => {
  const scripts = await scriptsFor(lab, options.task, options.route)
  for (const { task, file } of scripts) {
    options.onTask?.(task)
    await runScript(controllers, file, nodeNames, values, signal)
  }
  return scripts.map(({ task }) => task)
}
