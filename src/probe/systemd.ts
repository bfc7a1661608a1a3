import { z } from 'zod'
import { linesLike, linesOf, type ProbeSection, type Section } from './probe.ts'
import { readStat } from './processes.ts'
import type { UnitProperty } from './shared.ts'

/** What a person looks at to understand the state of a unit. */
const shownProperties: readonly UnitProperty[] = ['ActiveState', 'SubState', 'Result', 'UnitFileState', 'NRestarts']

/** Shell text that prints what systemd says of a unit, with the time on the clock that its processes are timed by. */
export const printUnit = (unit: string): string =>
  // The start of a fresh shell, in ticks since boot, is the clock that a process's own start is compared with:
  // /proc/uptime counts from the start of the container, and the wall clock may be set.
  `read -r now </proc/self/stat; echo "now $now"; unit ${unit}.service; code=$?; printf '%s\n' "$block"; exit $code`

/** A unit as systemd sees it; `shown` names properties that a probe shows besides. */
export const unitSection = (unit: string, ...shown: readonly UnitProperty[]): ProbeSection => {
  const visible = [...shownProperties, ...shown]
  return {
    command: () => `systemctl show ${unit} -p ${visible.join(',')}`,
    needs: { units: [`${unit}.service`] },
    script: () => printUnit(unit),
    excerpt: linesLike(new RegExp(`^(?:${visible.join('|')})=`))
  }
}

/** What systemd says of a unit. */
export interface Unit {
  /** Seconds since boot, on the clock of `changedAt` and of the start of processes. */
  readonly now: number
  readonly activeState: string
  /** `absent` where there is no such unit file. */
  readonly enabledState: string
  /** 0: none. */
  readonly mainProcess: number
  readonly restarts: number
  readonly daemonReloadNeeded: boolean
  readonly changedAt: number
  readonly properties: ReadonlyMap<string, string>
}

/** Undefined where systemd could not say. */
export const readUnit = ({ output, exitCode }: Section): Unit | undefined => {
  const lines = linesOf(output)
  const now = readStat(lines.find((line) => line.startsWith('now '))?.slice(4) ?? '')
  const properties = new Map(
    lines.flatMap((line) => {
      const at = line.indexOf('=')
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const]
    })
  )
  const number = (name: string): number => Number(properties.get(name) ?? Number.NaN)
  const activeState = properties.get('ActiveState')
  const enabledState = properties.get('UnitFileState')
  const changed = number('StateChangeTimestampMonotonic')
  if (exitCode !== 0 || now === undefined || activeState === undefined || enabledState === undefined) return undefined
  if (![changed, number('MainPID'), number('NRestarts')].every(Number.isFinite)) return undefined
  return {
    now: now.startedAt,
    activeState,
    enabledState: enabledState === '' ? 'absent' : enabledState,
    mainProcess: number('MainPID'),
    restarts: number('NRestarts'),
    daemonReloadNeeded: properties.get('NeedDaemonReload') === 'yes',
    changedAt: changed / 1_000_000,
    properties
  }
}

/** What is known of every unit. */
export const unitFacts = {
  /** A daemon that still waits for others is not active, but `activating`. */
  active: z.boolean(),
  /** systemd's word: active, activating, inactive, failed … */
  activeState: z.string(),
  enabled: z.boolean(),
  /** systemd's word: enabled, disabled, masked … */
  enabledState: z.string()
}

/** A probe's section `unit` shows them. */
export const shownByUnit = { active: 'unit', activeState: 'unit', enabled: 'unit', enabledState: 'unit' } as const

export const factsOfUnit = ({ activeState, enabledState }: Unit) => ({
  active: activeState === 'active',
  activeState,
  enabled: enabledState === 'enabled',
  enabledState
})
