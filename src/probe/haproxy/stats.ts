import { linesOf } from '../probe.ts'

/** A server of a backend as a running HAProxy sees it. */
export interface ServerState {
  readonly proxy: string
  readonly name: string
  /** `10.77.0.11:3306` */
  readonly address: string
  /** HAProxy's word, such as `UP`, `DOWN`, `UP 1/3`, `MAINT`, `no check`. */
  readonly status: string
  readonly backup: boolean
  /** What the last check found, such as `L7OK`, `L4CON`; empty where there is none. */
  readonly check: string
  /** The status code that the check got, such as `200`; empty where it has none. */
  readonly code: string
  /** Seconds since it came up or went down. */
  readonly changed: number
}

/** What a running HAProxy says of itself. */
export interface HaproxyState {
  readonly version: string
  readonly uptime: number
  /** When this process began, in seconds since 1970. */
  readonly startedAt: number | undefined
  readonly servers: readonly ServerState[]
  /** Backends by their status: `UP` or `DOWN`. */
  readonly backends: ReadonlyMap<string, string>
}

/** More rows than any controller's HAProxy has. */
const mostRows = 5000

/** Splits a line of CSV, in which quotes keep commas together. */
const splitCsv = (line: string): readonly string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"')
  )

/**
 * Reads what `show info; show stat` printed, which ends in an empty line. Undefined where anything of it is missing or does not fit: half a table
 * could be the half with the servers that are well.
 */
export const readHaproxyState = (output: string): HaproxyState | undefined => {
  const lines = linesOf(output)
  const head = lines.findIndex((line) => line.startsWith('# pxname,svname,'))
  if (head < 0 || lines.length > mostRows || !output.endsWith('\n\n')) return undefined
  const info = new Map(
    lines.slice(0, head).flatMap((line) => {
      const at = line.indexOf(': ')
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 2)] as const]
    })
  )
  const version = /^\d[\w.+~-]{0,60}/.exec(info.get('Version') ?? '')?.[0]
  const uptime = wholeNumber(info.get('Uptime_sec'))
  const columns = splitCsv((lines[head] ?? '').slice(2))
  const rows = lines.slice(head + 1).filter((line) => line !== '')
  const cells = rows.map((line) => splitCsv(line))
  if (version === undefined || uptime === undefined) return undefined
  if (cells.some((row) => row.length !== columns.length)) return undefined
  const tables = cells.map((row) => new Map(columns.map((column, index) => [column, row[index] ?? ''] as const)))
  const servers = tables.flatMap((row) => (row.get('type') === '2' ? [serverOf(row)] : []))
  if (!servers.every((server) => server !== undefined)) return undefined
  return {
    version,
    uptime,
    startedAt: wholeNumber(info.get('Start_time_sec')),
    servers,
    backends: new Map(
      tables.flatMap((row) =>
        row.get('type') === '1' ? [[row.get('pxname') ?? '', row.get('status') ?? ''] as const] : []
      )
    )
  }
}

const wholeNumber = (text: string | undefined): number | undefined =>
  /^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined

const serverOf = (row: ReadonlyMap<string, string>): ServerState | undefined => {
  const cell = (column: string): string => row.get(column) ?? ''
  const changed = wholeNumber(cell('lastchg'))
  if (changed === undefined || cell('status') === '') return undefined
  return {
    proxy: cell('pxname'),
    name: cell('svname'),
    address: cell('addr'),
    status: cell('status'),
    backup: cell('bck') === '1',
    // A star says that the next check is under way; what stands behind it is the result of the last one.
    check: cell('check_status').replace(/^\* /, ''),
    code: cell('check_code') === '0' ? '' : cell('check_code'),
    changed
  }
}

/** Whether HAProxy would send a client there: `UP`, on its way down, or never checked. */
export const isUp = ({ status }: ServerState): boolean => /^(?:UP|NOLB|no check)\b/.test(status)

/** The servers that get the connections: the active ones that are up, or else the first backup that is. */
export const servingOf = (servers: readonly ServerState[]): readonly ServerState[] => {
  const up = servers.filter((server) => isUp(server) && !server.status.startsWith('NOLB'))
  const active = up.filter(({ backup }) => !backup)
  return active.length > 0 ? active : up.slice(0, 1)
}
