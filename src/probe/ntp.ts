import { hostPorts, type Topology } from '../topology.ts'
import { linesOf, type Section } from './probe.ts'

/** What an NTP server says when it is asked for the time. */
export const answerWords = ['answers', 'unsynchronised', 'refused', 'silent'] as const
export type AnswerWord = (typeof answerWords)[number]

/** What came of asking one server. */
export interface Answer {
  readonly word: AnswerWord
  /** How far the server's clock is ahead of this one, in milliseconds, plus the time that the question was on its way. */
  readonly ahead: number | undefined
}

export interface TimeServer {
  readonly address: string
  readonly port: number
}

/** The lab host's time source. */
export const timeSource = ({ labHost }: Topology): TimeServer => ({ address: labHost, port: hostPorts.time })

/** A client's question (RFC 5905): version 4, mode 3, and nothing else, as shells write such bytes. */
const question = `\\043${'\\0'.repeat(47)}`

/**
 * Asks NTP servers for the time, all at once, with nothing but bash and coreutils. Each is given 0.7 s; on a local
 * network an answer takes a thousandth of that. One line for each: address, port, how the look ended (124: no answer),
 * when it was asked, and the answer in hexadecimal digits. A question that could not even be sent has no answer, either. When the answer came is not told: on a busy machine the
 * shell sees it late.
 */
export const askTime = (servers: readonly TimeServer[]): string => `bash -c '
ask() {
  asked=$EPOCHREALTIME
  { exec 3<>"/dev/udp/$1/$2" && printf "${question}" >&3; } 2>/dev/null || { echo "$1 $2 124 $asked "; return; }
  answer=$(timeout -k 1 0.7 od -An -v -tx1 -w48 -N 48 <&3 2>/dev/null)
  printf "%s %s %s %s %s\\n" "$1" "$2" "$?" "$asked" "\${answer// /}"
}
while [ $# -gt 0 ]; do ask "$1" "$2" & shift 2; done; wait' bash ${servers.map(({ address, port }) => `${address} ${port}`).join(' ')}`

const answerLine =
  /^(?<address>[\d.]{7,15}) (?<port>\d{1,5}) (?<code>\d{1,3}) (?<asked>\d+\.\d{6}) (?<packet>[0-9a-f]*)$/

/** The answers by `address:port`; undefined where one is missing, there twice, or no line of `askTime`. */
export const readAnswers = (
  { output, exitCode }: Section,
  servers: readonly TimeServer[]
): ((server: TimeServer) => Answer) | undefined => {
  if (exitCode !== 0) return undefined
  const answers = new Map<string, Answer>()
  for (const line of linesOf(output).filter((text) => text.trim() !== '')) {
    const { address, port, code, asked, packet } = answerLine.exec(line)?.groups ?? {}
    const key = `${address}:${port}`
    if (packet === undefined || answers.has(key)) return undefined
    answers.set(key, readAnswer(Number(code), packet, Number(asked)))
  }
  const wanted = servers.map(keyOf)
  if (answers.size !== wanted.length || !wanted.every((key) => answers.has(key))) return undefined
  return (server) => answers.get(keyOf(server)) ?? { word: 'silent', ahead: undefined }
}

const keyOf = ({ address, port }: TimeServer): string => `${address}:${port}`

/** The exit codes of timeout(1): the time ran out, and it had to kill. */
export const timedOut = [124, 137]
const packetBytes = 48
const serverMode = 4

/** Where the time stands at which the server got the question. */
const receivedAt = 32

const readAnswer = (code: number, packet: string, asked: number): Answer => {
  if (timedOut.includes(code)) return { word: 'silent', ahead: undefined }
  if (packet === '') return { word: 'refused', ahead: undefined }
  const bytes = Buffer.from(packet, 'hex')
  const first = bytes[0] ?? 0
  // Something else sits on the port: it is no time that it tells.
  if (bytes.length < packetBytes || (first & 7) !== serverMode) return { word: 'silent', ahead: undefined }
  const stratum = bytes[1] ?? 0
  const isSynchronised = first >> 6 !== 3 && stratum >= 1 && stratum <= 15
  if (!isSynchronised) return { word: 'unsynchronised', ahead: undefined }
  const ahead = timestamp(bytes, receivedAt) - asked
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
