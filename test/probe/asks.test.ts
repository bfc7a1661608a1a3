import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Ask } from '../../src/probe/asks.ts'
import { probeIds, probeOf } from '../../src/probe/registry.ts'
import { askTogether } from '../../src/probe/shared.ts'
import { quote } from '../../src/probe/shell.ts'
import { onLinux, printed, serve } from './asking.ts'
import { scriptFor, topology } from './recorded.ts'

const context = { node: 'controller1', topology } as const
const bounds = { seconds: 0.5, bytes: 100 }

/** What the shell has of each answer, where something of the script is another. */
const answersWith = async (changed: (text: string) => string, ...asks: readonly Ask[]) => {
  const one = (to: string) =>
    `answer ${quote(to)}; code=$?; printf '%s\\036%s\\036%s\\036' "$connected" "$code" "$answer"`
  const script = () => asks.map(({ to }) => one(to)).join('\n')
  // A character for each byte.
  const { output } = await printed({ needs: { asks: () => asks }, script }, context, changed, 'latin1')
  const fields = output.split('\u001e')
  return asks.map((_, at) => ({
    connected: fields[3 * at] === 'connected',
    code: Number(fields[3 * at + 1]),
    answer: fields[3 * at + 2]
  }))
}

const answersTo = (...asks: readonly Ask[]) => answersWith((text) => text, ...asks)
const answerTo = async (ask: Ask) => (await answersTo(ask))[0]

const tcp = (port: number, more: Partial<Ask> = {}, host = '127.0.0.1'): Ask => ({
  ...bounds,
  to: `tcp ${host} ${port}`,
  ...more
})

const addresses = (count: number) => Array.from({ length: count }, (_, at) => `127.0.0.${at + 1}`)

/** The port of a server that hangs with its socket open. */
const neverAccepting = async (): Promise<number> => {
  const script = `const server = require('node:net').createServer().listen(0, '0.0.0.0', 1, () => {
    require('node:fs').writeSync(1, String(server.address().port))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })`
  const server = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void server.kill('SIGKILL'))
  const [port] = await once(server.stdout, 'data')
  return Number(port)
}

