import { z } from 'zod'
import { type NodeName, nodeNames } from '../../topology.ts'
import { packageSection, readPackage } from '../packages.ts'
import { defineProbe, linesLike, linesOf, notUnderstood, type ProbeSection, type Section } from '../probe.ts'
import { readUnit, unitSection } from '../systemd.ts'
import { parseKeepalivedConfig, type VrrpInstance } from './config.ts'

const file = '/etc/keepalived/keepalived.conf'

/** More than any configuration of ours has; a longer one is not read. */
const mostFileBytes = 100_000

/** The configuration with hashes in the place of its passwords, of which keepalived itself takes eight letters. */
export const keepalivedFileSection: ProbeSection = {
  command: () => `grep -v -E '^ *([#!]|$)' ${file}`,
  script: () => `[ -e ${file} ] || exit 1
timeout 1 head -c ${mostFileBytes + 1} ${file} | sed -E 's/(auth_pass[[:space:]]+)[^[:space:]}]+/\\1***/'
echo
timeout 1 head -c ${mostFileBytes} ${file} | sed -nE 's/^[^#!]*auth_pass[[:space:]]+"?([^"[:space:]}]{1,8}).*/\\1/p' | head -n 20 |
  while read -r pass; do printf 'auth %s\\n' "$(printf %s "$pass" | sha256sum | cut -c 1-12)"; done`,
  excerpt: linesLike(/^(?!auth [0-9a-f]{12}$)\s*[^#!\s]/)
}

/** What keepalived tells, to the journal and to nobody else, unless it is made to write a file. */
export const keepalivedJournal = `timeout 2 journalctl -u keepalived -b -n 200 -o cat --no-pager | cut -c 1-300`

/** The lines since keepalived was started last. */
const sinceStart = (output: string): readonly string[] => {
  const lines = linesOf(output)
  return lines.slice(
    Math.max(
      0,
      lines.findLastIndex((line) => /^Starting VRRP child process/.test(line))
    )
  )
}

/** What keepalived was told to watch, and does not: its scripts must be writable by root alone, with every folder above. */
export const disabledScripts = (journal: string): readonly string[] => [
  ...new Set(sinceStart(journal).flatMap((line) => /^Disabling track script (\S{1,100}) due to/.exec(line)?.[1] ?? []))
]

/** What a `keepalived.conf` says; undefined where there is none, or it cannot be read to its end. */
export const readKeepalivedFile = ({ output, exitCode }: Section) => {
  if (exitCode !== 0 || output.length > mostFileBytes) return undefined
  return {
    instances: parseKeepalivedConfig(output.replace(/^auth [0-9a-f]{12}$/gm, '')),
    passwords: [...output.matchAll(/^auth ([0-9a-f]{12})$/gm)].flatMap(([, hash]) => hash ?? [])
  }
}

/** The instance that has an address; where none has it, the first. */
export const instanceWith = (instances: readonly VrrpInstance[], address: string): VrrpInstance | undefined =>
  instances.find(({ addresses }) => addresses.includes(address)) ?? instances[0]

/** What an instance last became, in keepalived's own words. */
const stateWords = ['MASTER', 'BACKUP', 'FAULT', 'none'] as const

export const keepalived = defineProbe({
  id: 'keepalived',
  sections: {
    package: packageSection('keepalived'),
    unit: unitSection('keepalived'),
    file: keepalivedFileSection,
    journal: {
      command: () => 'journalctl -u keepalived -b -n 200 -o cat',
      script: () => `[ -e ${file} ] || exit 0; ${keepalivedJournal}`,
      excerpt: linesLike(/STATE|passwd|now returning|succeeded|failed|isabl|Startup complete/)
    }
  },
  facts: z.object({
    /** The package's version. */
    version: z.string().optional(),
    active: z.boolean(),
    /** systemd's word: active, activating, inactive, failed … */
    activeState: z.string(),
    enabled: z.boolean(),
    /** There is a `keepalived.conf` that can be read. */
    configured: z.boolean(),
    /** The VRRP instance that has the VIP; where none has it, the first. */
    instance: z.string().optional(),
    /** Its virtual addresses contain the VIP. */
    hasVip: z.boolean(),
    virtualAddresses: z.array(z.string()),
    /** 1 to 255; the same on all controllers, or they do not know of each other. */
    routerId: z.number().optional(),
    priority: z.number().optional(),
    interface: z.string().optional(),
    /** Hash of the password, of the letters of it that count; `none` without one. */
    authHash: z.string().optional(),
    /** The controllers that it speaks with one by one; none: it speaks to everybody by multicast. */
    peers: z.array(z.enum(nodeNames)),
    /** It names somebody to speak with, whether a controller has that address or not. */
    unicast: z.boolean(),
    /** The scripts and processes without which it gives up the address. */
    tracked: z.array(z.string()),
    /** Those of them that it does not run, because others than root could change them. */
    disabledScripts: z.array(z.string()),
    /** What the instance became last since keepalived started. */
    state: z.enum(stateWords),
    /** Since then it has received announcements with another password. */
    passwordRefused: z.boolean(),
    /** What it watches has failed. */
    trackedFailed: z.boolean()
  }),
  shownBy: {
    version: 'package',
    active: 'unit',
    activeState: 'unit',
    enabled: 'unit',
    configured: 'file',
    instance: 'file',
    hasVip: 'file',
    virtualAddresses: 'file',
    routerId: 'file',
    priority: 'file',
    interface: 'file',
    authHash: 'file',
    peers: 'file',
    unicast: 'file',
    tracked: 'file',
    disabledScripts: 'journal',
    state: 'journal',
    passwordRefused: 'journal',
    trackedFailed: 'journal'
  },
  absenceShownBy: 'package',
  parse: (sections, { topology }) => {
    const installed = readPackage(sections.package)
    if (installed?.installed === false) return { kind: 'absent' }
    const seen = readUnit(sections.unit)
    const journal = readJournal(sections.journal)
    if (!installed || !seen || !journal) return notUnderstood
    const written = readKeepalivedFile(sections.file)
    const instance = instanceWith(written?.instances ?? [], topology.vip)
    const index = instance === undefined ? -1 : (written?.instances ?? []).indexOf(instance)
    const active = seen.activeState === 'active'
    const controllerAt = (address: string): NodeName | undefined =>
      nodeNames.find((name) => Object.values(topology.nodes[name]).includes(address))
    return {
      kind: 'known',
      changedSecondsAgo: Math.max(0, seen.now - seen.changedAt),
      facts: {
        version: installed.version,
        active,
        activeState: seen.activeState,
        enabled: seen.enabledState === 'enabled',
        configured: written !== undefined,
        instance: instance?.name,
        hasVip: instance?.addresses.includes(topology.vip) ?? false,
        virtualAddresses: [...(instance?.addresses ?? [])],
        routerId: instance?.routerId,
        priority: instance?.priority,
        interface: instance?.interface,
        authHash: instance && (written?.passwords[index] ?? 'none'),
        peers: (instance?.peers ?? []).flatMap((address) => controllerAt(address) ?? []),
        unicast: (instance?.peers ?? []).length > 0,
        tracked: [...(instance?.tracked ?? [])],
        disabledScripts: [...disabledScripts(sections.journal.output)],
        state: active ? journal.stateOf(instance?.name ?? '') : 'none',
        passwordRefused: active && journal.passwordRefused,
        trackedFailed: active && journal.trackedFailed
      }
    }
  }
})

const readJournal = ({ output, exitCode }: Section) => {
  if (exitCode !== 0) return undefined
  const lines = sinceStart(output)
  const changes = lines.flatMap((line) => {
    const { name, state } = /^\((?<name>[^)]{1,64})\) Entering (?<state>[A-Z]+) STATE/.exec(line)?.groups ?? {}
    return name === undefined ? [] : [{ name, state }]
  })
  // What each script came to last: one that succeeds must not hide another one that fails.
  const verdicts = new Map(
    lines.flatMap((line) => {
      const { script, word } = /^VRRP_Script\((?<script>.*)\) (?<word>succeeded|failed)/.exec(line)?.groups ?? {}
      return script === undefined || word === undefined ? [] : [[script, word] as const]
    })
  )
  return {
    stateOf: (instance: string) => {
      const last = changes.findLast(({ name }) => name === instance)?.state
      return stateWords.find((word) => word === last) ?? 'none'
    },
    passwordRefused: lines.some((line) => /received an invalid passwd/.test(line)),
    trackedFailed: [...verdicts.values()].includes('failed')
  }
}
