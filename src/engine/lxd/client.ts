import http from 'node:http'
import WebSocket from 'ws'
import { z } from 'zod'
import { Interrupted } from '../../errors.ts'

/**
 * Where a lab runs: the daemon's endpoint, the project that holds everything of Quorate's, and the cluster member that
 * new machines go to. Nothing else knows; a class on a remote cluster is another value of this type.
 */
export interface Place {
  readonly socketPath: string
  readonly project: string
  readonly member?: string
}

/** The daemon understood the call and said no, or an operation that it had begun failed. */
export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal'
  /** As HTTP has it; an operation that failed has one too. */
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The daemon could not be reached, or was lost on the way. `code` is the system's: ENOENT, EACCES, ECONNREFUSED, ECONNRESET. */
export class EngineUnreachable extends Error {
  override readonly name = 'EngineUnreachable'
  readonly code: string

  constructor(code: string, cause: unknown) {
    super(code, { cause })
    this.code = code
  }
}

const operationSchema = z.object({
  id: z.string(),
  status_code: z.number(),
  err: z.string().nullish(),
  metadata: z.unknown()
})

const answerSchema = z.object({
  type: z.enum(['sync', 'async', 'error']),
  error: z.string().optional(),
  error_code: z.number().optional(),
  operation: z.string().optional(),
  metadata: z.unknown()
})

const execMetadataSchema = z.object({ fds: z.record(z.string(), z.string()) })
const execResultSchema = z.object({ return: z.number() })

/** What a request carries: nothing, a value to send as JSON, or bytes. */
type Body = undefined | object | Buffer

interface RawAnswer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

/** A command that runs in an instance, with its streams. */
export interface Session {
  /** Bytes of standard output and standard error; a terminal has only `stdout`. */
  onData(listener: (stream: 'stdout' | 'stderr', chunk: Buffer) => void): void
  write(data: string | Buffer): void
  /** Closes the command's standard input. */
  end(): void
  resize(columns: number, rows: number): void
  /** Takes no more output, so that the command has to wait, until `resume`. */
  pause(): void
  resume(): void
  signal(number: number): void
  /** The exit code, once the command ended and all its output was handed on. */
  readonly ended: Promise<number>
  /** Whether its output was handed on to the end: LXD 5.0.2 drops it, once in some thousand commands on a busy machine. */
  readonly isWhole: Promise<boolean>
  close(): void
}

export interface SessionOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** With a size, the command gets a terminal. */
  readonly terminal?: { readonly columns: number; readonly rows: number }
  readonly workingDirectory?: string
}

const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'ECONNRESET'

const bytesOf = (data: WebSocket.RawData): Buffer =>
  Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)

/** The longest that the daemon may take for an answer, in milliseconds; waiting for an operation has no limit. */
const answerLimit = 60_000

/** A WebSocket that was not closed by either side but lost (RFC 6455, 7.4.1). */
const lostConnection = 1006

/** SIGHUP of POSIX: what a terminal's end sends. */
const hangUp = 1

/**
 * The REST API that LXD and Incus share, over the daemon's unix socket. Only what both understand is used (seen with
 * LXD 5.0.2 and Incus 6.0.4).
 */