describe('questions over sockets', () => {
  it('need nothing where nobody asks', () => {
    expect(askTogether([{ sockets: true }], context)).not.toContain('perl')
  })

  it('are asked once, whoever wants to know', () => {
    const asks = () => [tcp(1)]
    const text = askTogether([{ asks }, { asks }], context)
    expect(text.match(/tcp 127\.0\.0\.1 1'/g)).toHaveLength(1)
  })

  it('are the same wherever two probes ask the same', () => {
    const sections = probeIds.flatMap((id) => Object.values(probeOf(id).sections))
    const asks = sections.flatMap(({ needs }) => needs?.asks?.(context) ?? [])
    const byTarget = new Map(asks.map((ask) => [ask.to, ask]))
    expect(asks).toEqual(asks.map(({ to }) => byTarget.get(to)))
  })

  it('are short enough for one word of a command line', () => {
    expect(scriptFor('controller1').text.length).toBeLessThan(2 ** 17)
  })
})

describe.runIf(onLinux)('the answer to a question over a socket', { timeout: 30_000 }, () => {
  it('is what the other end says until it closes', async () => {
    let heard = ''
    const port = await serve('127.0.0.1', 0, (socket) =>
      socket.once('data', (data) => {
        heard = data.toString('latin1')
        socket.end('one\r\ntwo\n\n')
      })
    )
    expect(await answerTo(tcp(port, { say: "it's \0\u00ff $(id)\r\n" }))).toEqual({
      connected: true,
      code: 0,
      answer: 'one\r\ntwo\n\n'
    })
    expect(heard).toBe("it's \0\u00ff $(id)\r\n")
  })

  it('may be a connection alone, a refusal, or silence', async () => {
    const port = await serve('127.0.0.1', 0, () => {})
    const to = (host: string, bytes: number) => tcp(port, { bytes }, host)
    expect(await answersTo(to('127.0.0.1', 0), to('127.0.0.2', 0))).toEqual([
      { connected: true, code: 0, answer: 'open' },
      { connected: false, code: 1, answer: 'Connection refused' }
    ])
    expect(await answerTo(to('127.0.0.1', 9))).toEqual({ connected: true, code: 124, answer: '' })
  })

  it('may be that nobody takes the connection', async () => {
    const port = await neverAccepting()
    // The queue holds some.
    const answers = await answersTo(...addresses(8).map((address) => tcp(port, { bytes: 0 }, address)))
    expect(answers).toContainEqual({ connected: false, code: 124, answer: 'no connection within 0.5 s' })
  })

  it('keeps what was heard before the end was cut off', async () => {
    const port = await serve('127.0.0.1', 0, (socket) => socket.write('half'))
    const reset = await serve('127.0.0.1', 0, (socket) => socket.resetAndDestroy())
    expect(await answersTo(tcp(port), tcp(reset))).toEqual([
      { connected: true, code: 124, answer: 'half' },
      { connected: true, code: 1, answer: 'Connection reset by peer' }
    ])
  })

  it('is bounded in bytes, whoever floods', async () => {
    const port = await serve('127.0.0.1', 0, (socket) => socket.write('x'.repeat(1_000_000)))
    expect(await answerTo(tcp(port))).toEqual({ connected: true, code: 0, answer: 'x'.repeat(100) })
  })

  it('is bounded in time, whoever goes on and on', async () => {
    const port = await serve('127.0.0.1', 0, (socket) => {
      const drip = setInterval(() => socket.write('x'), 1)
      socket.on('close', () => clearInterval(drip))
    })
    expect(await answerTo(tcp(port, { bytes: 1e9 }))).toMatchObject({
      code: 124,
      answer: expect.stringMatching(/^x+$/)
    })
  })

  it('is waited for together with all others', async () => {
    const port = await serve('0.0.0.0', 0, () => {})
    const silent = addresses(20).map((address) => tcp(port, {}, address))
    const quick = tcp(await serve('127.0.0.1', 0, (socket) => socket.end('quick')))
    const started = performance.now()
    const answers = await answersTo(...silent, quick)
    expect(performance.now() - started).toBeLessThan(20 * 500)
    expect(answers.map(({ code }) => code)).toEqual([...silent.map(() => 124), 0])
  })

  it('has a time of its own', async () => {
    const port = await serve('0.0.0.0', 0, (socket) => socket.once('data', () => socket.end('late')))
    const silent = await serve('127.0.0.1', 0, () => {})
    const [short, long] = await answersTo(tcp(silent, { seconds: 0.05 }), tcp(port, { say: 'x', seconds: 20 }))
    expect([short?.code, long?.answer]).toEqual([124, 'late'])
  })

  it('comes from whatever a name stands for', async () => {
    const port = await serve('127.0.0.1', 0, (socket) => socket.end('here'))
    const named = (name: string) => tcp(port, { seconds: 10 }, name)
    const [here, there] = await answersTo(named('localhost'), named('no-such-name.invalid'))
    expect(here).toEqual({ connected: true, code: 0, answer: 'here' })
    expect(there).toMatchObject({ connected: false, code: expect.any(Number) })
    expect(there?.answer).toMatch(/^Name or service not known$|name resolution/)
  })

  it('comes from the first address of a name that has one', async () => {
    const port = await serve('127.0.0.3', 0, (socket) => socket.end('here'))
    const found = (text: string) =>
      text.replace('gethostbyname $host', '((0) x 4, map { pack "C4", 127, 0, 0, $_ } 2 .. 4)')
    expect(await answersWith(found, tcp(port, {}, 'name'))).toEqual([{ connected: true, code: 0, answer: 'here' }])
  })

  it('is not waited for where a name is not resolved in time', async () => {
    const hanging = (text: string) => text.replace('gethostbyname $host', 'sleep 60')
    const port = await serve('127.0.0.1', 0, (socket) => socket.end('here'))
    const answers = await answersWith(hanging, tcp(port, {}, 'name'), tcp(port + 1, {}, 'name'), tcp(port))
    const late = { connected: false, code: 124, answer: 'no name resolution within 0.5 s' }
    expect(answers).toEqual([late, late, { connected: true, code: 0, answer: 'here' }])
  })

  const hostile = Buffer.from(Array.from({ length: 256 }, (_, at) => at))

  it('shows control characters, and keeps other letters than those of ASCII', async () => {
    const port = await serve('127.0.0.1', 0, (socket) => socket.end(Buffer.concat([hostile, Buffer.from('正常')])))
    const { answer } = (await answerTo(tcp(port, { bytes: 1000 }))) ?? {}
    const controls = '^@^A^B^C^D^E^F^G^H\t\n^K^L\r^N^O^P^Q^R^S^T^U^V^W^X^Y^Z^[^\\^]^^^_'
    expect(answer?.startsWith(`${controls} !"#`)).toBe(true)
    expect(answer).toContain('}~^?\u0080')
    expect(Buffer.from(answer?.slice(-6) ?? '', 'latin1').toString()).toBe('正常')
  })

  it('is shown as cat -v does where it is no text', async () => {
    const port = await serve('127.0.0.1', 0, (socket) => socket.end(hostile))
    const { answer } = (await answerTo(tcp(port, { bytes: 1000, binary: true }))) ?? {}
    const script = () =>
      `printf '${[...hostile].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}' | cat -v`
    expect(answer).toBe((await printed({ script }, context)).output)
  })

  it('cannot be taken for another, whatever it looks like', async () => {
    const one = await serve('127.0.0.1', 0, (socket) =>
      socket.end('x\u001etcp 127.0.0.1 2\u001e\u001e0\u001efalse\u001e')
    )
    const two = await serve('127.0.0.2', one, (socket) => socket.end('* $(id) `id` \\'))
    const [first, second] = await answersTo(tcp(one), tcp(two, {}, '127.0.0.2'))
    expect(first?.answer).toBe('x^^tcp 127.0.0.1 2^^^^0^^false^^')
    expect(second?.answer).toBe('* $(id) `id` \\')
  })

  it('is not there where it was not asked for', async () => {
    const port = await serve('127.0.0.1', 0, (socket) => socket.end('here'))
    const [asked, spared] = await answersTo(tcp(port, { onlyIf: 'true' }), tcp(port, { onlyIf: 'false' }, '127.0.0.2'))
    expect(asked?.answer).toBe('here')
    expect(spared).toEqual({ connected: false, code: 127, answer: '' })
  })

  it('ends the section where nothing can be asked', async () => {
    const section = { needs: { asks: () => [tcp(9)] }, script: () => "answer 'tcp 127.0.0.1 9'; echo go on" }
    const without = (text: string) => text.replace('perl -e', 'exit 9; perl -e')
    expect(await printed(section, context, without)).toEqual({ output: '', exitCode: 9 })
    const hanging = (text: string) => text.replace('while (my @open', 'sleep 60; while (my @open')
    expect(await printed(section, context, hanging)).toEqual({ output: '', exitCode: 128 + 14 })
  })

  describe('over UDP', () => {
    const answering = async (answer: Buffer) => {
      const socket = createSocket('udp4').bind(0, '127.0.0.1')
      onTestFinished(() => void socket.close())
      socket.on('message', (_, from) => socket.send(answer, from.port, from.address))
      await once(socket, 'listening')
      return { ...bounds, to: `udp 127.0.0.1 ${socket.address().port}`, say: '?' } as const
    }

    it('is one datagram, and when it came', async () => {
      const before = Date.now() / 1000
      const { answer } = (await answerTo(await answering(Buffer.from([0, 10, 255])))) ?? {}
      const [came, digits] = answer?.split(' ') ?? []
      expect(digits).toBe('000aff')
      expect(came).toMatch(/^\d+\.\d{6}$/)
      expect(Number(came)).toBeGreaterThan(before - 0.01)
      expect(Number(came)).toBeLessThan(Date.now() / 1000 + 0.01)
    })

    it('is bounded, and may be refused', async () => {
      const loud = await answering(Buffer.alloc(9000, 1))
      const nobody = { ...bounds, to: 'udp 127.0.0.9 9', say: '?' } as const
      const [cut, refused] = await answersTo(loud, nobody)
      expect(cut?.answer).toMatch(/^\d+\.\d{6} (?:01){100}$/)
      expect(refused).toMatchObject({ code: 1, answer: 'Connection refused' })
    })
  })

  describe('of a socket that a file names', () => {
    const named = async (words: string, path = 'socket') => {
      const folder = mkdtempSync(join(tmpdir(), 'asks-'))
      const file = join(folder, 'file')
      writeFileSync(file, words.replace('SOCKET', join(folder, path)))
      const server = createServer((socket) => socket.end('from the socket')).listen(join(folder, 'socket'))
      await once(server, 'listening')
      symlinkSync('socket', join(folder, 'link'))
      onTestFinished(() => {
        server.close()
        rmSync(folder, { recursive: true })
      })
      return answerTo({ ...bounds, to: `unix ${file}`, bytes: 1000, pattern: '^at (/[A-Za-z0-9_./-]+)$' })
    }

    it('comes from the first that fits', async () => {
      expect(await named('at nothing else\nat SOCKET\nat /else\n')).toMatchObject({
        code: 0,
        answer: 'from the socket'
      })
      expect(await named('at SOCKET\n', 'link')).toMatchObject({ code: 0 })
    })

    it('is none where none is named, or what is named is no socket', async () => {
      expect(await named('at /$(id)\n')).toEqual({ connected: false, code: 3, answer: '' })
      expect(await named('at SOCKET\n', 'file')).toEqual({ connected: false, code: 4, answer: '' })
      expect(await answerTo({ ...bounds, to: 'unix /dev/zero', pattern: '^(a)' })).toMatchObject({ code: 3 })
    })
  })
})
