import type { Behave } from '../check/run.ts'
import type { Report, Run } from '../engine/engine.ts'
import type { Locale } from '../i18n/messages.ts'
import { openCourseLab } from '../lab/catch-up.ts'
import { type Checker, openChecker } from '../lab/checker.ts'
import { runExperimentAlone } from '../lab/experiment.ts'
import { servicePaths } from '../lab/host-services.ts'
import { LiveCluster } from '../lab/live.ts'
import { noteResults } from '../lab/results.ts'
import { openLab, withLab } from '../lab/session.ts'
import { startOf } from '../lab/snapshot-names.ts'
import { noteOpened, openStudy } from '../lab/study.ts'
import type { Machines } from '../tui/machines.ts'
import { requireMachines } from './commands/check.ts'
import type { CliContext } from './context.ts'

/** Reaches the lab for the UI; what takes time until it is reached is reported there. */
export const openMachines = async (cli: CliContext, report: Report): Promise<Machines> => {
  const { home, courseFolder, lab: context } = cli
  const run: Run = { report: () => undefined, signal: cli.run.signal }
  const open = await openLab(context, 'to-look', { ...run, report })
  const study = await openStudy(home, courseFolder)
  const checkers = new Map<Locale, Checker>()
  const checkerIn = (locale: Locale): Checker => {
    const checker = checkers.get(locale) ?? openChecker(open, study, locale)
    checkers.set(locale, checker)
    return checker
  }
  /** What has to end before the machines are let go of. */
  let experimenting: Promise<unknown> = Promise.resolve()
  /** One look after another: they share the channels to the controllers. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(look: () => Promise<Result>): Promise<Result> => {
    const next = last.then(look)
    last = next.catch(() => undefined)
    return next
  }
  const watching = new AbortController()
  const live = new LiveCluster({
    controllers: open.controllers,
    slowness: open.record.slowness,
    fencing: servicePaths(home).fencing
  })
  void live.run(watching.signal)
  return {
    live,
    begin: async (lab) => {
      await noteOpened(home, await openStudy(home, courseFolder), lab)
      if (open.record.snapshots.some(({ name }) => name === startOf(lab))) return
      await withLab(context, 'exclusively', run, (own) => openCourseLab(own, study, lab, run))
    },
    check: async (lab, locale, until) => {
      const report = await inTurn(() => checkerIn(locale).check([lab], { settle: false, signal: until }))
      await requireMachines(open, report)
      return report
    },
    experiment: async (lab, asked, locale, signal, onStep) => {
      const { values } = study
      const { slowness } = open.record
      const laboratory = { home, controllers: open.controllers, values, slowness, signal, onStep }
      const behave: Behave = {
        only: [asked.id],
        experiment: (_lab, check) => runExperimentAlone(context.command, laboratory, check)
      }
      const running = inTurn(() => checkerIn(locale).check([lab], { settle: true, signal, behave }))
      experimenting = running.catch(() => undefined)
      return running
    },
    note: async (report) => {
      await noteResults(open, await openStudy(home, courseFolder), report, context.command, run)
    },
    openShell: (node, size, environment) => open.controllers.openShell(node, size, environment),
    close: async () => {
      watching.abort()
      await experimenting
      for (const checker of checkers.values()) checker.close()
      await open.close()
    }
  }
}
