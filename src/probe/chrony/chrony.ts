import { z } from 'zod'
import { nearest } from '../../nearest.ts'
import { type NodeName, nodeNames, type Topology } from '../../topology.ts'
import {
  type AnswerWord,
  answerWords,
  readAnswers,
  type TimeServer,
  timedOut,
  timeSection,
  timeSource
} from '../ntp.ts'
import { packageSection, readPackage } from '../packages.ts'
import { defineProbe, linesLike, linesOf, notUnderstood, type ProbeContext, type Section } from '../probe.ts'
import { isStopped, processesSection, readProcesses, readStat } from '../processes.ts'
import { factsOfUnit, readUnit, shownByUnit, unitFacts, unitSection } from '../systemd.ts'
import { type ChronyConfiguration, daemonOptionsIn, leavesClockAlone, readConfiguration } from './config.ts'

/** What chronyd does about the clock of its machine. */
const clockWords = ['steered', 'watched', 'neglected', 'forbidden'] as const

/** Whom the clock follows. */
export const referenceWords = ['time-source', 'controller', 'own-clock', 'stranger', 'none'] as const

const leapWords = ['normal', 'insert-second', 'delete-second', 'not-synchronised'] as const

/** What chronyd thinks of a source; `not-asked` is one that it does not have. */
const sourceWords = [
  'selected',
  'combined',
  'not-combined',
  'falseticker',
  'variable',
  'unusable',
  'unreachable',
  'not-asked'
] as const

/** What is written about time without a source. */
const localWords = ['absent', 'alone', 'orphan'] as const

const controllers = z.array(z.enum(nodeNames))

/** Nobody's address (RFC 5737): whoever may ask from there, anybody may. */
const nobody = '192.0.2.1'

/** Separates what a parser reads from what a person reads, in one look at the daemon. */
const shownFromHere = 'shown from here'

