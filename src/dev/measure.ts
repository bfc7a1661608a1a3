// Durations of repeated runs, and the table that shows them against their budgets. Pure, but for the clock.

/** One thing that has a budget (design: Budgets). */
export interface BenchRow {
  readonly what: string
  /** In milliseconds, as is everything here. */
  readonly budget: number
  readonly runs: number
  /** Does it once. What has to be there before is made by `prepare`, which is not timed. */
  readonly run: () => Promise<unknown>
  readonly prepare?: () => Promise<unknown>
  /** Done once, before the first run. */
  readonly before?: () => Promise<unknown>
}

/** A row with what was seen. */
export interface Measured {
  readonly what: string
  readonly budget: number
  readonly durations: readonly number[]
}

/** The value that a share of the sorted values does not exceed (nearest rank). */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? Number.NaN
}

/** Runs a row once to warm caches, then as often as it says. */
export const measure = async ({ what, budget, runs, run, prepare, before }: BenchRow): Promise<Measured> => {
  const durations: number[] = []
  await before?.()
  for (let count = 0; count <= runs; count += 1) {
    await prepare?.()
    const start = performance.now()
    await run()
    if (count > 0) durations.push(performance.now() - start)
  }
  return { what, budget, durations }
}

const shown = (milliseconds: number): string =>
  milliseconds < 10_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`

/** A table of lines; the ratio is of the median to the budget, marked where it is over. */
export const tableOf = (rows: readonly Measured[]): string => {
  const cells = rows.map(({ what, budget, durations }) => {
    const median = percentile(durations, 0.5)
    const ratio = median / budget
    return [
      what,
      shown(budget),
      shown(median),
      shown(percentile(durations, 0.95)),
      String(durations.length),
      `${ratio.toFixed(2)}${ratio > 1 ? ' OVER' : ''}`
    ]
  })
  const all = [['what', 'budget', 'median', 'p95', 'runs', 'ratio'], ...cells]
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}
