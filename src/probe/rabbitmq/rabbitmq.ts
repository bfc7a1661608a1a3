import { z } from 'zod'
import { type NodeName, nodeNames } from '../../topology.ts'
import { packageSection, readPackage } from '../packages.ts'
import {
  defineProbe,
  linesOf,
  notUnderstood,
  type ProbeContext,
  type ProbeSection,
  readIfAsked,
  type Section
} from '../probe.ts'
import { isStopped, overProcesses, readStat } from '../processes.ts'
import { boundOf, boundWords, readSockets, socketsSection, spellSocket } from '../sockets.ts'
import { factsOfUnit, readUnit, shownByUnit, type Unit, unitFacts, unitSection } from '../systemd.ts'
import { askBroker, type BrokerAnswer, distributionPort, readBroker, serviceConfiguration } from './broker.ts'
import { logSection, problemWords, readProblems } from './log.ts'
import {
  hasNoMirroring,
  mirrors,
  parseDefinition,
  readQueues,
  servicePolicyOf,
  serviceQueuesOf,
  serviceQueueWords
} from './queues.ts'
import { amqpPort, readTransport } from './transport.ts'

/** Where Erlang's nodes register their names. */
const epmdPort = 4369

/** What a broker needs of the other controllers: the names of nodes, the link between nodes, and its clients' port. */
const neighbourPorts = [epmdPort, distributionPort, amqpPort] as const

const home = '/var/lib/rabbitmq'

/** What a broker is doing. */
const stateWords = [
  'running',
  /** Starting: also while it waits for another node. */
  'booting',
  /** It has stopped serving by itself, as a minority does, and waits. */
  'paused',
  /** The Erlang machine runs and the broker in it does not: `rabbitmqctl stop_app`. */
  'stopped',
  /** No answer in time. */
  'hung',
  /** It takes no tool that has the cookie of the file. */
  'rejected',
  /** There is no broker. */
  'down'
] as const

/** The others' ports, by name as brokers know each other. */
const neighboursOf = ({ node }: ProbeContext) =>
  nodeNames.filter((name) => name !== node).flatMap((name) => neighbourPorts.map((port) => ({ name, port })))

/**
 * What `readTransport` reads, with every password taken out before anything is printed. An address may go on in lines
 * that are indented, which become one.
 */
const serviceSection: ProbeSection = {
  command: () => `grep -E '^\\[|^transport_url|^rabbit_|^amqp_' ${serviceConfiguration}`,
  script: () => `[ -f ${serviceConfiguration} ] || exit 1
awk 'NR > 5000 { exit }
  /^[ \\t]/ && open && /[^ \\t\\r]/ { sub(/^[ \\t]+/, ""); sub(/[ \\t\\r]+$/, ""); printf "%s", $0; next }
  open { print ""; open = 0 }
  /^transport_url/ { sub(/[ \\t\\r]+$/, ""); printf "%s", $0; open = 1; next }
  /^(\\[|rabbit_|amqp_)/
  END { if (open) print "" }' ${serviceConfiguration} |
  sed -E -e 's#(//|,)([^:,@]*):[^,]*@#\\1\\2:***@#g' -e '/:\\/\\//!s#[=:] *.*@#= ***@#' -e 's/^(.{2000}).*/\\1/'`
}

const controllers = z.array(z.enum(nodeNames))
const texts = z.array(z.string())

