import { randomBytes } from 'node:crypto'
import type { Channel, ChannelAnswer } from './engine.ts'

/** A shell without a terminal on a controller, however the engine reaches it. */
export interface PlainShell {
  onData(listener: (stream: 'stdout' | 'stderr', chunk: Buffer) => void): void
  write(data: string): void
  close(): void
  readonly ended: Promise<number>
}

/**
 * A shell that stays open, over a session without a terminal. Each answer ends with a mark that hostile output cannot
 * guess; a shell that does not print it in time is given up, because what it prints later could not be told apart.
 */
export const channelOver = (session: PlainShell): Channel => {
  let closed = false
  let receive: ((chunk: Buffer) => void) | undefined
  let giveUp: (() => void) | undefined
  let last: Promise<unknown> = Promise.resolve()

  const close = (): void => {
    closed = true
    session.close()
    giveUp?.()
  }
  session.onData((stream, chunk) => {
    if (stream === 'stdout') receive?.(chunk)
  })
  session.ended.then(close, close)

  const ask = async (script: string, limits: { milliseconds: number; bytes: number }): Promise<ChannelAnswer> => {
    if (closed) return { kind: 'silent', reason: 'closed' }
    const mark = `--${randomBytes(16).toString('hex')}--`
    // The mark is put together by the shell, so that the script's own text never shows it.
    const [head, rest] = [mark.slice(0, 10), mark.slice(10)]
    return new Promise((resolve) => {
      const chunks: Buffer[] = []
      let size = 0
      let end = Buffer.alloc(0)
      const finish = (answer: ChannelAnswer): void => {
        clearTimeout(timer)
        receive = undefined
        giveUp = undefined
        resolve(answer)
      }
      const timer = setTimeout(() => {
        finish({ kind: 'silent', reason: 'time-out' })
        close()
      }, limits.milliseconds)
      giveUp = () => finish({ kind: 'silent', reason: 'closed' })
      receive = (chunk) => {
        if (size < limits.bytes) chunks.push(chunk.subarray(0, limits.bytes - size))
        size += chunk.length
        end = Buffer.concat([end, chunk]).subarray(-mark.length - 1)
        if (end.toString('latin1') !== `${mark}\n`) return
        const text = Buffer.concat(chunks).toString('utf8')
        finish({ kind: 'output', text: size <= limits.bytes ? text.slice(0, -mark.length - 1) : text })
      }
      session.write(`(\n${script}\n) </dev/null 2>/dev/null\nprintf '%s%s\\n' '${head}' '${rest}'\n`)
    })
  }

  return {
    ask: (script, limits) => {
      const answer = last.then(() => ask(script, limits))
      last = answer
      return answer
    },
    close
  }
}
