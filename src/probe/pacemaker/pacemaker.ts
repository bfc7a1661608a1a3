import { z } from 'zod'
import { type NodeName, nodeNames } from '../../topology.ts'
import { logClock, readLog } from '../corosync/log.ts'
import { packageSection, readPackage } from '../packages.ts'
import { defineProbe, linesLike, linesOf, notUnderstood, readIfAsked } from '../probe.ts'
import { isStopped, readStates, statesSection, unlessStopped } from '../processes.ts'
import { factsOfUnit, readUnit, shownByUnit, unitFacts, unitSection } from '../systemd.ts'
import {
  type CibConfiguration,
  type ConfiguredResource,
  harmlessNames,
  readCib,
  secondsOfDuration
} from './configuration.ts'
import { type ClusterStatus, type Failure, type RunningResource, readStatus } from './status.ts'

const logFile = '/var/log/pacemaker/pacemaker.log'

/** How long a line of the log about the load counts, in seconds: Pacemaker looks every 30 s. */
const recently = 120

/** Those that a question goes through; the others do their work without being asked. */
const askedProcesses = ['pacemakerd', 'pacemaker-based', 'pacemaker-fence*']

/** Tags of crm_mon that tell most, without what is false or does not matter: the text is meant for people. */
const essence = (output: string): string =>
  linesLike(
    /<(?:current_dc|cluster_options|node name="[^"]*" id="[^"]*" online|resource id|failure|fence_event|error)/
  )(output)
    .replace(
      / [\w-]+="false"| (?:id|type|health|feature_set|cached|call|queued|exec|interval|client|version|expected_up)="[^"]*"/g,
      (whole) => (/^ id="(?!\d)/.test(whole) ? whole : '')
    )
    .replace(/^ +/gm, '')