/** Of what chronyc prints for a person: the reference, the sources, and what it could not do. */
const shownLines = linesLike(/^(?:Reference ID|Stratum|Leap status) |^MS Name|^[\^=#][*+x?~-] |^\d{3} \D/)

const ntpPort = 123

const addressesOf = (topology: Topology): readonly string[] => nodeNames.map((name) => topology.nodes[name].management)

const serverOf = (name: NodeName, topology: Topology): TimeServer => ({
  address: topology.nodes[name].management,
  port: ntpPort
})

/** Whom every controller is asked about: the controllers, and the lab host. */
const timeServers = (topology: Topology): readonly TimeServer[] => [
  ...nodeNames.map((name) => serverOf(name, topology)),
  timeSource(topology)
]

/**
 * chrony: its daemon, what it follows, what it thinks of its sources, and whom it serves. Seen with chrony 4.3 of Debian
 * 12; `chronyd -p` and `chronyc -N` exist since 4.0. Where a fact names no command, its section in `shownBy` does.
 */
export const chrony = defineProbe({
  id: 'chrony',
  sections: {
    package: packageSection('chrony'),
    unit: unitSection('chrony', 'DropInPaths', 'Environment', 'EnvironmentFiles'),
    processes: processesSection('chronyd'),
    options: {
      command: () => 'cat /run/systemd/container /etc/default/chrony',
      // systemd writes the first file inside a container, and nowhere else.
      script: () => `echo "container $(head -c 64 /run/systemd/container 2>/dev/null)"
head -c 8192 /etc/default/chrony 2>/dev/null; true`,
      excerpt: linesLike(/^\s*[^#\s]/)
    },
    configuration: {
      command: () => 'chronyd -p; cat /etc/chrony/sources.d/*.sources',
      script: () => `output=$({ timeout 2 chronyd -p 2>&1; echo "exit $?"; } | head -c 65536)
printf '%s\\n' "$output"
printf '%s\\n' "$output" | while read -r word folder rest; do
  [ "$word" = sourcedir ] || continue
  for file in "$folder"/*.sources; do [ -f "$file" ] && { head -c 8192 "$file"; echo; }; done
done; true`,
      excerpt: linesLike(/^(?!exit \d)\s*[^#\s]/)
    },
    changes: {
      command: () => 'stat -c "%z %n" /etc/chrony/chrony.conf /etc/default/chrony',
      // When each was changed last, beside two clocks: that of files, and that of the start of processes.
      script: () => `read -r now </proc/self/stat; echo "now $now"; date +'clock %s.%N'
stat -c 'source %.9Z %n' /etc/chrony/sources.d /etc/chrony/sources.d/*.sources 2>/dev/null
stat -c 'changed %.9Z %n' /etc/chrony/chrony.conf /etc/chrony/conf.d /etc/chrony/conf.d/*.conf /etc/default/chrony \\
  /etc/systemd/system/chrony.service /etc/systemd/system/chrony.service.d/*.conf 2>/dev/null; true`,
      excerpt: linesLike(/^changed /)
    },
    daemon: {
      command: () => "chronyc -N -m tracking 'sources -a'",
      script: ({ topology }) => `timeout -k 1 1 chronyc -N -c -m tracking 'sources -a' activity ntpdata \\
  ${[...addressesOf(topology), nobody].map((address) => `'accheck ${address}'`).join(' ')} &&
  echo '${shownFromHere}' && timeout -k 1 1 chronyc -N -m tracking 'sources -a'`,
      // Whom it follows and what it has to choose from, in the few lines that there is room for.
      excerpt: (output) => shownLines(output.slice(Math.max(0, output.indexOf(shownFromHere))))
    },
    answers: timeSection(timeServers),
    journal: {
      command: () => 'journalctl -u chrony -n 20 --no-pager',
      // Only a daemon that is away has to explain itself, and reading the journal is slow.
      script: () =>
        '[ -S /run/chrony/chronyd.sock ] || timeout 2 journalctl -u chrony.service -n 20 -o cat --no-pager | head -c 16384; true'
    }
  },
  facts: z.object({
    /** The package's version (`dpkg-query`). */
    version: z.string().optional(),
    ...unitFacts,
    /** There is a chronyd process, whoever started it. */
    running: z.boolean(),
    /** There is one that systemd did not start. */
    startedByHand: z.boolean(),
    /** The process is stopped by a signal: it keeps its sockets and answers nothing. */
    suspended: z.boolean(),
    /** Why chronyd ended, in its own words (journal): `Fatal error : …`. */
    lastError: z.string().optional(),

    /** The machine is a container: it shares its clock with the host, and may not set it. */
    container: z.boolean(),
    /**
     * What chronyd does about the clock. `steered`: it corrects it. `watched`: in a container, with `-x`, it measures and
     * serves time and leaves the clock to the host. `neglected`: the same on a machine that has a clock of its own.
     * `forbidden`: in a container without `-x`, it ends at once because the kernel refuses it the clock.
     */
    clock: z.enum(clockWords),
    /** The options that chronyd runs with, or would be started with. */
    options: z.string(),
    /** `-x` is written somewhere, but not where the unit reads it. */
    optionIgnored: z.boolean(),

    /** Why chronyd refuses its files (`chronyd -p`). */
    configurationError: z.string().optional(),
    /** `server` and `pool` as written in the files, with the port: `10.77.0.1:1123`. */
    fileServers: z.array(z.string()),
    /** The subnets of `allow` in the files; `all` where it names none. */
    fileAllows: z.array(z.string()),
    /** The stratum of `local` in the files, 10 where it names none. */
    localStratum: z.number().optional(),
    /** The directive `local`, with or without the option `orphan`: of several without a source, one leads. */
    local: z.enum(localWords).optional(),
    /** A file was changed after chronyd was started: it reads them when it starts. */
    restartNeeded: z.boolean(),

    /** chronyd answers chronyc within a second. */
    answers: z.boolean(),
    /** Whom the clock follows (`chronyc tracking`). `own-clock`: itself, by `local`; then leap says normal as well. */
    reference: z.enum(referenceWords).optional(),
    /** The address that it follows, where it is one. */
    referenceAddress: z.string().optional(),
    /** Steps from a reference clock; 0: not synchronised. `local` gives 10 unless it says otherwise. */
    stratum: z.number().optional(),
    leap: z.enum(leapWords).optional(),
    /** How far the clock is off, either way, in milliseconds. In containers that share a clock, next to nothing. */
    offset: z.number().optional(),
    /** Every source that the daemon has, by the name that it was given (`chronyc -N sources -a`). */
    sources: z.array(z.string()).optional(),
    /** What the daemon thinks of the lab host's time source. */
    sourceState: z.enum(sourceWords).optional(),
    /** Which of the last eight questions to the lab host were answered, in octal: 377 all, 0 none. */
    sourceReach: z.string().optional(),
    /** The port at which the lab host is asked. */
    sourcePort: z.number().optional(),
    /** Sources that are neither the lab host nor a controller, nor look like a misspelt one. */
    strangers: z.array(z.string()).optional(),
    /** Names of sources that nobody knows and that look like a controller's. */
    misspelt: z.array(z.string()).optional(),
    /** The other controllers that are among the sources, by whatever directive. */
    partners: controllers.optional(),
    partnersMissing: controllers.optional(),
    /** Those among the sources that have answered none of the last eight questions. */
    partnersSilent: controllers.optional(),
    /** The controllers that may ask this one for the time (`chronyc accheck`). */
    allowed: controllers.optional(),
    /** Anybody may. */
    open: z.boolean().optional(),

    /** The controllers that give this one the time when it asks their management address. */
    servedBy: controllers,
    /** Those that answer that they have no time to give. */
    unsynchronised: controllers,
    /** Those where no program listens. */
    refusedBy: controllers,
    /** Those that do not answer: they ignore who may not ask, or something between drops the packets. */
    silent: controllers,
    /** What the lab host's time source says to this controller, whatever chronyd is told to ask. */
    timeSource: z.enum(answerWords)
  }),
  shownBy: {
    version: 'package',
    ...shownByUnit,
    running: 'processes',
    startedByHand: 'processes',
    suspended: 'processes',
    lastError: 'journal',
    container: 'options',
    clock: 'options',
    options: 'options',
    optionIgnored: 'unit',
    configurationError: 'configuration',
    fileServers: 'configuration',
    fileAllows: 'configuration',
    localStratum: 'configuration',
    local: 'configuration',
    restartNeeded: 'changes',
    answers: 'daemon',
    reference: 'daemon',
    referenceAddress: 'daemon',
    stratum: 'daemon',
    leap: 'daemon',
    offset: 'daemon',
    sources: 'daemon',
    sourceState: 'daemon',
    sourceReach: 'daemon',
    sourcePort: 'daemon',
    strangers: 'daemon',
    misspelt: 'daemon',
    partners: 'daemon',
    partnersMissing: 'daemon',
    partnersSilent: 'daemon',
    allowed: 'daemon',
    open: 'daemon',
    servedBy: 'answers',
    unsynchronised: 'answers',
    refusedBy: 'answers',
    silent: 'answers',
    timeSource: 'answers'
  },
  absenceShownBy: 'package',
  parse: (sections, context) => {
    const { topology } = context
    const version = readPackage(sections.package)
    const processes = readProcesses(sections.processes)
    if (version?.installed === false && processes?.length === 0) return { kind: 'absent' }
    const unit = readUnit(sections.unit)
    const changes = readChanges(sections.changes)
    const configuration = readConfiguration(sections.configuration)
    const daemon = readDaemon(sections.daemon, context)
    const answers = readAnswers(sections.answers, timeServers(topology))
    if (!version || !unit || !processes || !changes || !configuration || !daemon || !answers) return notUnderstood

    // An answer without a process, or somebody else's output: what does not fit together is not believed.
    if (daemon.answers && processes.length === 0) return notUnderstood
    const main = processes.find(({ id }) => id === unit.mainProcess) ?? processes[0]
    const files = 'error' in configuration ? undefined : configuration
    const container = /^container \S/m.test(sections.options.output)
    const file = sections.options.output.slice(sections.options.output.indexOf('\n') + 1)
    const started = startOptions(unit.properties, daemonOptionsIn(file))
    const options = main?.words ?? started
    const answering = (word: AnswerWord): NodeName[] =>
      nodeNames.filter((name) => answers(serverOf(name, topology)).word === word)
    const startedAt = main && changes.clock - (changes.now - main.startedAt)

    return {
      kind: 'known',
      changedSecondsAgo: Math.max(
        0,
        Math.min(unit.now - (main?.startedAt ?? unit.changedAt), changes.clock - changes.sources)
      ),
      facts: {
        version: version.version,
        ...factsOfUnit(unit),
        running: processes.length > 0,
        startedByHand: processes.length > 0 && unit.mainProcess === 0,
        suspended: processes.some(isStopped),
        lastError: lastErrorIn(sections.journal.output),

        container,
        clock: clockOf(options, container, main !== undefined),
        options: options.filter((word) => word !== '').join(' '),
        optionIgnored: !leavesClockAlone(options) && isOptionElsewhere(file, unit.properties.get('Environment') ?? ''),

        configurationError: 'error' in configuration ? configuration.error : undefined,
        fileServers: (files?.sources ?? [])
          .filter(({ kind }) => kind !== 'peer')
          .map(({ host, port }) => `${host}:${port}`),
        fileAllows: [...(files?.allows ?? [])],
        localStratum: files?.local?.stratum,
        local: files && localWord(files),
        restartNeeded: startedAt !== undefined && changes.files > startedAt,

        ...daemon,

        servedBy: answering('answers'),
        unsynchronised: answering('unsynchronised'),
        refusedBy: answering('refused'),
        silent: answering('silent'),
        timeSource: answers(timeSource(topology)).word
      }
    }
  }
})

const localWord = ({ local }: ChronyConfiguration): (typeof localWords)[number] => {
  if (local === undefined) return 'absent'
  return local.orphan ? 'orphan' : 'alone'
}

const clockOf = (options: readonly string[], container: boolean, running: boolean): (typeof clockWords)[number] => {
  if (leavesClockAlone(options)) return container ? 'watched' : 'neglected'
  // One that runs was allowed to set the clock, wherever it is.
  return container && !running ? 'forbidden' : 'steered'
}

/** The words with which the unit starts chronyd, its variable filled in as systemd does it: the file counts most. */
const startOptions = (properties: ReadonlyMap<string, string>, inFile: string | undefined): readonly string[] => {
  const command = /argv\[\]=(?<words>[^;]*)/.exec(properties.get('ExecStart') ?? '')?.groups?.['words'] ?? ''
  const readsFile = (properties.get('EnvironmentFiles') ?? '').includes('/etc/default/chrony')
  const inUnit = /DAEMON_OPTS=(?<value>[^"]*)/.exec(properties.get('Environment') ?? '')?.groups?.['value']
  const value = (readsFile ? inFile : undefined) ?? inUnit ?? ''
  const words = command.trim().split(/\s+/).slice(1).join(' ')
  return words
    .replace(/\$\{?DAEMON_OPTS\}?/g, () => value)
    .split(/\s+/)
    .filter((word) => word !== '')
}

/** `-x` in a line of the file that sets something else, or in an environment that the file overrides. */
const isOptionElsewhere = (file: string, environment: string): boolean =>
  [...linesOf(file).filter((line) => !/^\s*#/.test(line)), environment].some((text) =>
    /(?:^|[\s"'=])-\w*x\b/.test(text)
  )

const readChanges = ({ output, exitCode }: Section) => {
  const now = readStat(/^now (?<stat>.*)$/m.exec(output)?.groups?.['stat'] ?? '')?.startedAt
  const clock = Number(/^clock (?<seconds>\d+\.\d+)$/m.exec(output)?.groups?.['seconds'] ?? Number.NaN)
  if (exitCode !== 0 || now === undefined || !Number.isFinite(clock)) return undefined
  const newest = (kind: string): number =>
    Math.max(
      0,
      ...[...output.matchAll(new RegExp(`^${kind} (\\d+\\.\\d+) `, 'gm'))].map(([, seconds]) => Number(seconds))
    )
  return { now, clock, files: newest('changed'), sources: newest('source') }
}

/** What the journal says since the last start that sounds like a reason; «Fatal error» may be missing before it. */
const lastErrorIn = (journal: string): string | undefined =>
  linesOf(journal.slice(Math.max(0, journal.lastIndexOf('Starting '))))
    .findLast((line) => /^Fatal error : |failed : |^Could not |not permitted/.test(line))
    ?.replace(/^Fatal error : /, '')
    .slice(0, 200)

/** Nothing is known of a daemon that does not answer. */
const silentDaemon = {
  answers: false,
  reference: undefined,
  referenceAddress: undefined,
  stratum: undefined,
  leap: undefined,
  offset: undefined,
  sources: undefined,
  sourceState: undefined,
  sourceReach: undefined,
  sourcePort: undefined,
  strangers: undefined,
  misspelt: undefined,
  partners: undefined,
  partnersMissing: undefined,
  partnersSilent: undefined,
  allowed: undefined,
  open: undefined
} as const

const trackingLine =
  /^(?<id>[0-9A-F]{8}),[^,]*,(?<stratum>\d{1,2}),[\d.]+,(?<offset>-?\d+\.\d+),(?:-?[\d.]+,){8}(?<leap>[A-Z][a-z ]+)$/m

const leaps: Readonly<Record<string, (typeof leapWords)[number]>> = {
  Normal: 'normal',
  'Insert second': 'insert-second',
  'Delete second': 'delete-second',
  'Not synchronised': 'not-synchronised'
}

/** What `chronyc -N -c tracking` says of whom the clock follows; undefined where it does not say it. */
export const readTracking = (output: string, topology: Topology) => {
  const { id, stratum, offset, leap: word } = trackingLine.exec(output)?.groups ?? {}
  const leap = leaps[word ?? '']
  if (id === undefined || leap === undefined) return undefined
  return {
    ...referenceOf(id, topology),
    stratum: Number(stratum),
    leap,
    offset: Math.round(Math.abs(Number(offset)) * 1e6) / 1e3
  }
}

interface Source {
  readonly name: string
  readonly state: string
  /** In octal. */
  readonly reach: string
}

const sourceLine = /^[\^=#],(?<state>[*+x~?-]),(?<name>[^,]{1,253}),\d{1,2},-?\d{1,2},(?<reach>[0-7]{1,3}),\d{1,10},/

const readDaemon = ({ output, exitCode }: Section, { node, topology }: ProbeContext) => {
  if (timedOut.includes(exitCode) || output.includes('506 Cannot talk to daemon')) return silentDaemon
  const end = output.indexOf(shownFromHere)
  const tracking = readTracking(output, topology)
  const access = [...output.matchAll(/^20(?<code>[89]) Access (?:allowed|denied)$/gm)].map(
    ({ groups }) => groups?.['code'] === '8'
  )
  const activity = /^(?:\d+,){4}\d+$/m.test(output)
  if (exitCode !== 0 || end < 0 || tracking === undefined) return undefined
  if (!activity || access.length !== nodeNames.length + 1) return undefined

  const sources = linesOf(output.slice(0, end)).flatMap((line): Source[] => {
    const { state, name, reach } = sourceLine.exec(line)?.groups ?? {}
    return state === undefined || name === undefined || reach === undefined
      ? []
      : [{ name: name.toLowerCase(), state, reach }]
  })
  const others = nodeNames.filter((name) => name !== node)
  const of = (name: NodeName) => sources.filter((source) => controllerOf(source.name, topology) === name)
  const labHost = sources.find(({ name }) => name === topology.labHost)
  const port = new RegExp(`^[^,]*,${hexOf(topology.labHost)},(?<port>\\d{1,5}),`, 'm').exec(output)?.groups?.['port']
  const unknown = [...new Set(sources.map(({ name }) => name))].filter(
    (name) => name !== topology.labHost && controllerOf(name, topology) === undefined
  )
  const isMisspelt = (name: string): boolean => /[a-z]/.test(name) && nearest(name, nodeNames) !== undefined
  return {
    answers: true,
    ...tracking,
    sources: [...new Set(sources.map(({ name }) => name))],
    sourceState: labHost === undefined ? ('not-asked' as const) : stateOf(labHost),
    sourceReach: labHost?.reach,
    sourcePort: labHost && port ? Number(port) : undefined,
    strangers: unknown.filter((name) => !isMisspelt(name)),
    misspelt: unknown.filter(isMisspelt),
    partners: others.filter((name) => of(name).length > 0),
    partnersMissing: others.filter((name) => of(name).length === 0),
    partnersSilent: others.filter((name) => of(name).length > 0 && of(name).every(({ reach }) => Number(reach) === 0)),
    allowed: nodeNames.filter((_, index) => access[index]),
    open: access[nodeNames.length] === true
  }
}

const controllerOf = (host: string, { nodes }: Topology): NodeName | undefined =>
  nodeNames.find((name) => name === host || nodes[name].management === host || nodes[name].cluster === host)

const states: Readonly<Record<string, (typeof sourceWords)[number]>> = {
  '*': 'selected',
  '+': 'combined',
  '-': 'not-combined',
  x: 'falseticker',
  '~': 'variable',
  '?': 'unusable'
}

/** A source that is silent goes on being selected, by what it said before, for as long as nothing better is known. */
const stateOf = ({ state, reach }: Source): (typeof sourceWords)[number] =>
  Number(reach) === 0 ? 'unreachable' : (states[state] ?? 'unusable')

const hexOf = (address: string): string =>
  address
    .split('.')
    .map((octet) => Number(octet).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()

/** chronyd's own clock: 127.127.1.1, as an address that no machine has. */
const ownClock = '7F7F0101'
const nothing = '00000000'

const referenceOf = (id: string, topology: Topology) => {
  const word = (reference: (typeof referenceWords)[number], referenceAddress?: string) => ({
    reference,
    referenceAddress
  })
  if (id === nothing) return word('none')
  if (id === ownClock) return word('own-clock')
  const address = [0, 2, 4, 6].map((at) => Number.parseInt(id.slice(at, at + 2), 16)).join('.')
  if (address === topology.labHost) return word('time-source', address)
  return word(controllerOf(address, topology) === undefined ? 'stranger' : 'controller', address)
}
