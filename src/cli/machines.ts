import type { Report, Run } from '../engine/engine.ts'
import type { Locale } from '../i18n/messages.ts'
import { openCourseLab } from '../lab/catch-up.ts'
import { type Checker, openChecker } from '../lab/checker.ts'
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
      const report = await checkerIn(locale).check([lab], { settle: false, signal: until })
      await requireMachines(open, report)
      return report
    },
    note: async (report) => {
      await noteResults(open, await openStudy(home, courseFolder), report, context.command, run)
    },
    openShell: (node, size, environment) => open.controllers.openShell(node, size, environment),
    close: async () => {
      watching.abort()
      for (const checker of checkers.values()) checker.close()
      await open.close()
    }
  }
}
