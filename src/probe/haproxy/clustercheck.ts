import { z } from 'zod'
import { printAnswer } from '../asks.ts'
import { defineProbe, linesLike, linesOf, notUnderstood, type Section } from '../probe.ts'
import { boundOf, boundWords, readSockets, socketsSection } from '../sockets.ts'

/** The port where HAProxy asks for a database's health; Galera's own packages, Percona's and MariaDB's, agree on it. */
const port = 9200

/** What came of asking. */
const answerWords = ['ok', 'unavailable', 'other-status', 'not-http', 'silent', 'refused', 'unreachable'] as const

const targetOf = (host: string) => `tcp ${host} ${port}` as const

/** The units that usually answer there. */
const usualUnits = ['clustercheck.socket', 'mysqlchk.socket', 'xinetd.service']

// Whoever listens belongs to a unit; a socket of systemd itself to the one that names the port. Where nobody listens,
// one that is there could.
const findUnit = `newline='
'; set -f; IFS=$newline; line=
for each in $sockets; do
  case $each in tcp\\ *:${port}\\ *) line=$each; break ;; esac
done
unset IFS; set +f
found=; sign=
case $line in
'') sign=LoadState=loaded ;;
*pid=1,*) sign=':${port} (Stream)' ;;
*pid=*)
  pid=\${line#*pid=}
  found=$(sed -nE 's,.*/([A-Za-z0-9@_.:-]+\\.(service|scope))$,\\1,p' "/proc/\${pid%%,*}/cgroup" | head -n 1) ;;
esac
if [ -n "$sign" ]; then for usual in ${usualUnits.join(' ')}; do
  unit "$usual"
  case $block in *"$sign"*) echo "unit $usual"; printf '%s\\n' "$block"; exit "$units_code" ;; esac
done; fi
case $line in *pid=1,*)
  found=$(timeout 2 systemctl list-sockets --plain --no-legend --full | sed -nE 's/^\\S*:${port}\\s+(\\S+\\.socket)(\\s.*)?$/\\1/p' | head -n 1) ;;
esac
[ -n "$found" ] || exit 0
echo "unit $found"
timeout 2 systemctl show "$found" --property=ActiveState,UnitFileState,Result`

export const clustercheck = defineProbe({
  id: 'clustercheck',
  sections: {
    sockets: socketsSection(`:${port} `),
    unit: {
      command: () => `systemctl list-sockets | grep :${port}`,
      needs: { sockets: true, rareUnits: usualUnits },
      script: () => findUnit
    },
    answer: {
      command: ({ node, topology }) => `curl -si --max-time 2 http://${topology.nodes[node].management}:${port}/`,
      needs: {
        asks: ({ node, topology }) => {
          const host = topology.nodes[node].management
          return [{ to: targetOf(host), say: `GET / HTTP/1.0\r\nHost: ${host}\r\n\r\n`, seconds: 2, bytes: 2000 }]
        }
      },
      script: ({ node, topology }) => printAnswer(targetOf(topology.nodes[node].management)),
      excerpt: (output) => linesLike(/./)(output.replace(/^connected\n/, '').replace(/\nend \d+\s*$/, ''))
    }
  },
  facts: z.object({
    /** Something listens on port 9200, and where. */
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
    text: z.string().optional(),
    /** It says that it is not well, and no state at all: it could not ask the database. */
    stateless: z.boolean()
  }),
  shownBy: {
    listening: 'sockets',
    bound: 'sockets',
    unit: 'unit',
    activeState: 'unit',
    enabled: 'unit',
    answer: 'answer',
    status: 'answer',
    text: 'answer',
    stateless: 'answer'
  },
  absenceShownBy: 'sockets',
  parse: (sections, context) => {
    const sockets = readSockets(sections.sockets)?.filter((socket) => socket.protocol === 'tcp' && socket.port === port)
    const unit = readOwnUnit(sections.unit)
    const answer = readAnswer(sections.answer)
    if (!sockets || !unit || !answer) return notUnderstood
    if (sockets.length === 0 && unit.name === undefined) return { kind: 'absent' }
    return {
      kind: 'known',
      facts: {
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
  }
})

const readOwnUnit = ({ output, exitCode }: Section) => {
  if (exitCode !== 0) return undefined
  const lines = linesOf(output)
  const property = (name: string) => lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1)
  const name = /^unit (\S{1,100})$/.exec(lines[0] ?? '')?.[1]
  return { name, activeState: property('ActiveState'), enabled: property('UnitFileState') === 'enabled' }
}

interface Answer {
  readonly answer: (typeof answerWords)[number]
  readonly status: number | undefined
  readonly text: string | undefined
  readonly stateless: boolean
}

const readAnswer = ({ output }: Section): Answer | undefined => {
  const { said, end } = /^(?<said>[\s\S]*?)\nend (?<end>\d{1,3})\s*$/.exec(output)?.groups ?? {}
  if (said === undefined || end === undefined) return undefined
  const only = (answer: Answer['answer']): Answer => ({ answer, status: undefined, text: undefined, stateless: false })
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
  return { answer, status: Number(status), text, stateless: status === '503' && /\(state= status=\)/.test(text) }
}
