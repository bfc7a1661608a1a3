import type { Paint } from './paint.ts'

const barWidth = 24

/** How much of something is done, from 0 to 1: a bar and its percentage. */
export const barOf = (done: number, paint: Paint): string => {
  const share = Math.min(1, Math.max(0, done))
  const filled = Math.round(share * barWidth)
  const [full, empty] = paint.unicode ? ['█', '░'] : ['#', '.']
  const bar = paint('accent', full.repeat(filled)) + paint('quiet', empty.repeat(barWidth - filled))
  return `${bar} ${Math.round(share * 100)}%`
}
