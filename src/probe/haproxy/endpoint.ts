import { z } from 'zod'
import { printAnswer } from '../asks.ts'
import { linesLike, linesOf, type ProbeContext, type ProbeSection, type Section } from '../probe.ts'
import { boundOf, boundWords, readSockets, socketsSection } from '../sockets.ts'

/** What came of asking over HTTP. */
const answerWords = ['ok', 'unavailable', 'other-status', 'not-http', 'silent', 'refused', 'unreachable'] as const

/** Something that each controller answers over HTTP at its management address. */
interface Endpoint {
  readonly port: number
  readonly path: string
  /** The units that usually answer there, the most usual one first. */
  readonly usualUnits: readonly [string, ...string[]]
}

const request = (host: string, path: string): string => `GET ${path} HTTP/1.0\r\nHost: ${host}\r\n\r\n`

/** Asks a host over HTTP, from the controller; `readHttpAnswer` reads what is printed. */
export const httpSection = (hostOf: (context: ProbeContext) => string, port: number, path: string): ProbeSection => {
  const to = (context: ProbeContext) => `tcp ${hostOf(context)} ${port}` as const
  return {
    command: (context) => `curl -si --max-time 2 http://${hostOf(context)}:${port}${path}`,
    needs: {
      asks: (context) => [{ to: to(context), say: request(hostOf(context), path), seconds: 2, bytes: 2000 }]
    },
    script: (context) => printAnswer(to(context)),
    excerpt: (output) => linesLike(/./)(output.replace(/^connected\n/, '').replace(/\nend \d+\s*$/, ''))
  }
}

// Whoever listens belongs to a unit; a socket of systemd itself to the one that names the port. Where nobody listens,
// one that is there could. HAProxy may have the same port of the VIP.
const findUnit = ({ port, usualUnits }: Endpoint, { topology }: ProbeContext): string => `newline='
'; set -f; IFS=$newline; line=
for each in $sockets; do
  case $each in *\\ ${topology.vip}:${port}\\ *) ;; tcp\\ *:${port}\\ *) line=$each; break ;; esac
done
unset IFS; set +f
found=; sign=
case $line in
'') sign=LoadState=loaded ;;
*pid=1,*) sign=':${port} (Stream)' ;;
*pid=*)
  pid=\${line#*pid=}; pid=\${pid%%,*}; sign="MainPID=$pid" ;;
esac
if [ -n "$sign" ]; then for usual in ${usualUnits.join(' ')}; do
  unit "$usual"
  case "$block
" in *"$sign"[!0-9]*) echo "unit $usual"; printf '%s\\n' "$block"; exit "$units_code" ;; esac
done; fi
case $line in
*pid=1,*)
  found=$(timeout 2 systemctl list-sockets --plain --no-legend --full | sed -nE 's/^\\S*:${port}\\s+(\\S+\\.socket)(\\s.*)?$/\\1/p' | head -n 1) ;;
*pid=*)
  found=$(sed -nE 's,.*/([A-Za-z0-9@_.:-]+\\.(service|scope))$,\\1,p' "/proc/$pid/cgroup" | head -n 1) ;;
esac
[ -n "$found" ] || exit 0
echo "unit $found"
timeout 2 systemctl show "$found" --property=ActiveState,UnitFileState,Result`

const sections = (endpoint: Endpoint) => ({
  sockets: socketsSection(`:${endpoint.port} `),
  unit: {
    command: () => `systemctl status ${endpoint.usualUnits[0]}`,
    needs: { sockets: true, rareUnits: endpoint.usualUnits },
    script: (context) => findUnit(endpoint, context)
  } satisfies ProbeSection,
  answer: httpSection(({ node, topology }) => topology.nodes[node].management, endpoint.port, endpoint.path)
})

const facts = {
  /** Something listens on the port, and where. */
  listening: z.boolean(),
  bound: z.enum(boundWords),
  /** The unit of whoever listens, or would: such as `clustercheck.socket`. */
  unit: z.string().optional(),
  /** systemd's words. */
  activeState: z.string().optional(),
  enabled: z.boolean(),
  /** What the controller's own management address answers. */
  answer: z.enum(answerWords),
  /** HTTP's number: 200 well, 503 not. */
  status: z.number().optional(),
  /** What stands in the answer. */
  text: z.string().optional()
} as const

const shownBy = {
  listening: 'sockets',
  bound: 'sockets',
  unit: 'unit',
  activeState: 'unit',
  enabled: 'unit',
  answer: 'answer',
  status: 'answer',
  text: 'answer'
} as const

/** What a controller answered over HTTP. */
export interface HttpAnswer {
  readonly answer: (typeof answerWords)[number]
  readonly status: number | undefined
  readonly text: string | undefined
}

/** Everything about an endpoint, read; `undefined` where an output is none, `absent` where there is no such endpoint. */
const readEndpoint =
  ({ port }: Endpoint) =>
  (
    printed: Readonly<Record<'sockets' | 'unit' | 'answer', Section>>,
    context: ProbeContext
  ): z.infer<z.ZodObject<typeof facts>> | 'absent' | undefined => {
    const sockets = readSockets(printed.sockets)?.filter(
      (socket) => socket.protocol === 'tcp' && socket.port === port && socket.address !== context.topology.vip
    )
    const unit = readOwnUnit(printed.unit)
    const answer = readHttpAnswer(printed.answer)
    if (!sockets || !unit || !answer) return undefined
    if (sockets.length === 0 && unit.name === undefined) return 'absent'
    return {
      listening: sockets.length > 0,
      bound: boundOf(
        sockets.map(({ address }) => address),
        context
      ),
      unit: unit.name,
      activeState: unit.activeState,
      enabled: unit.enabled,
      ...answer
    }
  }

/** The parts of a probe that looks at an endpoint. */
export const endpointAt = (endpoint: Endpoint) =>
  ({ sections: sections(endpoint), facts, shownBy, read: readEndpoint(endpoint) }) as const

const readOwnUnit = ({ output, exitCode }: Section) => {
  if (exitCode !== 0) return undefined
  const lines = linesOf(output)
  const property = (name: string) => lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1)
  const name = /^unit (\S{1,100})$/.exec(lines[0] ?? '')?.[1]
  return { name, activeState: property('ActiveState'), enabled: property('UnitFileState') === 'enabled' }
}

/** Reads what `httpSection` printed. */
export const readHttpAnswer = ({ output }: Section): HttpAnswer | undefined => {
  const { said, end } = /^(?<said>[\s\S]*?)\nend (?<end>\d{1,3})\s*$/.exec(output)?.groups ?? {}
  if (said === undefined || end === undefined) return undefined
  const only = (answer: HttpAnswer['answer']): HttpAnswer => ({ answer, status: undefined, text: undefined })
  if (!said.startsWith('connected\n')) {
    if (/refused/i.test(said)) return only('refused')
    return end === '124' || /unreachable|no route|timed out/i.test(said) ? only('unreachable') : undefined
  }
  const heard = said.slice('connected\n'.length)
  if (heard.trim() === '') return only('silent')
  const { status, rest } = /^HTTP\/1\.[01] (?<status>\d{3})\b(?<rest>[\s\S]*)$/.exec(heard)?.groups ?? {}
  if (status === undefined || rest === undefined) return only('not-http')
  const at = rest.search(/\r?\n\r?\n/)
  const text = at < 0 ? '' : rest.slice(at).trim().replace(/\s+/g, ' ').slice(0, 200)
  const answer = status === '200' ? 'ok' : status === '503' ? 'unavailable' : 'other-status'
  return { answer, status: Number(status), text }
}
