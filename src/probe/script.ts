import type { ProbeContext } from './probe.ts'
import type { SectionOf } from './registry.ts'
import { askTogether } from './shared.ts'
import { quote } from './shell.ts'

/** The one script that asks a controller everything that a run wants to know. */
export interface ProbeScript {
  readonly text: string
  readonly sections: readonly SectionOf[]
  readonly context: ProbeContext
  /** Stands before each mark between sections; drawn anew for each script, so that no output can guess it. */
  readonly nonce: string
  /** How much the script prints at most. */
  readonly bytes: number
}

/** Far more than honest output needs: it bounds what a hostile one costs. */
const mostBytes = 1_000_000

/** The directories of the base system alone: what a learner put in front of them is not asked. */
export const path = '/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * Builds the script. It writes nothing, reads nothing from standard input (which may be the channel that it came
 * through), and ends after the given time, whatever hangs.
 */
export const buildScript = (
  sections: readonly SectionOf[],
  context: ProbeContext,
  nonce: string,
  seconds: number
): ProbeScript => {
  const together = askTogether(
    sections.flatMap(({ section }) => section.needs ?? []),
    context
  )
  const marked = sections.map(
    ({ probe, name, section }) =>
      `echo; echo "${nonce} begin ${probe}.${name}"\n(\n${section.script(context)}\n)\ncode=$?; echo; echo "${nonce} end $code"`
  )
  const environment = `export PATH=${path} LC_ALL=C SYSTEMD_PAGER= SYSTEMD_COLORS=0`
  const inner = quote([environment, together, ...marked].join('\n'))
  const bounded = `timeout -k 1 ${seconds} sh -c ${inner} </dev/null 2>&1`
  return {
    text: `{ ${bounded}; code=$?; echo; echo "${nonce} exit $code"; } | head -c ${mostBytes}\n`,
    sections,
    context,
    nonce,
    bytes: mostBytes
  }
}
