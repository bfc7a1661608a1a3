import { once } from 'node:events'
import { request } from 'node:https'
import { createConnection } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authoriser, listenForRedfish } from '../../src/host-services/bmc-server.ts'
import { type Certificate, makeCertificate } from '../../src/host-services/certificate.ts'
import { powerOver } from '../../src/host-services/power.ts'
import type { Listener } from '../../src/host-services/service.ts'
import { Switches } from './switches.ts'

/** A loopback address for this run: others may run these tests at the same time. */
const address = `127.${1 + (process.pid % 250)}.8.1`
const port = 18_443
const system = '/redfish/v1/Systems/controller2'

const switches = new Switches()
const strangers: string[] = []
let certificate: Certificate
let server: Listener
beforeAll(async () => {
  certificate = await makeCertificate(address)
  server = await listenForRedfish(
    {
      certificate,
      user: 'admin',
      password: 'pass:word',
      power: powerOver(switches),
      nameOf: (from) => `<${from}>`,
      onStranger: (by) => strangers.push(by)
    },
    address,
    port
  )
})
afterAll(() => server.close())

interface Answer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** A client that trusts the certificate, as a controller does that was given it. */
const ask = async (
  method: string,
  path: string,
  options: { readonly credentials?: string; readonly body?: string } = {}
): Promise<Answer> => {
  const sent = request({
    host: address,
    port,
    method,
    path,
    ca: certificate.certificate,
    agent: false,
    ...(options.credentials === undefined ? {} : { auth: options.credentials })
  })
  sent.end(options.body)
  const [response] = await once(sent, 'response')
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

const known = { credentials: 'admin:pass:word' }

describe('the virtual BMC', () => {
  it('is who its certificate says, and answers who knows the password', async () => {
    const answer = await ask('GET', system, known)
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json', 'odata-version': '4.0' }
    })
    expect(JSON.parse(answer.body)).toMatchObject({ PowerState: 'On' })
  })

  it('tells who asked for a reset', async () => {
    expect(
      await ask('POST', `${system}/Actions/ComputerSystem.Reset`, { ...known, body: '{"ResetType":"On"}' })
    ).toMatchObject({
      status: 204,
      body: ''
    })
    expect(switches.noted.at(-1)).toMatchObject({ by: expect.stringMatching(/^<127\./), outcome: 'done' })
  })

  it.each(['', 'admin', 'admin:', 'admin:pass', 'admin:pass:word ', 'Admin:pass:word', 'x:pass:word'])(
    'does not know «%s»',
    async (credentials) => {
      strangers.length = 0
      const answer = await ask('GET', system, { credentials })
      expect(answer.status).toBe(401)
      expect(JSON.parse(answer.body)).toHaveProperty('error')
      expect(strangers).toHaveLength(1)
    }
  )

  it('reads no endless body', async () => {
    const answer = await ask('POST', `${system}/Actions/ComputerSystem.Reset`, { ...known, body: 'x'.repeat(20_000) })
    expect(answer.status).toBe(413)
    expect(JSON.parse(answer.body)).toHaveProperty('error')
  })

  it('gives no body to who wants the head only', async () => {
    expect(await ask('HEAD', system, known)).toMatchObject({ status: 200, body: '' })
  })

  it('survives whatever bytes are sent, in TLS or without, and clients that go away', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
      fc.string().map((line) => Buffer.from(`GET ${line} HTTP/1.1\r\nHost: x\r\n\r\n`)),
      fc
        .constantFrom('POST / HTTP/1.1\r\nContent-Length: 99\r\n\r\nx', 'CONNECT a:1 HTTP/1.1\r\n\r\n', '\r\n\r\n')
        .map((line) => Buffer.from(line))
    )
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), async (data, inTls) => {
        const socket = inTls
          ? connect({ host: address, port, rejectUnauthorized: false })
          : createConnection({ host: address, port })
        socket.on('error', () => undefined)
        socket.resume()
        await once(socket, inTls ? 'secureConnect' : 'connect')
        const gone = once(socket, 'close')
        socket.write(data, () => socket.destroy())
        await gone
      }),
      { numRuns: 40 }
    )
    expect((await ask('GET', system, known)).status).toBe(200)
  })
})

describe('the comparison of credentials', () => {
  it('lets in nothing but the right ones, in the notation of RFC 7617', () => {
    const isAuthorised = authoriser('admin', 'secret')
    const header = (given: string): string => `Basic ${Buffer.from(given).toString('base64')}`
    expect(isAuthorised(header('admin:secret'))).toBe(true)
    expect(isAuthorised(header('admin:secret').replace('Basic', 'bASIC'))).toBe(true)
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string().map(header)), (given) => {
        expect(isAuthorised(given)).toBe(false)
      })
    )
    expect(isAuthorised(undefined)).toBe(false)
    expect(isAuthorised('Bearer admin:secret')).toBe(false)
  })
})
