import { z } from 'zod'
import { printAnswer } from '../asks.ts'
import {
  disabledScripts,
  instanceWith,
  keepalivedFileSection,
  keepalivedJournal,
  readKeepalivedFile
} from '../keepalived/keepalived.ts'
import { defineProbe, linesOf, notUnderstood, type ProbeContext, type Section } from '../probe.ts'
import { colocationWords, readVipResource, startOrderWords } from './resource.ts'

/** Where the address is configured on this controller. */
const networkWords = ['management', 'cluster', 'loopback', 'elsewhere', 'nowhere'] as const

/** What came of connecting to the VIP as a database client does. */
const answerWords = [
  'greeted',
  'turned-away',
  'closed',
  'silent',
  'refused',
  'timed-out',
  'unreachable',
  'other'
] as const

/** Who is told to hold the address. */
const ownerWords = ['pacemaker', 'keepalived'] as const

const port = 3306

/** More than the largest configuration of a cluster of ours. */
const mostConfigurationBytes = 300_000

const configuration = '/var/lib/pacemaker/cib/cib.xml'

/** As a client of `port` finds it. */
const targetOf = ({ topology }: ProbeContext) => `tcp ${topology.vip} ${port}` as const

/**
 * What a database client says first. It gives its name, so that MariaDB refuses a user that does not exist: it counts
 * connections that go away without a word, and after a hundred of them it lets nobody in from here. The packet is a
 * HandshakeResponse41 of the user `quorate-probe` without a password.
 */
const introduction = `\x2f\0\0\x01\x01\x82\0\0\0\0\0\x01\x21${'\0'.repeat(23)}quorate-probe\0\0`

export const vip = defineProbe({
  id: 'vip',
  sections: {
    addresses: {
      command: () => 'ip -4 -oneline address show',
      script: () => 'ip -4 -oneline address show'
    },
    answer: {
      command: ({ topology }) => `mariadb --connect-timeout=1 -h ${topology.vip} -u quorate-probe`,
      needs: {
        asks: (context) => [{ to: targetOf(context), say: introduction, seconds: 1, bytes: 4000, binary: true }]
      },
      script: (context) => printAnswer(targetOf(context)),
      // Without what is no text: lengths and flags, as `cat -v` writes them.
      excerpt: (output) =>
        output
          .replace(/^connected\n/, '')
          .replace(/\nend \d+\s*$/, '')
          .replace(/(?:M-\^.|M-.|\^.)+/g, ' ')
    },
    resource: {
      command: () => 'crm configure show type:primitive type:clone type:group type:colocation type:order',
      // The file is what every member of the cluster has, whether Pacemaker runs or not; lines with passwords stay there.
      script:
        () => `read -r seconds rest </proc/uptime; echo "up $seconds"; date +'now %s'; [ -f ${configuration} ] || exit 0
stat -c 'changed %Y' ${configuration}; head -c ${mostConfigurationBytes} ${configuration} | grep -v -i passw`,
      excerpt: (output) => shownResource(output)
    },
    keepalived: {
      command: () => 'systemctl is-active keepalived; cat /etc/keepalived/keepalived.conf',
      script: (context) => `[ -e /etc/keepalived/keepalived.conf ] || exit 0
timeout 2 systemctl is-active keepalived
${keepalivedFileSection.script(context)}
echo 'journal'; ${keepalivedJournal}`,
      excerpt: (output) => keepalivedFileSection.excerpt?.(output.replace(/^journal\n[\s\S]*$/m, '')) ?? output
    }
  },
  facts: z.object({
    /** The address is configured on this controller. */
    holds: z.boolean(),
    network: z.enum(networkWords),
    prefixLength: z.number().optional(),
    /** A MariaDB answers when this controller connects to the VIP on port 3306. */
    answers: z.boolean(),
    answer: z.enum(answerWords),
    /** Who is told to hold it: Pacemaker by a resource, or a running keepalived by its configuration. */
    owners: z.array(z.enum(ownerWords)),
    /** Pacemaker's resources with this address. */
    resources: z.array(z.string()),
    /** The network card that the resource names; it need not name one. */
    nic: z.string().optional(),
    /** The management address is on a card of that name. */
    nicFits: z.boolean(),
    netmask: z.string().optional(),
    /** Pacemaker's resource that runs HAProxy. */
    balancer: z.string().optional(),
    /** It runs on every controller, not on one. */
    balancerCloned: z.boolean(),
    colocation: z.enum(colocationWords),
    startOrder: z.enum(startOrderWords),
    /** What keepalived watches, where it is the one that holds the address. */
    tracked: z.array(z.string()),
    /** The address goes only where HAProxy runs, and goes away when HAProxy dies. */
    followsHaproxy: z.boolean()
  }),
  shownBy: {
    holds: 'addresses',
    network: 'addresses',
    prefixLength: 'addresses',
    answers: 'answer',
    answer: 'answer',
    owners: 'resource',
    resources: 'resource',
    nic: 'resource',
    nicFits: 'addresses',
    netmask: 'resource',
    balancer: 'resource',
    balancerCloned: 'resource',
    colocation: 'resource',
    startOrder: 'resource',
    tracked: 'keepalived',
    followsHaproxy: 'resource'
  },
  absenceShownBy: 'resource',
  parse: (sections, context) => {
    const addresses = readAddresses(sections.addresses)
    const answer = readAnswer(sections.answer)
    const pacemaker = readPacemaker(sections.resource, context)
    const keepalived = readOwner(sections.keepalived, context)
    if (!addresses || !answer || !pacemaker || !keepalived) return notUnderstood

    const { management, cluster } = context.topology.nodes[context.node]
    const own = addresses.filter(({ address }) => address === context.topology.vip)
    const resource = pacemaker.resource
    const held = resource !== undefined && resource.ids.length > 0
    if (own.length === 0 && !held && !keepalived.owns) return { kind: 'absent' }
    const cardOf = (wanted: string) => addresses.find(({ address }) => address === wanted)?.card
    const networkOf = (card: string): (typeof networkWords)[number] => {
      if (card === cardOf(management)) return 'management'
      if (card === cardOf(cluster)) return 'cluster'
      return card === 'lo' ? 'loopback' : 'elsewhere'
    }
    return {
      kind: 'known',
      changedSecondsAgo: Math.max(0, pacemaker.changedSecondsAgo),
      facts: {
        holds: own.length > 0,
        network: own[0] === undefined ? 'nowhere' : networkOf(own[0].card),
        prefixLength: own[0]?.prefixLength,
        answers: answer === 'greeted',
        answer,
        owners: [...(held ? (['pacemaker'] as const) : []), ...(keepalived.owns ? (['keepalived'] as const) : [])],
        resources: [...(resource?.ids ?? [])],
        nic: resource?.nic,
        nicFits: resource?.nic === undefined || resource.nic === cardOf(management),
        netmask: resource?.netmask,
        balancer: resource?.balancer,
        balancerCloned: resource?.balancerCloned ?? false,
        colocation: resource?.colocation ?? 'none',
        startOrder: resource?.startOrder ?? 'none',
        tracked: [...keepalived.tracked],
        followsHaproxy: held ? resource.colocation === 'together' : keepalived.tracked.length > 0
      }
    }
  }
})

