import { hostPorts, type Topology } from '../topology.ts'
import { linesOf, type ProbeSection, type Section } from './probe.ts'
import { quote } from './shell.ts'

/** What an NTP server says when it is asked for the time. */
export const answerWords = ['answers', 'unsynchronised', 'refused', 'silent'] as const
export type AnswerWord = (typeof answerWords)[number]

/** What came of asking one server. */
export interface Answer {
  readonly word: AnswerWord
  /** How far the server's clock is ahead of this one, in milliseconds, less the time that the answer was on its way. */
  readonly ahead: number | undefined
}

export interface TimeServer {
  readonly address: string
  readonly port: number
}

/** The lab host's time source. */
export const timeSource = ({ labHost }: Topology): TimeServer => ({ address: labHost, port: hostPorts.time })

/** A client's question (RFC 5905): version 4, mode 3, and nothing else. */
const question = `\u0023${'\0'.repeat(47)}`
const packetBytes = 48

/** On a local network an answer takes a thousandth of this. */
const seconds = 0.7

const targetOf = ({ address, port }: TimeServer) => `udp ${address} ${port}` as const

/**
 * Asks NTP servers for the time. One line for each: address, port, how the look ended (124: no answer), and when the
 * answer came, with its bytes in hexadecimal digits, or a dash. Only a refusal is an answer of another kind; a question
 * that could not even be sent has none, either.
 */
export const timeSection = (serversOf: (topology: Topology) => readonly TimeServer[]): ProbeSection => ({
  command: ({ topology }) => `chronyd -Q 'server ${topology.labHost} port ${hostPorts.time} iburst'`,
  needs: {
    asks: ({ topology }) =>
      serversOf(topology).map((server) => ({ to: targetOf(server), say: question, seconds, bytes: packetBytes }))
  },
  script: ({ topology }) => `for server in ${serversOf(topology)
    .map(({ address, port }) => quote(`${address} ${port}`))
    .join(' ')}; do
  answer "udp $server"; code=$?
  case $code:$answer in 0:*) ;; 1:*refused*) answer=- ;; *) code=124; answer=- ;; esac
  echo "$server $code $answer"
done`
})

const answerLine =
  /^(?<address>[\d.]{7,15}) (?<port>\d{1,5}) (?<code>\d{1,3}) (?:-|(?<came>\d+\.\d{6}) (?<packet>[0-9a-f]*))$/

/** The answers by `address:port`; undefined where one is missing, there twice, or no line of `timeSection`. */
export const readAnswers = (
  { output, exitCode }: Section,
  servers: readonly TimeServer[]
): ((server: TimeServer) => Answer) | undefined => {
  if (exitCode !== 0) return undefined
  const answers = new Map<string, Answer>()
  for (const line of linesOf(output).filter((text) => text.trim() !== '')) {
    const { address, port, code, came, packet = '' } = answerLine.exec(line)?.groups ?? {}
    const key = `${address}:${port}`
    if (code === undefined || answers.has(key)) return undefined
    answers.set(key, readAnswer(Number(code), packet, Number(came)))
  }
  const wanted = servers.map(keyOf)
  if (answers.size !== wanted.length || !wanted.every((key) => answers.has(key))) return undefined
  return (server) => answers.get(keyOf(server)) ?? { word: 'silent', ahead: undefined }
}

const keyOf = ({ address, port }: TimeServer): string => `${address}:${port}`

/** The exit codes of timeout(1): the time ran out, and it had to kill. */
export const timedOut = [124, 137]
const serverMode = 4

/** Where the time stands at which the server sent its answer. */
const sentAt = 40

const readAnswer = (code: number, packet: string, came: number): Answer => {
  if (timedOut.includes(code)) return { word: 'silent', ahead: undefined }
  if (packet === '') return { word: 'refused', ahead: undefined }
  const bytes = Buffer.from(packet, 'hex')
  const first = bytes[0] ?? 0
  // Something else sits on the port: it is no time that it tells.
  if (bytes.length < packetBytes || (first & 7) !== serverMode) return { word: 'silent', ahead: undefined }
  const stratum = bytes[1] ?? 0
  const isSynchronised = first >> 6 !== 3 && stratum >= 1 && stratum <= 15
  if (!isSynchronised) return { word: 'unsynchronised', ahead: undefined }
  const ahead = timestamp(bytes, sentAt) - came
  return { word: 'answers', ahead: Math.round(ahead * 1e4) / 10 }
}

/** From 1900, when NTP begins to count, to 1970, when Unix does. */
const epochs = 2_208_988_800

/** Seconds since 1970; those before 2 January 2004 are of the era that begins in 2036. */
const timestamp = (bytes: Buffer, at: number): number => {
  const seconds = bytes.readUInt32BE(at)
  const era = seconds < 0xc3_00_00_00 ? 2 ** 32 : 0
  return era + seconds - epochs + bytes.readUInt32BE(at + 4) / 2 ** 32
}
