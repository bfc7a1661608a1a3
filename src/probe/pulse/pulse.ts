import { timedOut } from '../ntp.ts'
import type { ProbeContext, Section } from '../probe.ts'
import { splitOutput } from '../read.ts'
import { path } from '../script.ts'
import { type Findings, noFindings, type QuestionId, questions, readers, type Unanswered } from './findings.ts'
import { askMachine, type Machine, readMachine } from './machine.ts'

/** The text that asks a controller how it is, and what is needed to read what it prints. */
export interface PulseScript {
  readonly text: string
  readonly asked: readonly QuestionId[]
  readonly context: ProbeContext
  /** Stands before each mark between sections; drawn anew for each script, so that no output can guess it. */
  readonly nonce: string
  /** How much of the output is read at most. */
  readonly bytes: number
}

/** What a controller said of itself at one moment. */
export interface Pulse {
  readonly machine: Machine
  /** What its daemons say: those that were not asked this time, what they said before. */
  readonly findings: Findings
}

/** Far more than honest output needs. */
const mostBytes = 400_000

const section = (nonce: string, name: string, script: string): string =>
  `echo; echo "${nonce} begin ${name}"; ( ${script}\n) 2>&1; code=$?; echo; echo "${nonce} end $code"`

/** The first descriptor that a shell has not opened itself. */
const firstFree = 3

/**
 * Shell text that does several things at the same time and prints what each of them printed, one after the other: all
 * together take as long as the slowest. Nothing is written to a file, and nothing reads what another one prints.
 */
const atOnce = (scripts: readonly string[]): string =>
  scripts.reduceRight(
    (others, script, index) => `{ ${script}\n} | { exec ${firstFree + index}<&0 </dev/null\n${others}\n}`,
    `cat ${scripts.map((_, index) => `/dev/fd/${firstFree + index}`).join(' ')}`
  )

/**
 * Builds the text. It is read-only, and whatever hangs, it ends after little more than a second.
 * @param known processes that were found before; without any, they are looked for
 */
export const buildPulse = (
  asked: readonly QuestionId[],
  known: readonly number[],
  context: ProbeContext,
  nonce: string
): PulseScript => {
  const daemons = asked.map((id) => section(nonce, id, questions[id].script))
  return {
    text: [
      `export PATH=${path} LC_ALL=C`,
      section(nonce, 'machine', askMachine(known)),
      ...(daemons.length === 0 ? [] : [atOnce(daemons)])
    ].join('\n'),
    asked,
    context,
    nonce,
    bytes: mostBytes
  }
}

/**
 * Reads what the text printed. Undefined where not even the machine is to be seen: then nothing of it is believed.
 * @param before what was found last; it stands for a daemon that runs and was not asked this time
 */
export const readPulse = (
  { asked, context, nonce }: PulseScript,
  output: string,
  before: Findings = noFindings
): Pulse | undefined => {
  const { sections } = splitOutput(output, nonce)
  const own = sections.get('machine')
  const machine = own && readMachine(own, context)
  if (machine === undefined) return undefined
  const answer = <T>(
    id: QuestionId,
    reader: (found: Section, context: ProbeContext) => T | Unanswered | undefined,
    known: T | Unanswered | undefined
  ): T | Unanswered | undefined => {
    if (machine.services[questions[id].service].kind !== 'running') return undefined
    if (!asked.includes(id)) return known
    const found = sections.get(id)
    if (found === undefined) return 'unclear'
    return timedOut.includes(found.exitCode) ? 'silent' : (reader(found, context) ?? 'unclear')
  }
  return {
    machine,
    findings: {
      galera: answer('galera', readers.galera, before.galera),
      quorum: answer('quorum', readers.quorum, before.quorum),
      rings: answer('rings', readers.rings, before.rings),
      cluster: answer('cluster', readers.cluster, before.cluster),
      broker: answer('broker', readers.broker, before.broker),
      balancer: answer('balancer', readers.balancer, before.balancer),
      time: answer('time', readers.time, before.time)
    }
  }
}
