import { execFile, execFileSync } from 'node:child_process'
import { createServer, type Server, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { askPeers } from '../../src/probe/memcached/memcached.ts'
import { readOutput, splitOutput } from '../../src/probe/read.ts'
import { probeIds, probes } from '../../src/probe/registry.ts'
import { buildScript } from '../../src/probe/script.ts'
import { scriptFor, topology } from './recorded.ts'

const run = promisify(execFile)

/** Probes run on Debian; elsewhere their text can still be looked at. */
const onLinux = process.platform === 'linux'

const names = probeIds.flatMap((id) => Object.keys(probes[id].sections).map((name) => `${id}.${name}`))

describe('the script for a controller', { timeout: 30_000 }, () => {
  it('has the sections of the probes that are wanted, and no others', () => {
    const sections = (text: string) => [...text.matchAll(/begin (\w+\.\w+)/g)].map(([, name]) => name)
    expect(sections(scriptFor('controller1').text)).toEqual(names)
    expect(sections(scriptFor('controller1', ['oslo']).text)).toEqual(['oslo.file'])
  })

  it('writes to no file, whatever a section is written in', () => {
    const targets = [...scriptFor('controller2').text.matchAll(/>\s*["']?(\/[a-z][^\s"';)]*|\$\{?\w[^\s"';)]*)/g)]
    const written = targets.map(([, target = '']) => target)
    expect(written.filter((target) => !/^\/dev\/(?:null|tcp\/|udp\/)/.test(target))).toEqual([])
  })

  it('is one that a POSIX shell takes', () => {
    execFileSync('sh', ['-n'], { input: scriptFor('controller3').text })
  })

  it.runIf(onLinux)('runs to its end where nothing of the lab is there, and says nothing healthy', async () => {
    const script = scriptFor('controller1')
    const { stdout } = await run('sh', ['-c', script.text])
    const { sections, exitCode } = splitOutput(stdout, script.nonce)
    expect([...sections.keys()]).toEqual(names)
    expect(exitCode).toBe(0)
    const { memcached, oslo } = readOutput(script, stdout)
    expect(memcached?.facts.kind).not.toBe('known')
    expect(oslo?.facts).toEqual({ kind: 'absent' })
  })

  it.runIf(onLinux)('ends when its time is up, and says so', async () => {
    const script = buildScript(probeIds, { node: 'controller1', topology }, 'c'.repeat(32), 0.1)
    const hanging = { ...script, text: script.text.replace('export PATH', 'exec tail -f /dev/null; export PATH') }
    const { stdout } = await run('sh', ['-c', hanging.text])
    expect(readOutput(script, stdout).memcached?.facts).toEqual({ kind: 'unknown', reason: 'time-out' })
  })

  it.runIf(onLinux)('leaves what follows it on the same channel alone', async () => {
    const script = scriptFor('controller1', ['oslo'])
    const shell = run('sh', ['-s'])
    shell.child.stdin?.end(`${script.text}echo afterwards\n`)
    expect((await shell).stdout).toMatch(/afterwards\n$/)
  })
})

describe.runIf(onLinux)('asking other memcached servers', { timeout: 30_000 }, () => {
  const servers: Server[] = []
  const sockets: Socket[] = []
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy()
    for (const server of servers.splice(0)) server.close()
  })

  /** A server on one loopback address of this machine. */
  const serve = (address: string, port: number, answer: (socket: Socket) => void): Promise<number> =>
    new Promise((resolve) => {
      const server = createServer((socket) => {
        sockets.push(socket.on('error', () => {}))
        answer(socket)
      })
      servers.push(server)
      server.listen(port, address, () => {
        const bound = server.address()
        resolve(typeof bound === 'object' && bound !== null ? bound.port : 0)
      })
    })

  const ask = async (peers: readonly string[], port: number): Promise<string> =>
    (await run('sh', ['-c', askPeers(peers, port)], { env: { LC_ALL: 'C', PATH: process.env['PATH'] } })).stdout

  it('tells each by its own line, in order', async () => {
    const port = await serve('127.0.0.1', 0, (socket) => socket.once('data', () => socket.end('VERSION 1.6.18\r\n')))
    await serve('127.0.0.2', port, () => {})
    await serve('127.0.0.4', port, (socket) => socket.end('\u001b[2Jgo away\r\n'))
    const lines = (
      await ask(['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4', 'no-such-name.invalid', '127.0.0.2'], port)
    ).split('\n')
    expect(lines).toEqual(
      [
        'VERSION 1.6.18\r',
        'connected, but no answer within 1 s',
        expect.stringMatching(/Connection refused$/),
        '\u001b[2Jgo away\r',
        expect.stringMatching(/Name or service not known|name resolution/),
        'connected, but no answer within 1 s'
      ]
        .map((text, at) => {
          const peer = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4', 'no-such-name.invalid', '127.0.0.2'][at]
          return typeof text === 'string' ? `${peer}: ${text}` : text
        })
        .concat('')
    )
  })

  it('waits for all of them together', async () => {
    const port = await serve('127.0.0.2', 0, () => {})
    const started = performance.now()
    await ask(Array(6).fill('127.0.0.2'), port)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('does not drown in what a server sends', async () => {
    const port = await serve('127.0.0.1', 0, (socket) => socket.write('x'.repeat(1_000_000)))
    expect((await ask(['127.0.0.1'], port)).length).toBeLessThan(300)
  })
})
