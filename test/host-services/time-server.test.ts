import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Listener } from '../../src/host-services/service.ts'
import { listenForTime } from '../../src/host-services/time-server.ts'

/** Loopback addresses for this run: others may run these tests at the same time. */
const host = (number: number): string => `127.${1 + (process.pid % 250)}.7.${number}`
const address = host(1)
const port = 11_123

let server: Listener
let client: ReturnType<typeof createSocket>
const answers: Buffer[] = []
beforeEach(async () => {
  answers.length = 0
  server = await listenForTime(address, port)
  client = createSocket('udp4').on('message', (packet) => answers.push(packet))
  client.bind(0, host(2))
  await once(client, 'listening')
})
afterEach(async () => {
  client.close()
  await server.close()
})

const request = (mark: number): Buffer => {
  const packet = Buffer.alloc(48, mark)
  packet[0] = 0x23
  return packet
}
const send = (packet: Buffer): Promise<void> =>
  new Promise((resolve, reject) => client.send(packet, port, address, (error) => (error ? reject(error) : resolve())))

describe('the time source', () => {
  it('gives the time of this machine', async () => {
    const before = Date.now()
    await send(request(1))
    await expect.poll(() => answers).toHaveLength(1)
    const seconds = (answers[0]?.readUInt32BE(40) ?? 0) - 2_208_988_800
    expect(seconds).toBeGreaterThanOrEqual(Math.floor(before / 1000) - 1)
    expect(seconds).toBeLessThanOrEqual(Date.now() / 1000 + 1)
  })

  it('answers requests only, and one that asks without end no more than so often', async () => {
    await send(Buffer.from('hello'))
    await send(Buffer.alloc(0))
    await send(request(0).fill(0x24, 0, 1))
    for (let count = 0; count < 200; count += 1) await send(request(2))
    await expect.poll(() => answers.length).toBeGreaterThanOrEqual(32)
    // Another peer is served at once, which shows that all of the flood was dealt with.
    const other = createSocket('udp4')
    other.bind(0, host(3))
    await once(other, 'listening')
    const answered = once(other, 'message')
    other.send(request(3), port, address)
    await answered
    other.close()
    expect(answers.length).toBeLessThan(100)
    expect(answers.every((answer) => answer[24] === 2)).toBe(true)
  })
})