export const pacemaker = defineProbe({
  id: 'pacemaker',
  sections: {
    package: packageSection('pacemaker'),
    unit: unitSection('pacemaker'),
    processes: statesSection('ps -e -o stat,comm | grep pacemaker', 'pacemaker*'),
    cluster: {
      command: () => 'crm_mon --output-as=xml',
      // Before 2.0.3 the option has another name, and says so with the code for a wrong call.
      script: () => `${unlessStopped(...askedProcesses)}
timeout 2 crm_mon --output-as=xml 2>/dev/null; code=$?
[ $code -ne 64 ] || { timeout 2 crm_mon --as-xml 2>/dev/null; code=$?; }
exit $code`,
      excerpt: essence
    },
    configuration: {
      command: () => 'crm configure show; crm_verify -L -V',
      // A CIB holds passwords in plain text: only values that are known to be none leave the controller. The whole
      // cluster has the same one, and verifying takes as long as all other questions together: the coordinator does it.
      script: () => `${unlessStopped(...askedProcesses)}
cib=$(timeout 2 cibadmin -Q 2>/dev/null) || exit $?
read -r own </proc/sys/kernel/hostname
coordinator=$(printf '%s' "$cib" | sed -n '1s/^<cib .* dc-uuid="\\([^"]*\\)".*/\\1/p')
printf '%s' "$cib" | tr '\\n' ' ' | sed 's/> *</>\\n</g' | sed -n -E '/^<configuration[ >]/,/^<.configuration>/{
/^<[^!<>][^<>]*>$/!d
/ name="(${harmlessNames})"/! s/ value="[^"]*"/ value="(not shown)"/
p
}'
case "$cib" in *"<node id=\\"$coordinator\\" uname=\\"$own\\""*) ;; *) exit 0 ;; esac
found=$(timeout 2 crm_verify -L -V 2>&1); echo "verified $?"; printf '%s\\n' "$found"`,
      excerpt: (output) =>
        [/ error: /, /<(?:primitive|rsc_)/, /<nvpair/]
          .map((sign) => linesLike(sign)(output))
          .filter((part) => part !== '')
          .join('\n')
    },
    log: {
      explains: true,
      command: () => `grep 'CPU load' ${logFile} | tail -n 3`,
      script: () =>
        `${logClock}; [ ! -f ${logFile} ] || tail -c 60000 ${logFile} | grep -E 'CPU load (detected|is)' | tail -n 3 | head -c 2000`,
      excerpt: linesLike(/CPU load/)
    }
  },
  /** Seen on Pacemaker 2.1.5; `cluster` also reads what the schemas of 2.0 to 3.0 describe. */
  facts: z.object({
    /** The package's version. */
    version: z.string().optional(),
    ...unitFacts,
    /** Processes of Pacemaker that are stopped by a signal; names as the kernel shortens them. */
    suspended: z.array(z.string()),
    /** The running Pacemaker answers. */
    answers: z.boolean(),

    /** There is one who decides for all. */
    hasCoordinator: z.boolean(),
    coordinator: z.string().optional(),
    quorate: z.boolean().optional(),
    /** Everybody whom the cluster knows. */
    nodes: z.array(z.string()).optional(),
    online: z.array(z.string()).optional(),
    offline: z.array(z.string()).optional(),
    /** Nodes of which nobody knows what they do: they are to be fenced. */
    unclean: z.array(z.string()).optional(),
    standby: z.array(z.string()).optional(),
    maintenance: z.array(z.string()).optional(),
    pending: z.array(z.string()).optional(),

    /** `stonith-enabled` (`fencing-enabled` since 3.0). */
    fencing: z.boolean().optional(),
    noQuorumPolicy: z.string().optional(),
    maintenanceMode: z.boolean().optional(),
    /** `cluster-recheck-interval` in seconds; 900 where it is not set. */
    recheckInterval: z.number().optional(),
    /** `pe-warn-series-max`; 5000 where it is not set. */
    warnSeriesMax: z.number().optional(),
    /** `pe-input-series-max`; 4000 where it is not set. */
    inputSeriesMax: z.number().optional(),
    /** `pe-error-series-max`; -1, that is all, where it is not set. */
    errorSeriesMax: z.number().optional(),
    /** `load-threshold` in percent of one processor each; 80 where it is not set. */
    loadThreshold: z.number().optional(),
    /** Pacemaker does fewer things at a time because it takes the load for too high, as its log of these minutes says. */
    throttled: z.boolean(),

    resources: z.array(z.string()).optional(),
    /** Those of them that are no fence devices. */
    services: z.array(z.string()).optional(),
    /** `vip ocf:heartbeat:IPaddr2` */
    agents: z.array(z.string()).optional(),
    /** `vip ip=10.77.0.10`; values that may be secret are left out. */
    parameters: z.array(z.string()).optional(),
    /** `vip monitor 10s timeout=20s` */
    operations: z.array(z.string()).optional(),
    /** Resources that nobody looks after once they run. */
    unmonitored: z.array(z.string()).optional(),
    /** Resources that run somewhere. */
    started: z.array(z.string()).optional(),
    /** Resources that should run and do not. */
    stopped: z.array(z.string()).optional(),
    /** Resources that somebody has stopped. */
    disabled: z.array(z.string()).optional(),
    failed: z.array(z.string()).optional(),
    /** Resources that the cluster has been told not to touch. */
    unmanaged: z.array(z.string()).optional(),
    /** Resources that the cluster dares not touch. */
    blocked: z.array(z.string()).optional(),
    /** Resources that still run though their configuration is gone. */
    orphaned: z.array(z.string()).optional(),
    /** `vip on controller2` */
    running: z.array(z.string()).optional(),
    /** Resources that the cluster runs on this very node. */
    runningHere: z.array(z.string()).optional(),
    /** `vip start on controller1: not configured ([findif] failed)` */
    failures: z.array(z.string()).optional(),
    /** The newest failed operation of a resource that is no fence device. */
    lastFailure: z.string().optional(),
    constraints: z.array(z.string()).optional(),
    /** Identifiers of constraints that a command wrote and nobody cleared. */
    leftoverConstraints: z.array(z.string()).optional(),

    /** Hosts that `ocf:pacemaker:ping` asks for, so that the cluster knows which node reaches them. */
    pinged: z.array(z.string()).optional(),
    /** Controllers that reach them, as the cluster has it: the attribute that ping writes is above 0. */
    reaching: z.array(z.enum(nodeNames)).optional(),
    /** Controllers that got no answer; those in neither list have not asked. */
    unreaching: z.array(z.enum(nodeNames)).optional(),
    /** Resources whose place a rule decides by such an attribute. */
    placedByReach: z.array(z.string()).optional(),

    fenceDevices: z.array(z.string()).optional(),
    /** Controllers that a device is configured for. */
    fenceable: z.array(z.enum(nodeNames)).optional(),
    /** Controllers whose device runs, that is: it reached its BMC and was let in. */
    fenceReady: z.array(z.enum(nodeNames)).optional(),
    /** `fence-controller1 controller2`: the device is for the one, and its address is that of the other. */
    fenceMistargeted: z.array(z.string()).optional(),
    /** Devices that name no machine: they may be used against any. */
    fenceUnrestricted: z.array(z.string()).optional(),
    /** Controllers whose device may run on themselves. */
    fenceOnVictim: z.array(z.enum(nodeNames)).optional(),
    /** Machines whose last fencing failed. */
    fenceFailed: z.array(z.string()).optional(),

    /** What crm_verify calls errors, in its words; the coordinator asks it for all. */
    verifyErrors: z.array(z.string()).optional()
  }),
  shownBy: {
    version: 'package',
    ...shownByUnit,
    suspended: 'processes',
    answers: 'cluster',
    hasCoordinator: 'cluster',
    coordinator: 'cluster',
    quorate: 'cluster',
    nodes: 'cluster',
    online: 'cluster',
    offline: 'cluster',
    unclean: 'cluster',
    standby: 'cluster',
    maintenance: 'cluster',
    pending: 'cluster',
    fencing: 'cluster',
    noQuorumPolicy: 'cluster',
    maintenanceMode: 'cluster',
    recheckInterval: 'configuration',
    warnSeriesMax: 'configuration',
    inputSeriesMax: 'configuration',
    errorSeriesMax: 'configuration',
    loadThreshold: 'configuration',
    throttled: 'log',
    resources: 'configuration',
    services: 'configuration',
    agents: 'configuration',
    parameters: 'configuration',
    operations: 'configuration',
    unmonitored: 'configuration',
    started: 'cluster',
    stopped: 'cluster',
    disabled: 'cluster',
    failed: 'cluster',
    unmanaged: 'cluster',
    blocked: 'cluster',
    orphaned: 'cluster',
    running: 'cluster',
    runningHere: 'cluster',
    failures: 'cluster',
    lastFailure: 'cluster',
    constraints: 'configuration',
    leftoverConstraints: 'configuration',
    pinged: 'configuration',
    reaching: 'cluster',
    unreaching: 'cluster',
    placedByReach: 'configuration',
    fenceDevices: 'configuration',
    fenceable: 'configuration',
    fenceReady: 'cluster',
    fenceMistargeted: 'configuration',
    fenceUnrestricted: 'configuration',
    fenceOnVictim: 'configuration',
    fenceFailed: 'cluster',
    verifyErrors: 'configuration'
  },
  absenceShownBy: 'package',
  parse: (sections, { node }) => {
    const version = readPackage(sections.package)
    if (version?.installed === false) return { kind: 'absent' }
    const unit = readUnit(sections.unit)
    const processes = readStates(sections.processes)
    const log = readIfAsked(sections.log, readLog, [])
    if (!version || !unit || !processes || !log) return notUnderstood
    const suspended = processes.filter(isStopped).map(({ name }) => name)
    const status = readStatus(sections.cluster.output)
    const [written = '', found] = sections.configuration.output.split(/^verified (?=\d)/m)
    const cib = sections.configuration.exitCode === 0 ? readCib(written) : undefined
    // Half an answer is none: who connects and then does not tell all could not be looked at.
    const whole = status?.kind === 'connected' && cib !== undefined
    const refused = status?.kind === 'disconnected' || processes.length === 0
    if (!whole && !refused && suspended.length === 0) return notUnderstood
    const cluster = whole ? status.cluster : undefined

    return {
      kind: 'known',
      changedSecondsAgo: Math.max(
        0,
        Math.min(unit.now - unit.changedAt, cluster?.changedSecondsAgo ?? Number.POSITIVE_INFINITY)
      ),
      facts: {
        version: version.version,
        ...factsOfUnit(unit),
        suspended,
        answers: cluster !== undefined,
        hasCoordinator: cluster?.coordinator !== undefined,
        coordinator: cluster?.coordinator,
        quorate: cluster?.quorate,
        nodes: cluster?.nodes.map(({ name }) => name).sort(),
        online: namesWhere(cluster?.nodes, ({ online, pending }) => online && !pending),
        offline: namesWhere(cluster?.nodes, ({ online }) => !online),
        unclean: namesWhere(cluster?.nodes, ({ unclean }) => unclean),
        standby: namesWhere(cluster?.nodes, ({ standby }) => standby),
        maintenance: namesWhere(cluster?.nodes, ({ maintenance }) => maintenance),
        pending: namesWhere(cluster?.nodes, ({ pending }) => pending),
        fencing: cluster?.fencingEnabled,
        noQuorumPolicy: cluster?.noQuorumPolicy,
        maintenanceMode: cluster?.maintenanceMode,
        ...(whole ? propertiesOf(cib) : undefined),
        throttled: log.some(
          ({ secondsAgo, text }) => secondsAgo <= recently && /(?:High|Extreme) CPU load/i.test(text)
        ),
        ...(cluster && whole ? resourcesOf(cluster.resources, cib, node) : undefined),
        failures: cluster?.failures.map(({ text }) => text),
        lastFailure: lastFailure(cluster, cib),
        ...(cluster && whole ? reachOf(cluster, cib) : undefined),
        ...(cluster && whole ? fencingOf(cluster.resources, cib) : undefined),
        fenceFailed: cluster?.fencing.filter(({ status: end }) => end === 'failed').map(({ target }) => target),
        verifyErrors: found === undefined ? undefined : readVerification(found)
      }
    }
  }
})