export class LxdClient {
  readonly place: Place
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 32 })
  readonly #sessions = new Set<Session>()
  #isClosed = false

  constructor(place: Place) {
    this.place = place
  }

  /** Sessions are closed with it, also those that are just being started: one that is left keeps the program from ending. */
  close(): void {
    this.#isClosed = true
    for (const session of this.#sessions) session.close()
    this.#agent.destroy()
  }

  #path(path: string): string {
    return `${path}${path.includes('?') ? '&' : '?'}project=${encodeURIComponent(this.place.project)}`
  }

  async #send(
    method: string,
    path: string,
    body?: Body,
    headers: Record<string, string> = {},
    signal?: AbortSignal
  ): Promise<RawAnswer> {
    const bytes = body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
    const type = Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json'
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          socketPath: this.place.socketPath,
          path: this.#path(path),
          method,
          agent: this.#agent,
          ...(path.includes('/wait?') ? {} : { timeout: answerLimit }),
          ...(signal === undefined ? {} : { signal }),
          headers: {
            Host: 'engine',
            ...(bytes === undefined ? {} : { 'Content-Type': type, 'Content-Length': String(bytes.length) }),
            ...headers
          }
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', (error) => reject(new EngineUnreachable(systemCode(error), error)))
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
          )
        }
      )
      request.on('timeout', () => request.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })))
      request.on('error', (error) => {
        reject(signal?.aborted ? new Interrupted() : new EngineUnreachable(systemCode(error), error))
      })
      request.end(bytes)
    })
  }

  async #request(method: string, path: string, body?: Body, headers?: Record<string, string>, signal?: AbortSignal) {
    const raw = await this.#send(method, path, body, headers, signal)
    const answer = answerSchema.parse(JSON.parse(raw.body.toString()))
    if (answer.type === 'error') throw new EngineRefusal(answer.error_code ?? raw.status, answer.error ?? '')
    return answer
  }

  async #ended(operation: string, signal?: AbortSignal): Promise<z.infer<typeof operationSchema>> {
    const path = `${operation.split('?')[0]}/wait?timeout=-1`
    const answer = await this.#request('GET', path, undefined, undefined, signal)
    return operationSchema.parse(answer.metadata)
  }

  async #wait(operation: string, signal?: AbortSignal): Promise<z.infer<typeof operationSchema>> {
    const done = await this.#ended(operation, signal)
    if (done.status_code >= 400) throw new EngineRefusal(done.status_code, done.err ?? '')
    return done
  }

  /** Reads; the answer's `metadata`, for the caller's schema. */
  async get(path: string): Promise<unknown> {
    return (await this.#request('GET', path)).metadata
  }

  /** Reads, or undefined where the thing does not exist. */
  async find(path: string): Promise<unknown> {
    try {
      return await this.get(path)
    } catch (error) {
      if (error instanceof EngineRefusal && error.status === 404) return undefined
      throw error
    }
  }

  /** Changes something and waits until the change is complete. The signal ends the waiting, not the change. */
  async change(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    signal?: AbortSignal
  ): Promise<unknown> {
    const answer = await this.#request(method, path, body, undefined, signal)
    if (answer.type !== 'async' || answer.operation === undefined) return answer.metadata
    return (await this.#wait(answer.operation, signal)).metadata
  }

  /** Uploads bytes (an image, for example) and waits. */
  async upload(path: string, body: Buffer, headers: Record<string, string>, signal?: AbortSignal): Promise<unknown> {
    const answer = await this.#request('POST', path, body, headers, signal)
    if (answer.type !== 'async' || answer.operation === undefined) return answer.metadata
    return (await this.#wait(answer.operation, signal)).metadata
  }

  /** Writes a file in an instance, owned by root. Works on stopped and frozen instances too. */
  async writeFile(instance: string, path: string, content: Buffer, mode: number): Promise<void> {
    const meta = { type: 'file', uid: '0', gid: '0', mode: `0${mode.toString(8)}`, write: 'overwrite' }
    // Incus answers X-Incus-* but accepts X-LXD-* as well; LXD ignores X-Incus-*: send the one that both read.
    const headers = Object.fromEntries(Object.entries(meta).map(([key, value]) => [`X-LXD-${key}`, value]))
    await this.#request('POST', `/1.0/instances/${instance}/files?path=${encodeURIComponent(path)}`, content, headers)
  }

  #socket(path: string): WebSocket {
    return new WebSocket(`ws+unix://${this.place.socketPath}:${this.#path(path)}`, {
      headers: { Host: 'engine' },
      perMessageDeflate: false,
      handshakeTimeout: answerLimit
    })
  }

  /** Starts a command in a running instance. */
  async startSession(instance: string, command: readonly string[], options: SessionOptions = {}): Promise<Session> {
    const terminal = options.terminal
    const answer = await this.#request('POST', `/1.0/instances/${instance}/exec`, {
      command,
      'wait-for-websocket': true,
      interactive: terminal !== undefined,
      environment: { ...options.environment },
      ...(options.workingDirectory === undefined ? {} : { cwd: options.workingDirectory }),
      ...(terminal === undefined ? {} : { width: terminal.columns, height: terminal.rows })
    })
    const started = operationSchema.parse(answer.metadata)
    const { fds } = execMetadataSchema.parse(started.metadata)
    const operation = `/1.0/operations/${started.id}`
    const sockets = new Map<string, WebSocket>()
    const listeners: ((stream: 'stdout' | 'stderr', chunk: Buffer) => void)[] = []
    // Output may come before anybody listens.
    const early: ['stdout' | 'stderr', Buffer][] = []
    const hand = (stream: 'stdout' | 'stderr', chunk: Buffer): void => {
      if (listeners.length === 0) early.push([stream, chunk])
      for (const listener of listeners) listener(stream, chunk)
    }
    const outputs = terminal === undefined ? ({ '1': 'stdout', '2': 'stderr' } as const) : ({ '0': 'stdout' } as const)
    const drained: Promise<'whole' | 'cut-off'>[] = []
    for (const [fd, secret] of Object.entries(fds)) {
      const socket = this.#socket(`${operation}/websocket?secret=${secret}`)
      sockets.set(fd, socket)
      const stream = fd in outputs ? (outputs[fd as keyof typeof outputs] as 'stdout' | 'stderr') : undefined
      const ended = new Promise<'whole' | 'cut-off'>((resolve) => {
        socket.on('message', (data, isBinary) => {
          if (stream === undefined) return
          // An empty text frame marks the end of a stream; what comes as text before it is none of the command's.
          if (isBinary) hand(stream, bytesOf(data))
          else {
            socket.close()
            resolve('whole')
          }
        })
        socket.on('close', (code) => resolve(code === lostConnection ? 'cut-off' : 'whole'))
        socket.on('error', () => resolve('cut-off'))
      })
      if (stream !== undefined) drained.push(ended)
    }
    // The command starts as soon as its streams are connected and may have ended before the control socket is: that one
    // is not waited for, and its failure means only that there is nothing left to control.
    await Promise.all(
      [...sockets]
        .filter(([fd]) => fd !== 'control')
        .map(
          ([, socket]) =>
            new Promise<void>((resolve, reject) => {
              socket.on('open', resolve)
              socket.on('error', (error) => reject(new EngineUnreachable(systemCode(error), error)))
            })
        )
    )
    const input = sockets.get('0')
    const control = sockets.get('control')
    const tell = (message: object): void => {
      const text = JSON.stringify(message)
      if (control?.readyState === WebSocket.OPEN) control.send(text)
      else if (control?.readyState === WebSocket.CONNECTING) control.once('open', () => control.send(text))
    }
    const outputSockets = Object.keys(outputs).flatMap((fd) => sockets.get(fd) ?? [])
    const closeAll = (): void => {
      for (const socket of sockets.values()) socket.close()
    }
    // A terminal's operation stays running until its data socket is closed, which happens at its end mark.
    const result = this.#ended(operation)
    const ended = (async () => {
      if (terminal !== undefined) await Promise.all(drained)
      const done = await result
      await Promise.all(drained)
      closeAll()
      // A command that does not exist makes the operation fail, and has an exit code all the same.
      const code = execResultSchema.safeParse(done.metadata).data?.return
      if (code === undefined) throw new EngineRefusal(done.status_code, done.err ?? '')
      return code
    })()
    ended.catch(() => closeAll())
    result.catch(() => closeAll())
    const session: Session = {
      onData: (listener) => {
        listeners.push(listener)
        for (const [stream, chunk] of early.splice(0)) listener(stream, chunk)
      },
      write: (data) => {
        if (input?.readyState === WebSocket.OPEN) input.send(Buffer.from(data))
      },
      end: () => {
        // An empty text frame is the end of standard input.
        if (input?.readyState === WebSocket.OPEN) input.send('')
      },
      resize: (columns, rows) => {
        tell({ command: 'window-resize', args: { width: String(columns), height: String(rows) } })
      },
      pause: () => {
        for (const socket of outputSockets) socket.pause()
      },
      resume: () => {
        for (const socket of outputSockets) socket.resume()
      },
      signal: (number) => tell({ command: 'signal', signal: number }),
      ended,
      isWhole: Promise.all(drained).then((ends) => !ends.includes('cut-off')),
      close: () => {
        tell({ command: 'signal', signal: hangUp })
        closeAll()
      }
    }
    this.#sessions.add(session)
    const forget = (): boolean => this.#sessions.delete(session)
    ended.then(forget, forget)
    if (this.#isClosed) session.close()
    return session
  }
}
