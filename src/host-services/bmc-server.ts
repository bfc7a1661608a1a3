import { createHash, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { Certificate } from './certificate.ts'
import type { Power } from './power.ts'
import { answerRedfish, type RedfishResponse, redfishError } from './redfish.ts'
import type { Listener } from './service.ts'

/** What a virtual BMC is made of. */
export interface Bmc {
  readonly certificate: Certificate
  readonly user: string
  readonly password: string
  readonly power: Power
  /** Who has an address, in words of the lab. */
  readonly nameOf: (address: string) => string
  /** Told of each request that was not authorised. */
  readonly onStranger: (by: string) => void
}

/** The longest body that is read, in bytes: a reset takes thirty. */
const longestBody = 16 * 1024

/** How long a client may take, in milliseconds. */
const limits = { handshake: 5000, headers: 5000, request: 10_000, idle: 60_000 } as const

/** A network of three controllers has a handful of clients. */
const mostConnections = 64

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Compares credentials in a time that does not depend on how much of them is right. */
export const authoriser = (user: string, password: string): ((header: string | undefined) => boolean) => {
  const wanted = digest(`${user}:${password}`)
  return (header) => {
    const encoded = /^basic +(?<credentials>[A-Za-z0-9+/=]+) *$/i.exec(header ?? '')?.groups?.['credentials'] ?? ''
    return timingSafeEqual(wanted, digest(Buffer.from(encoded, 'base64').toString('utf8')))
  }
}

/** The body of a request, or undefined where it is longer than anybody needs. */
const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > longestBody) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const send = (response: ServerResponse, { status, headers = {}, body }: RedfishResponse): void => {
  const text = body === undefined ? '' : JSON.stringify(body)
  response.writeHead(status, {
    'OData-Version': '4.0',
    'Cache-Control': 'no-cache',
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(status === 204 ? {} : { 'Content-Length': String(Buffer.byteLength(text)) }),
    ...headers
  })
  response.end(text)
}

/** Serves Redfish over TLS. @throws what binding fails with */
export const listenForRedfish = async (bmc: Bmc, address: string, port: number): Promise<Listener> => {
  const isAuthorised = authoriser(bmc.user, bmc.password)

  const answer = async (request: IncomingMessage): Promise<RedfishResponse> => {
    const by = bmc.nameOf(request.socket.remoteAddress ?? '')
    const body = await readBody(request)
    if (body === undefined) return { ...redfishError('PayloadTooLarge'), headers: { Connection: 'close' } }
    const known = isAuthorised(request.headers.authorization)
    const { method = '', url = '' } = request
    const response = await answerRedfish({ method, url, body, isAuthorised: known, by }, bmc.power)
    if (response.status === 401) bmc.onStranger(by)
    return response
  }

  const server = createServer({
    key: bmc.certificate.key,
    cert: bmc.certificate.certificate,
    minVersion: 'TLSv1.2',
    handshakeTimeout: limits.handshake,
    headersTimeout: limits.headers,
    requestTimeout: limits.request,
    keepAliveTimeout: limits.idle,
    connectionsCheckingInterval: 1000
  })
  server.maxConnections = mostConnections
  server.on('request', (request, response) => {
    // A client that goes away in the middle is nobody's error.
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    answer(request).then(
      (answered) => send(response, answered),
      () => response.destroy()
    )
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()))
  server.listen({ host: address, port })
  await once(server, 'listening')
  server.on('error', () => server.close())
  return {
    ended,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await ended
    }
  }
}