const namesWhere = <T extends { readonly name: string }>(
  all: readonly T[] | undefined,
  holds: (one: T) => boolean
): string[] | undefined =>
  all
    ?.filter(holds)
    .map(({ name }) => name)
    .sort()

const lastFailure = (cluster: ClusterStatus | undefined, cib: CibConfiguration | undefined): string | undefined => {
  const devices = cib?.resources.filter(isFencing).map(({ name }) => name) ?? []
  return cluster?.failures
    .filter(({ resource }) => !devices.includes(resource))
    .reduce<Failure | undefined>((newest, one) => (newest && newest.at >= one.at ? newest : one), undefined)?.text
}

const propertiesOf = ({ properties }: CibConfiguration) => {
  const whole = (name: string, otherwise: number): number => {
    const value = Number.parseInt(properties.get(name) ?? '', 10)
    return Number.isFinite(value) ? value : otherwise
  }
  return {
    recheckInterval: secondsOfDuration(properties.get('cluster-recheck-interval') ?? '900'),
    warnSeriesMax: whole('pe-warn-series-max', 5000),
    inputSeriesMax: whole('pe-input-series-max', 4000),
    errorSeriesMax: whole('pe-error-series-max', -1),
    loadThreshold: whole('load-threshold', 80)
  }
}

