import { probesOf } from '../check/evaluate.ts'
import type { CheckReport } from '../check/outcome.ts'
import { reportLabs } from '../check/report.ts'
import { type CourseLab, isBehaviour, isOfQuestions } from '../course/course.ts'
import { gradedLabs } from '../course/exam.ts'
import type { Run } from '../engine/engine.ts'
import { callError } from '../errors.ts'
import type { Locale, LocalizedText } from '../i18n/messages.ts'
import { openChecker } from '../lab/checker.ts'
import { configurationOf } from '../lab/configuration.ts'
import { runExperiment } from '../lab/experiment.ts'
import { FactsReader, type RecordedLook } from '../lab/facts-reader.ts'
import { readJournal } from '../lab/journal.ts'
import { withStateKept } from '../lab/kept-state.ts'
import { forEachNode } from '../lab/record.ts'
import { noteChecked } from '../lab/results.ts'
import type { OpenLab } from '../lab/snapshots.ts'
import { labOf, type Study } from '../lab/study.ts'
import { factsToGrade, machineFacts } from './evidence.ts'
import { type Grade, gradeOf } from './score.ts'
import type { Submission } from './submission.ts'

/** What was seen of a lab when it was graded. */
export interface Examined {
  readonly report: CheckReport
  readonly at: string
  /** What the checks were judged by. */
  readonly evidence: Pick<Submission, 'looks' | 'experiments' | 'files'>
}

/** What examining is told with. */
export interface Examining {
  readonly study: Study
  readonly labs: readonly CourseLab[]
  readonly locale: Locale
  readonly run: Run
  /** Called before each step of an experiment. */
  readonly onStep: (check: string, says: LocalizedText) => void
}

/**
 * The labs that are to be graded: those that were named, else all that count.
 * @throws call error `exam-other-lab` where one is named that is not part of the exam
 */
export const labsToGrade = ({ course }: Study, ids: readonly string[]): readonly CourseLab[] => {
  const counting = gradedLabs(course)
  const other = ids.map((id) => labOf(course, id)).find((lab) => !counting.includes(lab))
  if (other !== undefined) {
    throw callError('exam-other-lab', { lab: other.id, known: counting.map(({ id }) => id).join(', ') })
  }
  return ids.length === 0 ? counting : counting.filter(({ id }) => ids.includes(id))
}

/** Whether controllers are needed to grade labs: questions alone need none. */
export const needsControllers = (labs: readonly CourseLab[]): boolean => labs.some((lab) => !isOfQuestions(lab))

/** What there is to see of labs of questions: nothing. */
export const unexamined = (): Examined => ({
  report: reportLabs([], 0),
  at: new Date().toISOString(),
  evidence: { looks: [], experiments: [], files: { controller1: [], controller2: [], controller3: [] } }
})

/**
 * Runs all checks of labs, experiments included. These disturb the cluster: then the state of the controllers is kept
 * before and put back after, so that grading spoils nothing, also when it is interrupted.
 */
export const examine = async (open: OpenLab, examining: Examining): Promise<Examined> => {
  const labs = examining.labs.filter((lab) => !isOfQuestions(lab))
  const look = (lab: OpenLab): Promise<Examined> => examineNow(lab, { ...examining, labs })
  return labs.some(({ checks }) => checks.some(isBehaviour)) ? withStateKept(open, examining.run, look) : look(open)
}

const examineNow = async (lab: OpenLab, { study, labs, locale, run, onStep }: Examining): Promise<Examined> => {
  const { home, controllers, record } = lab
  const { slowness } = record
  const experiments: Submission['experiments'] = []
  let looks: readonly RecordedLook[] = []
  const keepLook = (seen: RecordedLook): void => {
    looks = [...looks.filter(({ sections }) => !sections.every((name) => seen.sections.includes(name))), seen]
  }
  const reader = new FactsReader(controllers, slowness)
  const checker = openChecker(lab, study, locale)
  try {
    const machines = await reader.look({ facts: machineFacts, toExplain: [] })
    keepLook(machines.recorded)
    const at = new Date().toISOString()
    const report = await checker.check(labs, {
      settle: true,
      signal: run.signal,
      onLook: keepLook,
      behave: {
        experiment: async (of, check) => {
          const id = `${of.id}.${check.id}`
          const steps: Submission['experiments'][number]['steps'] = []
          const end = await runExperiment(
            {
              home,
              controllers,
              values: study.values,
              slowness,
              signal: run.signal,
              onStep: (says) => onStep(id, says),
              onResults: (results) =>
                steps.push(
                  results.map(({ node, exitCode, printed }) => ({ node, exitCode: exitCode ?? null, printed }))
                )
            },
            check
          )
          experiments.push({ check: id, steps, undone: end.kind !== 'not-undone' })
          return end
        }
      }
    })
    const probes = probesOf(factsToGrade(labs))
    const files = await forEachNode(async (node) => [...(await configurationOf(controllers, node, probes))])
    await noteChecked(home, report)
    return { report, at, evidence: { looks: looks.map(writable), experiments, files } }
  } finally {
    reader.close()
    checker.close()
  }
}

const writable = ({ at, sections, nodes }: RecordedLook): Submission['looks'][number] => ({
  at,
  sections: [...sections],
  nodes
})

/** The grade of what was seen, with what the journal tells. */
export const gradeExamined = async (
  open: Pick<OpenLab, 'home'>,
  study: Study,
  labs: readonly CourseLab[],
  { report, at }: Examined
): Promise<Grade> =>
  gradeOf({
    labs,
    grading: study.course.file.grading,
    values: study.values,
    journal: await readJournal(open.home),
    report,
    at
  })
