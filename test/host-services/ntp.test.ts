import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerTo, parseRequest, timestampOf } from '../../src/host-services/ntp.ts'

/** A client's packet as chrony 4.3 sends it: version 4, mode 3, poll 6, a transmit timestamp and nothing else. */
const request = (changes: Readonly<Record<number, number>> = {}, length = 48): Buffer => {
  const packet = Buffer.alloc(length)
  packet[0] = 0x23
  packet[2] = 6
  Buffer.from('e9a1b2c3d4e5f607', 'hex').copy(packet, 40)
  for (const [at, value] of Object.entries(changes)) packet[Number(at)] = value
  return packet
}

const withField = (type: number, length: number, filler = 0): Buffer => {
  const field = Buffer.alloc(length, filler)
  field.writeUInt16BE(type, 0)
  field.writeUInt16BE(length, 2)
  return Buffer.concat([request(), field])
}

const parsed = (packet: Buffer) => {
  const found = parseRequest(packet)
  if (found === undefined) throw new Error('not taken for a request')
  return found
}

/** Seconds and fraction of a timestamp in a packet, with the era that is nearest to a time. */
const timeAt = (packet: Buffer, offset: number, near: number): number => {
  const seconds = packet.readUInt32BE(offset) + packet.readUInt32BE(offset + 4) / 2 ** 32 - 2_208_988_800
  const era = 2 ** 32
  return (seconds + Math.round((near / 1000 - seconds) / era) * era) * 1000
}

const noon = Date.UTC(2026, 10, 22, 12)

describe('a request', () => {
  it.each([1, 2, 3, 4])('of version %d is answered in that version, by a server with a local clock', (version) => {
    const packet = request({ 0: (version << 3) | 3 })
    const answer = answerTo(parsed(packet), { receivedAt: noon, sentAt: noon + 0.25 })
    expect(answer).toHaveLength(48)
    expect(answer[0]).toBe((version << 3) | 4)
    expect(answer[1]).toBe(5)
    expect(answer.subarray(12, 16)).toEqual(Buffer.from([127, 127, 1, 1]))
    expect(answer.readInt8(2)).toBe(6)
    expect(answer.readInt8(3)).toBeLessThan(0)
  })

  it('gets its transmit timestamp back as origin, and the times of arrival and departure', () => {
    const answer = answerTo(parsed(request()), { receivedAt: noon, sentAt: noon + 0.25 })
    expect(answer.subarray(24, 32).toString('hex')).toBe('e9a1b2c3d4e5f607')
    expect(timeAt(answer, 32, noon)).toBeCloseTo(noon, 3)
    expect(timeAt(answer, 40, noon)).toBeCloseTo(noon + 0.25, 3)
    // The reference was read no later than the answer was sent.
    expect(timeAt(answer, 16, noon)).toBeLessThanOrEqual(timeAt(answer, 40, noon))
  })

  it('of a client that says that its clock is not synchronised is a request', () => {
    expect(parseRequest(request({ 0: 0xe3 }))).toBeDefined()
  })

  it('may carry extension fields in version 4, which are passed over', () => {
    expect(parseRequest(withField(0x0104, 32))).toBeDefined()
    expect(parseRequest(Buffer.concat([withField(0x0104, 16), withField(0xf323, 28).subarray(48)]))).toBeDefined()
  })
})

describe('what is no request', () => {
  it.each([
    ['is empty', Buffer.alloc(0)],
    ['is shorter than a header', request().subarray(0, 47)],
    ['is an answer', request({ 0: 0x24 })],
    ['is of an active peer', request({ 0: 0x21 })],
    ['is a broadcast', request({ 0: 0x25 })],
    ['is a control message', request({ 0: 0x26 })],
    ['is a private message (monlist)', request({ 0: 0x27 })],
    ['has version 0', request({ 0: 0x03 })],
    ['has version 5', request({ 0: 0x2b })],
    ['has a code that cannot be verified', request({}, 48 + 20)],
    ['has a longer code', request({}, 48 + 24)],
    ['has an extension field that is too long', withField(0x0104, 32).fill(0xff, 50, 52)],
    ['has an extension field of odd length', Buffer.concat([withField(0x0104, 30), Buffer.alloc(2)])],
    ['has more than a header in version 3', withField(0x0104, 32).fill(0x1b, 0, 1)]
  ])('gets no answer: it %s', (_, packet) => {
    expect(parseRequest(packet)).toBeUndefined()
  })

  it('never makes the server fail, nor send more than it got, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const found = parseRequest(Buffer.from(bytes))
        if (found === undefined) return
        expect((bytes[0] ?? 0) & 7).toBe(3)
        const answer = answerTo(found, { receivedAt: noon, sentAt: noon })
        expect(answer.length).toBeLessThanOrEqual(bytes.length)
        expect(answer.subarray(24, 32)).toEqual(Buffer.from(bytes.subarray(40, 48)))
      })
    )
  })
})

describe('a timestamp', () => {
  it('is the one that everybody writes', () => {
    expect(timestampOf(0).toString('hex')).toBe('83aa7e8000000000')
    expect(timestampOf(500).toString('hex')).toBe('83aa7e8080000000')
  })

  it('begins anew with the second era, in February 2036', () => {
    const end = Date.UTC(2036, 1, 7, 6, 28, 16)
    expect(timestampOf(end - 1000).toString('hex')).toBe('ffffffff00000000')
    expect(timestampOf(end).toString('hex')).toBe('0000000000000000')
  })

  it('gives back the time that it was made from, as finely as a number can hold it, in any era', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: Date.UTC(2300, 0, 1), noNaN: true }), (time) => {
        expect(Math.abs(timeAt(timestampOf(time), 0, time) - time)).toBeLessThan(0.005)
      })
    )
  })
})