export const rabbitmq = defineProbe({
  id: 'rabbitmq',
  sections: {
    package: packageSection('rabbitmq-server'),
    unit: unitSection('rabbitmq-server'),
    process: {
      command: () => 'ps -C beam.smp -o pid,stat,args',
      // A command line of Erlang may hold a cookie: it is looked at here, and not printed.
      needs: { processes: ['beam.smp'] },
      script: () =>
        overProcesses(
          ['beam.smp'],
          `tr '\\0' ' ' <"$folder/cmdline" 2>/dev/null | grep -q -e ' -s rabbit boot' && echo "process $line"`
        )
    },
    cookie: {
      command: () => `stat -c '%U %a %n' ${home}/.erlang.cookie; sha256sum ${home}/.erlang.cookie`,
      // Twelve digits of a hash of its own are enough to compare, and good for nothing else.
      script: () => `file=${home}/.erlang.cookie
if [ ! -e "$file" ]; then echo absent; exit 0; fi
stat -L -c '%U %a' "$file" || exit 2
head -c 4096 "$file" | { IFS= read -r cookie; printf 'quorate:%s' "$cookie"; } | sha256sum |
  { read -r hash rest; echo "\${hash%"\${hash#????????????}"}"; }`
    },
    files: {
      explains: true,
      command: () => `ls ${home}/mnesia; grep -v '^#' /etc/rabbitmq/rabbitmq-env.conf /etc/rabbitmq/rabbitmq.conf`,
      script: () => `for folder in ${home}/mnesia/*@*/; do
  folder=\${folder%/}
  case $folder in *'*'*|*-plugins-expand) ;; *) echo "database \${folder##*/}" ;; esac
done
file=/etc/rabbitmq/rabbitmq-env.conf
[ -f "$file" ] && sed -n -E -e '2000q' \\
  -e 's/^[[:space:]]*(export +)?((RABBITMQ_)?(NODENAME|NODE_IP_ADDRESS)=)/environment \\2/p' "$file"
file=/etc/rabbitmq/rabbitmq.conf
[ -f "$file" ] && sed -n -E -e '2000q' -e 's/^[[:space:]]*(cluster_partition_handling)/setting \\1/p' "$file"
true`
    },
    listeners: socketsSection(':(4369|5672|25672) '),
    broker: {
      command: () => 'rabbitmqctl cluster_status; rabbitmqctl list_queues name type; rabbitmqctl list_permissions',
      script: () => askBroker,
      excerpt: (output) => output.replaceAll(/,(?="[a-z]+":)/gi, '\n').slice(0, 8000)
    },
    log: logSection,
    service: serviceSection,
    neighbours: {
      explains: true,
      command: ({ node }) =>
        `for c in ${nodeNames.filter((name) => name !== node).join(' ')}; do for p in ${neighbourPorts.join(' ')}; do nc -z -v -w 1 $c $p; done; done`,
      needs: {
        asks: (context) =>
          neighboursOf(context).map(({ name, port }) => ({ to: `tcp ${name} ${port}`, seconds: 1, bytes: 0 }))
      },
      script: (context) => `for neighbour in ${neighboursOf(context)
        .map(({ name, port }) => `${name}:${port}`)
        .join(' ')}; do
  answer "tcp \${neighbour%:*} \${neighbour#*:}"
  echo "$neighbour $answer"
done`
    }
  },
  // What the broker says of itself comes from one Erlang expression (rabbitmq-broker.ts), seen on 3.10.8; a fact is
  // undefined where the broker does not answer, or is in no state to know it.
  facts: z.object({
    /** The package's version. */
    version: z.string().optional(),
    ...unitFacts,
    /** How long the unit has been in this state, in seconds. */
    stateSeconds: z.number(),
    /** How often systemd has restarted the broker by itself. */
    restarts: z.number(),
    /** There is a broker's process, whoever started it. */
    running: z.boolean(),
    /** The process is stopped by a signal. */
    suspended: z.boolean(),

    cookiePresent: z.boolean(),
    /** Twelve digits of a SHA-256 of the cookie: equal where the cookies are. */
    cookieHash: z.string().optional(),
    cookieOwner: z.string().optional(),
    /** Octal, as `400`. */
    cookieMode: z.string().optional(),
    /** The broker that runs takes the cookie that is in the file; it reads it when it starts. */
    cookieInUse: z.boolean().optional(),

    /** Names of nodes that have a database here: more than one where the name was changed. */
    databases: texts,
    /** `NODENAME` of rabbitmq-env.conf. */
    fileNodeName: z.string().optional(),
    /** `NODE_IP_ADDRESS` of rabbitmq-env.conf. */
    fileAddress: z.string().optional(),
    /** `cluster_partition_handling` of rabbitmq.conf. */
    filePartitionHandling: z.string().optional(),

    state: z.enum(stateWords),
    /** The broker answers an order: also one that is paused or stopped does. */
    answers: z.boolean(),
    /** As `rabbit@controller1`. */
    nodeName: z.string().optional(),
    /** The node is called `rabbit@` and the controller's name. */
    namedAfterHost: z.boolean().optional(),
    /** The broker's own version; seen: 3.10.8. */
    runningVersion: z.string().optional(),
    /** Erlang's release, as `25`. */
    erlang: z.string().optional(),

    /** Nodes of the cluster, and those that run, as this node sees them. */
    members: texts.optional(),
    memberCount: z.number().optional(),
    runningMembers: texts.optional(),
    /** Members that this node does not see running. */
    missingMembers: texts.optional(),
    /** Nodes that this one has been separated from: what was done meanwhile on both sides differs. */
    partitions: texts.optional(),
    /** `ignore`, `pause_minority`, `autoheal` …, of the broker that runs. */
    partitionHandling: z.string().optional(),
    /** The file says one thing, and the broker, which reads it when it starts, does another. */
    partitionHandlingPending: z.boolean(),
    /** After about so many seconds of silence a node counts as lost. */
    netTicktime: z.number().optional(),
    /** Alarms of this node: `disk`, `memory`, `file_descriptor_limit`. While there is one, nobody publishes. */
    alarms: texts.optional(),
    /** Nodes with an alarm, which stops publishing in the whole cluster. */
    alarmedNodes: texts.optional(),

    /** `name pattern definition` */
    policies: texts.optional(),
    /** The policy that applies to a queue called `conductor`. */
    servicePolicy: z.string().optional(),
    /** A policy asks for mirrors, and this version has none: they ended with 4.0. */
    mirroringGone: z.boolean().optional(),
    /** A policy asks for mirrors of queues, but of none that services have. */
    policyMisses: z.boolean().optional(),
    /** What becomes of the durable queues that this controller's services declare. */
    serviceQueues: z.enum(serviceQueueWords).optional(),

    queues: texts.optional(),
    queueCount: z.number().optional(),
    quorumQueues: texts.optional(),
    mirroredQueues: texts.optional(),
    replicatedQueues: texts.optional(),
    singleQueues: texts.optional(),
    unsynchronisedQueues: texts.optional(),
    incompleteQueues: texts.optional(),
    unavailableQueues: texts.optional(),
    leaders: texts.optional(),

    vhosts: texts.optional(),
    users: texts.optional(),
    administrators: texts.optional(),
    /** Users that may do everything in the vhost `/`. */
    permitted: texts.optional(),
    /** Users that may do nothing in the vhost `/`. */
    unpermitted: texts.optional(),
    /** `guest`, whose password everybody knows, may come from other machines. */
    guestOpen: z.boolean().optional(),

    /** Where the broker listens for clients. */
    bound: z.enum(boundWords),
    /** Addresses and ports of the broker. */
    listeners: texts,
    /** Where it listens for other nodes. */
    distributionBound: z.enum(boundWords),
    /** Where epmd listens, which knows the nodes' names. */
    epmdBound: z.enum(boundWords),
    /** Another program on port 5672. */
    portHolder: z.string().optional(),

    /** Ports of the other controllers that answer, that refuse, that give no answer, as `controller2:25672`. */
    openPorts: texts,
    refusedPorts: texts,
    silentPorts: texts,
    /** Controllers whose names lead nowhere. */
    unresolved: controllers,

    /** `transport_url` of the services, without passwords. */
    transportLine: z.string().optional(),
    transportServers: texts,
    transportControllers: controllers,
    transportMissing: controllers,
    /** Servers that are no controller's broker: another name, or another port. */
    transportStrangers: texts,
    transportUsers: texts,
    transportVirtualHost: z.string().optional(),
    /** The broker takes the users and passwords of `transport_url`. */
    transportAccepted: z.boolean().optional(),

    /** What the log says, in the last three minutes. */
    problems: z.array(z.enum(problemWords))
  }),
  shownBy: {
    version: 'package',
    ...shownByUnit,
    stateSeconds: 'unit',
    restarts: 'unit',
    running: 'process',
    suspended: 'process',
    cookiePresent: 'cookie',
    cookieHash: 'cookie',
    cookieOwner: 'cookie',
    cookieMode: 'cookie',
    cookieInUse: 'broker',
    databases: 'files',
    fileNodeName: 'files',
    fileAddress: 'files',
    filePartitionHandling: 'files',
    state: 'broker',
    answers: 'broker',
    nodeName: 'broker',
    namedAfterHost: 'broker',
    runningVersion: 'broker',
    erlang: 'broker',
    members: 'broker',
    memberCount: 'broker',
    runningMembers: 'broker',
    missingMembers: 'broker',
    partitions: 'broker',
    partitionHandling: 'broker',
    partitionHandlingPending: 'files',
    netTicktime: 'broker',
    alarms: 'broker',
    alarmedNodes: 'broker',
    policies: 'broker',
    servicePolicy: 'broker',
    mirroringGone: 'broker',
    policyMisses: 'broker',
    serviceQueues: 'broker',
    queues: 'broker',
    queueCount: 'broker',
    quorumQueues: 'broker',
    mirroredQueues: 'broker',
    replicatedQueues: 'broker',
    singleQueues: 'broker',
    unsynchronisedQueues: 'broker',
    incompleteQueues: 'broker',
    unavailableQueues: 'broker',
    leaders: 'broker',
    vhosts: 'broker',
    users: 'broker',
    administrators: 'broker',
    permitted: 'broker',
    unpermitted: 'broker',
    guestOpen: 'broker',
    bound: 'listeners',
    listeners: 'listeners',
    distributionBound: 'listeners',
    epmdBound: 'listeners',
    portHolder: 'listeners',
    openPorts: 'neighbours',
    refusedPorts: 'neighbours',
    silentPorts: 'neighbours',
    unresolved: 'neighbours',
    transportLine: 'service',
    transportServers: 'service',
    transportControllers: 'service',
    transportMissing: 'service',
    transportStrangers: 'service',
    transportUsers: 'service',
    transportVirtualHost: 'service',
    transportAccepted: 'service',
    problems: 'log'
  },
  absenceShownBy: 'package',
  parse: (sections, context) => {
    const version = readPackage(sections.package)
    const processes = readBrokerProcesses(sections.process)
    if (version?.installed === false && processes?.length === 0) return { kind: 'absent' }
    const unit = readUnit(sections.unit)
    const sockets = readSockets(sections.listeners)
    const cookie = readCookie(sections.cookie)
    const answer = readBroker(sections.broker)
    const neighbours = readIfAsked(sections.neighbours, readNeighbours, noNeighbours)
    const problems = unit && readIfAsked(sections.log, (log) => readProblems(log, attemptAge(unit)), [])
    if (!version || !processes || !unit || !sockets || !cookie || !answer || !neighbours || !problems)
      return notUnderstood

    const main = processes[0]
    const files = readFiles(sections.files)
    const transport = readTransport(sections.service, context.topology)
    const broker = answer.kind === 'answer' ? answer.broker : undefined
    const members = broker?.members
    const running = broker?.running
    const queues = broker?.queues && members && running ? readQueues(broker.queues, members, running) : undefined
    const policy = broker?.policies ? servicePolicyOf(broker.policies) : undefined
    const mirroring = broker?.policies?.filter(({ definition }) => parseDefinition(definition).has('ha-mode'))
    const mirrored = policy !== undefined && mirrors(policy, broker?.version)
    const permissions = broker?.permissions?.filter(({ vhost }) => vhost === '/')
    const names = broker?.users?.map(({ name }) => name).sort()
    const tcp = sockets.filter(({ protocol }) => protocol === 'tcp')
    const own = tcp.filter(({ program }) => program === 'beam.smp')
    const boundAt = (port: number, listening: typeof tcp) =>
      boundOf(
        listening.filter((socket) => socket.port === port).map(({ address }) => address),
        context
      )
    const partitionHandling = broker?.handling
    return {
      kind: 'known',
      changedSecondsAgo: Math.max(0, unit.now - Math.max(unit.changedAt, main?.startedAt ?? 0)),
      facts: {
        version: version.version,
        ...factsOfUnit(unit),
        stateSeconds: Math.max(0, Math.round(unit.now - unit.changedAt)),
        restarts: unit.restarts,
        running: main !== undefined,
        suspended: processes.some(isStopped),

        cookiePresent: cookie.present,
        cookieHash: cookie.hash,
        cookieOwner: cookie.owner,
        cookieMode: cookie.mode,
        cookieInUse: broker ? true : answer.kind === 'rejected' ? false : undefined,

        databases: [...files.databases],
        fileNodeName: files.nodeName,
        fileAddress: files.address,
        filePartitionHandling: files.partitionHandling,

        state: stateOf(answer),
        answers: broker !== undefined,
        nodeName: broker?.node,
        namedAfterHost: broker && broker.node === `rabbit@${context.node}`,
        runningVersion: broker?.version,
        erlang: broker?.erlang,

        members,
        memberCount: members?.length,
        runningMembers: running,
        missingMembers: members && running && members.filter((member) => !running.includes(member)),
        partitions: broker?.partitions,
        partitionHandling,
        partitionHandlingPending:
          partitionHandling !== undefined &&
          files.partitionHandling !== undefined &&
          files.partitionHandling !== partitionHandling,
        netTicktime: broker?.ticktime,
        alarms: broker?.alarms?.filter(({ node }) => node === broker.node).map(({ what }) => what),
        alarmedNodes: broker?.alarms && [...new Set(broker.alarms.map(({ node }) => node))],

        policies: broker?.policies?.map(({ name, pattern, definition }) => `${name} ${pattern} ${definition}`),
        servicePolicy: policy?.name,
        mirroringGone: mirroring && mirroring.length > 0 && hasNoMirroring(broker?.version),
        policyMisses: mirroring && mirroring.length > 0 && !mirrored,
        serviceQueues: broker?.policies && serviceQueuesOf(transport ?? { quorum: false, mirrors: false }, mirrored),

        queues: queues && [...queues.queues],
        queueCount: broker?.queueCount,
        quorumQueues: queues && [...queues.quorumQueues],
        mirroredQueues: queues && [...queues.mirroredQueues],
        replicatedQueues: queues && [...queues.replicatedQueues],
        singleQueues: queues && [...queues.singleQueues],
        unsynchronisedQueues: queues && [...queues.unsynchronisedQueues],
        incompleteQueues: queues && [...queues.incompleteQueues],
        unavailableQueues: queues && [...queues.unavailableQueues],
        leaders: queues && [...queues.leaders],

        vhosts: broker?.vhosts,
        users: names,
        administrators: broker?.users?.filter(({ tags }) => tags.includes('administrator')).map(({ name }) => name),
        permitted: permissions
          ?.filter(({ configure, write, read }) => [configure, write, read].every((pattern) => pattern === '.*'))
          .map(({ user }) => user)
          .sort(),
        unpermitted: permissions && names?.filter((name) => !permissions.some(({ user }) => user === name)),
        guestOpen: broker?.loopback && names?.includes('guest') && !broker.loopback.includes('guest'),

        bound: boundAt(amqpPort, own),
        listeners: own.map(spellSocket).sort(),
        distributionBound: boundAt(distributionPort, own),
        epmdBound: boundAt(epmdPort, tcp),
        portHolder: tcp.find(({ port, program }) => port === amqpPort && program !== 'beam.smp')?.program,

        openPorts: [...neighbours.open],
        refusedPorts: [...neighbours.refused],
        silentPorts: [...neighbours.silent],
        unresolved: [...neighbours.unresolved],

        transportLine: transport?.line,
        transportServers: [...(transport?.servers ?? [])],
        transportControllers: [...(transport?.controllers ?? [])],
        transportMissing: nodeNames.filter((name) => !transport?.controllers.includes(name)),
        transportStrangers: [...(transport?.strangers ?? [])],
        transportUsers: [...(transport?.users ?? [])],
        transportVirtualHost: transport?.virtualHost,
        transportAccepted: transport?.line === undefined ? undefined : broker?.accepted,

        // Every broker looks for the tables of the others for a moment when it starts.
        problems: problems.filter((word) => word !== 'waiting-for-tables' || broker?.state !== 'running')
      }
    }
  }
})