const isFencing = ({ agent }: { readonly agent: string }): boolean => agent.startsWith('stonith:')

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort()

const resourcesOf = (
  running: readonly RunningResource[],
  { resources, constraints }: CibConfiguration,
  here: NodeName
) => {
  const namesOf = (holds: (one: RunningResource) => boolean): string[] =>
    unique(running.filter(holds).map(({ name }) => name))
  const started = namesOf((one) => one.started)
  return {
    resources: unique(resources.map(({ name }) => name)),
    services: unique(resources.filter((one) => !isFencing(one)).map(({ name }) => name)),
    agents: resources.map(({ name, agent }) => `${name} ${agent}`).sort(),
    parameters: resources
      .flatMap(({ name, parameters }) => [...parameters].map(([key, value]) => `${name} ${key}=${value}`))
      .filter((line) => !line.endsWith('=(not shown)'))
      .sort(),
    operations: resources.flatMap(({ name, operations }) => operations.map((one) => `${name} ${one}`)).sort(),
    unmonitored: unique(
      resources
        .filter(({ operations }) => !operations.some((operation) => /^monitor (?!timeout|on-fail)\S/.test(operation)))
        .map(({ name }) => name)
    ),
    started,
    // A clone has copies that wait for a node which is away: it is stopped if none of them runs.
    stopped: namesOf((one) => !one.started && !one.disabled).filter((name) => !started.includes(name)),
    disabled: namesOf((one) => one.disabled),
    failed: namesOf((one) => one.failed),
    unmanaged: namesOf((one) => !one.managed),
    blocked: namesOf((one) => one.blocked),
    orphaned: namesOf((one) => one.removed),
    running: unique(
      running.flatMap(({ name, started: runs, nodes }) => (runs ? nodes.map((node) => `${name} on ${node}`) : []))
    ),
    runningHere: namesOf((one) => one.started && one.nodes.includes(here)),
    constraints: constraints.map(({ text }) => text).sort(),
    leftoverConstraints: constraints.filter(({ leftover }) => leftover).map(({ id }) => id)
  }
}

