import { asker, fieldSeparator, recordSeparator } from './asker.ts'
import { quote } from './shell.ts'

/** A question over a socket, with its bounds. */
export interface Ask {
  /**
   * Who is asked; `answer` finds the answer by it. A host is an address or a name, which is resolved as any program of
   * the machine would. `unix` has the file that names the socket.
   */
  readonly to: `${'tcp' | 'udp'} ${string} ${number}` | `unix ${string}`
  /** Where the file names the socket: a pattern of perl with one group. */
  readonly pattern?: string
  /** What is said, a byte each character; nothing where the other end speaks first. */
  readonly say?: string
  /** From looking up the name to the last byte of the answer. */
  readonly seconds: number
  /** What is read at most; 0 where all that matters is whether the connection comes about: then `open` is the answer. */
  readonly bytes: number
  /** The answer is no text: whatever is none of it is shown as `cat -v` does. */
  readonly binary?: true
  /** A command of the shell, which sees what else a script knows of the machine: only if it succeeds is this asked. */
  readonly onlyIf?: string
}

const argumentsOf = ({ to, seconds, bytes, binary, say = '', pattern = '' }: Ask): string =>
  [to, seconds, bytes, binary ? 'binary' : '', Buffer.from(say, 'latin1').toString('hex'), pattern]
    .map((argument) => quote(String(argument)))
    .join(' ')

/**
 * The shell text that asks everything at once. After it `answer <to>` puts one answer into `$answer`, or why there is
 * none, and `connected` or nothing into `$connected`; it returns how that ended (`asker.ts`), and 127 where that was not
 * asked. Where nothing could be asked it ends the section. An answer over UDP is when it came, in seconds since 1970, and
 * its bytes in hexadecimal digits.
 */
export const askAll = (asks: readonly Ask[]): string => {
  // Two sections that ask the same get the same answer.
  const distinct = [...new Map(asks.map((ask) => [ask.to, ask])).values()]
  const added = distinct.map((ask) => `${ask.onlyIf ?? ':'} && set -- "$@" ${argumentsOf(ask)}`)
  return `set --
${added.join('\n')}
answers=$(perl -e ${quote(asker)} -- "$@"); answers_code=$?
answer() {
  [ "$answers_code" = 0 ] || exit "$answers_code"
  set -f; IFS='${recordSeparator}'
  for each in $answers; do
    case $each in "$1${fieldSeparator}"*) break ;; esac
    each=
  done
  IFS='${fieldSeparator}'; set -- $each; unset IFS; set +f
  connected=$2; answer=$4; return "\${3:-127}"
}`
}

/** Shows an answer as it was heard, below whether there was a connection and above how it ended. */
export const printAnswer = (to: Ask['to']): string => `answer ${quote(to)}; code=$?
[ -z "$connected" ] || echo connected
printf '%s\\nend %s\\n' "$answer" "$code"`