/**
 * How long ago the broker was last started by a person, in seconds, as far as it matters to the log: a start that systemd
 * makes by itself fails for the same reason as the one before it, and may not have come to that yet.
 */
const attemptAge = (unit: Unit): number => {
  const started = Number(unit.properties.get('ExecMainStartTimestampMonotonic') ?? 0) / 1_000_000
  return unit.now - started + (unit.restarts > 0 && unit.activeState !== 'active' ? 60 : 0)
}

const stateOf = (answer: BrokerAnswer): (typeof stateWords)[number] =>
  answer.kind === 'answer' ? answer.broker.state : answer.kind

/** Undefined where the section could not look. */
const readBrokerProcesses = ({ output, exitCode }: Section) =>
  exitCode === 0
    ? linesOf(output).flatMap((line) => (line.startsWith('process ') ? (readStat(line.slice(8)) ?? []) : []))
    : undefined

const readCookie = ({ output, exitCode }: Section) => {
  const text = output.trim()
  if (exitCode === 0 && text === 'absent') return { present: false, owner: undefined, mode: undefined, hash: undefined }
  const { owner, mode, hash } =
    /^(?<owner>\S{1,64}) (?<mode>[0-7]{1,4})\n(?<hash>[0-9a-f]{12})$/.exec(text)?.groups ?? {}
  return exitCode === 0 && hash !== undefined ? { present: true, owner, mode, hash } : undefined
}

