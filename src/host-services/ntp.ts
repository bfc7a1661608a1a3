/**
 * The packets of the Network Time Protocol, RFC 5905 §7.3, as far as a server without authentication needs them.
 * Pure functions over bytes; times are milliseconds since 1970, with fractions.
 */

/** What a client asks: only what its answer depends on. */
export interface TimeRequest {
  readonly version: 1 | 2 | 3 | 4
  /** The client's poll exponent, which an answer repeats. */
  readonly poll: number
  /** The client's transmit timestamp, eight bytes that come back as the origin timestamp, whatever they mean to it. */
  readonly transmit: Buffer
}

/** The times of one exchange. */
export interface Exchange {
  readonly receivedAt: number
  readonly sentAt: number
}

const headerLength = 48
const clientMode = 3
const serverMode = 4

/** RFC 7822 §3: an extension field is at least 16 bytes, and the last one, with no code after it, at least 28. */
const leastField = 16
const leastLastField = 28

/**
 * Stratum 5 is what ntpd gives an undisciplined local clock (its driver 127.127.1.x), and 127.127.1.1 is how ntpd and
 * chrony name one. It says: this is the clock of a computer, and nobody vouches for it. It is also better than stratum
 * 10, at which a controller serves its own clock when it has no source (chrony's `local`, the orphan mode).
 */
const localClock = { stratum: 5, referenceId: Buffer.from([127, 127, 1, 1]) } as const

/** log2 of a second: how finely the clock is read, about 15 microseconds. */
const precision = -16

/** A millisecond in the short format of 16.16 bits: within that the clock is read and a packet handed on. */
const rootDispersion = 0x42

/** Seconds from 1900, where NTP's first era begins, to 1970. */
const secondsBefore1970 = 2_208_988_800

/**
 * A time in NTP's format: 32 bits of seconds, which begin again every 136 years (next in 2036), and 32 bits of fraction.
 * Which era is meant is for the reader to know.
 */
export const timestampOf = (milliseconds: number): Buffer => {
  const whole = Math.floor(milliseconds / 1000)
  const fraction = Math.floor(((milliseconds - whole * 1000) / 1000) * 2 ** 32)
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE((((whole + secondsBefore1970) % 2 ** 32) + 2 ** 32) % 2 ** 32, 0)
  bytes.writeUInt32BE(Math.min(fraction, 2 ** 32 - 1), 4)
  return bytes
}

/** Whether what follows the header is extension fields and nothing else: a code at the end could not be verified. */
const areFields = (rest: Buffer): boolean => {
  let at = 0
  while (at < rest.length) {
    const left = rest.length - at
    if (left < leastLastField) return false
    const length = rest.readUInt16BE(at + 2)
    if (length < leastField || length % 4 !== 0 || length > left) return false
    at += length
  }
  return true
}

const isVersion = (version: number): version is TimeRequest['version'] => version >= 1 && version <= 4

/** A client's request, or undefined for whatever else arrives: answers, broadcasts, control and private messages, noise. */
export const parseRequest = (packet: Buffer): TimeRequest | undefined => {
  if (packet.length < headerLength) return undefined
  const first = packet.readUInt8(0)
  const version = (first >> 3) & 7
  if ((first & 7) !== clientMode || !isVersion(version)) return undefined
  const rest = packet.subarray(headerLength)
  if (rest.length > 0 && (version < 4 || !areFields(rest))) return undefined
  return { version, poll: packet.readInt8(2), transmit: Buffer.from(packet.subarray(40, 48)) }
}

/** The answer to a request, in the version in which it was asked. */
export const answerTo = ({ version, poll, transmit }: TimeRequest, { receivedAt, sentAt }: Exchange): Buffer => {
  const packet = Buffer.alloc(headerLength)
  // The first two bits are the leap indicator: no second is about to be inserted or left out.
  packet.writeUInt8((version << 3) | serverMode, 0)
  packet.writeUInt8(localClock.stratum, 1)
  packet.writeInt8(poll, 2)
  packet.writeInt8(precision, 3)
  // No delay to the root: the clock is this machine's own.
  packet.writeUInt32BE(0, 4)
  packet.writeUInt32BE(rootDispersion, 8)
  localClock.referenceId.copy(packet, 12)
  // The clock is its own reference: it was last compared with itself when the request came.
  timestampOf(receivedAt).copy(packet, 16)
  transmit.copy(packet, 24)
  timestampOf(receivedAt).copy(packet, 32)
  timestampOf(sentAt).copy(packet, 40)
  return packet
}