const reachOf = ({ nodes }: ClusterStatus, { resources, constraints }: CibConfiguration) => {
  const pings = resources.filter(({ agent }) => agent === 'ocf:pacemaker:ping')
  const attributes = pings.map(({ parameters }) => parameters.get('name') ?? 'pingd')
  const written = (name: NodeName): readonly number[] => {
    const node = nodes.find((one) => one.name === name)
    return attributes.map((attribute) => Number(node?.attributes.get(attribute) ?? Number.NaN))
  }
  return {
    pinged: unique(pings.flatMap(({ parameters }) => parameters.get('host_list')?.match(/\S+/g) ?? [])),
    reaching: nodeNames.filter((name) => pings.length > 0 && written(name).every((value) => value > 0)),
    unreaching: nodeNames.filter((name) => written(name).some((value) => value <= 0)),
    placedByReach: unique(
      constraints.flatMap(({ places }) =>
        places?.attributes.some((one) => attributes.includes(one)) ? places.resources : []
      )
    )
  }
}

/** The machines that a device is for; undefined where its configuration names none. */
const victimsOf = ({ parameters }: ConfiguredResource): readonly string[] | undefined => {
  const list = parameters.get('pcmk_host_list')?.split(/[\s,;]+/)
  const map = parameters
    .get('pcmk_host_map')
    ?.split(/[\s;]+/)
    .map((entry) => entry.split(/[:=]/)[0] ?? '')
  const victims = [...(list ?? []), ...(map ?? [])].filter((name) => name !== '')
  return victims.length === 0 ? undefined : victims
}

/** The controller that a Redfish address leads to, where it is one of the names. */
const targetOf = ({ parameters }: ConfiguredResource): NodeName | undefined => {
  const uri = parameters.get('systems_uri') ?? parameters.get('systems-uri')
  const last = uri?.replace(/\/+$/, '').split('/').at(-1)
  return nodeNames.find((name) => name === last)
}

const fencingOf = (running: readonly RunningResource[], { resources, constraints }: CibConfiguration) => {
  const devices = resources.filter(isFencing)
  const isFor = (device: ConfiguredResource, name: NodeName): boolean => victimsOf(device)?.includes(name) ?? false
  const runs = (device: ConfiguredResource): boolean =>
    running.some(({ name, started, failed }) => name === device.name && started && !failed)
  return {
    fenceDevices: devices.map(({ name }) => name).sort(),
    fenceable: nodeNames.filter((name) => devices.some((device) => isFor(device, name))),
    fenceReady: nodeNames.filter((name) => devices.some((device) => isFor(device, name) && runs(device))),
    fenceMistargeted: devices.flatMap((device) => {
      const target = targetOf(device)
      return target === undefined || (victimsOf(device) ?? [target]).includes(target)
        ? []
        : [`${device.name} ${target}`]
    }),
    fenceUnrestricted: devices.filter((device) => victimsOf(device) === undefined).map(({ name }) => name),
    fenceOnVictim: nodeNames.filter((name) =>
      devices.some(
        (device) =>
          isFor(device, name) && !constraints.some(({ bans }) => bans?.resource === device.name && bans.node === name)
      )
    )
  }
}

/** After the exit code, which is 78 where there is something to complain of; with others it could not look. */
const readVerification = (found: string): string[] | undefined =>
  /^(?:0|78)$/m.test(linesOf(found)[0] ?? '')
    ? linesOf(found).flatMap((line) => /^(?:\(\w+\)\s+)?error: (.{1,200})/.exec(line)?.[1] ?? [])
    : undefined