const readFiles = ({ output }: Section) => {
  const lines = linesOf(output)
  const after = (kind: string): readonly string[] =>
    lines.flatMap((line) => (line.startsWith(`${kind} `) ? [line.slice(kind.length + 1).trim()] : []))
  const settingOf = (kind: string, name: RegExp): string | undefined =>
    after(kind)
      .map((line) => line.split('='))
      .findLast(([key = '']) => name.test(key.trim()))
      ?.slice(1)
      .join('=')
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
  return {
    databases: after('database'),
    nodeName: settingOf('environment', /NODENAME$/),
    address: settingOf('environment', /NODE_IP_ADDRESS$/),
    partitionHandling: settingOf('setting', /^cluster_partition_handling$/)
  }
}

const neighbourSigns = [
  [/^open$/, 'open'],
  [/connection refused/i, 'refused'],
  [/name or service not known|no address associated|name resolution/i, 'unresolved']
] as const

interface Neighbours {
  /** Here and in the next two: `node:port`. */
  readonly open: readonly string[]
  readonly refused: readonly string[]
  readonly silent: readonly string[]
  readonly unresolved: readonly NodeName[]
}

const noNeighbours: Neighbours = { open: [], refused: [], silent: [], unresolved: [] }

const readNeighbours = ({ output, exitCode }: Section): Neighbours | undefined => {
  const lines = linesOf(output).filter((line) => line !== '')
  const read = lines.map((line) => {
    const { name, port, answer = '' } = /^(?<name>\w+):(?<port>\d{1,5}) (?<answer>.*)$/.exec(line)?.groups ?? {}
    const node = nodeNames.find((known) => known === name)
    if (node === undefined || !neighbourPorts.some((known) => String(known) === port)) return undefined
    return {
      node,
      target: `${node}:${port}`,
      word: neighbourSigns.find(([sign]) => sign.test(answer))?.[1] ?? 'silent'
    }
  })
  const known = read.filter((one) => one !== undefined)
  const targets = new Set(known.map(({ target }) => target))
  const expected = neighbourPorts.length * (nodeNames.length - 1)
  // Twice the same port is an answer that pretends to be another's.
  if (exitCode !== 0 || known.length !== lines.length || targets.size !== expected || known.length !== expected)
    return undefined
  const targetsOf = (word: string) => known.filter((one) => one.word === word).map(({ target }) => target)
  const unresolved: readonly NodeName[] = known.filter(({ word }) => word === 'unresolved').map(({ node }) => node)
  return {
    open: targetsOf('open'),
    refused: targetsOf('refused'),
    silent: targetsOf('silent'),
    unresolved: nodeNames.filter((name) => unresolved.includes(name))
  }
}
