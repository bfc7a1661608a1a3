// Values of repeated runs, and the table that shows them against their budgets. Pure, but for the clock.

/** What values count. */
export type Unit = 'ms' | 'MB' | 'B/s'

/** One thing that is measured. */
export interface BenchRow {
  readonly what: string
  readonly unit: Unit
  /** What it may be (design: Budgets); none where nothing was promised. */
  readonly budget: number | undefined
  /** The share of the values that the budget is for: half of them, if nothing is said. */
  readonly share?: 0.95
  readonly runs: number
  /** Does it once and gives the value. */
  readonly run: () => Promise<number>
  /** Makes what has to be there before each run, and is not measured. */
  readonly prepare?: () => Promise<unknown>
  /** Done once, before the first run and after the last. */
  readonly before?: () => Promise<unknown>
  readonly after?: () => Promise<unknown>
  /** Whether a lab with its three controllers has to run. */
  readonly needsLab: boolean
}

/** A row with what was seen. */
export interface Measured extends Pick<BenchRow, 'what' | 'unit' | 'budget' | 'share'> {
  readonly values: readonly number[]
}

/** The value that a share of the sorted values does not exceed (nearest rank). */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? Number.NaN
}

/** How long something takes, in milliseconds. */
export const timed = (work: () => Promise<unknown>) => async (): Promise<number> => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Runs a row once to warm caches, then as often as it says. */
export const measure = async (row: BenchRow): Promise<Measured> => {
  const values: number[] = []
  await row.before?.()
  for (let count = 0; count <= row.runs; count += 1) {
    await row.prepare?.()
    const value = await row.run()
    if (count > 0) values.push(value)
  }
  await row.after?.()
  return { ...row, values }
}

const shown = (value: number, unit: Unit): string =>
  unit === 'ms' && value >= 10_000
    ? `${(value / 1000).toFixed(1)} s`
    : `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ${unit}`

/** What stands beside a budget, and the ratio to it, marked where it is over. */
const judged = ({ unit, budget, share, values }: Measured): readonly [budget: string, ratio: string] => {
  if (budget === undefined) return ['-', '-']
  const ratio = percentile(values, share ?? 0.5) / budget
  return [
    `${shown(budget, unit)}${share === undefined ? '' : ' p95'}`,
    `${ratio.toFixed(2)}${ratio > 1 ? ' OVER' : ''}`
  ]
}

/** What the table says of a row, cell by cell. */
const cellsOf = (row: Measured): readonly string[] => {
  const [budget, ratio] = judged(row)
  const at = (share: number): string => shown(percentile(row.values, share), row.unit)
  return [row.what, budget, at(0.5), at(0.95), String(row.values.length), ratio]
}

/** A row by itself. */
export const lineOf = (row: Measured): string => cellsOf(row).join('  ')

/** A table of lines. A budget is for the median, unless it says `p95`. */
export const tableOf = (rows: readonly Measured[]): string => {
  const cells = rows.map(cellsOf)
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
