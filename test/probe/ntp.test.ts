import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { readAnswers, type TimeServer, timeSection } from '../../src/probe/ntp.ts'
import { onLinux, printed } from './asking.ts'
import { topology } from './recorded.ts'

const one: TimeServer = { address: '10.77.0.1', port: 1123 }
const two: TimeServer = { address: '10.77.0.11', port: 123 }

/** An answer of a server whose clock showed so many seconds since 1970 when it was asked. */
const answer = (seconds: number, { leap = 0, stratum = 5, mode = 4 } = {}): Buffer => {
  const packet = Buffer.alloc(48)
  packet.writeUInt8((leap << 6) | (4 << 3) | mode, 0)
  packet.writeUInt8(stratum, 1)
  for (const at of [32, 40]) {
    packet.writeUInt32BE((Math.floor(seconds) + 2_208_988_800) % 2 ** 32, at)
    packet.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), at + 4)
  }
  return packet
}

const line = ({ address, port }: TimeServer, asked: number, packet: Buffer | string, code = 0): string =>
  `${address} ${port} ${code} ${asked.toFixed(6)} ${packet.toString('hex')}`

const read = (lines: readonly string[], servers: readonly TimeServer[], exitCode = 0) =>
  readAnswers({ output: lines.join('\n'), exitCode }, servers)

describe('the answer of a time server', () => {
  const now = 1_795_371_600.5

  it('is a time', () => {
    const answers = read([line(two, now, answer(now)), line(one, now, answer(now + 2))], [one, two])
    expect(answers?.(two)).toEqual({ word: 'answers', ahead: 0 })
    expect(answers?.(one)).toEqual({ word: 'answers', ahead: 2000 })
  })

  it('is a time after 2036, too', () => {
    const later = 2_200_000_000
    expect(read([line(one, later, answer(later))], [one])?.(one)).toEqual({ word: 'answers', ahead: 0 })
  })

  it.each([
    ['no time to give', answer(now, { leap: 3 }), 0, 'unsynchronised'],
    ['no stratum', answer(now, { stratum: 0 }), 0, 'unsynchronised'],
    ['a stratum that is none', answer(now, { stratum: 16 }), 0, 'unsynchronised'],
    ['no answer of a server', answer(now, { mode: 3 }), 0, 'silent'],
    ['half an answer', answer(now).subarray(0, 40), 0, 'silent'],
    ['nothing in time', '', 124, 'silent'],
    ['a refusal', '', 1, 'refused']
  ] as const)('may be %s', (_, packet, code, word) => {
    expect(read([line(one, now, packet, code)], [one])?.(one)).toEqual({ word, ahead: undefined })
  })

  it('is not believed where it is missing, there twice, or of somebody else', () => {
    const whole = line(one, now, answer(now))
    expect(read([], [one])).toBeUndefined()
    expect(read([whole, whole], [one])).toBeUndefined()
    expect(read([whole, line(two, now, answer(now))], [one])).toBeUndefined()
    expect(read([whole], [one], 127)).toBeUndefined()
    expect(read([`${whole} and more`], [one])).toBeUndefined()
    expect(read([whole.replace(/\d+\.\d{6} /, '- ')], [one])).toBeUndefined()
  })

  it('may be anything', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(255), (bytes, code) => {
        const word = read([line(one, now, Buffer.from(bytes), code)], [one])?.(one).word
        if (bytes.length < 48) expect(word).not.toBe('answers')
      })
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(read([text], [one])).toBeUndefined()
      })
    )
  })
})

describe.runIf(onLinux)('asking for the time', { timeout: 30_000 }, () => {
  const sockets: Socket[] = []
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close()
  })

  const serve = async (address: string, port: number, reply: ((question: Buffer) => Buffer) | undefined) => {
    const socket = createSocket('udp4')
    sockets.push(socket)
    socket.on('message', (question, from) => {
      if (reply !== undefined) socket.send(reply(question), from.port, from.address)
    })
    socket.bind(port, address)
    await once(socket, 'listening')
    return { address, port: socket.address().port }
  }

  const asked = async (servers: readonly TimeServer[]) =>
    printed(
      timeSection(() => servers),
      { node: 'controller1', topology }
    )

  it('tells a time, a refusal and silence apart, all in one wait', async () => {
    const questions: Buffer[] = []
    const right = await serve('127.0.0.1', 0, (question) => {
      questions.push(question)
      return answer(Date.now() / 1000)
    })
    const silent = await serve('127.0.0.2', 0, undefined)
    const nobody = { address: '127.0.0.3', port: right.port }
    const nowhere = { address: '255.255.255.255', port: right.port }
    const servers = [silent, right, nobody, nowhere]
    const answers = readAnswers(await asked(servers), servers)
    expect(servers.map((server) => answers?.(server).word)).toEqual(['silent', 'answers', 'refused', 'silent'])
    expect(Math.abs(answers?.(right).ahead ?? Number.NaN)).toBeLessThan(5000)
    expect(questions.map((question) => [question.length, question[0]])).toEqual([[48, 0x23]])
  })

  it('does not drown in what a server sends', async () => {
    const loud = await serve('127.0.0.1', 0, () => Buffer.alloc(9000, 1))
    expect((await asked([loud])).output.length).toBeLessThan(200)
  })
})