/** Reads `ip -4 -oneline address show`; undefined where it is not there. */
export const readAddresses = ({ output, exitCode }: Section) => {
  const found = [
    ...output.matchAll(/^\d+:\s+(\S+)\s+inet (\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?(?: peer \S+)?\s/gm)
  ].map(([, card = '', address = '', length]) => ({
    card,
    address,
    prefixLength: length === undefined ? 32 : Number(length)
  }))
  return exitCode !== 0 || found.length === 0 ? undefined : found
}

/** What a MariaDB or MySQL says first, as `cat -v` shows it: length, number 0, protocol 10, version. */
const greeting = /^\S{1,4}(?:\^@){3}\n\d+\.\d+[\w.+:~-]*\^@/

/** Instead of a greeting, an error: too many connections, or this host is locked out. */
const refusal = /^\S{1,4}(?:\^@){3}M-\^\?/

const answerSigns: readonly (readonly [RegExp, (typeof answerWords)[number]])[] = [
  [/connection refused/i, 'refused'],
  [/unreachable|no route to host/i, 'unreachable'],
  [/timed out/i, 'timed-out']
]

const readAnswer = ({ output }: Section): (typeof answerWords)[number] | undefined => {
  const { said, end } = /^(?<said>[\s\S]*?)\nend (?<end>\d{1,3})\s*$/.exec(output)?.groups ?? {}
  if (said === undefined || end === undefined) return undefined
  const tooLate = end === '124' || end === '137'
  if (!said.startsWith('connected\n')) {
    return answerSigns.find(([sign]) => sign.test(said))?.[1] ?? (tooLate ? 'timed-out' : undefined)
  }
  const heard = said.slice('connected\n'.length)
  if (greeting.test(heard)) return 'greeted'
  if (refusal.test(heard)) return 'turned-away'
  // Whoever was cut off in the middle of a packet got no answer.
  if (heard.trim() === '' || /reset by peer|broken pipe/i.test(heard)) return tooLate ? 'silent' : 'closed'
  return 'other'
}

/** What Pacemaker is told, and how long ago it was told so, or the controller was booted. */
const readPacemaker = ({ output }: Section, { topology }: ProbeContext) => {
  const { up, now, changed, text } =
    /^up (?<up>\d{1,10})(?:\.\d+)?\nnow (?<now>\d{1,12})\n(?:changed (?<changed>\d{1,12})\n(?<text>[\s\S]*))?$/.exec(
      output
    )?.groups ?? {}
  if (up === undefined || now === undefined) return undefined
  if (changed === undefined || text === undefined) {
    return { resource: undefined, changedSecondsAgo: Number(up) }
  }
  const resource = readVipResource(text, topology.vip)
  return resource && { resource, changedSecondsAgo: Math.min(Number(up), Number(now) - Number(changed)) }
}

/** Whether a running keepalived is told to hold the address, and to give it up when something fails. */
const readOwner = ({ output, exitCode }: Section, { topology }: ProbeContext) => {
  if (output.trim() === '') return exitCode === 0 ? { owns: false, tracked: [] } : undefined
  const [told = '', journal = ''] = output.split(/^journal$/m)
  const [activeState = '', ...rest] = linesOf(told)
  const written = readKeepalivedFile({ output: rest.join('\n'), exitCode })
  const instance = instanceWith(written?.instances ?? [], topology.vip)
  const owns = activeState === 'active' && (instance?.addresses.includes(topology.vip) ?? false)
  const disabled = disabledScripts(journal.trimStart())
  return { owns, tracked: owns ? (instance?.tracked ?? []).filter((name) => !disabled.includes(name)) : [] }
}

/** The elements that tie the address and HAProxy, of all that the configuration has. */
const shownResource = (output: string): string =>
  linesOf(output)
    .filter((line) =>
      /IPaddr|haproxy|name="(?:ip|nic|cidr_netmask)"|<(?:clone|group|rsc_(?:colocation|order))\b/.test(line)
    )
    .map((line) => line.trim())
    .join('\n')
