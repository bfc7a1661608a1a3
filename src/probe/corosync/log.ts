import { linesOf, type Section } from '../probe.ts'

/** One line of a log of corosync or Pacemaker, and how many seconds before the look it was written. */
export interface LogLine {
  readonly secondsAgo: number
  readonly text: string
}

/** Prints the time of the look in the form of the logs. */
export const logClock = "date '+now %b %d %H:%M:%S'"

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Nov 22 13:17:19` in seconds. The logs name no year: a line of last December is one of the future, and left out. */
const secondsOf = (text: string): number | undefined => {
  const [, month = '', day, hours, minutes, seconds] = /^(\w{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)/.exec(text) ?? []
  const at = months.indexOf(month)
  return at < 0 ? undefined : Date.UTC(2024, at, Number(day), Number(hours), Number(minutes), Number(seconds)) / 1000
}

/** The lines of a log after the time of the look; undefined where that is missing. */
export const readLog = ({ output }: Section): readonly LogLine[] | undefined => {
  const [first = '', ...lines] = linesOf(output)
  const now = first.startsWith('now ') ? secondsOf(first.slice(4)) : undefined
  if (now === undefined) return undefined
  return lines.flatMap((text) => {
    const at = secondsOf(text)
    return at === undefined || at > now ? [] : [{ secondsAgo: now - at, text }]
  })
}
